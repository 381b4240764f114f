#include "reader.h"

#include <array>
#include <chrono>
#include <string_view>

#include "app/zones.h"
#include "storage/settings.h"

namespace chalkline {
namespace {

using std::chrono::seconds;

constexpr std::array<std::string_view, 12> english_months{
    "January", "February", "March",     "April",   "May",      "June",
    "July",    "August",   "September", "October", "November", "December"};
constexpr std::array<std::string_view, 12> german_months{
    "Januar", "Februar", "März",      "April",   "Mai",      "Juni",
    "Juli",   "August",  "September", "Oktober", "November", "Dezember"};

// The zone's clock at `time`, as if it were UTC.
rules::Time wall(const rules::Zone* zone, rules::Time time) {
  if (zone == nullptr) return time;
  return rules::Time(rules::wall_time(*zone, time).time_since_epoch());
}

std::string two_digits(long long number) {
  return (number < 10 ? "0" : "") + std::to_string(number);
}

// "+01:00"; of older offsets with seconds the minutes alone.
std::string offset_text(const rules::Zone* zone, rules::Time time) {
  const auto minutes =
      std::chrono::duration_cast<std::chrono::minutes>(wall(zone, time) - time).count();
  const auto size = minutes < 0 ? -minutes : minutes;
  return (minutes < 0 ? "-" : "+") + two_digits(size / 60) + ":" + two_digits(size % 60);
}

}  // namespace

std::string Reader::local_time(rules::Time time) const {
  return rules::date_and_time(wall(zone, time), 'T') + offset_text(zone, time);
}

std::string Reader::written_time(rules::Time time) const {
  const auto local = wall(zone, time);
  const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(local));
  const bool german = language == Language::german;
  const auto month = static_cast<unsigned>(date.month()) - 1;
  const auto& months = german ? german_months : english_months;
  return std::to_string(static_cast<unsigned>(date.day())) + (german ? ". " : " ") +
         std::string(months.at(month)) + " " + std::to_string(static_cast<int>(date.year())) +
         ", " + rules::date_and_time(local, 'T').substr(11, 8);
}

std::string Reader::offset(rules::Time time) const { return "UTC" + offset_text(zone, time); }

Reader load_reader(storage::Session& session, const std::string& person) {
  Reader reader{.id = person};
  const auto settings = storage::load_settings(session, person);
  if (!settings) return reader;
  const auto zone = settings->time_zone.value_or(settings->platform_time_zone);
  reader.zone = app::find_zone(zone);
  if (reader.zone != nullptr) reader.zone_name = zone;
  const auto locale = settings->locale.value_or(settings->platform_locale);
  if (locale == "de" || locale.starts_with("de-")) reader.language = Language::german;
  return reader;
}

}  // namespace chalkline
