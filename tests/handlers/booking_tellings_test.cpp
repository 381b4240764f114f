#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "handlers/crowd.h"

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
using boost::unit_test::description;

fs::path mail_folder() { return site("marketplace").folder / "mail"; }

struct Told : BookingHouse {
  Told() : BookingHouse("fastcgi") {
    for (const auto& entry : fs::directory_iterator(mail_folder())) fs::remove(entry.path());
    sql().execute("DELETE FROM outbox");
    sql().execute(
        "UPDATE people SET email = 'tutor@mails.example', locale = 'en', time_zone ="
        " 'America/New_York' WHERE id = '" +
        couple.tutor + "'");
  }

  // The mails in the folder, one text.
  static std::string mails() {
    std::ostringstream text;
    for (const auto& entry : fs::directory_iterator(mail_folder())) {
      text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    }
    return text.str();
  }
  // "channel recipient decision reason due" of each row of one event.
  std::string rows(const std::string& event) const {
    return sql().list(
        "SELECT CONCAT_WS(' ', channel, IF(recipient_id = '" + couple.tutor +
        "', 'tutor', 'student'), decision, NULLIF(reason, ''), TIME_FORMAT(not_before, '%H:%i'))"
        " FROM outbox WHERE event = '" +
        event + "' ORDER BY id");
  }
  // Workers that do at once what is due at a time of that Monday.
  static void run_clock(const std::string& clock, int workers = 1) {
    run_workers(monday(clock), workers);
  }

  Couple couple = new_bookable_couple();
};

BOOST_FIXTURE_TEST_SUITE(booking_tellings, Told)

BOOST_AUTO_TEST_CASE(a_request,
                     *description("S3-02 to S3-04: mail and text message, in the tutor's zone")) {
  const auto id = book(couple.student, couple.tutor, "12:00").text("id");
  BOOST_TEST(rows("booking_requested").empty());
  tell("paid", id, 1);
  BOOST_TEST(rows("booking_requested") == "email tutor waiting 08:00,sms tutor waiting 08:00");
  run_clock("08:00", 3);
  BOOST_TEST(rows("booking_requested") == "email tutor sent 08:00,sms tutor waiting 08:00");
  const auto mail = mails();
  BOOST_TEST(mail.find("To: Person " + couple.tutor + " <tutor@mails.example>") != mail.npos);
  BOOST_TEST(mail.find("Person " + couple.student) != mail.npos);
  BOOST_TEST(mail.find("2026-11-23, 07:00 (America/New_York), 60 minutes.") != mail.npos);
  BOOST_TEST(mail.find("Content-Language: en") != mail.npos);
  act(couple.tutor, id, "confirm");
  BOOST_TEST(rows("booking_made").empty());
}

BOOST_AUTO_TEST_CASE(overtaken, *description("S3-02: looked at again when it is sent")) {
  const auto id = book(couple.student, couple.tutor, "12:00").text("id");
  tell("paid", id, 1);
  act(couple.student, id, "cancel");
  const auto other = book(couple.student, couple.tutor, "14:00").text("id");
  tell("paid", other, 1);
  sql().execute("UPDATE people SET email = NULL WHERE id = '" + couple.tutor + "'");
  run_clock("08:00");
  BOOST_TEST(rows("booking_requested") ==
             "email tutor dropped overtaken 08:00,sms tutor waiting 08:00,"
             "email tutor dropped nobody 08:00,sms tutor waiting 08:00");
  BOOST_TEST(mails().empty());
}

BOOST_AUTO_TEST_CASE(a_series, *description("S3-02, S3-04: one mail of all lessons of a series, "
                                            "with the first one's time on the tutor's clocks")) {
  const auto made = post(couple.tutor, "/api/bookings/series",
                         R"({"studentId":")" + couple.student +
                             R"(","timeZone":"Europe/Berlin","day":1,"at":"17:00","minutes":45,)"
                             R"("from":"2026-11-24","count":3})");
  const auto answers = "/api/bookings/series/" + made.text("id");
  BOOST_TEST(post(couple.student, answers + "/accept").verdict() == "200");
  BOOST_TEST(post(couple.student, answers + "/accept").verdict() == "200");
  BOOST_TEST(rows("series_made") == "email tutor waiting 08:00,sms tutor waiting 08:00");
  run_clock("08:00", 3);
  BOOST_TEST(rows("series_made") == "email tutor sent 08:00,sms tutor waiting 08:00");
  BOOST_TEST(rows("booking_made").empty());
  const auto mail = mails();
  BOOST_TEST(mail.find("Subject: Person " + couple.student + " and you have sessions every week") !=
             mail.npos);
  BOOST_TEST(mail.find("2026-11-30, 11:00 (America/New_York), 45 minutes.") != mail.npos);
}

