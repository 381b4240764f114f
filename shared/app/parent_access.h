#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::app {

// What became of one thread of a parent and a tutor when their access changed.
struct AccessChange {
  long long thread_id = 0;
  std::string parent;
  std::string tutor;
  bool closed = false;
};

// The link of a parent and a student has ended, or stands again (storage::has_standing_link): every
// thread of the parent about the student closes for the parent, or opens as it was kept (S2-06).
// Inside of the caller's transaction, which has changed the link's row before; idempotent. The
// tutor keeps the threads, and reads in `can` why nobody may write. What has changed is to be
// announced after COMMIT.
std::vector<AccessChange> close_parent_access(storage::Session& session, const std::string& parent,
                                              const std::string& student, rules::Time now);
std::vector<AccessChange> open_parent_access(storage::Session& session, const std::string& parent,
                                             const std::string& student, rules::Time now);

// After COMMIT, to whoever listens: to the parent `thread` {id, closed: true}, or the Thread where
// it has opened, and `badge`; to the tutor the Thread, whose `can` has changed.
void announce_access(Context& context, const std::vector<AccessChange>& changes, rules::Time now);

}  // namespace chalkline::app
