#include <cstdlib>
#include <map>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/booking_house.h"
#include "handlers/crowd.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

Call booking(const std::string& student, const std::string& tutor, const std::string& clock,
             int minutes) {
  return {.method = "POST",
          .target = "/api/bookings",
          .body = R"({"tutorId":")" + tutor + R"(","startsAt":")" + monday(clock) +
                  R"(","minutes":)" + std::to_string(minutes) + "}",
          .person = student,
          .parameters = {{"HTTP_CHALKLINE_NOW", monday("08:00")}}};
}

std::string clock_of(int minute) {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return two(minute / 60) + ":" + two(minute % 60);
}

// CHALKLINE_ROUNDS says how many; few here, as sanitizers take their time.
int rounds() {
  const char* const text = std::getenv("CHALKLINE_ROUNDS");
  return text == nullptr ? 25 : std::atoi(text);
}

BOOST_AUTO_TEST_SUITE(booking_races)

BOOST_AUTO_TEST_CASE(one_slot, *description("S3-28: a hundred at once for one slot: one gets it")) {
  const auto tutor = new_person("tutor");
  open_always(tutor);
  std::vector<Call> calls;
  for (int i = 0; i < 100; ++i) calls.push_back(booking(new_person(), tutor, "12:00", 60));
  const auto verdicts = Crowd("bookings", 4).ask_at_once(calls);
  const std::map<std::string, int> expected = {{"201", 1}, {"409 slot_taken", 99}};
  BOOST_TEST((verdicts == expected));
}

// Pairs of bookings of one person that hold a common time, all of them with these tutors: a round's
// students have no others.
std::string overlaps_of(const std::vector<std::string>& tutors) {
  const auto these = "IN ('" + tutors[0] + "', '" + tutors[1] + "')";
  return "SELECT COUNT(*) FROM bookings a JOIN bookings b ON a.id < b.id"
         " AND (a.tutor_id = b.tutor_id OR a.student_id = b.student_id)"
         " AND a.starts_at < b.starts_at + INTERVAL b.minutes MINUTE"
         " AND b.starts_at < a.starts_at + INTERVAL a.minutes MINUTE"
         " AND a.state IN ('awaiting_payment', 'requested', 'confirmed', 'in_session')"
         " AND b.state IN ('awaiting_payment', 'requested', 'confirmed', 'in_session')"
         " AND a.tutor_id " +
         these + " AND b.tutor_id " + these;
}

BOOST_AUTO_TEST_CASE(overlapping,
                     *description("S3-28: of times that overlap never two are booked")) {
  Crowd crowd("bookings", 3);
  std::mt19937 random(20261123);
  const auto below = [&](int count) {
    return static_cast<int>(random() % static_cast<unsigned>(count));
  };
  for (int round = 0; round < rounds(); ++round) {
    const std::vector<std::string> tutors = {new_person("tutor"), new_person("tutor")};
    const std::vector<std::string> students = {new_person(), new_person(), new_person()};
    for (const auto& tutor : tutors) open_always(tutor);
    std::vector<Call> calls;
    for (int i = 0; i < 8; ++i) {
      calls.push_back(booking(students.at(below(3)), tutors.at(below(2)),
                              clock_of(12 * 60 + 5 * below(24)), 15 + 5 * below(22)));
    }
    auto verdicts = crowd.ask_at_once(calls);
    BOOST_TEST(verdicts["201"] >= 1);
    BOOST_TEST(verdicts["201"] + verdicts["409 slot_taken"] + verdicts["409 student_busy"] == 8);
    BOOST_TEST(sql().value(overlaps_of(tutors)) == "0");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
