#include "storage/tutor_lists.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/availability.h"
#include "storage/fixture.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::OfferReason;
using std::chrono::hours;

// Tutors whom a student knows, or who match; everybody has set some hours.
struct Tutors : Fixture {
  Tutors() { person("s"); }

  void tutor(const std::string& id, const std::string& name, const std::string& columns = "") {
    person(id, {rules::Role::tutor});
    sql.execute("UPDATE people SET name = '" + name +
                "', working_hours = 'UTC 100002400' WHERE id = '" + id + "'");
    if (columns.empty()) return;
    const bool low = id < "s";
    sql.execute("INSERT INTO relationships (low_id, high_id, " +
                std::string(low ? "low_teaches, low_referred" : "high_teaches, high_referred") +
                ") VALUES ('" + std::min(id, std::string("s")) + "', '" +
                std::max(id, std::string("s")) + "', " + columns + ")");
  }
  // "0a 0b-": reason and id of all; a minus of those who are not behind the place.
  std::string known(const std::optional<TutorPlace>& place = {}) {
    std::string line;
    for (const auto& each : run(load_known_tutors, std::string("s"), place)) {
      line += std::to_string(static_cast<int>(each.place.reason)) + each.place.id +
              (each.is_behind ? " " : "- ");
    }
    return line;
  }
  std::string matching(const TutorPlace& place, int limit, const TutorWish& wish = {}) {
    std::string line;
    for (const auto& each : run(load_matching_tutors, wish, place, limit)) line += each.id + " ";
    return line;
  }
};

BOOST_FIXTURE_TEST_SUITE(tutor_lists, Tutors)

BOOST_AUTO_TEST_CASE(known_ones,
                     *description("S3-24: past ones, then those who referred, by name")) {
  tutor("a", "Zoe", "'ended', 1");
  tutor("t", "ada", "'active', 0");
  tutor("b", "Ada", "'exploring', 1");
  tutor("c", "Cid", "'exploring', 0");
  tutor("u", "Émile", "'none', 1");
  tutor("d", "Booked");
  sql.execute(
      "INSERT INTO bookings (tutor_id, student_id, state, decided, starts_at, minutes, wall_start,"
      " time_zone, booked_at, asked_at, changes) SELECT id, 's', state, state, '2026-11-01', 60,"
      " '2026-11-01', 'UTC', '2026-11-01', '2026-11-01', 1 FROM people, (SELECT 'completed' AS "
      "state"
      " UNION SELECT 'cancelled') AS states WHERE id = 'd' OR (id = 'c' AND state = 'cancelled')");
  person("x");
  sql.execute(
      "INSERT INTO relationships (low_id, high_id, high_teaches) VALUES ('s', 'x', 'ended')");
  BOOST_TEST(known() == "0t 0d 0a 1b 1u ");
  BOOST_TEST(known(TutorPlace{OfferReason::past, "ADA", "t"}) == "0t- 0d 0a 1b 1u ");
  BOOST_TEST(known(TutorPlace{OfferReason::past, "Booked", "d"}) == "0t- 0d- 0a 1b 1u ");
  BOOST_TEST(known(TutorPlace{OfferReason::referred, "Ada", "b"}) == "0t- 0d- 0a- 1b- 1u ");
  BOOST_TEST(known(TutorPlace{OfferReason::matching, "", ""}) == "0t- 0d- 0a- 1b- 1u- ");
}

BOOST_AUTO_TEST_CASE(matching_ones, *description("S3-25: by name and id, from a place on")) {
  tutor("b", "Émile");
  tutor("a", "emile");
  tutor("c", "Zoe");
  tutor("e", "Ada");
  tutor("f", "Suspended");
  tutor("g", "Without hours");
  sql.execute("UPDATE people SET standing = 'suspended' WHERE id = 'f'");
  sql.execute("UPDATE people SET working_hours = NULL WHERE id = 'g'");
  sql.execute("UPDATE people SET subjects = '[\"Maths\"]', gender = 'x' WHERE id IN ('a', 'c')");
  BOOST_TEST(matching({}, 10) == "e a b c ");
  BOOST_TEST(matching({}, 2) == "e a ");
  BOOST_TEST(matching({OfferReason::matching, "emile", "a"}, 10) == "b c ");
  BOOST_TEST(matching({OfferReason::matching, "Émile", "b"}, 10) == "c ");
  BOOST_TEST(matching({OfferReason::matching, "Zoe", "c"}, 10) == "");
  BOOST_TEST(matching({}, 10, {.subject = "Maths"}) == "a c ");
  BOOST_TEST(matching({}, 10, {.subject = "Maths", .gender = "y"}) == "");
}

BOOST_AUTO_TEST_CASE(hours_of_many,
                     *description("S3-22: with the exceptions of these days alone")) {
  tutor("a", "A");
  tutor("b", "B");
  tutor("c", "C");
  sql.execute("UPDATE people SET working_hours = NULL WHERE id = 'b'");
  sql.execute(
      "INSERT INTO availability_exceptions (person_id, date, from_time, to_time, is_open) VALUES"
      " ('a', '2026-11-20', 0, 1440, 0), ('a', '2026-11-21', 0, 60, 0), ('a', '2026-11-21', 120, "
      "180,"
      " 1), ('a', '2026-12-01', 0, 60, 1), ('c', '2026-11-19', 0, 60, 1)");
  const rules::Interval<rules::Time> time{noon(), noon() + hours(24)};
  const auto found =
      run(load_availabilities, std::vector<std::string>{"c", "b", "a", "s", "nobody"}, time);
  BOOST_TEST(found.size() == 2U);
  BOOST_TEST(found.at("c").exceptions.empty());
  BOOST_TEST(found.at("a").exceptions.size() == 3U);
  auto whole = *run(load_availability, std::string("a"));
  whole.exceptions.pop_back();
  BOOST_TEST((found.at("a") == whole));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
