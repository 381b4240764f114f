#pragma once

#include <chrono>
#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/availability.h"

namespace chalkline {

http::Parsed<rules::Availability> parse_availability(const http::Request& request);

// GET /api/bookings/availability (S3-22)
//   200 {timeZone, weekly, exceptions}: the caller's own; no hours where none are set
http::Response handle_my_availability(app::Context& context, const http::Request& request);

// PUT /api/bookings/availability {timeZone, weekly, exceptions?} (S3-22, S1-22)
//   200 as stored, in place of what was there; the weekly hours are the caller's working hours
//   400 bad_input: timeZone, weekly required; entries that overlap
//   403 role_missing: the caller is no tutor
http::Response handle_set_availability(app::Context& context, const http::Request& request);

// GET /api/bookings/tutors/{id}/availability
//   200 as above
//   404 not_found: no such tutor
http::Response handle_availability(app::Context& context, const http::Request& request);

struct SlotsDraft {
  rules::Date from;
  rules::Date to;
  std::chrono::minutes length{};
};
http::Parsed<SlotsDraft> parse_slots(const http::Request& request);

// GET /api/bookings/tutors/{id}/slots?from=&to=&minutes= (S3-01, S3-14, S3-22)
//   200 {items: [{startsAt}], timeZone}: what the caller could book; dates and timeZone are the
//       caller's own. None where the tutor is not in the caller's list.
//   400 bad_input: from, to, minutes required; to neither before from nor more than 31 days later
//   404 not_found: no such tutor
//   422 bad_length
http::Response handle_slots(app::Context& context, const http::Request& request);

}  // namespace chalkline
