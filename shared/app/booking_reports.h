#pragma once

#include <optional>

#include "app/verdicts.h"
#include "rules/booking_events.h"
#include "rules/policy.h"
#include "rules/series.h"
#include "rules/time.h"
#include "storage/bookings.h"
#include "storage/database.h"

namespace chalkline::app {

// Writes down what the booking system tells of one booking, in the session's open transaction,
// behind the guards of its two people. Ignored: no news. Failed, to be tried again: a booking that
// is not known from an event that does not tell all of it (required), other people than those of a
// known one (conflicting), and a time at which one of the two has another booking (conflicting,
// S3-28). What it has written goes with the verdict.
Verdict apply_booking_report(storage::Session& session, const rules::Policy& policy,
                             const rules::BookingReport& report, rules::Time now);

// Likewise of a series that it proposes: known by its name from then on. A newer version of it
// takes the place of the plan until one of the two has answered. Failed: a zone that this machine
// does not know; other people than those of a known one (conflicting).
Verdict apply_series_report(storage::Session& session, const rules::Policy& policy,
                            const rules::SeriesReport& report, rules::Time now);

}  // namespace chalkline::app
