#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"cgi", "fastcgi"});
// The rest is the same by either, and a process for each request takes its time.
const auto fastcgi = boost::unit_test::data::make({"fastcgi"});

// Each line of a calendar that begins with one of the names, folded lines joined.
std::string lines(const std::string& calendar, const std::vector<std::string>& names) {
  std::string text = calendar;
  for (auto at = text.find("\r\n "); at != text.npos; at = text.find("\r\n ")) text.erase(at, 3);
  std::string found;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find("\r\n", at);
    const auto line = text.substr(at, end - at);
    for (const auto& name : names) {
      if (line.starts_with(name + ":")) found += (found.empty() ? "" : " ") + line;
    }
    at = end == text.npos ? text.size() : end + 2;
  }
  return found;
}

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_TEST_DECORATOR(*description("contract 3: one booking, stable uid, rising sequence, CANCEL"))
BOOST_DATA_TEST_CASE(event, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto id = house.book(couple.student, couple.tutor, "12:00").text("id");
  const auto target = "/api/bookings/" + id + ".ics";
  const auto said = [&](const std::string& person) {
    return lines(house.get(person, target).body,
                 {"METHOD", "UID", "SEQUENCE", "DTSTART", "STATUS"});
  };
  const auto uid = " UID:booking-" + id + "@marketplace SEQUENCE:";
  const std::string noon = " DTSTART:20261123T120000Z STATUS:";
  BOOST_TEST(said(couple.tutor) == "METHOD:PUBLISH" + uid + "0" + noon + "TENTATIVE");
  house.tell("paid", id, 1);
  house.act(couple.tutor, id, "confirm");
  BOOST_TEST(said(couple.student) == "METHOD:PUBLISH" + uid + "2" + noon + "CONFIRMED");
  house.tell("rescheduled", id, 2, R"(,"startsAt":")" + monday("16:30") + "\"");
  BOOST_TEST(said(couple.student) == "METHOD:PUBLISH" + uid +
                                         "3 DTSTART:20261123T163000Z"
                                         " STATUS:CONFIRMED");
  house.act(couple.student, id, "cancel");
  BOOST_TEST(said(couple.tutor) == "METHOD:CANCEL" + uid +
                                       "4 DTSTART:20261123T163000Z"
                                       " STATUS:CANCELLED");
  const auto answer = house.get(couple.student, target);
  BOOST_TEST(answer.header("Content-Type") == "text/calendar; charset=utf-8");
  BOOST_TEST(answer.header("Content-Disposition") ==
             "attachment; filename=\"booking-" + id + ".ics\"");
  BOOST_TEST(lines(answer.body, {"SUMMARY"}) == "SUMMARY:Stunde mit Person " + couple.tutor);
  BOOST_TEST(answer.body.find('@' + std::string("mails.example")) == std::string::npos);
  BOOST_TEST(house.get(new_person(), target).verdict() == "404 not_found");
  BOOST_TEST(house.get(couple.student, "/api/bookings/.ics").verdict() == "404 not_found");
}

// What nobody has stored yet counts as it will: the sequence never falls.
BOOST_TEST_DECORATOR(*description("contract 3: also where no worker has been there"))
BOOST_DATA_TEST_CASE(expired, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto id = house.book(couple.student, couple.tutor, "12:00").text("id");
  const auto said = [&] {
    return lines(house.get(couple.tutor, "/api/bookings/" + id + ".ics").body,
                 {"METHOD", "SEQUENCE"});
  };
  house.now = "08:10:01";
  BOOST_TEST(said() == "METHOD:CANCEL SEQUENCE:1");
  BOOST_TEST(house.act(couple.student, id, "cancel") == "409 wrong_state");
  house.book(couple.student, couple.tutor, "12:00");
  BOOST_TEST(sql().value("SELECT state FROM bookings WHERE id = " + id) == "expired");
  BOOST_TEST(said() == "METHOD:CANCEL SEQUENCE:1");
}

BOOST_TEST_DECORATOR(*description("contract 3: a feed by a secret that is renewed and revoked"))
BOOST_DATA_TEST_CASE(feed, protocols, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const std::string place = "/api/bookings/calendar";
  const auto state = [&] { return house.get(couple.tutor, place); };
  BOOST_TEST(!state().at("active").as_bool());
  BOOST_TEST(state().at("since").is_null());
  const auto made = house.post(couple.tutor, place);
  BOOST_TEST(made.verdict() == "201");
  const auto url = made.text("url");
  BOOST_TEST(state().text("since") == "2026-11-23T08:00:00.000Z");
  const auto one = house.book(couple.student, couple.tutor, "12:00").text("id");
  const auto other = house.book(couple.student, couple.tutor, "14:00").text("id");
  house.act(couple.student, other, "cancel");
  const auto answer = house.get("", url);
  BOOST_TEST(answer.verdict() == "200");
  BOOST_TEST(lines(answer.body, {"METHOD", "UID", "STATUS"}) ==
             "METHOD:PUBLISH UID:booking-" + one + "@marketplace STATUS:TENTATIVE UID:booking-" +
                 other + "@marketplace STATUS:CANCELLED");
  const auto renewed = house.post(couple.tutor, place).text("url");
  BOOST_TEST(renewed != url);
  BOOST_TEST(house.get("", url).verdict() == "404 not_found");
  BOOST_TEST(house.get("", renewed).verdict() == "200");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM calendar_feeds WHERE person_id = '" + couple.tutor +
                          "' AND token_hash = SHA2('" + renewed.substr(23, 43) + "', 256)") == 1);
  const auto remove = [&] {
    return house.house.ask({.method = "DELETE", .target = place, .person = couple.tutor}).verdict();
  };
  BOOST_TEST(remove() == "204");
  BOOST_TEST(remove() == "204");
  BOOST_TEST(house.get("", renewed).verdict() == "404 not_found");
  BOOST_TEST(house.get("", place).verdict() == "401 token_missing");
}

BOOST_TEST_DECORATOR(*description("contract 1: the same clientId is told the same address"))
BOOST_DATA_TEST_CASE(repeated, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto person = new_person();
  const std::string place = "/api/bookings/calendar";
  const auto made = house.post(person, place, R"({"clientId":"c1"})");
  BOOST_TEST(made.verdict() == "201");
  house.now = "08:01";
  const auto again = house.post(person, place, R"({"clientId":"c1"})");
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(again.body == made.body);
  BOOST_TEST(house.get("", made.text("url")).verdict() == "200");
  const auto by_header = house.house.ask({.method = "POST",
                                          .target = place,
                                          .person = person,
                                          .parameters = {{"HTTP_IDEMPOTENCY_KEY", "c1"}}});
  BOOST_TEST(by_header.verdict() == "200");
  BOOST_TEST(by_header.body == made.body);
  const auto other = house.post(new_person(), place, R"({"clientId":"c1"})");
  BOOST_TEST(other.text("url") != made.text("url"));
  const auto renewed = house.post(person, place, R"({"clientId":"c2"})");
  BOOST_TEST(renewed.verdict() == "201");
  BOOST_TEST(house.get("", made.text("url")).verdict() == "404 not_found");
  house.house.ask({.method = "DELETE", .target = place, .person = person});
  const auto anew = house.post(person, place, R"({"clientId":"c2"})");
  BOOST_TEST(anew.verdict() == "201");
  BOOST_TEST(anew.text("url") != renewed.text("url"));
  BOOST_TEST(house.post(person, place, R"({"clientId":"","x":1})").verdict() ==
             "400 bad_input clientId:empty x:unknown_field");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
