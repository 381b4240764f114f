#include "rules/availability.h"

#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <date/tz.h>

#include "app/zones.h"

// Start times in every zone of the system's tzdata on the days around every change of clocks of
// 2020–2035 (S3-22), against a model that knows no intervals: it looks at the clocks every five
// minutes.

namespace {

using namespace std::chrono_literals;
using boost::unit_test::description;
using chalkline::app::find_zone;
using chalkline::rules::Availability;
using chalkline::rules::date_and_time;
using chalkline::rules::ExceptionalHours;
using chalkline::rules::Intervals;
using chalkline::rules::SlotQuery;
using chalkline::rules::Time;
using chalkline::rules::Zone;
using std::chrono::floor;
using std::chrono::minutes;

constexpr Time first = std::chrono::sys_days(std::chrono::year(2020) / 1 / 1);
constexpr Time last = std::chrono::sys_days(std::chrono::year(2036) / 1 / 1);

// A day of clocks in front of a change, and one behind it.
struct Days {
  const Zone* zone;
  Time change;
};

// All that differ in how far, when in the week and in which direction clocks are set; many zones
// share theirs.
std::vector<Days> days_around_changes() {
  std::vector<Days> all;
  std::set<std::tuple<long long, long long, long long>> seen;
  for (const auto& table : date::get_tzdb().zones) {
    const auto* const zone = find_zone(table.name());
    if (zone == nullptr) continue;
    for (const auto& change : zone->changes) {
      const auto in_week = (change.at.time_since_epoch() + change.before) % (7 * 24h);
      if (change.at < first || change.at >= last) continue;
      if (!seen.insert({in_week.count(), change.before.count(), change.after.count()}).second)
        continue;
      all.push_back({zone, change.at});
    }
  }
  return all;
}

class Model {
 public:
  Model(const Zone& zone, const Availability& availability, const Intervals<Time>& busy)
      : zone_(zone), availability_(availability), busy_(busy) {}

  // Whether the five minutes from `time` on may be taken.
  bool free(Time time) const {
    for (const auto& taken : busy_) {
      if (taken.from < time + 5min && time < taken.until) return false;
    }
    const auto wall = wall_time(zone_, time);
    const auto date = floor<std::chrono::days>(wall);
    const auto clock = floor<minutes>(wall - date);
    for (const auto& exception : availability_.exceptions) {
      const bool now = exception.date == date && exception.from <= clock && clock < exception.to;
      if (now) return exception.open;
    }
    for (const auto& weekly : availability_.weekly) {
      if (weekly.day == static_cast<int>(std::chrono::weekday(date).iso_encoding()) &&
          weekly.from <= clock && clock < weekly.to) {
        return true;
      }
    }
    return false;
  }

  std::vector<Time> starts(const SlotQuery& query, Time now) const {
    std::vector<Time> all;
    minutes run = 0min;  // free from `at` on
    for (Time at = query.until + query.length; at >= query.from; at -= 5min) {
      run = free(at) ? run + 5min : 0min;
      const bool asked =
          at < query.until && at >= now + query.lead && at.time_since_epoch() % query.step == 0ms;
      if (asked && run >= query.length) all.insert(all.begin(), at);
    }
    return all;
  }

 private:
  const Zone& zone_;
  const Availability& availability_;
  const Intervals<Time>& busy_;
};

class Dice {
 public:
  int upto(int most) { return std::uniform_int_distribution<int>(0, most)(random_); }
  minutes fives(int most) { return 5min * upto(most); }

 private:
  std::mt19937 random_{20261129};
};

// Hours of every day, often about the night, as most clocks change then.
Availability some_hours(Dice& dice) {
  Availability availability;
  for (int day = 1; day <= 7; ++day) {
    const auto from = dice.fives(36);
    const auto to = from + 5min + dice.fives(36);
    availability.weekly.push_back({day, from, to});
    if (dice.upto(1) == 1) availability.weekly.push_back({day, to + dice.fives(24), 24h});
  }
  return availability;
}

ExceptionalHours some_exception(Dice& dice, const Days& days) {
  const auto from = dice.fives(60);
  return {.date = date_in(*days.zone, days.change) - std::chrono::days(dice.upto(1)),
          .from = from,
          .to = from + 5min + dice.fives(60),
          .open = dice.upto(1) == 1};
}

Intervals<Time> some_bookings(Dice& dice, const Days& days) {
  Intervals<Time> busy;
  for (int i = dice.upto(3); i > 0; --i) {
    const Time from = floor<std::chrono::hours>(days.change) - 12h + dice.fives(300);
    busy.push_back({from, from + 15min + dice.fives(21)});
  }
  return busy;
}

BOOST_AUTO_TEST_SUITE(availability)

// One day of somebody's hours and bookings; how many starts it offers.
std::size_t check_days(Dice& dice, const Days& days) {
  auto availability = some_hours(dice);
  if (dice.upto(1) == 1) availability.exceptions.push_back(some_exception(dice, days));
  const auto busy = some_bookings(dice, days);
  const Time from = floor<std::chrono::hours>(days.change) - 26h;
  const SlotQuery query{.from = from,
                        .until = from + 52h,
                        .length = 15min + dice.fives(21),
                        .step = dice.upto(1) == 1 ? 5min : 15min,
                        .lead = 60min};
  const Time now = from - 2h + dice.fives(60);
  const auto starts = open_starts(*days.zone, availability, busy, query, now);
  BOOST_TEST((starts == Model(*days.zone, availability, busy).starts(query, now)),
             date_and_time(days.change, ' '));
  return starts.size();
}

BOOST_AUTO_TEST_CASE(days_when_clocks_change,
                     *description("S3-14, S3-15, S3-22: every zone, every change of 2020–2035")) {
  constexpr std::size_t rounds = 5;
  Dice dice;
  std::size_t offered = 0;
  const auto all = days_around_changes();
  BOOST_TEST(all.size() > 60U);
  for (std::size_t round = 0; round < rounds; ++round) {
    for (const auto& days : all) offered += check_days(dice, days);
  }
  BOOST_TEST(offered > rounds * all.size());
}

BOOST_AUTO_TEST_CASE(a_busy_month, *description("S3-22: a month of a tutor with 200 bookings")) {
  const auto& zone = *find_zone("Europe/Berlin");
  const Time from = std::chrono::sys_days(std::chrono::year(2026) / 10 / 5);
  Availability availability;
  for (int day = 1; day <= 7; ++day) availability.weekly.push_back({day, 8h, 22h});
  Intervals<Time> busy;
  for (int i = 0; i < 200; ++i) {
    const Time at = from + std::chrono::days(i % 31) + 7h + 2h * (i / 31);
    busy.push_back({at, at + 45min});
  }
  const SlotQuery query{
      .from = from, .until = from + 31 * 24h, .length = 60min, .step = 5min, .lead = 60min};
  const auto starts = open_starts(zone, availability, busy, query, from);
  BOOST_TEST((starts == Model(zone, availability, busy).starts(query, from)));
  BOOST_TEST(starts.size() > 500U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
