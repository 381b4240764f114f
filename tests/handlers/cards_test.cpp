#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "handlers/signed_call.h"

namespace chalkline::handlers::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"cgi", "fastcgi"});
// The rest is the same by either, and a process for each request takes its time.
const auto fastcgi = boost::unit_test::data::make({"fastcgi"});

struct Cards : BookingHouse {
  explicit Cards(const std::string& protocol) : BookingHouse(protocol) {}

  // The newest message in a person's only thread.
  json::value newest(const std::string& person) {
    const auto thread = get(person, "/api/inbox").text("items.0.id");
    const auto page = get(person, "/api/inbox/threads/" + thread + "/messages");
    return page.at("items").as_array().back();
  }
  json::value card(const std::string& person) { return newest(person).at("card"); }
  std::string actions(const std::string& person) {
    return json::serialize(card(person).at("actions"));
  }
  std::string state(const std::string& person) {
    return std::string(card(person).at("state").as_string());
  }

  Couple couple = new_bookable_couple();
};

BOOST_AUTO_TEST_SUITE(cards)

BOOST_TEST_DECORATOR(*description("S0-04, S0-18: a booking begins the conversation, with its card"))
BOOST_DATA_TEST_CASE(booking, protocols, protocol) {
  Cards house(protocol);
  const auto& [tutor, student] = house.couple;
  sql().execute("UPDATE people SET time_zone = 'America/New_York', locale = 'en-GB' WHERE id = '" +
                tutor + "'");
  const auto id = house.book(student, tutor, "12:00", 60, R"(,"subject":"Maths")").text("id");
  const auto inbox = house.get(tutor, "/api/inbox");
  BOOST_TEST(inbox.text("items.0.with.id") == student);
  BOOST_TEST(inbox.text("items.0.lastMessage.kind") == "card");
  BOOST_TEST(inbox.number("items.0.unread") == 1);
  BOOST_TEST(house.get(student, "/api/inbox").number("items.0.unread") == 0);
  const auto message = house.newest(tutor);
  BOOST_TEST(message.at("kind").as_string() == "card");
  BOOST_TEST(message.at("senderId").as_string() == student);
  BOOST_TEST(message.at("notice").is_null());
  BOOST_TEST(message.at("body").as_string() ==
             "Session booked: 2026-11-23, 12:00 (UTC), 60 minutes");
  BOOST_TEST(json::serialize(message.at("card")) ==
             R"({"type":"booking","id":")" + id +
                 R"(","state":"awaiting_payment","title":"Booking request","lines":)"
                 R"j(["2026-11-23, 07:00 (America/New_York)","60 minutes","Maths"],)j"
                 R"("startsAt":"2026-11-23T12:00:00.000Z","minutes":60,"actions":["cancel"]})");
  BOOST_TEST(json::serialize(house.card(student).at("lines")) ==
             R"j(["2026-11-23, 12:00 (UTC)","60 Minuten","Maths"])j");
  BOOST_TEST(house.card(student).at("title").as_string() == "Buchungsanfrage");
}

BOOST_TEST_DECORATOR(*description("S0-18, S0-21: present state, the entitled alone, twice is once"))
BOOST_DATA_TEST_CASE(actions, fastcgi, protocol) {
  Cards house(protocol);
  const auto& [tutor, student] = house.couple;
  const auto id = house.book(student, tutor, "12:00").text("id");
  house.tell("paid", id, 1);
  BOOST_TEST(house.state(tutor) == "requested");
  BOOST_TEST(house.actions(tutor) == R"(["confirm","decline","cancel","propose"])");
  BOOST_TEST(house.actions(student) == R"(["cancel","propose"])");
  BOOST_TEST(house.act(student, id, "confirm") == "403 not_your_action");
  BOOST_TEST(house.act(tutor, id, "confirm") == "200 confirmed");
  BOOST_TEST(house.act(tutor, id, "confirm") == "200 confirmed");
  BOOST_TEST(house.state(student) == "confirmed");
  BOOST_TEST(house.card(student).at("title").as_string() == "Gebuchte Stunde");
  house.now = "11:58";
  BOOST_TEST(house.actions(student) == R"(["cancel","enter","propose"])");
  house.now = "12:15:01";
  BOOST_TEST(house.state(student) == "missed_by_both");
  BOOST_TEST(house.actions(student) == "[]");
  BOOST_TEST(house.get(tutor, "/api/inbox").at("items").as_array().size() == 1);
  BOOST_TEST(house.newest(tutor).at("seq").as_int64() == 1);
}

