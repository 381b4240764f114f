#include "app/card_words.h"

#include <array>

#include "app/zones.h"
#include "storage/settings.h"

namespace chalkline::app {
namespace {

bool speaks_german(const CardReader& reader) {
  return reader.locale == "de" || reader.locale.starts_with("de-");
}

std::string_view one_of(const CardReader& reader, std::string_view english,
                        std::string_view german) {
  return speaks_german(reader) ? german : english;
}

// "1 lesson", "5 lessons".
std::string counted(int count, std::string_view one, std::string_view many) {
  return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string_view weekday(const CardReader& reader, int day) {
  constexpr std::array<std::string_view, 7> english{
      "Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"};
  constexpr std::array<std::string_view, 7> german{
      "montags", "dienstags", "mittwochs", "donnerstags", "freitags", "samstags", "sonntags"};
  const auto place = static_cast<std::size_t>(day - 1);
  return one_of(reader, english.at(place), german.at(place));
}

}  // namespace

CardReader load_card_reader(storage::Session& session, const std::string& person) {
  const auto settings = storage::load_settings(session, person);
  if (!settings) return {};
  return {settings->locale.value_or(settings->platform_locale),
          settings->time_zone.value_or(settings->platform_time_zone)};
}

std::string start_line(const CardReader& reader, rules::Time starts_at) {
  const auto [day, time, zone] = shown_time(starts_at, reader.time_zone);
  return day + ", " + time + " (" + zone + ")";
}

std::string minutes_line(const CardReader& reader, long long minutes) {
  return std::to_string(minutes) + std::string(one_of(reader, " minutes", " Minuten"));
}

std::string session_with(const CardReader& reader, const std::string& name) {
  if (name.empty()) return std::string(one_of(reader, "Session", "Stunde"));
  return std::string(one_of(reader, "Session with ", "Stunde mit ")) + name;
}

std::string booking_title(const CardReader& reader, rules::BookingState state) {
  const bool asks =
      state == rules::BookingState::awaiting_payment || state == rules::BookingState::requested;
  return std::string(asks ? one_of(reader, "Booking request", "Buchungsanfrage")
                          : one_of(reader, "Booked session", "Gebuchte Stunde"));
}

std::vector<std::string> booking_lines(const CardReader& reader,
                                       const rules::BookingRecord& record) {
  const auto& booking = record.booking();
  std::vector<std::string> lines{start_line(reader, booking.starts_at),
                                 minutes_line(reader, booking.length.count())};
  if (record.subject) lines.push_back(*record.subject);
  return lines;
}

std::string series_title(const CardReader& reader) {
  return std::string(one_of(reader, "Weekly sessions", "Wöchentliche Stunden"));
}

std::vector<std::string> series_lines(const CardReader& reader, const rules::SeriesPlan& plan) {
  const auto from = rules::date_and_time(rules::Time(plan.from.time_since_epoch()), ' ');
  const auto* const times = speaks_german(reader) ? "-mal, ab " : " times, from ";
  return {std::string(weekday(reader, plan.day)) + ", " + rules::clock_text(plan.at) + " (" +
              plan.time_zone + ")",
          minutes_line(reader, plan.length.count()),
          std::to_string(plan.count) + times + from.substr(0, 10)};
}

std::vector<std::string> package_lines(const CardReader& reader,
                                       const storage::PackageRow& package) {
  std::vector<std::string> lines;
  if (package.lessons) {
    lines.push_back(speaks_german(reader) ? counted(*package.lessons, "Stunde", "Stunden")
                                          : counted(*package.lessons, "lesson", "lessons"));
  }
  if (package.minutes) {
    lines.push_back(minutes_line(reader, *package.minutes) +
                    std::string(one_of(reader, " each", " je Stunde")));
  }
  return lines;
}

}  // namespace chalkline::app
