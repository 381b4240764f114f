#include "http/hours.h"

#include <optional>
#include <utility>

namespace chalkline::http {
namespace {

constexpr std::size_t most_hours = 50;

std::string span_place(const std::string& within, std::size_t index) {
  return within + "weekly[" + std::to_string(index) + "].";
}

std::optional<rules::Clock> clock_in(JsonFields& fields, std::string_view field) {
  fields.require(field);
  const auto text = fields.text(field, 5);
  const auto clock = text ? rules::clock_from(*text) : std::nullopt;
  if (text && !clock) fields.error(field, "malformed", "Must be a time such as 09:30.");
  return clock;
}

// Empty hours, which overlap none, where something is wrong.
rules::WeeklyHours parse_hours(JsonFields fields, BadInput& errors) {
  fields.require("day");
  const auto day = fields.integer("day", 1, 7);
  const auto clocks = parse_clocks(fields);
  auto found = fields.finish();
  if (found.empty()) return {static_cast<int>(*day), clocks.from, clocks.to};
  errors.insert(errors.end(), found.begin(), found.end());
  return {};
}

}  // namespace

rules::Clock parse_clock(JsonFields& fields, std::string_view field) {
  const auto clock = clock_in(fields, field).value_or(rules::Clock(0));
  if (clock >= std::chrono::days(1)) fields.error(field, "out_of_range", "At most 23:59.");
  return clock;
}

Clocks parse_clocks(JsonFields& fields) {
  const auto from = clock_in(fields, "from");
  const auto to = clock_in(fields, "to");
  if (from && to && *from >= *to) fields.error("to", "out_of_range", "Must be later than from.");
  return {from.value_or(rules::Clock(0)), to.value_or(rules::Clock(0))};
}

std::vector<rules::WeeklyHours> parse_weekly(JsonFields& fields, const std::string& within,
                                             BadInput& errors) {
  fields.require("weekly");
  auto objects = fields.objects("weekly", most_hours).value_or(std::vector<boost::json::object>());
  std::vector<rules::WeeklyHours> weekly;
  for (auto& object : objects) {
    JsonFields inside(std::move(object), span_place(within, weekly.size()));
    weekly.push_back(parse_hours(std::move(inside), errors));
  }
  for (const auto index : rules::overlapping(weekly)) {
    errors.push_back(
        {span_place(within, index) + "from", "conflicting", "Overlaps others of this day."});
  }
  return weekly;
}

boost::json::array to_json(const std::vector<rules::WeeklyHours>& weekly) {
  boost::json::array list;
  for (const auto& hours : weekly) {
    list.push_back({{"day", hours.day},
                    {"from", rules::clock_text(hours.from)},
                    {"to", rules::clock_text(hours.to)}});
  }
  return list;
}

}  // namespace chalkline::http
