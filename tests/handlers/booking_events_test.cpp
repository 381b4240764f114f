#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "handlers/signed_call.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"cgi", "fastcgi"});
// The rest is the same by either, and a process for each request takes its time.
const auto fastcgi = boost::unit_test::data::make({"fastcgi"});

std::string event(const std::string& type, const std::string& data) {
  return R"({"type":"booking.)" + type + R"(","timestamp":"2026-11-23T07:00:00Z","data":{)" + data +
         "}}";
}

// All that a booking's event tells, at a time of that Monday.
std::string data_of(const Couple& couple, const std::string& external, int version,
                    const std::string& clock = "12:00") {
  return R"("externalId":")" + external + R"(","tutorId":")" + couple.tutor + R"(","studentId":")" +
         couple.student + R"(","startsAt":")" + monday(clock) + R"(","minutes":60,"version":)" +
         std::to_string(version);
}

// Tells the events, as a batch; "applied ignored".
std::string tell(BookingHouse& house, const std::vector<std::string>& events) {
  std::string body;
  for (const auto& each : events) body += (body.empty() ? "[" : ",") + each;
  auto call = signed_call("POST", "/api/webhooks/bookings", body + "]");
  call.parameters["HTTP_CHALKLINE_NOW"] = monday(house.now);
  const auto answer = house.house.ask(call);
  std::string line;
  for (const auto& result : answer.at("results").as_array()) {
    line += (line.empty() ? "" : " ") + std::string(result.at("status").as_string());
  }
  return line;
}

std::string new_external() {
  static int bookings = 0;
  return "x" + std::to_string(++bookings);
}

Answer found(BookingHouse& house, const Couple& couple, const std::string& external) {
  const auto id = sql().value("SELECT id FROM bookings WHERE external_id = '" + external + "'");
  return house.get(couple.student, "/api/bookings/" + id);
}

// All that is kept of a booking's end, with the time that it holds and the reminders that wait.
std::string stored(const std::string& external) {
  return sql().value(
      "SELECT CONCAT_WS(' ', state, decided, starts_at, minutes, cancelled_by, cancel_reason,"
      " told_version, told_state_version, told_time_version, IFNULL(due_at, 'never'),"
      " (SELECT COUNT(*) FROM booking_quanta q WHERE q.booking_id = b.id),"
      " (SELECT COUNT(*) FROM outbox o WHERE o.about = b.id AND o.event = 'booking_reminder'"
      " AND o.decision = 'waiting')) FROM bookings b WHERE external_id = '" +
      external + "'");
}

// Where the booking was at first, and where it was moved to.
const std::vector<std::string> clocks = {"12:00", "15:00"};

BOOST_AUTO_TEST_SUITE(booking_events)

BOOST_TEST_DECORATOR(*description("S3-17, contract 5: paid by our own id, and confirmed then"))
BOOST_DATA_TEST_CASE(paid, protocols, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto id = house.book(couple.student, couple.tutor, "12:00").text("id");
  const auto external = new_external();
  BOOST_TEST(tell(house, {event("paid", R"("bookingId":")" + id +
                                            R"(","version":1,"externalId":")" + external +
                                            R"(","amount":2500,"currency":"EUR",)"
                                            R"("method":"card")")}) == "applied");
  const auto paid = house.get(couple.student, "/api/bookings/" + id);
  BOOST_TEST(paid.text("state") == "requested");
  BOOST_TEST(paid.at("paid").as_bool());
  BOOST_TEST(paid.at("payBy").is_null());
  BOOST_TEST(paid.text("externalId") == external);
  BOOST_TEST(paid.number("price.amount") == 2500);
  BOOST_TEST(house.act(couple.tutor, id, "confirm") == "200 confirmed");
  const auto late = house.book(couple.student, couple.tutor, "14:00").text("id");
  house.now = "08:10:01";
  BOOST_TEST(tell(house, {event("paid", R"("bookingId":")" + late + R"(","version":1)")}) ==
             "applied");
  const auto expired = house.get(couple.student, "/api/bookings/" + late);
  BOOST_TEST(expired.text("state") == "expired");
  BOOST_TEST(expired.at("paid").as_bool());
}

