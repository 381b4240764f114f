#pragma once

#include <string>
#include <vector>

#include <boost/json.hpp>

#include "http/fields.h"
#include "rules/hours.h"

namespace chalkline::http {

// A required time of day, "00:00" to "23:59".
rules::Clock parse_clock(JsonFields& fields, std::string_view field);

// The fields `from` and `to` of a day's entry, each "HH:MM", the one before the other. What is
// wrong is noted in `fields`.
struct Clocks {
  rules::Clock from{0};
  rules::Clock to{0};
};
Clocks parse_clocks(JsonFields& fields);

// The list `weekly` of an object that stands within `within` ("workingHours.", or "" for the body
// itself): at most 50 of {day: 1–7, from: "HH:MM", to: "HH:MM"}, each beginning before it ends,
// none overlapping another on its day; `to` may be 24:00. What is wrong is noted in `errors`.
std::vector<rules::WeeklyHours> parse_weekly(JsonFields& fields, const std::string& within,
                                             BadInput& errors);

boost::json::array to_json(const std::vector<rules::WeeklyHours>& weekly);

}  // namespace chalkline::http