BOOST_AUTO_TEST_CASE(a_series_told, *description("S3-02: of a series that does not stand any more, "
                                                 "or to nobody, there is no mail")) {
  const auto made = post(couple.tutor, "/api/bookings/series",
                         R"({"studentId":")" + couple.student +
                             R"(","timeZone":"Europe/Berlin","day":1,"at":"17:00","minutes":45,)"
                             R"("from":"2026-11-24","count":3})");
  post(couple.student, "/api/bookings/series/" + made.text("id") + "/accept");
  const std::string again =
      "UPDATE outbox SET decision = 'waiting', attempts = 0 WHERE channel = 'email'";
  sql().execute("UPDATE booking_series SET state = 'declined' WHERE id = " + made.text("id"));
  run_clock("08:00");
  BOOST_TEST(rows("series_made") == "email tutor dropped overtaken 08:00,sms tutor waiting 08:00");
  sql().execute("UPDATE booking_series SET state = 'accepted' WHERE id = " + made.text("id"));
  sql().execute("UPDATE people SET email = NULL WHERE id = '" + couple.tutor + "'");
  sql().execute(again);
  run_clock("08:00");
  BOOST_TEST(rows("series_made") == "email tutor dropped nobody 08:00,sms tutor waiting 08:00");
  BOOST_TEST(mails().empty());
}

BOOST_AUTO_TEST_CASE(reminders, *description("S3-07, S3-08: fifteen minutes before, both, once")) {
  const auto id = settled(couple);
  const std::string waiting =
      "app tutor waiting 11:45,sms tutor waiting 11:45,app student waiting 11:45,"
      "sms student waiting 11:45";
  BOOST_TEST(rows("booking_reminder") == waiting);
  run_clock("11:44:59");
  BOOST_TEST(rows("booking_reminder") == waiting);
  sql().execute("UPDATE people SET live_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id = '" +
                couple.student + "'");
  run_clock("11:45", 3);
  BOOST_TEST(rows("booking_reminder") ==
             "app tutor dropped away 11:45,sms tutor waiting 11:45,app student sent 11:45,"
             "sms student waiting 11:45");
  now = "11:50";
  post(couple.tutor, "/api/bookings/" + id + "/proposals",
       R"({"startsAt":")" + monday("12:30") + R"(","reason":"The bus is late"})");
  run_clock("11:50");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outbox WHERE event = 'booking_reminder'") == 4);
  BOOST_TEST(sql().number("SELECT MAX(attempts) FROM outbox WHERE channel = 'app'") == 1);
}

BOOST_AUTO_TEST_CASE(no_reminders, *description("S3-07: none after a cancellation or for a time "
                                                "that does not hold any more")) {
  const auto gone = settled(couple);
  act(couple.tutor, gone, "cancel");
  BOOST_TEST(rows("booking_reminder") ==
             "app tutor dropped replaced 11:45,sms tutor dropped replaced 11:45,"
             "app student dropped replaced 11:45,sms student dropped replaced 11:45");
  sql().execute("DELETE FROM outbox");
  const auto moved = settled(couple);
  tell("rescheduled", moved, 2, R"(,"startsAt":")" + monday("16:00") + "\"");
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', decision, TIME_FORMAT(not_before, '%H:%i')) FROM"
                        " outbox WHERE channel = 'app' ORDER BY id") ==
             "dropped 11:45,dropped 11:45,waiting 15:45,waiting 15:45");
  // As when the worker had it already while the booking was moved.
  sql().execute("UPDATE outbox SET decision = 'waiting' WHERE reason = 'replaced'");
  run_clock("11:45");
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', decision, reason) FROM outbox WHERE channel = 'app'"
                        " ORDER BY id") == "dropped overtaken,dropped overtaken,waiting ,waiting ");
}

BOOST_AUTO_TEST_CASE(a_worker_dies, *description("S3-07: killed at any point, nothing is lost")) {
  settled(couple);
  sql().execute(
      "UPDATE outbox SET attempts = 1, lease_until = '2026-11-23 11:50'"
      " WHERE channel = 'app'");
  run_clock("11:49:59");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outbox WHERE channel = 'app'"
                          " AND decision = 'waiting'") == 2);
  run_clock("11:50");
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', decision, reason, attempts) FROM outbox"
                        " WHERE channel = 'app'") == "dropped away 2,dropped away 2");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
