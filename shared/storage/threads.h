#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "rules/hours.h"
#include "rules/message_tellings.h"
#include "rules/messages.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// A thread as one member sees it, with all that decide_can looks at except the ties of courses, and
// in a parent thread what the student has with the tutor (load_parent_facts).
struct ThreadRow {
  rules::Membership mine;
  rules::Person other;
  rules::SendFacts facts;
  std::optional<rules::WorkingHours> other_hours = {};  // of the other
  std::optional<rules::Triple> triple = {};             // of a parent thread
  std::optional<rules::Person> student = {};  // of a parent thread; for whom reads along: the child
  bool i_listen = false;         // I may have a live stream open now; not told in lists
  bool other_listens = false;    // the other may, and may read the thread; not told in lists
  bool receipts_hidden = false;  // one of the two hides theirs; not told in lists
  bool has_readers = false;      // parents may read along; told of a locked thread alone
  rules::AlertFacts alert = {};  // of the other; told of a locked thread and by load_pair alone
};

// Where a page of the inbox begins: behind this row.
struct InboxPlace {
  bool pinned = false;
  bool has_unread = false;
  rules::Time last_at{};
  long long thread_id = 0;
};

// Which of a person's threads a list shows (GET /api/inbox?show=).
enum class Show { all, unread, archived, parents };

// A page of `person`'s inbox: pinned first, then unread, then most recent; none that sleeps at
// `now`. At most `limit` rows. Empty for a person whom the directory does not know.
std::vector<ThreadRow> load_inbox(Session& session, const std::string& person, Show show,
                                  const std::optional<InboxPlace>& after, int limit,
                                  rules::Time now);

// One thread of `person`; none where it is not there or not theirs.
std::optional<ThreadRow> load_thread(Session& session, const std::string& person, long long thread);

// What `person` and `other` are to each other, as a thread that does not exist yet: `mine` is
// empty. Somebody the directory does not know is a Party that is not `known`.
ThreadRow load_pair(Session& session, const std::string& person, const std::string& other);

// Likewise of `person` and each of `others`, in no order, with what their direct thread, where
// there is one, makes of the facts; whoever the directory does not know is not in the answer.
std::vector<ThreadRow> load_pairs(Session& session, const std::string& person,
                                  const std::vector<std::string>& others);

// A thread of a member who may have a live stream open now, as they see it.
struct ListenedThread {
  std::string person_id;
  ThreadRow row;
};
// What of threads is asked for: those of pairs, direct ones and those of the student's parents with
// the tutor, and all threads of people, also those about them.
struct ThreadsAsked {
  std::vector<std::pair<std::string, std::string>> taught;  // tutor and student
  std::vector<std::string> people;
};
// Each member who listens once for each of the threads, the most recent first: at most `limit`, and
// of the threads of `people` no more than `looked_at` are looked at.
std::vector<ListenedThread> load_listened_threads(Session& session, const ThreadsAsked& asked,
                                                  int looked_at, int limit);

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
// and a snooze that wakes.
void mark_sent(Session& session, const rules::Thread& thread, const rules::LastMessage& message);

// A changed message has an entry of its own in the thread's chain, the newest.
void mark_trail(Session& session, long long thread, const rules::TrailHead& trail);

// The newest message has changed: what every row of the inbox shows of it.
void mark_preview(Session& session, long long thread, const rules::LastMessage& message);

// How a member keeps a thread, all of it.
void mark_keeping(Session& session, const std::string& person, const rules::Membership& mine);

// Unread of one person at `now`, from the inbox's index alone.
rules::Badge load_badge(Session& session, const std::string& person, rules::Time now);

// Threads whose snooze is over at `now`: at most `limit`, the longest due first.
struct Sleeper {
  std::string person_id;
  long long thread_id = 0;
};
std::vector<Sleeper> load_due_sleepers(Session& session, rules::Time now, int limit);
// Ends one snooze that is over; false where somebody else has ended or moved it.
bool mark_awake(Session& session, const Sleeper& sleeper, rules::Time now);

}  // namespace chalkline::storage
