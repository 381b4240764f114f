#pragma once

#include <chrono>
#include <optional>
#include <variant>

#include "rules/bookings.h"
#include "rules/policy.h"
#include "rules/refusals.h"
#include "rules/time.h"

namespace chalkline::rules {

// Starts on offer are whole multiples of it, in UTC, and so are lengths.
inline constexpr std::chrono::minutes booking_quantum{5};
bool is_on_grid(Time time);

// A session as a student, or support for a student, asks for it.
struct NewBooking {
  Time starts_at{};
  std::chrono::minutes length{};
};

// Whether somebody to whom this stands in the way of messages may book with the other all the same.
bool may_book(const std::optional<Refusal>& messaging);

// What decide_new_booking looks at.
struct NewBookingFacts {
  bool by_support = false;  // S3-26: any tutor, on a student's behalf
  bool is_tutor = false;    // the directory has the tutor, and as one
  bool is_student = false;  // likewise the student; the two are not one person
  // What stands between the two in messages; what only a count of messages stops does not count.
  std::optional<Refusal> messaging;
  bool offered = false;  // the tutor is in the student's Pick Tutor list (S3-23)
  bool inside_availability = false;
  bool tutor_busy = false;
  bool student_busy = false;
};

// Whether a session can have this length: from `shortest` to `longest` in steps (S3-15).
bool is_bookable_length(const Policy::Bookings& policy, std::chrono::minutes length);

// Why a session cannot be at this time, whoever the two are: bad_length, too_soon,
// outside_availability, slot_taken, student_busy; none where it can.
std::optional<Refusal> refuse_time(const Policy::Bookings& policy, const NewBookingFacts& facts,
                                   const NewBooking& wish, Time now);

// Why the two cannot book a session, whenever it is: tutor_not_offered, not_allowed_to_message and
// its like.
std::optional<Refusal> refuse_pair(const NewBookingFacts& facts);

// The booking, or why there is none: what lies in the two people first, then what lies in the time.
// Refused: tutor_not_offered, not_allowed_to_message and its like, bad_length, too_soon,
// outside_availability, slot_taken, student_busy.
std::variant<Booking, Refusal> decide_new_booking(const Policy::Bookings& policy,
                                                  const NewBookingFacts& facts,
                                                  const NewBooking& wish, Time now);

}  // namespace chalkline::rules
