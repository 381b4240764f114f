#include "storage/hours.h"

#include <string_view>

namespace chalkline::storage {
namespace {

// A space, the day, twice HHMM.
constexpr std::size_t entry_size = 10;

std::string entry_text(const rules::WeeklyHours& weekly) {
  std::string text = " " + std::to_string(weekly.day);
  for (const auto clock : {weekly.from, weekly.to}) {
    const auto shown = rules::clock_text(clock);
    text += shown.substr(0, 2) + shown.substr(3);
  }
  return text;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char digit : digits) value = 10 * value + (digit - '0');
  return value;
}

rules::Clock clock(std::string_view digits) {
  return rules::Clock(60 * number(digits.substr(0, 2)) + number(digits.substr(2, 2)));
}

}  // namespace

std::string hours_text(const std::optional<rules::WorkingHours>& hours) {
  if (!hours) return {};
  std::string text = hours->time_zone;
  for (const auto& weekly : hours->weekly) text += entry_text(weekly);
  return text;
}

std::optional<rules::WorkingHours> hours_from(const std::string& text) {
  if (text.empty()) return std::nullopt;
  std::string_view rest = text;
  const auto zone = rest.substr(0, rest.find(' '));
  rules::WorkingHours hours{.time_zone = std::string(zone)};
  for (rest.remove_prefix(zone.size()); rest.size() >= entry_size; rest.remove_prefix(entry_size)) {
    hours.weekly.push_back(
        {number(rest.substr(1, 1)), clock(rest.substr(2)), clock(rest.substr(6))});
  }
  return hours;
}

}  // namespace chalkline::storage
