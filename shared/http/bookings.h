#pragma once

#include <vector>

#include <boost/json.hpp>

#include "rules/booking_record.h"
#include "rules/policy.h"

namespace chalkline::http {

// The contract's Booking (§2) for one who sees it. `record` is as it is now.
struct BookingShape {
  const rules::BookingRecord& record;
  const rules::Policy::Bookings& policy;
  const std::vector<rules::BookingTrigger>& actions;
  bool can_enter = false;
};
boost::json::object to_json(const BookingShape& shape);

// What other servers are told of a booking.
boost::json::object outgoing_json(const rules::BookingRecord& record);

}  // namespace chalkline::http
