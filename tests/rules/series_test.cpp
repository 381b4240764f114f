#include "rules/series.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;
using std::chrono::minutes;
using enum SeriesVerdict;

Date day(int year, unsigned month, unsigned number) {
  return std::chrono::local_days(std::chrono::year(year) / month / number);
}
Time at(int year, unsigned month, unsigned number, int hour, int minute = 0) {
  return std::chrono::sys_days(std::chrono::year(year) / month / number) + hours(hour) +
         minutes(minute);
}

// Central Europe around the end of October 2026, and New York a week later.
Zone berlin() {
  return {
      .offset = hours(2),
      .changes = {{.at = std::chrono::time_point_cast<std::chrono::seconds>(at(2026, 10, 25, 1)),
                   .before = hours(2),
                   .after = hours(1)}}};
}
Zone new_york() {
  return {.offset = hours(-4),
          .changes = {{.at = std::chrono::time_point_cast<std::chrono::seconds>(at(2026, 11, 1, 6)),
                       .before = hours(-4),
                       .after = hours(-5)}}};
}

// Wednesdays at 17:00 in Berlin from mid October on; the tutor is there 14 to 20 on every day.
struct Planned {
  SeriesPlan plan = {.time_zone = "Europe/Berlin",
                     .day = 3,
                     .at = hours(17),
                     .length = minutes(60),
                     .count = 4,
                     .from = day(2026, 10, 15)};
  SeriesFacts facts = {.zone = berlin(),
                       .availability_zone = berlin(),
                       .availability = Availability{},
                       .tutor_zone = berlin(),
                       .student_zone = new_york(),
                       .tutor_busy = {},
                       .student_busy = {}};
  Time now = at(2026, 10, 1, 8);

  Planned() {
    for (int i = 1; i <= 7; ++i) facts.availability->weekly.push_back({i, hours(14), hours(20)});
  }
  std::vector<Occurrence> check() const { return check_series({}, plan, facts, now); }
  std::string verdicts() const {
    std::string line;
    for (const auto& each : check()) line += std::string(name_of(each.verdict)) + " ";
    return line;
  }
};

BOOST_AUTO_TEST_SUITE(series)

BOOST_AUTO_TEST_CASE(starts, *description("S0-20: by the wall clocks of the zone")) {
  const Planned planned;
  const auto list = starts_of(planned.facts.zone, planned.plan);
  const std::vector<Time> expected = {at(2026, 10, 21, 15), at(2026, 10, 28, 16),
                                      at(2026, 11, 4, 16), at(2026, 11, 11, 16)};
  BOOST_TEST((list == expected));
  auto same_day = planned.plan;
  same_day.from = day(2026, 10, 21);
  BOOST_TEST((starts_of(planned.facts.zone, same_day).front() == at(2026, 10, 21, 15)));
  same_day.from = day(2026, 10, 22);
  BOOST_TEST((starts_of(planned.facts.zone, same_day).front() == at(2026, 10, 28, 16)));
}

BOOST_AUTO_TEST_CASE(moves, *description("S0-20: warns where clocks move a lesson for one side")) {
  Planned planned;
  std::string line;
  for (const auto& each : planned.check()) {
    line += std::string(each.moves_for_tutor ? "t" : "-") + (each.moves_for_student ? "s " : "- ");
  }
  // 11:00 in New York, 12:00 while it alone is still in summer, 11:00 again.
  BOOST_TEST(line == "-- -s -- -- ");
}

BOOST_AUTO_TEST_CASE(verdicts, *description("S0-20: every lesson, not just the first ones")) {
  Planned planned;
  BOOST_TEST(planned.verdicts() == "free free free free ");
  planned.facts.tutor_busy = {{at(2026, 11, 11, 16, 55), at(2026, 11, 11, 18)}};
  planned.facts.student_busy = {{at(2026, 10, 28, 15), at(2026, 10, 28, 16, 1)}};
  BOOST_TEST(planned.verdicts() == "free student_busy free taken ");
  planned.facts.availability->exceptions = {{day(2026, 11, 4), hours(0), hours(24), false}};
  BOOST_TEST(planned.verdicts() == "free student_busy outside_availability taken ");
  planned.now = at(2026, 10, 21, 14, 1);
  BOOST_TEST(planned.verdicts() == "too_soon student_busy outside_availability taken ");
  planned.facts.availability.reset();
  BOOST_TEST(planned.verdicts() ==
             "too_soon outside_availability outside_availability outside_availability ");
}

BOOST_AUTO_TEST_CASE(alternatives, *description("S0-20: the nearest open time of that day")) {
  Planned planned;
  planned.facts.tutor_busy = {{at(2026, 10, 28, 15, 30), at(2026, 10, 28, 18)}};
  planned.facts.student_busy = {{at(2026, 10, 28, 14), at(2026, 10, 28, 15)}};
  planned.facts.availability->exceptions = {{day(2026, 11, 4), hours(0), hours(24), false}};
  const auto all = planned.check();
  BOOST_TEST(!all[0].alternative.has_value());
  BOOST_TEST((all[1].alternative == at(2026, 10, 28, 18)));
  BOOST_TEST(!all[2].alternative.has_value());
}

