#pragma once

#include <optional>
#include <string>

#include "rules/zones.h"
#include "storage/database.h"

namespace chalkline::storage {

// When work of every night was done last.
struct NightlyTask {
  std::optional<rules::Date> night;  // none: never yet
  std::optional<rules::Time> done_at;
  long long found = 0;
};
// None: nobody has ever taken it.
std::optional<NightlyTask> load_nightly_task(Session& session, const std::string& task);

// Nothing where it is known.
void put_nightly_task(Session& session, const std::string& task);

// Takes the work of a night until `until`; to be committed before it begins. False: it has been
// done, or another worker is at it.
bool take_nightly_task(Session& session, const std::string& task, rules::Date night,
                       rules::Time now, rules::Time until);
// Notes that it is done and how much it has found; false: another worker, who took it when the
// lease was over, has noted it before.
bool mark_nightly_task_done(Session& session, const std::string& task, rules::Date night,
                            long long found, rules::Time now);

}  // namespace chalkline::storage