BOOST_TEST_DECORATOR(*description("S0-07: into the conversation that is there; S0-22: no message"))
BOOST_DATA_TEST_CASE(known_thread, fastcgi, protocol) {
  Cards house(protocol);
  const auto& [tutor, student] = house.couple;
  house.house.send(student, tutor, "Hello");
  house.book(student, tutor, "12:00");
  const auto thread = house.get(student, "/api/inbox").text("items.0.id");
  BOOST_TEST(house.newest(student).at("seq").as_int64() == 2);
  BOOST_TEST(house.get(student, "/api/inbox").number("items.0.can.remaining") == 10);
  const auto feed = house.get(tutor, "/api/inbox/threads/" + thread + "/feed");
  BOOST_TEST(feed.text("items.1.message.card.type") == "booking");
  const auto found = house.get(tutor, "/api/inbox/search?q=booked");
  BOOST_TEST(found.at("items").is_array());
  BOOST_TEST(
      house.house.patch(student, "/api/send/" + thread + "/2", R"({"message":"x"})").verdict() ==
      "403 not_your_message");
}

BOOST_TEST_DECORATOR(*description("S0-19: a package purchase, once, by whatever event"))
BOOST_DATA_TEST_CASE(package, fastcgi, protocol) {
  Cards house(protocol);
  const auto& [tutor, student] = house.couple;
  const auto told = [&](int version, const std::string& id = "p-") {
    return house.house
        .ask(signed_call("POST", "/api/webhooks/platform",
                         R"({"type":"package.purchased","timestamp":"2026-11-20T09:00:00Z","data":)"
                         R"({"id":")" +
                             id + tutor + R"(","tutorId":")" + tutor + R"(","studentId":")" +
                             student +
                             R"(","title":"Ten hours","lessons":10,"minutes":60,"amount":25000,)"
                             R"("currency":"EUR","at":"2026-11-20T09:00:00Z","version":)" +
                             std::to_string(version) + "}}"))
        .text("results.0.status");
  };
  BOOST_TEST(told(1) == "applied");
  BOOST_TEST(told(2) == "applied");
  BOOST_TEST(told(1) == "ignored");
  const auto message = house.newest(tutor);
  BOOST_TEST(message.at("seq").as_int64() == 1);
  BOOST_TEST(message.at("body").as_string() == "Package purchased: Ten hours");
  BOOST_TEST(json::serialize(message.at("card")) ==
             R"({"type":"package","id":"p-)" + tutor +
                 R"(","state":"paid","title":"Ten hours","lines":["10 Stunden",)"
                 R"("60 Minuten je Stunde"],"startsAt":null,"minutes":null,"actions":[]})");
}

// It is told as an order, which knows of no lessons.
BOOST_TEST_DECORATOR(*description("S0-21: a package that is paid back keeps its card"))
BOOST_DATA_TEST_CASE(refunded_package, fastcgi, protocol) {
  Cards house(protocol);
  const auto& [tutor, student] = house.couple;
  const auto tell = [&](const std::string& type, int version, const std::string& more) {
    return house.house
        .ask(signed_call("POST", "/api/webhooks/platform",
                         R"({"type":")" + type + R"(","timestamp":"2026-11-20T09:00:00Z","data":)" +
                             R"({"id":"r-)" + tutor + R"(","tutorId":")" + tutor +
                             R"(","studentId":")" + student +
                             R"(","title":"Ten hours","amount":25000,"currency":"EUR",)" +
                             R"("at":"2026-11-20T09:00:00Z","version":)" + std::to_string(version) +
                             more + "}}"))
        .text("results.0.status");
  };
  BOOST_TEST(tell("order.recorded", 1, R"(,"state":"open")") == "applied");
  BOOST_TEST(house.get(tutor, "/api/inbox").at("items").as_array().empty());
  BOOST_TEST(tell("package.purchased", 2, R"(,"lessons":10,"minutes":60)") == "applied");
  BOOST_TEST(house.state(student) == "paid");
  BOOST_TEST(tell("order.recorded", 3, R"(,"state":"refunded")") == "applied");
  BOOST_TEST(tell("order.recorded", 2, R"(,"state":"paid")") == "ignored");
  BOOST_TEST(house.state(student) == "refunded");
  BOOST_TEST(json::serialize(house.card(tutor).at("lines")) ==
             R"(["10 Stunden","60 Minuten je Stunde"])");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
