#pragma once

#include "app/context.h"
#include "rules/time.h"

namespace chalkline {

// Does to bookings what is due at `now`: holds and requests expire, sessions that not both have
// entered are missed, those that have run out are completed (S3-16 to S3-20, S3-29). Each under the
// guards of its two people, by the same rules as people's acts, one transaction a booking: any
// number of workers may run at once, and one that is killed leaves a booking as it was or done.
void advance_bookings(app::Context& context, rules::Time now);

}  // namespace chalkline
