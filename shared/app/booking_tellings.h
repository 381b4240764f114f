#pragma once

#include <optional>

#include "rules/booking_record.h"
#include "rules/policy.h"
#include "storage/database.h"

namespace chalkline::app {

// Writes down what the two are to be told when `before` (none: a new one) has become `after`, in
// the session's open transaction, which stores it.
void tell_people(storage::Session& session, const rules::Policy& policy,
                 const std::optional<rules::Booking>& before, const rules::BookingRecord& after,
                 rules::Time now);

}  // namespace chalkline::app
