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

  // The mails in the folder, one text, soft line breaks taken out.
  static std::string mails() {
    std::ostringstream all;
    for (const auto& entry : fs::directory_iterator(mail_folder())) {
      all << std::ifstream(entry.path(), std::ios::binary).rdbuf();
    }
    auto text = all.str();
    for (auto at = text.find("=\r\n"); at != text.npos; at = text.find("=\r\n", at)) {
      text.erase(at, 3);
    }
    return text;
  }
  // What scheduled makes of what has happened: the mails of it, which are taken away.
  std::string take_mails() {
    run_clock(now);
    const auto text = mails();
    for (const auto& entry : fs::directory_iterator(mail_folder())) fs::remove(entry.path());
    return text;
  }
  // Has an address, a language and a zone.
  static void reach(const std::string& person, const std::string& name, const std::string& locale,
                    const std::string& zone) {
    sql().execute("UPDATE people SET email = NULL WHERE email = '" + name + "@mails.example'");
    sql().execute("UPDATE people SET email = '" + name + "@mails.example', locale = '" + locale +
                  "', time_zone = '" + zone + "' WHERE id = '" + person + "'");
  }
  // What waits or went of all events but reminders: "email tutor confirmed sent", a line each.
  std::string news() const {
    return sql().list(
        "SELECT CONCAT_WS(' ', channel, IF(recipient_id = '" + couple.tutor +
        "', 'tutor', 'student'), SUBSTRING(event, 9), decision, NULLIF(reason, '')) FROM outbox"
        " WHERE event LIKE 'booking_%' AND event <> 'booking_reminder' ORDER BY id");
  }
  static void open_page(const std::string& person) {
    sql().execute("UPDATE people SET live_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id = '" +
                  person + "'");
  }
  std::string propose(const std::string& person, const std::string& id, const std::string& clock) {
    return post(person, "/api/bookings/" + id + "/proposals",
                R"({"startsAt":")" + monday(clock) + R"(","reason":"The bus is late"})")
        .verdict();
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

bool has(const std::string& text, const std::string& part) { return text.find(part) != text.npos; }

BOOST_AUTO_TEST_CASE(confirmed_and_called_off,
                     *description("S3-21: who is offline learns of it by mail and text message, in "
                                  "their language and on their clocks")) {
  reach(couple.student, "student", "de", "Europe/Berlin");
  const auto id = book(couple.student, couple.tutor, "12:00").text("id");
  tell("paid", id, 1);
  act(couple.tutor, id, "confirm");
  take_mails();
  BOOST_TEST(news() ==
             "email tutor requested dropped overtaken,sms tutor requested waiting,"
             "email student confirmed sent,sms student confirmed waiting");
  sql().execute("DELETE FROM outbox");
  act(couple.tutor, id, "cancel", R"({"reason":"My own private reason"})");
  const auto mail = take_mails();
  BOOST_TEST(news() == "email student cancelled sent,sms student cancelled waiting");
  BOOST_TEST(has(mail, "<student@mails.example>"));
  BOOST_TEST(has(mail, "Content-Language: de"));
  BOOST_TEST(has(mail, "diese Stunde mit Person " + couple.tutor + " bei Lernort ist abgesagt"));
  BOOST_TEST(has(mail, "2026-11-23, 13:00 (Europe/Berlin), 60 Minuten."));
  BOOST_TEST(!has(mail, "private reason"));
  BOOST_TEST(take_mails().empty());
}

BOOST_AUTO_TEST_CASE(by_the_student, *description("S3-21: the tutor is told, in English")) {
  const auto id = settled(couple);
  sql().execute("DELETE FROM outbox");
  act(couple.student, id, "cancel");
  const auto mail = take_mails();
  BOOST_TEST(news() == "email tutor cancelled sent,sms tutor cancelled waiting");
  BOOST_TEST(has(mail, "Subject: Your session with Person " + couple.student + " on 2026-11-23"));
  BOOST_TEST(has(mail, "was cancelled and does not"));
  BOOST_TEST(has(mail, "2026-11-23, 07:00 (America/New_York), 60 minutes."));
}

BOOST_AUTO_TEST_CASE(by_nobody_here, *description("S3-21: by the clock and by the booking system "
                                                  "both are told")) {
  reach(couple.student, "student", "en", "Asia/Tokyo");
  const auto asked = book(couple.student, couple.tutor, "12:00").text("id");
  tell("paid", asked, 1);
  sql().execute("DELETE FROM outbox");
  now = "12:01";
  auto mail = take_mails();
  BOOST_TEST(news() ==
             "email tutor expired sent,sms tutor expired waiting,"
             "email student expired sent,sms student expired waiting");
  BOOST_TEST(has(mail, "was not settled in time"));
  now = "12:02";
  const auto made = settled(couple, "16:00");
  take_mails();
  sql().execute("DELETE FROM outbox");
  tell("rescheduled", made, 2, R"(,"startsAt":")" + monday("18:00") + "\"");
  mail = take_mails();
  BOOST_TEST(news() ==
             "email tutor moved sent,sms tutor moved waiting,"
             "email student moved sent,sms student moved waiting");
  BOOST_TEST(has(mail, "2026-11-23, 13:00 (America/New_York)"));
  BOOST_TEST(has(mail, "2026-11-24, 03:00 (Asia/Tokyo)"));
  sql().execute("DELETE FROM outbox");
  tell("cancelled", made, 3);
  mail = take_mails();
  BOOST_TEST(news() ==
             "email tutor cancelled sent,sms tutor cancelled waiting,"
             "email student cancelled sent,sms student cancelled waiting");
}

