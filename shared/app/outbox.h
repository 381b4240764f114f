#pragma once

#include "rules/outbox.h"
#include "storage/database.h"

namespace chalkline::app {

// Writes down what somebody is to be told, in the open transaction of what it tells; those that
// wait under the same collapse key are dropped. The scheduler sends it once it is due.
void tell(storage::Session& session, const rules::Telling& telling, rules::Time now);

}  // namespace chalkline::app
