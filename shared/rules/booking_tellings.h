#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/booking_record.h"
#include "rules/bookings.h"
#include "rules/outbox.h"
#include "rules/policy.h"
#include "rules/series.h"
#include "rules/time.h"

namespace chalkline::rules {

// What people are told of a booking outside of the pages: events of the outbox.

// By mail and text message. Whoever has done something is not told of it, the other one is; of what
// the clock, support or the booking system have done, both are (S3-21). Somebody who was never told
// of a booking is not told of its end either: a tutor of one that nobody has paid.

// To the tutor, when there is a booking to answer, or one that holds (S3-02 to S3-04). Of one that
// waits for its payment the tutor is told once it is paid; of one that the tutor has confirmed not
// again, but where the booking system has. Of those of a series nobody is told one by one of this
// and the next two.
inline constexpr std::string_view booking_requested = "booking_requested";
inline constexpr std::string_view booking_made = "booking_made";
// To the student, when it holds: confirmed by whomever, or booked so that nobody need confirm.
inline constexpr std::string_view booking_confirmed = "booking_confirmed";
// To the student, when support has booked what is still to be paid or confirmed (S3-26).
inline constexpr std::string_view booking_placed = "booking_placed";
// To the student, and to the tutor where that was the booking system.
inline constexpr std::string_view booking_declined = "booking_declined";
inline constexpr std::string_view booking_cancelled = "booking_cancelled";
// A request that nobody has answered in time; what support has booked and nobody has paid.
inline constexpr std::string_view booking_expired = "booking_expired";
// It is at another time: a proposal was accepted, or the booking system has moved it. Its version
// is the new start, in milliseconds.
inline constexpr std::string_view booking_moved = "booking_moved";
// Another time is proposed, and the answer no. Their version is the proposal's number.
inline constexpr std::string_view booking_proposed = "booking_proposed";
inline constexpr std::string_view booking_proposal_declined = "booking_proposal_declined";

// To both, in the app and by text message, so long before the start as the policy says (S3-07,
// S3-08). Its version is the start it reminds of, in milliseconds.
inline constexpr std::string_view booking_reminder = "booking_reminder";

// To both, when lessons every week have been agreed on.
inline constexpr std::string_view series_made = "series_made";
std::vector<Telling> tellings_of(const SeriesRecord& accepted, Time now);

struct BookingTellings {
  // Reminders that still wait are for a time that does not hold any more.
  bool drops_reminders = false;
  std::vector<Telling> tellings = {};
};

// What is to be told when `before` (none: a new one) has become `after`, which has its id. Nobody
// is told of the past: of bookings that are imported when they are over, say. Reminders go with the
// time alone: other changes neither repeat them nor take them back. One for a start that is nearer
// than that is due at once.
BookingTellings tellings_of(const Policy::Bookings& policy, const std::optional<Booking>& before,
                            const BookingRecord& after, Time now);

// Whether it still is as the telling says, when it is due: of a booking as it is at `now`.
bool still_holds(const Telling& telling, const Booking& booking, Time now);

// Under which key the reminders of a booking wait.
std::string reminder_key(long long booking);

}  // namespace chalkline::rules
