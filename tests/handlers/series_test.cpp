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

struct Series : BookingHouse {
  explicit Series(const std::string& protocol) : BookingHouse(protocol) {}

  // Mondays at 17:00 in Berlin, from the week after that Monday on; `more` begins with a comma.
  static std::string plan(const std::string& more, int count = 3) {
    return R"("timeZone":"Europe/Berlin","day":1,"at":"17:00","minutes":60,"from":"2026-11-24",)"
           R"("count":)" +
           std::to_string(count) + more + "}";
  }
  Answer propose(int count = 3, const std::string& more = {}) {
    return post(couple.tutor, "/api/bookings/series",
                R"({"studentId":")" + couple.student + "\"," + plan(more, count));
  }
  std::string answer(const std::string& person, const std::string& id, const std::string& what,
                     const std::string& body = {}) {
    const auto said = post(person, "/api/bookings/series/" + id + "/" + what, body);
    return said.status >= 400 ? said.verdict() : said.verdict() + " " + said.text("state");
  }
  // "free taken" of all lessons.
  static std::string verdicts(const Answer& series) {
    std::string line;
    for (const auto& each : series.at("occurrences").as_array()) {
      line += (line.empty() ? "" : " ") + std::string(each.at("verdict").as_string());
    }
    return line;
  }
  std::string booked(const std::string& id) const {
    return sql(site).list(
        "SELECT CONCAT_WS(' ', state, starts_at) FROM bookings WHERE series_id = " + id +
        " ORDER BY starts_at");
  }

  Couple couple = new_bookable_couple();
};

BOOST_AUTO_TEST_SUITE(series)

BOOST_TEST_DECORATOR(*description("S0-20, S0-21: proposed, a card, accepted by the other alone"))
BOOST_DATA_TEST_CASE(accepted, protocols, protocol) {
  Series house(protocol);
  const auto& [tutor, student] = house.couple;
  const auto made = house.propose(3, R"(,"clientId":"c1")");
  BOOST_TEST(made.verdict() == "201");
  BOOST_TEST(house.verdicts(made) == "free free free");
  BOOST_TEST(made.text("occurrences.0.startsAt") == "2026-11-30T16:00:00.000Z");
  BOOST_TEST(made.text("proposedBy") == "tutor");
  BOOST_TEST(made.at("actions").as_array().empty());
  const auto again = house.propose(3, R"(,"clientId":"c1")");
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(again.body == made.body);
  BOOST_TEST(house.propose(4, R"(,"clientId":"c1")").verdict() == "422 client_id_reused");
  const auto id = made.text("id");
  const auto thread = house.get(student, "/api/inbox").text("items.0.id");
  const auto card = [&](const std::string& person) {
    return json::serialize(
        house.get(person, "/api/inbox/threads/" + thread + "/messages").at("items.0.card"));
  };
  BOOST_TEST(card(student) ==
             R"({"type":"schedule","id":")" + id +
                 R"(","state":"proposed","title":"Wöchentliche Stunden","lines":)"
                 R"j(["montags, 17:00 (Europe/Berlin)","60 Minuten","3-mal, ab 2026-11-24"],)j"
                 R"("startsAt":"2026-11-30T16:00:00.000Z","minutes":60,)"
                 R"("actions":["accept","decline"]})");
  BOOST_TEST(house.answer(tutor, id, "accept") == "403 not_your_action");
  BOOST_TEST(house.answer(new_person(), id, "accept") == "404 not_found");
  BOOST_TEST(house.booked(id).empty());
  BOOST_TEST(house.answer(student, id, "accept") == "200 accepted");
  BOOST_TEST(house.answer(student, id, "accept") == "200 accepted");
  BOOST_TEST(house.answer(student, id, "decline") == "409 wrong_state");
  BOOST_TEST(house.booked(id) ==
             "awaiting_payment 2026-11-30 16:00:00.000,awaiting_payment 2026-12-07 16:00:00.000,"
             "awaiting_payment 2026-12-14 16:00:00.000");
  BOOST_TEST(card(student).find(R"("state":"accepted")") != std::string::npos);
  BOOST_TEST(house.get(student, "/api/bookings?limit=1").text("items.0.seriesId") == id);
  BOOST_TEST(house.get(student, "/api/inbox/threads/" + thread + "/messages")
                 .at("items")
                 .as_array()
                 .size() == 1);
  BOOST_TEST(house.get(student, "/api/bookings/series/" + id).at("occurrences").as_array().empty());
}

