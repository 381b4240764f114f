#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/directory.h"
#include "rules/messages.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// For the operator's tool: what has been sent, read and nothing else. No row is locked.

// The direct thread of the two; none where it has not begun.
std::optional<long long> find_direct_thread(Session& session, const rules::Pair& pair);

// Threads of both kinds whose newest message is not older than `since`, behind thread `after`, at
// most `limit`, in order of their ids; also those that a parent may not read any more.
struct SentThread {
  long long id = 0;
  rules::Pair pair;
  std::optional<rules::Triple> triple;  // of a parent thread
};
std::vector<SentThread> load_threads_since(Session& session, rules::Time since, long long after,
                                           int limit);

// A thread's messages behind seq `after`, at most `limit`, rising. Those older than `since` come
// without their text.
std::vector<rules::Message> load_sent(Session& session, long long thread, rules::Time since,
                                      long long after, int limit);

// An order or a booking between two people, either the other's tutor: what may have started their
// count of unanswered messages afresh (S0-23, S4-18).
struct CapReset {
  enum class Cause { order, booking };
  Cause cause = Cause::order;
  std::optional<rules::OrderState> order;  // of an order: its state by now
  rules::Time at{};  // of an order the platform's time, of a booking when this site was told of it
};
// All of the two, rising. A booking that was over when this site was told of it started nothing.
std::vector<CapReset> load_cap_resets(Session& session, const rules::Pair& pair);

}  // namespace chalkline::storage
