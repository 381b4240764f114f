#pragma once

#include <string>
#include <vector>

#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::app {

// The name among the work of every night of looking for them.
inline const std::string zone_check = "zone_check";

// Bookings stand in UTC. Where a country has changed since what its clocks show, those that were to
// begin at five begin at four: they are for people to move.
struct MovedBookings {
  long long looked_at = 0;     // all that are to come
  std::vector<long long> ids;  // of those whose clocks will show another time; rising
};

// Looks at all that begin at `now` or later.
MovedBookings find_moved_bookings(storage::Database& database, rules::Time now);

}  // namespace chalkline::app
