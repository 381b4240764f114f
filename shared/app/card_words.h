#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/booking_record.h"
#include "rules/series.h"
#include "rules/time.h"
#include "storage/orders.h"

namespace chalkline::app {

// In what words and on whose clocks somebody reads cards (S0-34).
struct CardReader {
  std::string locale;  // BCP 47; German is spoken, all others read English
  std::string time_zone;
};

CardReader load_card_reader(storage::Session& session, const std::string& person);

// "2026-11-23, 13:00 (Europe/Berlin)"; in UTC where nobody knows the zone.
std::string start_line(const CardReader& reader, rules::Time starts_at);
std::string minutes_line(const CardReader& reader, long long minutes);

// "Session with Jonas"; without a name where there is none any more.
std::string session_with(const CardReader& reader, const std::string& name);
std::string booking_title(const CardReader& reader, rules::BookingState state);
// When, how long, and about what.
std::vector<std::string> booking_lines(const CardReader& reader,
                                       const rules::BookingRecord& record);
std::string series_title(const CardReader& reader);
// On which day and at what time in the plan's zone, how long, how often and from when on.
std::vector<std::string> series_lines(const CardReader& reader, const rules::SeriesPlan& plan);

// "5 lessons", "60 minutes each", as far as they are known.
std::vector<std::string> package_lines(const CardReader& reader,
                                       const storage::PackageRow& package);

}  // namespace chalkline::app
