#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/live.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::app {

// What became of one thread when a parent's access changed. The tutor of a parent thread is told;
// where a parent reads along, or does not any more, there is none to be told so.
struct AccessChange {
  long long thread_id = 0;
  std::string parent = {};  // empty: the thread was told something, and no more
  std::string tutor = {};
  bool closed = false;
  std::optional<Told> told = {};  // a message in the thread that says so
};

// The link of a parent and a student has ended, or stands again (GuardedLink::stands): every
// thread of the parent about the student closes for the parent, or opens as it was kept (S2-06).
// Inside of the caller's transaction, which has changed the link's row before; idempotent. The
// tutor keeps the threads, and reads in `can` why nobody may write. What has changed is to be
// announced after COMMIT.
std::vector<AccessChange> close_parent_access(storage::Session& session, const std::string& parent,
                                              const std::string& student, rules::Time now);
std::vector<AccessChange> open_parent_access(storage::Session& session, const std::string& parent,
                                             const std::string& student, rules::Time now);

// One thread, which has been taken, closes for a parent who is a member of it, and how they kept it
// is remembered; false where they are none.
bool close_thread(storage::Session& session, const std::string& parent, long long thread,
                  rules::Time now);

// After COMMIT, to whoever listens, the message, and: to the parent `thread` {id, closed: true}, or
// the Thread where it has opened, and `badge`; to the tutor the Thread, whose `can` has changed.
void announce_access(Context& context, const std::vector<AccessChange>& changes, rules::Time now);

}  // namespace chalkline::app
