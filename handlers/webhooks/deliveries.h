#pragma once

#include "app/context.h"
#include "http/request.h"

namespace chalkline {

// POST /api/webhooks/platform, /bookings: an event, a JSON array of events or NDJSON (contract §3
// webhooks). Either address takes the events of both: what they are called says whose they are.
//   200 {results: [{index, status, errors?}]}: what became of each event, in their order; status is
//       applied, ignored (no news), recorded (a type that nothing here takes) or failed
//   200 with Idempotent-Replay: true: this webhook-id was taken before; nothing was done, and these
//       are the first results
//   400 bad_input: the single event is wrong; it is on the dead-letter list all the same. Also an
//       array without an end, and more than 1,000 events, of which nothing is taken
//   401 signature_missing, signature_expired, signature_invalid
http::Response handle_delivery(app::Context& context, const http::Request& request);

}  // namespace chalkline
