#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "handlers/crowd.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

// Workers that do at once what is due at a time of that Monday.
void run_clock(const std::string& clock, int workers = 1) { run_workers(monday(clock), workers); }

std::string stored(const std::string& booking) {
  return sql().value(
      "SELECT CONCAT_WS(' ', state, changes, IFNULL(due_at, 'never'),"
      " (SELECT COUNT(*) FROM booking_quanta q WHERE q.booking_id = b.id))"
      " FROM bookings b WHERE id = " +
      booking);
}

BOOST_AUTO_TEST_SUITE(booking_clock)

BOOST_AUTO_TEST_CASE(expiry,
                     *description("S3-17: a hold ends, its time is free, once for all workers")) {
  BookingHouse house("fastcgi");
  const auto couple = new_bookable_couple();
  const auto held = house.book(couple.student, couple.tutor, "12:00").text("id");
  const auto asked = house.book(couple.student, couple.tutor, "14:00").text("id");
  sql().execute(
      "UPDATE bookings SET state = 'requested', decided = 'requested',"
      " due_at = '2026-11-23 14:00:00' WHERE id = " +
      asked);
  run_clock("08:09:59");
  BOOST_TEST(stored(held) == "awaiting_payment 1 2026-11-23 08:10:00.000 24");
  run_clock("08:10", 4);
  BOOST_TEST(stored(held) == "expired 2 never 0");
  BOOST_TEST(stored(asked) == "requested 1 2026-11-23 14:00:00.000 24");
  run_clock("14:00");
  BOOST_TEST(stored(asked) == "expired 2 never 0");
  BOOST_TEST(house.book(couple.student, couple.tutor, "12:00").verdict() == "201");
}

BOOST_AUTO_TEST_CASE(no_shows,
                     *description("S3-18 to S3-20: who did not come, by our own record")) {
  BookingHouse house("fastcgi");
  const struct {
    std::vector<std::string> who;
    std::string end;
  } table[] = {{{}, "missed_by_both"},
               {{"student"}, "missed_by_tutor"},
               {{"tutor"}, "missed_by_student"},
               {{"tutor", "student"}, "in_session"}};
  std::vector<std::string> ids;
  for (const auto& row : table) {
    const auto couple = new_bookable_couple();
    house.now = "08:00";
    ids.push_back(house.confirmed(couple));
    house.now = "12:05";
    for (const auto& who : row.who) {
      house.act(who == "tutor" ? couple.tutor : couple.student, ids.back(), "enter");
    }
  }
  run_clock("12:15", 2);
  for (std::size_t i = 0; i < ids.size(); ++i) {
    BOOST_TEST(stored(ids[i]).starts_with(table[i].end + " "));
  }
}

BOOST_AUTO_TEST_CASE(running_on, *description("S3-16: until the next booking of either")) {
  BookingHouse house("fastcgi");
  const auto couple = new_bookable_couple();
  const auto id = house.confirmed(couple);
  house.now = "12:00";
  house.act(couple.tutor, id, "enter");
  BOOST_TEST(house.act(couple.student, id, "enter") == "200 in_session");
  house.now = "12:10";
  const auto next = house.book(new_person(), couple.tutor, "13:30").text("id");
  sql().execute(
      "UPDATE bookings SET state = 'confirmed', decided = 'confirmed',"
      " due_at = '2026-11-23 13:45:00' WHERE id = " +
      next);
  run_clock("13:05");
  BOOST_TEST(stored(id).starts_with("in_session"));
  BOOST_TEST(house.get(couple.student, "/api/bookings/" + id).text("mayRunUntil") ==
             "2026-11-23T13:30:00.000Z");
  run_clock("13:30");
  BOOST_TEST(stored(id).starts_with("completed"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
