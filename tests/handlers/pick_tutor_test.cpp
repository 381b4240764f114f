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

// A tutor of a subject that nobody else has, who can be booked at any time.
std::string new_tutor_of(const std::string& subject) {
  const auto tutor = new_person("tutor");
  sql().execute("UPDATE people SET subjects = '[\"" + subject +
                "\"]', age_groups = '[\"teens\"]'," + " gender = 'female' WHERE id = '" + tutor +
                "'");
  open_always(tutor);
  return tutor;
}

void relate(const std::string& student, const std::string& tutor, const std::string& columns) {
  sql().execute("INSERT INTO relationships (low_id, high_id, " + columns + ") VALUES ('" + student +
                "', '" + tutor + "', " + (columns == "high_teaches" ? "'ended'" : "1") + ")");
}

std::string listed(const Answer& answer) {
  if (answer.status != 200) return answer.verdict();
  std::string line;
  for (const auto& item : answer.at("items").as_array()) {
    line += std::string(item.at("tutor").at("id").as_string()) + ":" +
            std::string(item.at("reason").as_string()) +
            (item.at("nextStartsAt").is_null() ? "- " : " ");
  }
  return line;
}

BOOST_AUTO_TEST_SUITE(pick_tutor)

BOOST_TEST_DECORATOR(*description("S3-23 to S3-25: the list with the reason for each in it"))
BOOST_DATA_TEST_CASE(reasons, protocols, protocol) {
  BookingHouse house(protocol);
  const auto student = new_person();
  const std::string subject = "Subject of " + student;
  const auto list = [&](const std::string& query) {
    return listed(house.get(student, "/api/bookings/tutors?" + query));
  };
  const std::string asked = "subject=Subject%20of%20" + student;
  const auto matching = new_tutor_of(subject);
  BOOST_TEST(list(asked) == matching + ":matching ");
  BOOST_TEST(list(asked + "&ageGroup=teens&gender=female&minutes=60") == matching + ":matching ");
  BOOST_TEST(list(asked + "&ageGroup=adults") == "");
  BOOST_TEST(list(asked + "&gender=male") == "");
  BOOST_TEST(list(asked + "&minutes=7") == "422 bad_length");
  const auto past = new_person("tutor");
  relate(student, past, "high_teaches");
  const auto referring = new_person("tutor");
  relate(student, referring, "high_referred");
  BOOST_TEST(list(asked) == past + ":past- " + referring + ":referred- " + matching + ":matching ");
  // Five past tutors who have a time open leave no room for those who only match.
  for (int i = 0; i < 5; ++i) relate(student, new_tutor_of("Other"), "high_teaches");
  const auto full = list(asked);
  BOOST_TEST(full.find("matching") == std::string::npos);
  BOOST_TEST(full.find(referring + ":referred- ") != std::string::npos);
  BOOST_TEST(house.book(student, matching, "12:00").verdict() == "403 tutor_not_offered");
  BOOST_TEST(house.book(student, past, "12:00").verdict() == "422 outside_availability");
  BOOST_TEST(house
                 .get(student, "/api/bookings/tutors/" + matching +
                                   "/slots?from=2026-11-23&to=2026-11-23&minutes=60")
                 .at("items")
                 .as_array()
                 .empty());
}

BOOST_TEST_DECORATOR(*description("S3-24: a referral that the platform tells"))
BOOST_DATA_TEST_CASE(referral, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto tutor = new_person("tutor");
  const auto student = new_person();
  const auto told = house.house.ask(signed_call(
      "POST", "/api/webhooks/platform",
      R"({"type":"relationship.upserted","timestamp":"2026-11-01T08:00:00Z","data":{"tutorId":")" +
          tutor + R"(","studentId":")" + student +
          R"(","state":"exploring","origin":"referral","version":1}})"));
  BOOST_TEST(told.verdict() == "200");
  const auto list =
      listed(house.get(student, "/api/bookings/tutors?subject=Of%20nobody%20" + student));
  BOOST_TEST(list == tutor + ":referred- ");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
