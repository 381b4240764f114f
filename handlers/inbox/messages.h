#pragma once

#include "app/context.h"
#include "app/pages.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

http::Parsed<app::PageQuery> parse_page(const http::Request& request);

// GET /api/inbox/threads/{id}/messages?before=|after=&limit= (S1-07, S4-14)
//   200 {items: [Message], hasMore}: ascending by seq; hasMore in the direction asked for
//   400 bad_input: before or after, not both; limit 1–100
//   404 not_found: no such thread, or not the caller's
http::Response handle_messages(app::Context& context, const http::Request& request);

}  // namespace chalkline
