#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/time.h"

namespace chalkline {

// A session as it is asked for.
struct BookingDraft {
  std::string tutor_id;
  std::optional<std::string> student_id;  // whom support books for; none: the caller
  rules::Time starts_at{};
  std::chrono::minutes length{};
  std::string subject;    // empty: none
  std::string client_id;  // the caller's, or one of our own, so that a transaction may run again
};
http::Parsed<BookingDraft> parse_booking(const http::Request& request);

// POST /api/bookings (S3-01, S3-14, S3-15, S3-17, S3-22, S3-23, S3-26, S3-28)
//   201 Booking: awaiting_payment, requested or confirmed, as the site's policy says
//   200 the same, with Idempotent-Replay: true: this clientId has booked this before
//   400 bad_input: tutorId, startsAt, minutes required
//   403 tutor_not_offered (also to somebody who does not exist); not_allowed_to_message,
//       communication_blocked, tutor_on_vacation and the like; role_missing: studentId by somebody
//       who is not support
//   409 slot_taken, student_busy
//   422 bad_length, too_soon, outside_availability, client_id_reused; contact_details_not_allowed:
//       in the subject, where the site refuses them in messages; kept masked where it masks them
http::Response handle_booking(app::Context& context, const http::Request& request);

}  // namespace chalkline