// Each comes twice, so that an order of the six is any order of the three with any repeats.
BOOST_AUTO_TEST_CASE(orders,
                     *description("contract 3: created, rescheduled, cancelled in any order,"
                                  " with repeats: one end")) {
  BookingHouse house("fastcgi");
  std::vector<int> order{0, 0, 1, 1, 2, 2};
  int count = 0;
  do {
    const auto couple = new_bookable_couple();
    const auto external = new_external();
    const std::vector<std::string> events = {
        event("requested", data_of(couple, external, 1)),
        event("rescheduled", data_of(couple, external, 2, "15:00")),
        event("cancelled", data_of(couple, external, 3, "15:00") +
                               R"(,"by":"tutor","reason":"ill","at":"2026-11-23T07:30:00Z")")};
    for (const int each : order) tell(house, {events.at(each)});
    BOOST_TEST(tell(house, events) == "ignored ignored ignored");
    BOOST_TEST(stored(external) ==
               "cancelled cancelled 2026-11-23 15:00:00.000 60 tutor ill 3 3 3 never 0 0");
    BOOST_TEST(house.book(couple.student, couple.tutor, clocks.at(count++ % 2)).verdict() == "201");
  } while (std::ranges::next_permutation(order).found);
  BOOST_TEST(count == 90);
}

BOOST_TEST_DECORATOR(*description("S3-28: an event for a time that is taken fails, and hides none"))
BOOST_DATA_TEST_CASE(taken, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto one = new_external();
  const auto other = new_external();
  BOOST_TEST(tell(house, {event("confirmed", data_of(couple, one, 1)),
                          event("confirmed", data_of(couple, other, 1, "12:30")),
                          event("rescheduled", data_of(couple, one, 2, "16:00")),
                          event("confirmed", data_of(couple, other, 1, "12:30"))}) ==
             "applied failed applied applied");
  BOOST_TEST(house.book(new_person(), couple.tutor, "12:30").verdict() == "409 slot_taken");
  BOOST_TEST(house.book(new_person(), couple.tutor, "16:30").verdict() == "409 slot_taken");
}

BOOST_TEST_DECORATOR(*description("contract 3: what cannot be applied is told, field by field"))
BOOST_DATA_TEST_CASE(failed, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto couple = new_bookable_couple();
  const auto verdict = [&](const std::string& type, const std::string& data) {
    return house.house.ask(signed_call("POST", "/api/webhooks/bookings", event(type, data)))
        .verdict();
  };
  const auto external = new_external();
  BOOST_TEST(verdict("paid", R"("version":1)") == "400 bad_input data.externalId:required");
  BOOST_TEST(verdict("paid", R"("bookingId":"99999999")") ==
             "400 bad_input data.bookingId:refused");
  BOOST_TEST(verdict("cancelled", R"("externalId":")" + external + "\"") ==
             "400 bad_input data.tutorId:required");
  BOOST_TEST(verdict("missed", data_of(couple, external, 1) + R"(,"by":"nobody")") ==
             "400 bad_input data.by:malformed");
  BOOST_TEST(verdict("missed", data_of(couple, external, 1) + R"(,"by":"student")") == "200");
  BOOST_TEST(found(house, couple, external).text("state") == "missed_by_student");
  BOOST_TEST(verdict("completed", data_of(new_couple(), external, 2)) ==
             "400 bad_input data.tutorId:conflicting");
}

BOOST_AUTO_TEST_CASE(conversation, *description("S0-04: a booking begins the conversation")) {
  BookingHouse house("fastcgi");
  const auto couple = new_bookable_couple();
  house.book(couple.student, couple.tutor, "12:00");
  for (const auto& person : {couple.student, couple.tutor}) {
    BOOST_TEST(house.get(person, "/api/inbox").at("items").as_array().size() == 1);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
