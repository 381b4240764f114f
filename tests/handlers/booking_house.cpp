#include "handlers/booking_house.h"

#include <boost/test/unit_test.hpp>

#include "handlers/signed_call.h"

namespace chalkline::handlers::tests {

std::string monday(const std::string& clock) {
  return "2026-11-23T" + clock + (clock.size() == 5 ? ":00Z" : "Z");
}

Answer BookingHouse::ask(const std::string& method, const std::string& person,
                         const std::string& target, const std::string& body) {
  return house.ask({.method = method,
                    .target = target,
                    .body = body,
                    .person = person,
                    .site = site,
                    .parameters = {{"HTTP_CHALKLINE_NOW", monday(now)}}});
}

Answer BookingHouse::get(const std::string& person, const std::string& target) {
  return ask("GET", person, target, {});
}
Answer BookingHouse::post(const std::string& person, const std::string& target,
                          const std::string& body) {
  return ask("POST", person, target, body);
}
Answer BookingHouse::put(const std::string& person, const std::string& target,
                         const std::string& body) {
  return ask("PUT", person, target, body);
}

Answer BookingHouse::book(const std::string& student, const std::string& tutor,
                          const std::string& clock, int minutes, const std::string& more) {
  return post(student, "/api/bookings",
              R"({"tutorId":")" + tutor + R"(","startsAt":")" + monday(clock) + R"(","minutes":)" +
                  std::to_string(minutes) + more + "}");
}

std::string BookingHouse::act(const std::string& person, const std::string& booking,
                              const std::string& what, const std::string& body) {
  const auto answer = post(person, "/api/bookings/" + booking + "/" + what, body);
  if (answer.status >= 400) return answer.verdict();
  return answer.verdict() + " " + answer.text("state");
}

std::string BookingHouse::confirmed(const Couple& couple) {
  const auto id = book(couple.student, couple.tutor, "12:00").text("id");
  sql(site).execute(
      "UPDATE bookings SET state = 'confirmed', decided = 'confirmed',"
      " due_at = '2026-11-23 12:15:00' WHERE id = " +
      id);
  return id;
}

void BookingHouse::tell(const std::string& type, const std::string& booking, int version,
                        const std::string& more) {
  auto call = signed_call("POST", "/api/webhooks/bookings",
                          R"({"type":"booking.)" + type + R"(","timestamp":")" + monday(now) +
                              R"(","data":{"bookingId":")" + booking + R"(","version":)" +
                              std::to_string(version) + more + "}}");
  call.site = site;
  call.parameters["HTTP_CHALKLINE_NOW"] = monday(now);
  BOOST_TEST(house.ask(call).verdict() == "200");
}

std::string BookingHouse::settled(const Couple& couple, const std::string& clock) {
  const auto id = book(couple.student, couple.tutor, clock).text("id");
  tell("paid", id, 1);
  BOOST_TEST(act(couple.tutor, id, "confirm") == "200 confirmed");
  return id;
}

void open_always(const std::string& tutor, const std::string& site) {
  std::string hours = "UTC";
  for (int day = 1; day <= 7; ++day) hours += " " + std::to_string(day) + "00002400";
  sql(site).execute("UPDATE people SET working_hours = '" + hours + "' WHERE id = '" + tutor + "'");
}

Couple new_bookable_couple(const std::string& site) {
  auto couple = new_couple(site);
  open_always(couple.tutor, site);
  return couple;
}

}  // namespace chalkline::handlers::tests
