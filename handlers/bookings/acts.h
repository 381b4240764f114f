#pragma once

#include "app/context.h"
#include "http/request.h"

namespace chalkline {

// What people do with a booking. Each is safe to repeat: what has been done changes nothing more.
// Of all of them:
//   200 Booking
//   403 not_your_action: for the other side to do
//   404 not_found: no such booking, or not the caller's
//   409 wrong_state {state}
//   410 timed_out: not both had come in time

// POST /api/bookings/{id}/confirm, /decline (S0-18): the tutor answers a request.
http::Response handle_confirm(app::Context& context, const http::Request& request);
http::Response handle_decline(app::Context& context, const http::Request& request);

// POST /api/bookings/{id}/cancel {reason?} (S3-29): either side, or the support that has booked it.
//   400 bad_input: reason of at most 1000 characters
//   422 contact_details_not_allowed: in the reason, where the site refuses them in messages; kept
//       masked where it masks them
http::Response handle_cancel(app::Context& context, const http::Request& request);

// POST /api/bookings/{id}/enter, /leave (S3-09, S3-12, S3-13): the two come and go.
//   422 too_early_to_enter {until}
http::Response handle_enter(app::Context& context, const http::Request& request);
http::Response handle_leave(app::Context& context, const http::Request& request);

// POST /api/bookings/{id}/proposals {startsAt, reason, clientId?} (S3-21): either side; the booked
// time stays held until the other accepts.
//   201 Booking with the proposal; 200 where just this one is open already
//   200 with Idempotent-Replay: what this clientId has proposed before
//   400 bad_input: startsAt required; reason required, of at most 1000 characters
//   409 slot_taken, student_busy
//   422 too_soon: not in the future; client_id_reused: for another time or reason before;
//       contact_details_not_allowed: as above
http::Response handle_propose(app::Context& context, const http::Request& request);

// POST /api/bookings/{id}/proposals/{number}/accept, /decline: the other side answers.
//   404 not_found: no such proposal
//   409 wrong_state: answered otherwise, or replaced by a newer one; slot_taken, student_busy
//   422 too_soon: the proposed time is over
http::Response handle_accept(app::Context& context, const http::Request& request);
http::Response handle_turn_down(app::Context& context, const http::Request& request);

}  // namespace chalkline
