#pragma once

#include <optional>

#include "app/context.h"
#include "mails.h"
#include "rules/booking_record.h"

namespace chalkline {

// The booking that a telling is about, as it is at `now`, if the telling still holds (S3-02,
// S3-07); none: it was overtaken.
std::optional<rules::BookingRecord> load_told_booking(app::Context& context,
                                                      const rules::Telling& telling,
                                                      rules::Time now);

// S3-02, S3-04, S3-21: to one of the two, with the other's name and the time on the recipient's own
// clocks. Dropped as `overtaken` when the booking is not as it was then, as `not_wanted` when the
// recipient takes no mails about bookings, and as `nobody` without an address.
MailPlan plan_booking(app::Context& context, const storage::TakenTelling& taken, rules::Time now);

// Likewise of lessons every week that were agreed on: the first one's time.
MailPlan plan_series(app::Context& context, const storage::TakenTelling& taken, rules::Time now);

}  // namespace chalkline