BOOST_AUTO_TEST_CASE(answers, *description("S0-21: the other alone, once")) {
  using enum SeriesState;
  SeriesRecord record{.proposed_by = BookingActor::tutor};
  const auto refusal = [&](BookingActor actor, SeriesState answer) {
    const auto found = refuse_series_answer(record, actor, answer);
    return found ? std::string(name_of(found->code)) : "";
  };
  BOOST_TEST(refusal(BookingActor::student, accepted) == "");
  BOOST_TEST(refusal(BookingActor::student, declined) == "");
  BOOST_TEST(refusal(BookingActor::tutor, accepted) == "not_your_action");
  record.state = accepted;
  BOOST_TEST(refusal(BookingActor::student, accepted) == "");
  BOOST_TEST(refusal(BookingActor::student, declined) == "wrong_state");
  record.state = declined;
  BOOST_TEST(refusal(BookingActor::student, accepted) == "wrong_state");
}

BOOST_AUTO_TEST_CASE(retold, *description("contract 3: by the newest version, until answered")) {
  SeriesRecord record{.plan = {.day = 1}, .told_version = 5};
  const auto day_after = [&](long long version) {
    const auto told = retell(record, {.plan = {.day = 2}, .version = version});
    if (told) BOOST_TEST((told->told_version == version));
    return told ? told->plan.day : record.plan.day;
  };
  BOOST_TEST(day_after(4) == 1);
  BOOST_TEST(day_after(5) == 1);
  BOOST_TEST(day_after(6) == 2);
  for (const auto state : {SeriesState::accepted, SeriesState::declined}) {
    record.state = state;
    BOOST_TEST(day_after(6) == 1);
  }
  record = {.plan = {.day = 1}};
  BOOST_TEST(day_after(0) == 2);
}

BOOST_AUTO_TEST_CASE(booked, *description("S3-17: agreed on, so only a payment is left")) {
  const Planned planned;
  const Time start = at(2026, 10, 21, 15);
  Policy::Bookings policy;
  auto booking = book_of_series(policy, planned.plan, start, planned.now);
  BOOST_TEST((booking.state == BookingState::confirmed && booking.decided == booking.state));
  BOOST_TEST((booking.starts_at == start && booking.length == minutes(60)));
  policy.payment = Policy::Payment::prepaid;
  booking = book_of_series(policy, planned.plan, start, planned.now);
  BOOST_TEST((booking.state == BookingState::awaiting_payment));
  BOOST_TEST((pay_by(policy, booking) == planned.now + minutes(10)));
}

BOOST_AUTO_TEST_CASE(choices, *description("S0-20: all of them, or those that are named")) {
  const Time one = at(2026, 10, 21, 15);
  const auto later = [&](int days) { return one + hours(24 * days); };
  const std::vector<Occurrence> all = {
      {.starts_at = one, .alternative = {}},
      {.starts_at = later(7), .verdict = taken, .alternative = later(7) + hours(1)},
      {.starts_at = later(14), .alternative = {}}};
  const auto chosen = [&](const std::vector<Time>& named, bool without_taken = false) {
    const auto outcome = choose_starts(without_taken ? std::vector{all[0], all[2]} : all, named);
    if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
      return std::string(name_of(refusal->code));
    }
    std::string line;
    for (const auto start : std::get<std::vector<Time>>(outcome)) {
      line += std::to_string((start - one) / hours(1)) + " ";
    }
    return line;
  };
  BOOST_TEST(chosen({}) == "slot_taken");
  BOOST_TEST(chosen({}, true) == "0 336 ");
  BOOST_TEST(chosen({later(14), one}) == "0 336 ");
  BOOST_TEST(chosen({one, later(7) + hours(1)}) == "0 169 ");
  BOOST_TEST(chosen({one, later(7)}) == "slot_taken");
  BOOST_TEST(chosen({one, later(21)}) == "not_found");
  BOOST_TEST(chosen({one, one}) == "not_found");
  BOOST_TEST(name_of(refusal_for(student_busy)) == "student_busy");
  BOOST_TEST(name_of(refusal_for(outside_availability)) == "outside_availability");
  BOOST_TEST(name_of(refusal_for(too_soon)) == "too_soon");
}

BOOST_AUTO_TEST_CASE(state_names, *description("golden")) {
  for (const auto* name : {"proposed", "accepted", "declined"}) {
    BOOST_TEST(name_of(series_state_from(name).value()) == name);
  }
  BOOST_TEST(!series_state_from("open").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
