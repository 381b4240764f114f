#include "app/zones.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <date/tz.h>

// Every zone of the system's tzdata (S3-22): the C library says what clocks show, `date` what a
// wall time means. Both know nothing of ours.

namespace {

using namespace std::chrono_literals;
using boost::unit_test::description;
using chalkline::app::find_zone;
using chalkline::rules::Time;
using chalkline::rules::WallTime;
using chalkline::rules::Zone;
using std::chrono::seconds;

constexpr Time first = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
constexpr Time last = std::chrono::sys_days(std::chrono::year(2036) / 1 / 1);

std::vector<std::string> names() {
  std::vector<std::string> all;
  for (const auto& zone : date::get_tzdb().zones) {
    if (zone.name() != "localtime") all.push_back(zone.name());
  }
  return all;
}

// The C library at work in one zone; UTC again afterwards.
class Clocks {
 public:
  explicit Clocks(const std::string& zone) { set(zone); }
  ~Clocks() { set("UTC"); }
  Clocks(const Clocks&) = delete;
  Clocks& operator=(const Clocks&) = delete;

  static seconds offset_at(Time time) {
    const std::time_t moment = std::chrono::floor<seconds>(time).time_since_epoch().count();
    std::tm shown{};
    localtime_r(&moment, &shown);
    return seconds(shown.tm_gmtoff);
  }

 private:
  static void set(const std::string& zone) {
    setenv("TZ", (":" + zone).c_str(), 1);
    tzset();
  }
};

// Where clocks of the C library change in 2020–2035, to the second, found without any table: weeks
// at whose ends clocks differ are halved. (No zone changes and changes back within a week.)
std::vector<Time> changes_by_clocks() {
  std::vector<Time> changes;
  for (Time week = first; week < last; week += 7 * 24h) {
    auto low = week;
    auto high = std::min(week + 7 * 24h, last);
    const auto before = Clocks::offset_at(low);
    if (before == Clocks::offset_at(high)) continue;
    while (high - low > 1s) {
      const auto middle = low + std::chrono::floor<seconds>(high - low) / 2;
      (Clocks::offset_at(middle) == before ? low : high) = middle;
    }
    changes.push_back(high);
  }
  return changes;
}

std::vector<Time> changes_by_table(const Zone& zone) {
  std::vector<Time> changes;
  for (const auto& change : zone.changes) {
    if (change.at > first && change.at < last) changes.emplace_back(change.at);
  }
  return changes;
}

// Around a change; an hour and a day before and after, and the minutes of what it leaves out or
// shows twice.
const std::vector<seconds> around = {-24h, -61min, -1h,   -59min, -30min, -1min, -1s,
                                     0s,   1min,   30min, 59min,  1h,     61min, 24h};

// The first of two, and forward by the gap.
Time by_date(const date::time_zone& zone, WallTime wall) {
  const date::local_seconds shown(std::chrono::floor<seconds>(wall.time_since_epoch()));
  const auto info = zone.get_info(shown);
  return Time(shown.time_since_epoch() - info.first.offset);
}

BOOST_AUTO_TEST_SUITE(zones)

BOOST_AUTO_TEST_CASE(all_are_there, *description("S3-22: every zone of the system")) {
  const auto all = names();
  BOOST_TEST(all.size() > 400U);
  for (const auto& name : all) BOOST_TEST(find_zone(name) != nullptr, name);
}

BOOST_AUTO_TEST_CASE(changes, *description("S3-22: all of 2020–2035, to the second")) {
  std::size_t found = 0;
  for (const auto& name : names()) {
    const Clocks clocks(name);
    const auto expected = changes_by_clocks();
    found += expected.size();
    BOOST_TEST((changes_by_table(*find_zone(name)) == expected), name);
  }
  BOOST_TEST(found > 4000U);
}

BOOST_AUTO_TEST_CASE(utc_to_wall, *description("S3-04: what clocks show around every change")) {
  for (const auto& name : names()) {
    const Clocks clocks(name);
    const auto& zone = *find_zone(name);
    for (const auto& change : zone.changes) {
      for (const auto step : around) {
        const Time time = change.at + step;
        const auto shown = wall_time(zone, time).time_since_epoch();
        const bool alike = shown == time.time_since_epoch() + Clocks::offset_at(time);
        if (!alike) BOOST_ERROR(name + " " + chalkline::rules::date_and_time(time, ' '));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(wall_to_utc, *description("S3-22: gaps and overlaps of every change")) {
  for (const auto& name : names()) {
    const auto& zone = *find_zone(name);
    const auto* const table = date::locate_zone(name);
    for (const auto& change : zone.changes) {
      for (const auto step : around) {
        for (const auto offset : {change.before, change.after}) {
          const WallTime wall(change.at.time_since_epoch() + step + offset);
          if (utc_time(zone, wall) == by_date(*table, wall)) continue;
          BOOST_ERROR(name + " " +
                      chalkline::rules::date_and_time(Time(wall.time_since_epoch()), ' '));
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(changes_apart,
                     *description("S3-22: what the search for wall times rests on")) {
  for (const auto& name : names()) {
    auto passed = Time::min();
    auto offset = find_zone(name)->offset;
    for (const auto& change : find_zone(name)->changes) {
      BOOST_TEST((change.before == offset && change.after != offset), name);
      const Time behind = change.at + std::max(change.before, change.after);
      BOOST_TEST((behind > passed), name);
      passed = behind;
      offset = change.after;
    }
  }
}

BOOST_AUTO_TEST_CASE(other_names, *description("S3-22: none for unknown names")) {
  for (const std::string name :
       {"", "/", "..", "../Europe/Berlin", "/usr/share/zoneinfo/Europe/Berlin",
        "posix/Europe/Berlin", "right/Europe/Berlin", "posixrules", "localtime", "Factory",
        "zone.tab", "Europe", "Europe/", "europe/berlin", "Europe/Berlin ", "Europe/Bonn",
        "CET-1CEST", "+01:00", "Mars/Olympus"}) {
    BOOST_TEST(find_zone(name) == nullptr, name);
  }
}

BOOST_AUTO_TEST_CASE(read_once, *description("S3-22: cached")) {
  BOOST_TEST(find_zone("Europe/Berlin") == find_zone("Europe/Berlin"));
  BOOST_TEST(find_zone("UTC")->changes.empty());
  BOOST_TEST((find_zone("Etc/GMT+3")->offset == -3h));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
