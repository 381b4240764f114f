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

// Unread of one person at `now`, from the inbox's index alone.
rules::Badge load_badge(Session& session, const std::string& person, rules::Time now);

}  // namespace chalkline::storage
