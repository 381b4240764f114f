#pragma once

#include <optional>
#include <string>

#include "rules/limits.h"
#include "storage/database.h"

namespace chalkline::app {

// Counts one more of what `person` may do only so often, in the open transaction, and refuses it
// where it is too many. A try that is refused counts too, if the transaction is committed.
std::optional<rules::Refusal> count_action(storage::Session& session, const rules::Policy& policy,
                                           rules::LimitedAction action, const std::string& person,
                                           rules::Time now);

}  // namespace chalkline::app
