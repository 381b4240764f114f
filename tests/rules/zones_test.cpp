#include "rules/zones.h"

#include <string>

#include <boost/test/unit_test.hpp>

// Wall clocks (S3-04, S3-22): what a zone makes of its table of changes.

namespace {

using namespace std::chrono_literals;
using boost::unit_test::description;
using chalkline::rules::Time;
using chalkline::rules::WallTime;
using chalkline::rules::Zone;
using std::chrono::sys_days;
using std::chrono::year;

constexpr auto spring = sys_days(year(2026) / 3 / 29) + 1h;
constexpr auto autumn = sys_days(year(2026) / 10 / 25) + 1h;

const Zone utc;
// Berlin in 2026.
const Zone berlin{.offset = 1h, .changes = {{spring, 1h, 2h}, {autumn, 2h, 1h}}};
// Samoa had no 30 December 2011; clocks went from -10 to +14 hours.
const Zone samoa{.offset = -10h, .changes = {{sys_days(year(2011) / 12 / 30) + 10h, -10h, 14h}}};
const Zone nepal{.offset = 5h + 45min};

WallTime wall(int month, int day, std::chrono::minutes clock) {
  return WallTime((sys_days(year(2026) / month / day) + clock).time_since_epoch());
}
Time moment(int month, int day, std::chrono::minutes clock) {
  return sys_days(year(2026) / month / day) + clock;
}

std::string shown(Time time) { return chalkline::rules::date_and_time(time, ' '); }
std::string shown(WallTime time) { return shown(Time(time.time_since_epoch())); }

BOOST_AUTO_TEST_SUITE(zones)

const struct {
  const char* name;
  const Zone& zone;
  WallTime wall;
  Time utc;
  bool back;  // whether that moment is shown as that wall time
} moments[] = {
    {"UTC", utc, wall(7, 1, 12h), moment(7, 1, 12h), true},
    {"an offset of quarters", nepal, wall(7, 1, 0h), moment(6, 30, 18h + 15min), true},
    {"before the first change", berlin, wall(1, 10, 9h), moment(1, 10, 8h), true},
    {"between two", berlin, wall(7, 10, 9h), moment(7, 10, 7h), true},
    {"behind the last", berlin, wall(12, 10, 9h), moment(12, 10, 8h), true},
    {"the last minute before a gap", berlin, wall(3, 29, 1h + 59min), moment(3, 29, 59min), true},
    {"a gap's first minute", berlin, wall(3, 29, 2h), moment(3, 29, 1h), false},
    {"within it", berlin, wall(3, 29, 2h + 30min), moment(3, 29, 1h + 30min), false},
    {"its last minute", berlin, wall(3, 29, 2h + 59min), moment(3, 29, 1h + 59min), false},
    {"the first minute behind it", berlin, wall(3, 29, 3h), moment(3, 29, 1h), true},
    {"before an overlap", berlin, wall(10, 25, 1h + 59min), moment(10, 24, 23h + 59min), true},
    {"its first minute: the first of two", berlin, wall(10, 25, 2h), moment(10, 25, 0h), true},
    {"its last minute", berlin, wall(10, 25, 2h + 59min), moment(10, 25, 59min), true},
    {"behind it", berlin, wall(10, 25, 3h), moment(10, 25, 2h), true},
};

BOOST_AUTO_TEST_CASE(wall_to_utc,
                     *description("S3-22: gaps move forward, the first of two counts")) {
  for (const auto& row : moments) {
    BOOST_TEST_CONTEXT(row.name) {
      BOOST_TEST(shown(utc_time(row.zone, row.wall)) == shown(row.utc));
      BOOST_TEST((wall_time(row.zone, row.utc) == row.wall) == row.back);
    }
  }
}

BOOST_AUTO_TEST_CASE(forward_by_the_gap, *description("S3-22: what clocks show then")) {
  const auto meant = wall(3, 29, 2h + 30min);
  BOOST_TEST(shown(wall_time(berlin, utc_time(berlin, meant))) == "2026-03-29 03:30:00.000");
  // A whole day left out.
  const WallTime skipped = std::chrono::local_days(year(2011) / 12 / 30) + 9h;
  BOOST_TEST(shown(wall_time(samoa, utc_time(samoa, skipped))) == "2011-12-31 09:00:00.000");
}

BOOST_AUTO_TEST_CASE(twice_shown, *description("S3-22: the second one is shown alike")) {
  BOOST_TEST(shown(wall_time(berlin, autumn)) == "2026-10-25 02:00:00.000");
  BOOST_TEST(shown(wall_time(berlin, autumn - 1h)) == "2026-10-25 02:00:00.000");
}

BOOST_AUTO_TEST_CASE(days, *description("contract §3: day 1–7")) {
  using std::chrono::local_days;
  BOOST_TEST(chalkline::rules::weekday_of(local_days(year(2026) / 11 / 23)) == 1);
  BOOST_TEST(chalkline::rules::weekday_of(local_days(year(2026) / 11 / 29)) == 7);
  // Ten at night in Berlin is tomorrow in Kathmandu.
  const auto evening = moment(7, 1, 20h);
  BOOST_TEST((date_in(berlin, evening) == local_days(year(2026) / 7 / 1)));
  BOOST_TEST((date_in(nepal, evening) == local_days(year(2026) / 7 / 2)));
}

BOOST_AUTO_TEST_CASE(spans, *description("S3-22: cut where clocks change")) {
  const auto cut = spans_between(berlin, moment(3, 28, 0h), moment(10, 26, 0h));
  BOOST_REQUIRE(cut.size() == 3U);
  BOOST_TEST((cut[0].from == moment(3, 28, 0h) && cut[0].until == spring && cut[0].offset == 1h));
  BOOST_TEST((cut[1].from == spring && cut[1].until == autumn && cut[1].offset == 2h));
  BOOST_TEST((cut[2].from == autumn && cut[2].until == moment(10, 26, 0h)));
  BOOST_TEST((cut[2].offset == 1h));
  BOOST_TEST(shown(cut[1].wall(spring)) == "2026-03-29 03:00:00.000");
  BOOST_TEST((cut[1].utc(cut[1].wall(spring)) == spring));
}

BOOST_AUTO_TEST_CASE(spans_at_the_edges, *description("S3-22: nothing empty, nothing beyond")) {
  BOOST_TEST(spans_between(berlin, spring, spring).empty());
  BOOST_TEST(spans_between(berlin, autumn, spring).empty());
  const auto at_the_change = spans_between(berlin, spring, spring + 1min);
  BOOST_REQUIRE(at_the_change.size() == 1U);
  BOOST_TEST((at_the_change[0].offset == 2h));
  const auto up_to_it = spans_between(berlin, spring - 1min, spring);
  BOOST_REQUIRE(up_to_it.size() == 1U);
  BOOST_TEST((up_to_it[0].offset == 1h));
  BOOST_TEST(spans_between(utc, spring, autumn).size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
