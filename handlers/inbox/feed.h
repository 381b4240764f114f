#pragma once

#include <optional>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/feed.h"

namespace chalkline {

// A page of a feed: what lies before a border, or the newest.
struct FeedQuery {
  rules::FeedShow show = rules::FeedShow::all;
  std::optional<rules::FeedPlace> before;
  int limit = 50;
};
http::Parsed<FeedQuery> parse_feed(const http::Request& request);

// GET /api/inbox/threads/{id}/feed?show=all|messages|orders&before=&limit= (S4-01, S4-02, S4-14,
// S4-16)
//   200 {items: [{type: message, message} | {type: order, order}], hasMore, before}: in rising
//       order of time, in a parent thread messages alone; `before` is the border for the next,
//       older page, null at the end
//   400 bad_input: show, limit 1–100, before as given
//   404 not_found: no such thread, or not the caller's
http::Response handle_feed(app::Context& context, const http::Request& request);

// GET /api/inbox/orders/{id} (S4-15)
//   200 Order
//   404 not_found: no such order, or the caller is neither of its parties
http::Response handle_order(app::Context& context, const http::Request& request);

}  // namespace chalkline
