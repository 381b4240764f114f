#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "rules/outbox.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

// Rows of the outbox. Written in the transaction of what they tell.

void insert_telling(Session& session, const rules::Telling& telling, rules::Time now);
void insert_tellings(Session& session, std::span<const rules::Telling> tellings, rules::Time now);
// Likewise one of a collapse key, unless one waits under it that no worker has taken; due no sooner
// than `pause` after the last one of the key was sent. Writers of one key take turns.
void insert_unless_waiting(Session& session, const rules::Telling& telling,
                           std::chrono::minutes pause, rules::Time now);
// Those that still wait under this key are dropped, as `replaced`.
void drop_replaced_tellings(Session& session, const std::string& collapse_key, rules::Time now);

// One that a worker has taken. Whoever takes it next has a higher `attempts`.
struct TakenTelling {
  long long id = 0;
  int attempts = 0;
  rules::Telling telling;
};

// What is due at `now` and nobody has, in the order in which it fell due; only looked at.
std::vector<TakenTelling> load_due_tellings(Session& session, rules::TellingChannel channel,
                                            rules::Time now, int limit);
// Likewise of channel app, those for people who may have a page open now, by the machine's clock,
// and those that do not wait for one any more.
std::vector<TakenTelling> load_due_notices(Session& session, rules::Time now, int limit);
// Takes it until `until`, and counts the attempt in it; false where another worker was faster.
bool take_telling(Session& session, TakenTelling& taken, rules::Time now, rules::Time until);

// What became of it; nothing where somebody else has taken it since.
void decide_telling(Session& session, const TakenTelling& taken, rules::TellingDecision decision,
                    std::string_view reason, rules::Time now);
// It failed, and is due again at `then`; likewise.
void put_back_telling(Session& session, const TakenTelling& taken, std::string_view reason,
                      rules::Time then);

// Decided before `before`: at most 10,000; how many there were.
long long delete_old_tellings(Session& session, rules::Time before);

}  // namespace chalkline::storage
