#pragma once

#include <optional>
#include <string>
#include <variant>

#include <boost/json.hpp>

#include "http/fields.h"
#include "http/problem.h"
#include "rules/booking_events.h"
#include "rules/directory.h"
#include "rules/series.h"

namespace chalkline::http {

// An event of a type that nothing here takes: recorded as such, never an error.
struct UnknownEvent {
  std::string type;
};

// What one event of the platform or the booking system says (contract §3 webhooks, §5), or
// everything that is wrong with it.
using ReadEvent = std::variant<rules::DirectoryEvent, rules::BookingReport, rules::SeriesReport,
                               UnknownEvent, BadInput>;

// {type, timestamp, data} of every type of the contract's routes platform and bookings. Optional
// fields may be null.
ReadEvent parse_event(const boost::json::value& event);

}  // namespace chalkline::http
