#pragma once

#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

// GET /api/bookings/{id}.ics
//   200 text/calendar: one event, for whoever sees the booking; METHOD:CANCEL once it does not take
//       place. It says no more of the other than the name.
//   404 not_found: no such booking, or not the caller's
http::Response handle_event(app::Context& context, const http::Request& request);

// GET /api/bookings/calendar
//   200 {active, since}: whether the caller's feed can be read, and since when it has its address,
//       which is told nobody again
http::Response handle_feed_state(app::Context& context, const http::Request& request);

// POST /api/bookings/calendar {clientId?}
//   201 {url, since}: the feed's address, with a new secret in it; the one before is void
//   200 …, Idempotent-Replay: this clientId has asked for the address that it has: the same again,
//       which is told by the clientId, as no secret is kept. Without one every POST makes a new
//       one.
//   400 bad_input
// The clientId, or a random one.
http::Parsed<std::string> parse_new_feed(const http::Request& request);
http::Response handle_new_feed(app::Context& context, const http::Request& request);

// DELETE /api/bookings/calendar
//   204 the feed cannot be read any more, or never could
http::Response handle_no_feed(app::Context& context, const http::Request& request);

// GET /api/bookings/calendar/{token}.ics, by whoever has the address
//   200 text/calendar: the owner's bookings from 90 days ago on, those called off included
//   404 not_found: no feed has this secret
http::Response handle_feed(app::Context& context, const http::Request& request);

}  // namespace chalkline
