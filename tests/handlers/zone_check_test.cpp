#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "handlers/crowd.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

// What workers that run at once log of the marketplace's bookings: the lines from `lookedAt` on.
std::vector<std::string> check(const std::string& now, int workers = 1) {
  std::vector<std::string> lines;
  const std::string mark = R"("site":"marketplace","task":"zone_check",)";
  for (const auto& each : start_workers(now, workers)) {
    BOOST_TEST(each->wait() == 0);
    const auto log = each->errors();
    BOOST_TEST(log.find("Person") == log.npos);
    for (auto at = log.find(mark); at != log.npos; at = log.find(mark, at)) {
      at += mark.size();
      lines.push_back(log.substr(at, log.find('\n', at) - at));
    }
  }
  return lines;
}

struct Nights : BookingHouse {
  Nights() : BookingHouse("fastcgi") {
    sql().execute("DELETE FROM nightly_tasks");
    sql().execute("DELETE FROM bookings");
    sql().execute("DELETE FROM booking_quanta");
    sql().execute("UPDATE people SET time_zone = 'Europe/Berlin' WHERE id = '" + couple.tutor +
                  "'");
    sql().execute(
        "UPDATE people SET working_hours = CONCAT('Europe/Berlin', SUBSTRING("
        "working_hours, 4)) WHERE id = '" +
        couple.tutor + "'");
  }

  // As if Berlin had been an hour behind when the booking was made.
  static void change_zone(const std::string& booking) {
    sql().execute("UPDATE bookings SET wall_start = wall_start - INTERVAL 1 HOUR WHERE id = " +
                  booking);
  }

  Couple couple = new_bookable_couple();
};

using Lines = std::vector<std::string>;

BOOST_FIXTURE_TEST_SUITE(zone_check, Nights)

BOOST_AUTO_TEST_CASE(found, *description("S3-22: bookings whose clocks have changed are found, "
                                         "whatever else has become of them since")) {
  book(couple.student, couple.tutor, "10:00");
  const auto moved = book(couple.student, couple.tutor, "12:00").text("id");
  const auto gone = book(couple.student, couple.tutor, "14:00").text("id");
  const auto past = book(couple.student, couple.tutor, "09:00").text("id");
  const auto placed = book(couple.student, couple.tutor, "16:00").text("id");
  for (const auto& id : {moved, gone, past, placed}) change_zone(id);
  tell("paid", moved, 1);
  act(couple.tutor, moved, "confirm");
  act(couple.student, gone, "cancel");
  sql().execute("UPDATE bookings SET starts_at = '2026-11-23 08:00' WHERE id = " + past);
  tell("rescheduled", placed, 1, R"(,"startsAt":")" + monday("17:30") + "\"");
  BOOST_TEST(check(monday("08:05")) == Lines{R"("lookedAt":3,"found":1,"ids":[")" + moved + "\"]}"},
             boost::test_tools::per_element());
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', night, found) FROM nightly_tasks") ==
             "2026-11-23 1");
}

BOOST_AUTO_TEST_CASE(once_a_night, *description("S3-22: by one worker, once a night")) {
  const Lines nothing = {R"("lookedAt":0,"found":0,"ids":[]})"};
  BOOST_TEST(check(monday("02:59:59"), 3) == nothing, boost::test_tools::per_element());
  BOOST_TEST(check(monday("02:59:59")).empty());
  BOOST_TEST(check(monday("03:00"), 3) == nothing, boost::test_tools::per_element());
  BOOST_TEST(check(monday("23:59")).empty());
  BOOST_TEST(check("2026-11-24T02:59:59Z").empty());
  BOOST_TEST(check("2026-11-24T03:00:00Z") == nothing, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_worker_dies, *description("S3-22: another one does it when the lease of "
                                                 "one that has died is over")) {
  sql().execute(
      "INSERT INTO nightly_tasks (task, night, lease_until) VALUES ('zone_check', '2026-11-22',"
      " '2026-11-23 03:10')");
  BOOST_TEST(check(monday("03:09:59")).empty());
  BOOST_TEST(check(monday("03:10")).size() == 1U);
  BOOST_TEST(check(monday("03:11")).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
