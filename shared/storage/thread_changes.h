#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/messages.h"
#include "rules/paper_trail.h"
#include "rules/threads.h"
#include "storage/database.h"
#include "storage/threads.h"

namespace chalkline::storage {

// A thread taken for writing: its row, and the member's, are locked until the end of the
// transaction. The rest of `row` was read behind the lock and is not locked: one busy tutor must
// not hold up all.
struct LockedThread {
  rules::Thread thread;
  ThreadRow row;
};
// None where the thread is not there or not `person`'s.
std::optional<LockedThread> lock_thread(Session& session, const std::string& person,
                                        long long thread);
// The thread of the triple; none where it has not begun or is not `person`'s.
std::optional<LockedThread> lock_parent_thread(Session& session, const std::string& person,
                                               const rules::Triple& triple);
// The direct thread of the two; none where it has not begun.
std::optional<LockedThread> lock_direct_thread(Session& session, const std::string& person,
                                               const std::string& other);

// Whether the two have a direct thread, whoever they are: also people the directory does not know.
bool has_direct_thread(Session& session, const rules::Pair& pair);
// Those of `pairs` who have one.
std::vector<rules::Pair> load_begun_pairs(Session& session, const std::vector<rules::Pair>& pairs);

// A thread, empty as yet, and its two members. Where another has just begun it, that is a conflict:
// the transaction runs again and finds it.
long long insert_thread(Session& session, const rules::Pair& pair, rules::Time now);
void insert_membership(Session& session, const std::string& person, const std::string& other,
                       long long thread, rules::Time now);
// Likewise of a triple; `person` and `other` are its parent and its tutor.
long long insert_parent_thread(Session& session, const rules::Triple& triple, rules::Time now);
void insert_parent_membership(Session& session, const std::string& person, const std::string& other,
                              const rules::Triple& triple, long long thread, rules::Time now);

// What a new message changes outside of `messages`: the thread's counters and its chain, and every
// member's row of the inbox. For the others it counts as unread, ends an archiving unless muted,
// and a snooze that wakes. Whose messages stand unanswered is the thread's; those of the other do
// no more where this one `answers` them.
void mark_sent(Session& session, const rules::Thread& thread, const rules::LastMessage& message,
               bool answers);

// A changed message has an entry of its own in the thread's chain, the newest.
void mark_trail(Session& session, long long thread, const rules::TrailHead& trail);

// The newest message has changed: what every row of the inbox shows of it.
void mark_preview(Session& session, long long thread, const rules::LastMessage& message);

// How a member keeps a thread, all of it.
void mark_keeping(Session& session, const std::string& person, const rules::Membership& mine);

// Threads whose snooze has ended behind `since` and is over at `now`: at most `limit`, the longest
// due first.
struct Sleeper {
  std::string person_id;
  long long thread_id = 0;
};
std::vector<Sleeper> load_due_sleepers(Session& session, rules::Time since, rules::Time now,
                                       int limit);
// Ends one snooze that is over; false where somebody else has ended or moved it.
bool mark_awake(Session& session, const Sleeper& sleeper, rules::Time now);

}  // namespace chalkline::storage