BOOST_AUTO_TEST_CASE(another_time, *description("S3-21: a proposal and the answer to it")) {
  reach(couple.student, "student", "de", "Europe/Berlin");
  const auto id = settled(couple);
  take_mails();
  sql().execute("DELETE FROM outbox");
  BOOST_TEST(propose(couple.tutor, id, "15:00") == "201");
  auto mail = take_mails();
  BOOST_TEST(has(mail, "2026-11-23, 16:00 (Europe/Berlin), 60 Minuten."));
  BOOST_TEST(has(mail, "Bis jetzt ist sie am 2026-11-23 um 13:00, und dabei bleibt es"));
  BOOST_TEST(!has(mail, "bus is late"));
  act(couple.student, id, "proposals/1/decline");
  mail = take_mails();
  BOOST_TEST(has(mail, "<tutor@mails.example>"));
  BOOST_TEST(has(mail, "2026-11-23, 10:00 (America/New_York)."));
  BOOST_TEST(has(mail, "2026-11-23, 07:00 (America/New_York), 60 minutes."));
  BOOST_TEST(propose(couple.student, id, "14:00") == "201");
  act(couple.tutor, id, "proposals/2/accept");
  mail = take_mails();
  BOOST_TEST(has(mail, "deine Stunde mit Person " + couple.tutor + " bei Lernort hat jetzt eine"));
  BOOST_TEST(has(mail, "2026-11-23, 15:00 (Europe/Berlin), 60 Minuten."));
  BOOST_TEST(news() ==
             "email student proposed sent,sms student proposed waiting,"
             "email tutor proposal_declined sent,sms tutor proposal_declined waiting,"
             "email tutor proposed dropped overtaken,sms tutor proposed waiting,"
             "email student moved sent,sms student moved waiting");
}

BOOST_AUTO_TEST_CASE(out_of_date,
                     *description("S3-21: what has gone on since is not told any more")) {
  reach(couple.student, "student", "en", "UTC");
  const auto id = settled(couple);
  propose(couple.tutor, id, "15:00");
  propose(couple.tutor, id, "16:00");
  act(couple.student, id, "proposals/2/accept");
  act(couple.tutor, id, "cancel");
  const auto other = book(couple.student, couple.tutor, "20:00").text("id");
  tell("paid", other, 1);
  act(couple.tutor, other, "decline");
  BOOST_TEST(has(take_mails(), "was declined and does not take place"));
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', SUBSTRING(event, 9), decision, reason) FROM outbox"
                        " WHERE channel = 'email' ORDER BY id") ==
             "requested dropped overtaken,confirmed dropped overtaken,proposed dropped overtaken,"
             "proposed dropped overtaken,moved dropped overtaken,cancelled sent ,"
             "requested dropped overtaken,declined sent ");
}

BOOST_AUTO_TEST_CASE(by_support, *description("S3-26: the student is told of what others have "
                                              "booked, and both of what support has cancelled")) {
  reach(couple.student, "student", "de", "Europe/Berlin");
  const auto support = new_person("support");
  const auto id =
      book(support, couple.tutor, "12:00", 60, R"(,"studentId":")" + couple.student + "\"")
          .text("id");
  const auto mail = take_mails();
  BOOST_TEST(news() == "email student placed sent,sms student placed waiting");
  BOOST_TEST(has(mail, "eine Stunde mit Person " + couple.tutor + " gebucht:"));
  sql().execute("DELETE FROM outbox");
  act(support, id, "cancel");
  take_mails();
  BOOST_TEST(news() == "email student cancelled sent,sms student cancelled waiting");
}

