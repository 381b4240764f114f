#pragma once

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

// Which of the outgoing events are asked for.
struct EventsPlace {
  long long after = 0;
  int limit = 20;
};
http::Parsed<EventsPlace> parse_events_place(const http::Request& request);

// GET /api/webhooks/events?after=&limit=, signed over an empty body (contract §3 webhooks)
//   200 {items: [{seq, type, timestamp, data}], hasMore}: events after seq `after`, in rising
//       order; those of the last 30 days. Each event is there exactly once, and none appears later
//       with a lower seq
//   400 bad_input: after is no whole number, limit not 1–100
//   401 signature_missing, signature_expired, signature_invalid
http::Response handle_events(app::Context& context, const http::Request& request);

}  // namespace chalkline
