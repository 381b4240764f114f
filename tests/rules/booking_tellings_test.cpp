#include "rules/booking_tellings.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using enum BookingState;

Booking booked(BookingState state, Time starts_at = noon) {
  return {.state = state, .decided = state, .starts_at = starts_at, .length = minutes(60)};
}

// "booking_made email t +0, …": what is told and how many minutes after `now` it is due.
std::string told(const std::optional<Booking>& before, const Booking& after, Time now) {
  BookingRecord record{.id = 7, .tutor = {.id = "t"}, .student = {.id = "s"}};
  record.booking() = after;
  const auto news = tellings_of({}, before, record, now);
  std::string line = news.drops_reminders ? "drop" : "";
  for (const auto& each : news.tellings) {
    line += (line.empty() ? "" : ", ") + each.event.substr(8) + " " +
            std::string(name_of(each.channel)) + " " + each.recipient_id + " +" +
            std::to_string((each.not_before - now) / minutes(1));
  }
  return line;
}

// As somebody here has made it.
Booking by_person(Booking booking) {
  ++booking.changes;
  return booking;
}

BOOST_AUTO_TEST_SUITE(booking_tellings)

BOOST_AUTO_TEST_CASE(what_is_told, *description("S3-02, S3-03, S3-07, S3-08: who, how and when")) {
  const std::string asked = "requested email t +0, requested sms t +0";
  const std::string made = "made email t +0, made sms t +0";
  const auto reminded = [](int minute) {
    const auto due = " +" + std::to_string(minute);
    return "reminder app t" + due + ", reminder sms t" + due + ", reminder app s" + due +
           ", reminder sms s" + due;
  };
  const Time now = noon - hours(2);
  const auto moved = booked(confirmed, noon + hours(1));
  const struct {
    std::optional<Booking> before;
    Booking after;
    std::string line;
  } table[] = {
      {std::nullopt, booked(awaiting_payment), ""},
      {std::nullopt, booked(requested), asked},
      {std::nullopt, booked(confirmed), made + ", " + reminded(105)},
      {booked(awaiting_payment), booked(requested), asked},
      {booked(awaiting_payment), booked(confirmed), made + ", " + reminded(105)},
      {booked(awaiting_payment), booked(expired), ""},
      {booked(requested), by_person(booked(confirmed)), reminded(105)},
      {booked(requested), booked(confirmed), made + ", " + reminded(105)},
      {booked(requested), booked(declined), ""},
      {booked(confirmed), booked(confirmed), ""},
      {booked(confirmed), moved, "drop, " + reminded(165)},
      {booked(confirmed), booked(in_session), ""},
      {booked(confirmed), booked(cancelled), "drop"},
      {booked(confirmed), booked(requested), "drop"},
      {booked(confirmed), booked(missed_by_both), "drop"},
      {booked(in_session), booked(completed), "drop"},
      {booked(cancelled), booked(confirmed), made + ", " + reminded(105)},
  };
  for (const auto& row : table) {
    const auto from = row.before ? std::string(name_of(row.before->state)) : "none";
    BOOST_TEST(told(row.before, row.after, now) == row.line,
               from << " " << name_of(row.after.state));
  }
  BOOST_TEST(told(booked(requested), by_person(booked(confirmed)), noon - minutes(15)) ==
             reminded(0));
  BOOST_TEST(told(booked(requested), by_person(booked(confirmed)), noon - milliseconds(1)) ==
             reminded(0));
  BOOST_TEST(told(booked(requested), by_person(booked(confirmed)), noon) == "");
  BOOST_TEST(told(std::nullopt, booked(confirmed), noon) == "");
}

BOOST_AUTO_TEST_CASE(what_still_holds, *description("S3-07: none after a cancellation")) {
  const auto holds = [](std::string_view event, const Booking& booking, Time now) {
    return still_holds({.event = std::string(event), .version = noon.time_since_epoch().count()},
                       booking, now);
  };
  const Time now = noon - minutes(15);
  for (int i = 0; i < booking_state_count; ++i) {
    const auto state = static_cast<BookingState>(i);
    const bool stands = state == confirmed || state == in_session;
    BOOST_TEST(holds(booking_requested, booked(state), now) == (state == requested), i);
    BOOST_TEST(holds(booking_made, booked(state), now) == stands, i);
    BOOST_TEST(holds(booking_reminder, booked(state), now) == (state == confirmed), i);
    BOOST_TEST(!holds("link_asked", booked(state), now), i);
  }
  BOOST_TEST(holds(booking_reminder, booked(confirmed), noon));
  BOOST_TEST(!holds(booking_reminder, booked(confirmed), noon + milliseconds(1)));
  BOOST_TEST(!holds(booking_reminder, booked(confirmed, noon + minutes(5)), now));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
