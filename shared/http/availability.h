#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "http/fields.h"
#include "rules/availability.h"

namespace chalkline::http {

// "2026-11-21"; none for what is no date.
std::optional<rules::Date> date_from(std::string_view text);
std::string date_text(rules::Date date);

// {timeZone, weekly, exceptions?} of a body: at most 500 exceptions of {date, from, to, open}, none
// overlapping another on its date. Whether the zone is known is not for here to say. What is wrong
// inside the lists is noted in `errors`.
rules::Availability parse_availability(JsonFields& fields, BadInput& errors);

boost::json::object to_json(const rules::Availability& availability);

}  // namespace chalkline::http
