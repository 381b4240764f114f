#pragma once

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/threads.h"

namespace chalkline {

// GET /api/inbox/threads/{id}
//   200 Thread
//   404 not_found: no such thread, or not the caller's
http::Response handle_thread(app::Context& context, const http::Request& request);

http::Parsed<rules::Keeping> parse_keeping(const http::Request& request);

// PATCH /api/inbox/threads/{id}, any subset of {pinned, archived, muted, snoozedUntil,
// wakeOnMessage, markedUnread} (S2-32, S2-33)
//   200 Thread as it is now
//   400 bad_input
//   404 not_found: no such thread, or not the caller's
http::Response handle_keep(app::Context& context, const http::Request& request);

}  // namespace chalkline