BOOST_TEST_DECORATOR(*description("S0-20: all or none, or those that are chosen"))
BOOST_DATA_TEST_CASE(choices, fastcgi, protocol) {
  Series house(protocol);
  const auto& [tutor, student] = house.couple;
  house.post(new_person(), "/api/bookings",
             R"({"tutorId":")" + tutor + R"(","startsAt":"2026-12-07T16:30:00Z","minutes":60})");
  sql().execute(
      "UPDATE bookings SET state = 'confirmed', decided = 'confirmed',"
      " due_at = '2027-01-01' WHERE tutor_id = '" +
      tutor + "'");
  const auto id = house.propose().text("id");
  const auto seen = house.get(student, "/api/bookings/series/" + id);
  BOOST_TEST(house.verdicts(seen) == "free taken free");
  BOOST_TEST(seen.text("occurrences.1.alternative") == "2026-12-07T15:30:00.000Z");
  BOOST_TEST(seen.at("occurrences.0.alternative").is_null());
  BOOST_TEST(house.answer(student, id, "accept") == "409 slot_taken");
  BOOST_TEST(house.answer(student, id, "accept", R"({"startsAt":["2026-12-07T16:00:00Z"]})") ==
             "409 slot_taken");
  BOOST_TEST(house.answer(student, id, "accept", R"({"startsAt":["2026-12-08T16:00:00Z"]})") ==
             "404 not_found");
  BOOST_TEST(house.answer(student, id, "accept", R"({"startsAt":[],"x":1})") ==
             "400 bad_input startsAt:too_short x:unknown_field");
  BOOST_TEST(house.booked(id).empty());
  BOOST_TEST(house.answer(student, id, "accept",
                          R"({"startsAt":["2026-11-30T16:00:00Z","2026-12-07T15:30:00Z"]})") ==
             "200 accepted");
  BOOST_TEST(house.booked(id) ==
             "awaiting_payment 2026-11-30 16:00:00.000,awaiting_payment 2026-12-07 15:30:00.000");
}

BOOST_TEST_DECORATOR(*description("S0-20: by the student to the tutor; declined"))
BOOST_DATA_TEST_CASE(declined, fastcgi, protocol) {
  Series house(protocol);
  const auto& [tutor, student] = house.couple;
  const auto made = house.post(student, "/api/bookings/series",
                               R"({"tutorId":")" + tutor + "\"," + Series::plan(""));
  BOOST_TEST(made.verdict() == "201");
  const auto id = made.text("id");
  BOOST_TEST(house.answer(student, id, "decline") == "403 not_your_action");
  BOOST_TEST(house.answer(tutor, id, "decline") == "200 declined");
  BOOST_TEST(house.answer(tutor, id, "decline") == "200 declined");
  BOOST_TEST(house.answer(tutor, id, "accept") == "409 wrong_state");
  BOOST_TEST(house.booked(id).empty());
}

BOOST_TEST_DECORATOR(*description("S0-20, contract 3: refused"))
BOOST_DATA_TEST_CASE(refused, fastcgi, protocol) {
  Series house(protocol);
  const auto& [tutor, student] = house.couple;
  const auto verdict = [&](const std::string& person, const std::string& body) {
    return house.post(person, "/api/bookings/series", body).verdict();
  };
  BOOST_TEST(verdict(tutor, "{}") ==
             "400 bad_input tutorId:required timeZone:required day:required at:required "
             "minutes:required count:required");
  BOOST_TEST(verdict(tutor, R"({"studentId":")" + student +
                                R"(","timeZone":"Europe/Nowhere","day":8,"at":"24:00",)"
                                R"("minutes":60,"count":53})") ==
             "400 bad_input timeZone:malformed day:out_of_range at:out_of_range "
             "count:out_of_range");
  BOOST_TEST(verdict(tutor, R"({"studentId":"nobody",)" + Series::plan("")) ==
             "403 tutor_not_offered");
  BOOST_TEST(verdict(student, R"({"tutorId":")" + new_person() + "\"," + Series::plan("")) ==
             "403 tutor_not_offered");
  BOOST_TEST(verdict(tutor, R"({"studentId":")" + student +
                                R"(","timeZone":"UTC","day":1,"at":"17:00","minutes":14,)"
                                R"("count":2})") == "422 bad_length");
  const auto id = house.propose().text("id");
  sql().execute("UPDATE relationships SET high_blocks = 1, low_blocks = 1 WHERE '" + tutor +
                "' IN (low_id, high_id)");
  BOOST_TEST(house.propose().verdict() == "403 communication_blocked");
  BOOST_TEST(house.answer(student, id, "accept") == "403 communication_blocked");
}

BOOST_TEST_DECORATOR(*description("contract 5: the booking system proposes"))
BOOST_DATA_TEST_CASE(told, fastcgi, protocol) {
  Series house(protocol);
  const auto& [tutor, student] = house.couple;
  const auto tell = [&](const std::string& zone) {
    auto call = signed_call(
        "POST", "/api/webhooks/bookings",
        R"([{"type":"schedule.proposed","timestamp":"2026-11-23T08:00:00Z","data":{"externalId":"s-)" +
            tutor + R"(","tutorId":")" + tutor + R"(","studentId":")" + student +
            R"(","timeZone":")" + zone +
            R"(","day":3,"at":"16:30","from":"2026-12-01","minutes":45,"count":10}}])");
    return house.house.ask(call).text("results.0.status");
  };
  BOOST_TEST(tell("Europe/Nowhere") == "failed");
  BOOST_TEST(tell("Europe/Berlin") == "applied");
  BOOST_TEST(tell("Europe/Berlin") == "ignored");
  const auto thread = house.get(student, "/api/inbox").text("items.0.id");
  const auto page = house.get(student, "/api/inbox/threads/" + thread + "/messages");
  BOOST_TEST(page.text("items.0.card.type") == "schedule");
  const auto id = page.text("items.0.card.id");
  BOOST_TEST(house.get(tutor, "/api/bookings/series/" + id).text("externalId") == "s-" + tutor);
  BOOST_TEST(house.answer(student, id, "accept") == "200 accepted");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
