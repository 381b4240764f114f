#pragma once

#include "app/context.h"
#include "app/tutor_lists.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

http::Parsed<app::TutorQuery> parse_tutors(const http::Request& request,
                                           const rules::Policy::Bookings& policy);

// GET /api/bookings/tutors?subject=&ageGroup=&gender=&minutes=&limit=&cursor= (S3-23 to S3-25)
//   200 {items: [{tutor, reason: past|referred|matching, nextStartsAt}], nextCursor}: a page of the
//       caller's list
//   400 bad_input
//   422 bad_length
http::Response handle_tutors(app::Context& context, const http::Request& request);

}  // namespace chalkline
