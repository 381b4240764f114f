#include "rules/availability.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

// Start times open for a lesson (S3-14, S3-15, S3-22).

namespace {

using namespace std::chrono_literals;
using boost::unit_test::description;
using chalkline::rules::Availability;
using chalkline::rules::date_and_time;
using chalkline::rules::Interval;
using chalkline::rules::Intervals;
using chalkline::rules::SlotQuery;
using chalkline::rules::Time;
using chalkline::rules::Zone;
using std::chrono::sys_days;
using std::chrono::year;

// Monday 16 November 2026, and clocks that are UTC's.
const Time monday = sys_days(year(2026) / 11 / 16);
const Zone utc;
const Availability mornings{.weekly = {{1, 9h, 10h}, {2, 9h, 10h}}};

Interval<Time> busy(std::chrono::minutes from, std::chrono::minutes until) {
  return {monday + from, monday + until};
}

// The start times of Monday as HH:MM, without those of `step` 15 in between.
std::string starts(const SlotQuery& query, const Intervals<Time>& taken = {}, Time now = monday,
                   const Availability& availability = mornings) {
  std::string text;
  for (const auto start : open_starts(utc, availability, taken, query, now)) {
    text += (text.empty() ? "" : " ") + date_and_time(start, ' ').substr(11, 5);
  }
  return text;
}

SlotQuery query(std::chrono::minutes length) {
  return {.from = monday, .until = monday + 24h, .length = length, .step = 15min, .lead = 60min};
}

BOOST_AUTO_TEST_SUITE(availability)

BOOST_AUTO_TEST_CASE(lengths, *description("S3-15: the whole lesson lies within")) {
  BOOST_TEST(starts(query(15min)) == "09:00 09:15 09:30 09:45");
  BOOST_TEST(starts(query(20min)) == "09:00 09:15 09:30");
  BOOST_TEST(starts(query(60min)) == "09:00");
  BOOST_TEST(starts(query(65min)) == "");
}

BOOST_AUTO_TEST_CASE(ahead, *description("S3-14: 60 minutes are enough, 59 are not")) {
  BOOST_TEST(starts(query(15min), {}, monday + 8h) == "09:00 09:15 09:30 09:45");
  BOOST_TEST(starts(query(15min), {}, monday + 8h + 1ms) == "09:15 09:30 09:45");
  BOOST_TEST(starts(query(15min), {}, monday + 8h + 45min) == "09:45");
  BOOST_TEST(starts(query(15min), {}, monday + 8h + 46min) == "");
  auto at_once = query(15min);
  at_once.lead = 0min;
  BOOST_TEST(starts(at_once, {}, monday + 9h + 30min) == "09:30 09:45");
}

BOOST_AUTO_TEST_CASE(over_nothing_booked, *description("S3-22: never over a booking or hold")) {
  const struct {
    const char* name;
    Intervals<Time> busy;
    std::string starts;  // of 30 minutes
  } rows[] = {
      {"none", {}, "09:00 09:15 09:30"},
      {"just before", {busy(8h, 9h)}, "09:00 09:15 09:30"},
      {"just behind", {busy(10h, 11h)}, "09:00 09:15 09:30"},
      {"into it", {busy(8h, 9h + 5min)}, "09:15 09:30"},
      {"touching both sides", {busy(9h + 30min, 10h)}, "09:00"},
      {"in between", {busy(9h + 30min, 9h + 35min)}, "09:00"},
      {"all of it", {busy(8h, 12h)}, ""},
      {"in any order, overlapping",
       {busy(9h + 40min, 10h), busy(9h, 9h + 10min), busy(9h + 5min, 9h + 10min)},
       ""},
      {"begun yesterday", {busy(-1h, 9h + 15min)}, "09:15 09:30"},
      {"another day's", {busy(24h + 9h, 24h + 10h)}, "09:00 09:15 09:30"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(starts(query(30min), row.busy) == row.starts, row.name);
  }
}

BOOST_AUTO_TEST_CASE(what_is_asked, *description("S3-01: starts from `from` to before `until`")) {
  auto some = query(30min);
  some.from = monday + 9h + 10min;
  BOOST_TEST(starts(some) == "09:15 09:30");
  some.until = monday + 9h + 30min;
  BOOST_TEST(starts(some) == "09:15");
  some.until = monday + 9h + 31min;
  BOOST_TEST(starts(some) == "09:15 09:30");
  some.until = some.from;
  BOOST_TEST(starts(some) == "");
  auto fine = query(50min);
  fine.step = 5min;
  BOOST_TEST(starts(fine) == "09:00 09:05 09:10");
}

BOOST_AUTO_TEST_CASE(odd_hours, *description("S3-22: starts lie on steps, whatever the hours")) {
  BOOST_TEST(starts(query(30min), {}, monday, {.weekly = {{1, 9h + 7min, 10h + 3min}}}) ==
             "09:15 09:30");
  BOOST_TEST(starts(query(60min), {}, monday, {.weekly = {{1, 23h + 30min, 24h}, {2, 0h, 1h}}}) ==
             "23:30 23:45");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
