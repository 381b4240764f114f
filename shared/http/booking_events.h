#pragma once

#include <optional>
#include <string_view>

#include <boost/json.hpp>

#include "http/fields.h"
#include "rules/booking_events.h"
#include "rules/series.h"
#include "rules/time.h"

namespace chalkline::http {

// What the booking system's events are called: booking.requested … booking.missed; none for any
// other name.
std::optional<rules::BookingTrigger> booking_trigger_from(std::string_view type);

// Takes away what a booking's event may say besides: the booking system has more to tell than this
// side asks for.
void keep_booking_fields(boost::json::object& data);

// The data of one: externalId or bookingId, tutorId, studentId, startsAt with minutes; subject,
// amount with currency, reason, and by whom (`by`) it was cancelled or missed.
rules::BookingReport parse_booking_report(JsonFields& data, rules::BookingTrigger trigger,
                                          rules::Time at, long long version);

// The data of schedule.proposed. Whether the zone is known is not for here to say.
rules::SeriesReport parse_series_report(JsonFields& data, long long version);

}  // namespace chalkline::http
