#pragma once

#include "app/context.h"
#include "rules/time.h"

namespace chalkline {

// Once a night: bookings to come of which clocks will show another time than they were made for,
// as tzdata has changed. One line in the log with their ids, whether or not there are any; the
// number is kept for `chalkline doctor`. Taken by a lease and a COMMIT before it begins, so that
// one of any number of workers does it, and another one where that one dies: then there may be a
// second line.
void check_zones(app::Context& context, rules::Time now);

}  // namespace chalkline
