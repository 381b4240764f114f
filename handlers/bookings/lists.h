#pragma once

#include <optional>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "storage/bookings.h"

namespace chalkline {

struct ListQuery {
  bool past = false;
  int limit = 20;
  std::optional<storage::BookingPlace> after;
};
http::Parsed<ListQuery> parse_list(const http::Request& request);

// GET /api/bookings?when=upcoming|past&limit=&cursor= (S3-06)
//   200 {items: [Booking], nextCursor}: upcoming, the next first, or past, the last first; a page
//       may be short although there are more
//   400 bad_input
http::Response handle_list(app::Context& context, const http::Request& request);

// GET /api/bookings/upcoming (S3-05, S3-10)
//   200 {count, next: Booking|null}
http::Response handle_upcoming(app::Context& context, const http::Request& request);

// GET /api/bookings/{id} (S3-06)
//   200 Booking
//   404 not_found: no such booking, or not the caller's; support sees those it has booked
http::Response handle_one(app::Context& context, const http::Request& request);

}  // namespace chalkline
