#pragma once

#include "app/context.h"
#include "http/request.h"

namespace chalkline {

// GET /api/live, by cookie, bearer token or ?ticket= (S0-08, S0-09)
//   200 server-sent events: the front server streams the channel that X-Accel-Redirect names, and
//   holds
//       no process of ours meanwhile
//   400 bad_input: a request that asks to resume by If-None-Match or If-Modified-Since
//   401 as everywhere; token_invalid for a ticket that is unknown, used or older than 60 seconds
//   403 cross_site: another origin's page
//   404 not_found: this site has no live updates
//   406 not_acceptable: Accept does not name text/event-stream, or a websocket is asked for
http::Response handle_live(app::Context& context, const http::Request& request);

}  // namespace chalkline
