#include <algorithm>
#include <string>
#include <vector>

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

// The booking system's word for a couple's series, at an hour that differs by version.
struct ToldSeries : Series {
  explicit ToldSeries(const std::string& protocol) : Series(protocol) {}

  std::string tell(int version, const std::string& student_id) {
    auto call = signed_call(
        "POST", "/api/webhooks/bookings",
        R"([{"type":"schedule.proposed","timestamp":"2026-11-23T08:00:00Z","data":{"externalId":"v-)" +
            couple.tutor + R"(","tutorId":")" + couple.tutor + R"(","studentId":")" + student_id +
            R"(","timeZone":"UTC","day":3,"at":"1)" + std::to_string(version) +
            R"(:00","from":"2026-12-01","minutes":45,"count":2,"version":)" +
            std::to_string(version) + "}}]");
    call.parameters["HTTP_CHALKLINE_NOW"] = monday(now);
    return house.ask(call).text("results.0.status");
  }
  std::string tell(int version) { return tell(version, couple.student); }
  json::value card() {
    const auto thread = get(couple.student, "/api/inbox").text("items.0.id");
    const auto page = get(couple.student, "/api/inbox/threads/" + thread + "/messages");
    BOOST_TEST(page.at("items").as_array().size() == 1);
    return page.at("items.0.card");
  }
  // "12:00 proposed": what the card shows, and what the series is.
  std::string shown() {
    const auto seen = card();
    const auto start = std::string(seen.at("startsAt").as_string());
    const auto series = get(couple.tutor, "/api/bookings/series/" + id());
    BOOST_TEST(series.text("at") == start.substr(11, 5));
    return start.substr(11, 5) + " " + std::string(seen.at("state").as_string());
  }
  std::string id() { return std::string(card().at("id").as_string()); }
};

BOOST_TEST_DECORATOR(*description("contract 3: only a lower version is ignored, in every order"))
BOOST_DATA_TEST_CASE(told_versions, fastcgi, protocol) {
  for (const std::vector<int>& order : std::vector<std::vector<int>>{
           {1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {2, 3, 1}, {3, 1, 2}, {3, 2, 1}}) {
    ToldSeries house(protocol);
    int newest = 0;
    for (const int version : order) {
      BOOST_TEST(house.tell(version) == (version > newest ? "applied" : "ignored"));
      newest = std::max(newest, version);
      BOOST_TEST(house.tell(newest) == "ignored");
    }
    BOOST_TEST(house.shown() == "13:00 proposed");
  }
}

BOOST_TEST_DECORATOR(*description("contract 3: what has been answered stays as it was answered"))
BOOST_DATA_TEST_CASE(told_after_the_answer, fastcgi, protocol) {
  for (const std::string answered : {"accept", "decline"}) {
    ToldSeries house(protocol);
    BOOST_TEST(house.tell(1) == "applied");
    BOOST_TEST(house.tell(2, new_person()) == "failed");
    BOOST_TEST(house.tell(2) == "applied");
    const auto id = house.id();
    house.answer(house.couple.student, id, answered);
    BOOST_TEST(house.tell(3) == "ignored");
    const auto booked = house.booked(id);
    BOOST_TEST(house.shown() == "12:00 " + answered + (answered == "accept" ? "ed" : "d"));
    BOOST_TEST(booked == (answered == "accept" ? "awaiting_payment 2026-12-02 12:00:00.000,"
                                                 "awaiting_payment 2026-12-09 12:00:00.000"
                                               : ""));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
