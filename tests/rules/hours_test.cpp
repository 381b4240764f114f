#include "rules/hours.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

// Working hours in wall time (S1-22), which are a tutor's availability (S3-22).

namespace {

using namespace std::chrono_literals;
using boost::unit_test::description;
using chalkline::rules::clock_from;
using chalkline::rules::clock_text;
using chalkline::rules::Date;
using chalkline::rules::date_and_time;
using chalkline::rules::ExceptionalHours;
using chalkline::rules::HoursNow;
using chalkline::rules::Time;
using chalkline::rules::WeeklyHours;
using chalkline::rules::WorkingHours;
using chalkline::rules::Zone;
using std::chrono::sys_days;
using std::chrono::year;

// Berlin in 2026; Monday is 16 November, clocks change on Sunday 29 March and 25 October.
const Zone berlin{.offset = 1h,
                  .changes = {{sys_days(year(2026) / 3 / 29) + 1h, 1h, 2h},
                              {sys_days(year(2026) / 10 / 25) + 1h, 2h, 1h}}};

Time utc(int month, int day, std::chrono::minutes clock = 0min) {
  return sys_days(year(2026) / month / day) + clock;
}
Date date(int month, int day) { return Date(year(2026) / month / day); }

std::string shown(Time time) { return date_and_time(time, ' ').substr(5, 11); }
std::string shown(const chalkline::rules::Intervals<Time>& intervals) {
  std::string text;
  for (const auto& one : intervals) {
    text += (text.empty() ? "" : ", ") + shown(one.from) + " to " + shown(one.until);
  }
  return text;
}

BOOST_AUTO_TEST_SUITE(hours)

BOOST_AUTO_TEST_CASE(clocks, *description("contract §5: HH:MM, to may be 24:00")) {
  const struct {
    std::string text;
    int minutes;
  } good[] = {{"00:00", 0},    {"00:01", 1},    {"09:05", 545},
              {"19:59", 1199}, {"23:59", 1439}, {"24:00", 1440}};
  for (const auto& row : good) {
    BOOST_TEST_CONTEXT(row.text) {
      const auto clock = clock_from(row.text);
      BOOST_REQUIRE(clock.has_value());
      BOOST_TEST(clock->count() == row.minutes);
      BOOST_TEST(clock_text(*clock) == row.text);
    }
  }
  for (const std::string text : {"",      "9:00",  "09:0",  "0900",  "09.00", "09:60",  "24:01",
                                 "25:00", "99:99", "-1:00", "+9:00", " 9:00", "09:00 ", "09:00:00",
                                 "a9:00", "0b:00", "09:c0", "09:0d", "9:000", ":0900"}) {
    BOOST_TEST(!clock_from(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(overlaps, *description("S1-22: each place that overlaps one before it")) {
  const std::vector<WeeklyHours> weekly = {{1, 9h, 12h},         {1, 12h, 13h}, {2, 9h, 12h},
                                           {1, 11h, 12h + 1min}, {7, 0h, 24h},  {7, 23h, 24h},
                                           {1, 8h, 9h},          {2, 9h, 12h}};
  BOOST_TEST((overlapping(weekly) == std::vector<std::size_t>{3, 5, 7}));
  const std::vector<ExceptionalHours> exceptions = {
      {date(5, 1), 0h, 24h, false}, {date(5, 2), 9h, 12h, true}, {date(5, 1), 10h, 11h, true}};
  BOOST_TEST((overlapping(exceptions) == std::vector<std::size_t>{2}));
  BOOST_TEST(overlapping(std::vector<WeeklyHours>()).empty());
}

BOOST_AUTO_TEST_CASE(days_that_are_as_others, *description("S3-22: in the tutor's wall time")) {
  const WorkingHours hours{.weekly = {{1, 9h, 12h}, {1, 13h, 17h}, {2, 22h, 24h}, {3, 0h, 2h}}};
  // What touches over midnight is one; the edges of what is asked cut.
  BOOST_TEST(shown(open_between(berlin, hours, utc(11, 16, 9h), utc(11, 19))) ==
             "11-16 09:00 to 11-16 11:00, 11-16 12:00 to 11-16 16:00, 11-17 21:00 to 11-18 01:00");
  BOOST_TEST(shown(open_between(berlin, hours, utc(7, 6), utc(7, 7))) ==
             "07-06 07:00 to 07-06 10:00, 07-06 11:00 to 07-06 15:00");
  BOOST_TEST(shown(open_between(berlin, hours, utc(11, 16, 8h), utc(11, 16, 8h + 1min))) ==
             "11-16 08:00 to 11-16 08:01");
  BOOST_TEST(open_between(berlin, hours, utc(11, 16, 7h), utc(11, 16, 8h)).empty());
  BOOST_TEST(open_between(berlin, hours, utc(11, 16, 9h), utc(11, 16, 9h)).empty());
  BOOST_TEST(open_between(berlin, {}, utc(1, 1), utc(12, 31)).empty());
}

BOOST_AUTO_TEST_CASE(exceptions, *description("S3-22: one date alone")) {
  WorkingHours hours{.weekly = {{1, 9h, 17h}}};
  hours.exceptions = {{date(11, 16), 12h, 13h, false},
                      {date(11, 16), 20h, 21h, true},
                      {date(11, 17), 10h, 11h, true},
                      {date(11, 23), 0h, 24h, false}};
  BOOST_TEST(shown(open_between(berlin, hours, utc(11, 16), utc(12, 1))) ==
             "11-16 08:00 to 11-16 11:00, 11-16 12:00 to 11-16 16:00, 11-16 19:00 to 11-16 20:00, "
             "11-17 09:00 to 11-17 10:00, 11-30 08:00 to 11-30 16:00");
}

const struct {
  const char* name;
  WeeklyHours sunday;
  std::string spring;  // on 29 March, 02:00 to 03:00 left out
  std::string autumn;  // on 25 October, 02:00 to 03:00 shown twice
} changing_days[] = {
    {"all day", {7, 0h, 24h}, "03-28 23:00 to 03-29 22:00", "10-24 22:00 to 10-25 23:00"},
    {"across", {7, 1h, 4h}, "03-29 00:00 to 03-29 02:00", "10-24 23:00 to 10-25 03:00"},
    {"within",
     {7, 2h + 15min, 2h + 45min},
     "",
     "10-25 00:15 to 10-25 00:45, 10-25 01:15 to 10-25 01:45"},
    {"all of it", {7, 2h, 3h}, "", "10-25 00:00 to 10-25 02:00"},
    {"into it",
     {7, 1h, 2h + 30min},
     "03-29 00:00 to 03-29 01:00",
     "10-24 23:00 to 10-25 00:30, 10-25 01:00 to 10-25 01:30"},
    {"out of it",
     {7, 2h + 30min, 4h},
     "03-29 01:00 to 03-29 02:00",
     "10-25 00:30 to 10-25 01:00, 10-25 01:30 to 10-25 03:00"},
    {"up to it", {7, 1h, 2h}, "03-29 00:00 to 03-29 01:00", "10-24 23:00 to 10-25 00:00"},
    {"behind it", {7, 3h, 4h}, "03-29 01:00 to 03-29 02:00", "10-25 02:00 to 10-25 03:00"},
};

BOOST_AUTO_TEST_CASE(days_when_clocks_change, *description("S3-22: what clocks show counts")) {
  for (const auto& row : changing_days) {
    BOOST_TEST_CONTEXT(row.name) {
      const WorkingHours hours{.weekly = {row.sunday}};
      BOOST_TEST(shown(open_between(berlin, hours, utc(3, 28, 12h), utc(3, 30, 12h))) ==
                 row.spring);
      BOOST_TEST(shown(open_between(berlin, hours, utc(10, 24, 12h), utc(10, 26, 12h))) ==
                 row.autumn);
    }
  }
}

BOOST_AUTO_TEST_CASE(open_all_the_time, *description("S3-22: a lesson lies wholly within")) {
  const WorkingHours hours{.weekly = {{1, 9h, 12h}, {1, 12h, 13h}, {1, 14h, 15h}}};
  BOOST_TEST(is_open(berlin, hours, utc(11, 16, 8h), utc(11, 16, 12h)));
  BOOST_TEST(is_open(berlin, hours, utc(11, 16, 10h), utc(11, 16, 11h + 30min)));
  BOOST_TEST(!is_open(berlin, hours, utc(11, 16, 8h), utc(11, 16, 12h + 1min)));
  BOOST_TEST(!is_open(berlin, hours, utc(11, 16, 7h + 59min), utc(11, 16, 9h)));
  BOOST_TEST(!is_open(berlin, hours, utc(11, 16, 11h), utc(11, 16, 14h)));
  BOOST_TEST(!is_open(berlin, hours, utc(11, 17, 8h), utc(11, 17, 9h)));
}

std::string verdict(const HoursNow& now) {
  if (now.open_now) return now.opens_at ? "open, and opens" : "open";
  return now.opens_at ? shown(*now.opens_at) : "never";
}

BOOST_AUTO_TEST_CASE(now, *description("S1-22: openNow, opensAt")) {
  const WorkingHours hours{.weekly = {{5, 14h, 17h}, {1, 9h, 12h}, {1, 13h, 17h}}};
  const struct {
    const char* name;
    Time now;
    std::string shown;
  } rows[] = {
      {"the moment before", utc(11, 16, 8h) - 1ms, "11-16 08:00"},
      {"the first moment", utc(11, 16, 8h), "open"},
      {"within", utc(11, 16, 9h), "open"},
      {"the last moment", utc(11, 16, 11h) - 1ms, "open"},
      {"the end", utc(11, 16, 11h), "11-16 12:00"},
      {"until the end of the week", utc(11, 16, 16h), "11-20 13:00"},
      {"over the end of the week", utc(11, 20, 16h), "11-23 08:00"},
      {"over a change of clocks", utc(10, 23, 15h), "10-26 08:00"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(verdict(hours_now(berlin, hours, row.now)) == row.shown, row.name);
  }
}

BOOST_AUTO_TEST_CASE(seldom_or_never, *description("S1-22: opensAt is null when never")) {
  BOOST_TEST(verdict(hours_now(berlin, {}, utc(11, 16))) == "never");
  // What clocks leave out this week comes the next.
  const WorkingHours night{.weekly = {{7, 2h + 15min, 2h + 45min}}};
  BOOST_TEST(verdict(hours_now(berlin, night, utc(3, 22, 2h))) == "04-05 00:15");
  const WorkingHours always{.weekly = {{1, 0h, 24h}}};
  BOOST_TEST(verdict(hours_now(berlin, always, utc(11, 16, 22h + 59min))) == "open");
  WorkingHours closed{.weekly = {{1, 9h, 12h}}};
  closed.exceptions = {{date(11, 23), 0h, 24h, false}};
  BOOST_TEST(verdict(hours_now(berlin, closed, utc(11, 16, 12h))) == "11-30 08:00");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
