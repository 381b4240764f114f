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

// To the tutor, by mail and text message, when there is a booking to answer, or one that holds
// (S3-02 to S3-04). Of one that waits for its payment the tutor is told once it is paid; of one
// that the tutor has confirmed not again, but where the booking system has; of those of a series
// not one by one.
inline constexpr std::string_view booking_requested = "booking_requested";
inline constexpr std::string_view booking_made = "booking_made";
// To both, in the app and by text message, so long before the start as the policy says (S3-07,
// S3-08). Its version is the start it reminds of, in milliseconds.
inline constexpr std::string_view booking_reminder = "booking_reminder";

// To the tutor, when lessons every week have been agreed on.
inline constexpr std::string_view series_made = "series_made";
std::vector<Telling> tellings_of(const SeriesRecord& accepted, Time now);

struct BookingTellings {
  // Reminders that still wait are for a time that does not hold any more.
  bool drops_reminders = false;
  std::vector<Telling> tellings = {};
};

// What is to be told when `before` (none: a new one) has become `after`, which has its id.
// Reminders go with the time alone: other changes neither repeat them nor take them back. One for a
// start that is nearer than that is due at once.
BookingTellings tellings_of(const Policy::Bookings& policy, const std::optional<Booking>& before,
                            const BookingRecord& after, Time now);

// Whether it still is as the telling says, when it is due: of a booking as it is at `now`.
bool still_holds(const Telling& telling, const Booking& booking, Time now);

// Under which key the reminders of a booking wait.
std::string reminder_key(long long booking);

}  // namespace chalkline::rules
