#pragma once

#include "app/context.h"
#include "app/thread_lists.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

http::Parsed<app::ThreadListQuery> parse_parent_threads(const http::Request& request);

// GET /api/parent/threads?limit=&cursor= (S2-18, S2-25, S2-30, S2-31)
//   200 {items: [Thread], nextCursor}: as GET /api/inbox?show=parents, each with parent and tutor;
//       stamps nothing
//   400 bad_input: limit 1–100, cursor as given
http::Response handle_parent_threads(app::Context& context, const http::Request& request);

}  // namespace chalkline
