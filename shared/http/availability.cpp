#include "http/availability.h"

#include <string>
#include <utility>
#include <vector>

#include "http/event_fields.h"
#include "http/hours.h"
#include "http/times.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

constexpr std::size_t most_exceptions = 500;

std::string exception_place(std::size_t index) {
  return "exceptions[" + std::to_string(index) + "].";
}

// An empty one, which overlaps none, where something is wrong.
rules::ExceptionalHours parse_exception(JsonFields fields, BadInput& errors) {
  const auto date = date_from(required(fields, "date", date_form));
  const auto [from, to] = parse_clocks(fields);
  fields.require("open");
  const bool open = fields.flag("open").value_or(false);
  auto found = fields.finish();
  if (found.empty()) return {date.value_or(rules::Date{}), from, to, open};
  errors.insert(errors.end(), found.begin(), found.end());
  return {};
}

std::vector<rules::ExceptionalHours> parse_exceptions(JsonFields& fields, BadInput& errors) {
  auto objects =
      fields.objects("exceptions", most_exceptions).value_or(std::vector<json::object>());
  std::vector<rules::ExceptionalHours> exceptions;
  for (auto& object : objects) {
    JsonFields inside(std::move(object), exception_place(exceptions.size()));
    exceptions.push_back(parse_exception(std::move(inside), errors));
  }
  for (const auto index : rules::overlapping(exceptions)) {
    errors.push_back(
        {exception_place(index) + "from", "conflicting", "Overlaps others of this date."});
  }
  return exceptions;
}

}  // namespace

std::optional<rules::Date> date_from(std::string_view text) {
  if (text.size() != 10) return std::nullopt;
  std::string midnight(text);
  midnight += "T00:00:00Z";
  const auto time = parse_time(midnight);
  if (!time) return std::nullopt;
  return rules::Date(std::chrono::floor<std::chrono::days>(time->time_since_epoch()));
}

std::string date_text(rules::Date date) {
  return time_text(rules::Time(date.time_since_epoch())).substr(0, 10);
}

rules::Availability parse_availability(JsonFields& fields, BadInput& errors) {
  rules::Availability availability{.time_zone = required(fields, "timeZone", zone_form)};
  availability.weekly = parse_weekly(fields, "", errors);
  if (fields.has("exceptions")) availability.exceptions = parse_exceptions(fields, errors);
  return availability;
}

json::object to_json(const rules::Availability& availability) {
  json::array exceptions;
  for (const auto& each : availability.exceptions) {
    exceptions.push_back(json::object{{"date", date_text(each.date)},
                                      {"from", rules::clock_text(each.from)},
                                      {"to", rules::clock_text(each.to)},
                                      {"open", each.open}});
  }
  return {{"timeZone", availability.time_zone},
          {"weekly", to_json(availability.weekly)},
          {"exceptions", std::move(exceptions)}};
}

}  // namespace chalkline::http
