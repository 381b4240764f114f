#pragma once

#include <string>

#include "rules/limits.h"
#include "storage/database.h"

namespace chalkline::storage {

// One more of what a person may do only so often, in the window that began then. The row stays
// taken until the end of the transaction, so that two tries at once are counted one by one.
void count_action(Session& session, const std::string& person, rules::LimitedAction action,
                  rules::Time window);
// How many there are; 0 where none was counted.
int load_action_count(Session& session, const std::string& person, rules::LimitedAction action,
                      rules::Time window);
// Windows that began before `before`: at most 10,000; how many there were.
long long delete_old_action_counts(Session& session, rules::Time before);

}  // namespace chalkline::storage
