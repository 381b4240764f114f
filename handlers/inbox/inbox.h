#pragma once

#include "app/context.h"
#include "app/thread_lists.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

http::Parsed<app::ThreadListQuery> parse_inbox(const http::Request& request);

// GET /api/inbox?show=all|unread|archived|parents&limit=&cursor= (S1-05, S1-06, S4-04)
//   200 {items: [Thread], nextCursor}: pinned, then unread, then most recent; snoozed ones when due
//   400 bad_input: show, limit 1–100, cursor as given
http::Response handle_inbox(app::Context& context, const http::Request& request);

// GET /api/inbox/unread (S0-02, S4-03, S4-05)
//   200 {threads, messages} with ETag; 304 for that ETag in If-None-Match (RFC 9110 §13.1.2)
http::Response handle_unread(app::Context& context, const http::Request& request);

// POST /api/inbox/live-ticket
//   200 {ticket}: opens one live stream within 60 seconds
http::Response handle_live_ticket(app::Context& context, const http::Request& request);

}  // namespace chalkline
