#pragma once

#include <vector>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/time.h"

namespace chalkline {

// GET /api/bookings/series/{id}
//   200 Series
//   404 not_found: no such series, or not the caller's
http::Response handle_one_series(app::Context& context, const http::Request& request);

// Starts that are accepted; none: all of the series.
http::Parsed<std::vector<rules::Time>> parse_acceptance(const http::Request& request);

// POST /api/bookings/series/{id}/accept {startsAt?: [..]}
//   200 Series: all its lessons are booked, or those that are named, where alternatives may be
//   named
//       as well; all of them or none
//   400 bad_input
//   403 not_your_action: who has proposed it; tutor_not_offered, not_allowed_to_message and the
//   like 404 not_found: no such series, not the caller's, or a start that is none of it 409
//   slot_taken, student_busy; wrong_state {state}: declined 422 outside_availability, too_soon
http::Response handle_accept_series(app::Context& context, const http::Request& request);

// POST /api/bookings/series/{id}/decline
//   200 Series; 403, 404, 409 wrong_state as above
http::Response handle_decline_series(app::Context& context, const http::Request& request);

}  // namespace chalkline