BOOST_AUTO_TEST_CASE(not_wanted, *description("S0-33: mails of bookings where the site lets people "
                                              "choose, and where it forces them")) {
  reach(couple.student, "student", "de", "Europe/Berlin");
  const auto id = settled(couple);
  sql().execute("DELETE FROM outbox");
  sql().execute("REPLACE INTO settings (person_id, booking_email) VALUES ('" + couple.student +
                "', 0)");
  act(couple.tutor, id, "cancel");
  run_worker_told(monday(now), "policy: {notifications: {booking: {email: on}}}");
  BOOST_TEST(news() == "email student cancelled dropped not_wanted,sms student cancelled waiting");
  BOOST_TEST(mails().empty());
  sql().execute("UPDATE outbox SET decision = 'waiting', attempts = 0 WHERE channel = 'email'");
  BOOST_TEST(has(take_mails(), "<student@mails.example>"));
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
  const std::string by_sms = ",sms student waiting 08:00";
  BOOST_TEST(rows("series_made") ==
             "email tutor waiting 08:00,sms tutor waiting 08:00,"
             "email student waiting 08:00" +
                 by_sms);
  run_clock("08:00", 3);
  BOOST_TEST(rows("series_made") ==
             "email tutor sent 08:00,sms tutor waiting 08:00,"
             "email student dropped nobody 08:00" +
                 by_sms);
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
  BOOST_TEST(rows("series_made") ==
             "email tutor dropped overtaken 08:00,sms tutor waiting 08:00,"
             "email student dropped overtaken 08:00,sms student waiting 08:00");
  sql().execute("UPDATE booking_series SET state = 'accepted' WHERE id = " + made.text("id"));
  sql().execute("UPDATE people SET email = NULL WHERE id = '" + couple.tutor + "'");
  sql().execute(again);
  run_clock("08:00");
  BOOST_TEST(rows("series_made") ==
             "email tutor dropped nobody 08:00,sms tutor waiting 08:00,"
             "email student dropped nobody 08:00,sms student waiting 08:00");
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
  open_page(couple.student);
  run_clock("11:45", 3);
  BOOST_TEST(rows("booking_reminder") ==
             "app tutor waiting 11:45,sms tutor waiting 11:45,app student sent 11:45,"
             "sms student waiting 11:45");
  now = "11:50";
  post(couple.tutor, "/api/bookings/" + id + "/proposals",
       R"({"startsAt":")" + monday("12:30") + R"(","reason":"The bus is late"})");
  run_clock("11:50");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outbox WHERE event = 'booking_reminder'") == 4);
  BOOST_TEST(sql().number("SELECT MAX(attempts) FROM outbox WHERE channel = 'app'") == 1);
}

BOOST_AUTO_TEST_CASE(a_page_is_opened_late,
                     *description("S3-07: who comes to a page before the start is reminded then; "
                                  "for who stays away nothing is done meanwhile")) {
  settled(couple);
  const auto shown = [] {
    return sql().list(
        "SELECT CONCAT_WS(' ', decision, reason, attempts) FROM outbox"
        " WHERE channel = 'app' ORDER BY id");
  };
  run_clock("11:45");
  run_clock("11:48");
  BOOST_TEST(shown() == "waiting  0,waiting  0");
  open_page(couple.tutor);
  run_clock("11:48", 3);
  BOOST_TEST(shown() == "sent  1,waiting  0");
  run_clock("11:59:59.999", 2);
  BOOST_TEST(shown() == "sent  1,waiting  0");
  run_clock("12:00");
  BOOST_TEST(shown() == "sent  1,dropped away 1");
  open_page(couple.student);
  run_clock("12:00:01");
  BOOST_TEST(shown() == "sent  1,dropped away 1");
}

BOOST_AUTO_TEST_CASE(too_late,
                     *description("S3-07: nobody is reminded of what has begun, also where "
                                  "no worker ran")) {
  settled(couple);
  run_clock("12:00:01");
  BOOST_TEST(
      sql().list("SELECT CONCAT_WS(' ', decision, reason) FROM outbox WHERE channel = 'app'") ==
      "dropped away,dropped away");
  sql().execute("UPDATE outbox SET decision = 'waiting', attempts = 0 WHERE channel = 'app'");
  open_page(couple.tutor);
  run_clock("12:00:01");
  BOOST_TEST(
      sql().list("SELECT CONCAT_WS(' ', decision, reason) FROM outbox WHERE channel = 'app'") ==
      "dropped away,dropped away");
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
  open_page(couple.tutor);
  open_page(couple.student);
  // As when the worker had it already while the booking was moved.
  sql().execute("UPDATE outbox SET decision = 'waiting' WHERE reason = 'replaced'");
  run_clock("11:45");
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', decision, reason) FROM outbox WHERE channel = 'app'"
                        " ORDER BY id") == "dropped overtaken,dropped overtaken,waiting ,waiting ");
}

BOOST_AUTO_TEST_CASE(a_worker_dies, *description("S3-07: killed at any point, nothing is lost")) {
  settled(couple);
  open_page(couple.tutor);
  open_page(couple.student);
  sql().execute(
      "UPDATE outbox SET attempts = 1, lease_until = '2026-11-23 11:50'"
      " WHERE channel = 'app'");
  run_clock("11:49:59");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM outbox WHERE channel = 'app'"
                          " AND decision = 'waiting'") == 2);
  run_clock("11:50");
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', decision, reason, attempts) FROM outbox"
                        " WHERE channel = 'app'") == "sent  2,sent  2");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
