#include "app/zones.h"

#include <filesystem>
#include <map>
#include <optional>
#include <stdexcept>

#include <date/tz.h>

#include "rules/time.h"

namespace chalkline::app {
namespace {

std::chrono::sys_seconds moment(date::sys_seconds time) {
  return std::chrono::sys_seconds(time.time_since_epoch());
}

// Behind the table's end the library names a moment that no clock shows.
bool is_change(date::sys_seconds time) { return time < date::sys_days(date::year(2200) / 1 / 1); }

rules::Zone read(const date::time_zone& table) {
  auto info = table.get_info(date::sys_seconds());
  rules::Zone zone{.offset = info.offset};
  while (is_change(info.end)) {
    const auto before = info.offset;
    const auto at = info.end;
    info = table.get_info(at);
    // Some entries change no more than the abbreviation.
    if (info.offset != before) zone.changes.push_back({moment(at), before, info.offset});
  }
  return zone;
}

std::optional<rules::Zone> load_zone(const std::string& name) {
  if (name == "localtime") return std::nullopt;
  try {
    return read(*date::locate_zone(name));
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

// The time of the folder of all zones: whatever replaces one in it renames a file. The library
// looks for the folder in this place first as well.
std::filesystem::file_time_type folder_time() {
  std::error_code missing;
  return std::filesystem::last_write_time("/usr/share/zoneinfo", missing);
}

}  // namespace

bool zones_are_old() {
  static const auto first = folder_time();
  return folder_time() != first;
}

const rules::Zone* find_zone(const std::string& name) {
  static std::map<std::string, rules::Zone> known;
  const auto found = known.find(name);
  if (found != known.end()) return &found->second;
  auto zone = load_zone(name);
  return zone ? &known.emplace(name, *std::move(zone)).first->second : nullptr;
}

const rules::Zone& zone_or_utc(const std::string& name) {
  static const rules::Zone utc;
  const auto* const zone = find_zone(name);
  return zone != nullptr ? *zone : utc;
}

ShownTime shown_time(rules::Time time, const std::string& zone) {
  const auto wall = rules::wall_time(zone_or_utc(zone), time);
  const auto text = rules::date_and_time(rules::Time(wall.time_since_epoch()), ' ');
  return {text.substr(0, 10), text.substr(11, 5), find_zone(zone) == nullptr ? "UTC" : zone};
}

}  // namespace chalkline::app
