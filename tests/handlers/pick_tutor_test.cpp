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

// Pages of a student's list, from the first to the last.
struct Pages : BookingHouse {
  explicit Pages(const std::string& protocol) : BookingHouse(protocol) {}

  std::string list(int limit, const std::string& query) {
    std::string line;
    std::string cursor;
    pages = 0;
    do {
      const auto page = get(student, "/api/bookings/tutors?limit=" + std::to_string(limit) + query +
                                         (cursor.empty() ? "" : "&cursor=" + cursor));
      BOOST_TEST(page.at("items").as_array().size() <= static_cast<std::size_t>(limit));
      line += listed(page);
      cursor = page.at("nextCursor").is_null() ? "" : page.text("nextCursor");
      ++pages;
    } while (!cursor.empty());
    return line;
  }
  // So many tutors "<begin>1", "<begin>2" … of the student's own subject, by one statement.
  void add_tutors(const std::string& begin, int count, const std::string& name,
                  const std::string& hours) const {
    sql().execute(
        "INSERT INTO people (id, name, roles, time_zone, locale, version, subjects, working_hours)"
        " SELECT CONCAT('" +
        begin + "', seq), '" + name + "', 1, 'UTC', 'de', 1, '[\"" + student + "\"]', '" + hours +
        "' FROM seq_1_to_" + std::to_string(count));
  }
  std::string mine() const { return "&subject=" + student; }

  std::string student = new_person();
  int pages = 0;
  static constexpr const char* never = "UTC";
  static constexpr const char* mondays = "UTC 100002400";
};

BOOST_TEST_DECORATOR(*description("contract 1: a list has pages; nobody is missed or told twice"))
BOOST_DATA_TEST_CASE(pages, protocols, protocol) {
  Pages house(protocol);
  const auto& student = house.student;
  const auto begin = student + "-t";
  house.add_tutors(begin, 6, "Müller", Pages::mondays);
  const auto past = new_person("tutor");
  relate(student, past, "high_teaches");
  sql().execute("UPDATE relationships SET high_referred = 1 WHERE high_id = '" + past + "'");
  relate(student, begin + "3", "high_referred");
  std::string all = past + ":past- " + begin + "3:referred ";
  for (const auto* number : {"1", "2", "4", "5", "6"}) all += begin + number + ":matching ";
  for (int limit = 1; limit <= 8; ++limit) {
    BOOST_TEST(house.list(limit, house.mine()) == all);
    BOOST_TEST(house.pages == (7 + limit - 1) / limit);
  }
}

BOOST_TEST_DECORATOR(*description("S3-25: a free one behind a thousand who match and are not free"))
BOOST_DATA_TEST_CASE(far_behind, fastcgi, protocol) {
  Pages house(protocol);
  const auto begin = house.student + "-t";
  house.add_tutors(begin + "a", 120, "Ada", Pages::never);
  house.add_tutors(begin + "z", 1, "Zoe", Pages::mondays);
  BOOST_TEST(house.list(5, house.mine()) == begin + "z1:matching ");
  BOOST_TEST(house.pages == 1);
  // More are looked at page by page.
  house.add_tutors(begin + "b", 1000, "Bea", Pages::never);
  BOOST_TEST(house.list(5, house.mine()) == begin + "z1:matching ");
  BOOST_TEST(house.pages == 2);
}

BOOST_TEST_DECORATOR(*description("S3-24: past tutors are always in the list, all of them"))
BOOST_DATA_TEST_CASE(many_past, fastcgi, protocol) {
  Pages house(protocol);
  const auto begin = house.student + "-t";
  house.add_tutors(begin, 120, "Past", Pages::never);
  sql().execute("INSERT INTO relationships (low_id, high_id, high_teaches) SELECT '" +
                house.student + "', id, 'ended' FROM people WHERE id LIKE '" + begin + "%'");
  const auto list = house.list(50, house.mine());
  BOOST_TEST(house.pages == 3);
  BOOST_TEST(std::ranges::count(list, ':') == 120);
  // The only one who has time is looked at as well.
  sql().execute("UPDATE people SET working_hours = '" + std::string(Pages::mondays) +
                "' WHERE id = '" + begin + "99'");
  sql().execute("UPDATE people SET subjects = NULL WHERE id LIKE '" + begin + "%'");
  house.add_tutors(begin + "m", 1, "Matching", Pages::mondays);
  BOOST_TEST(house.list(100, house.mine()).find(begin + "m1:matching") != std::string::npos);
  sql().execute("UPDATE people SET working_hours = '" + std::string(Pages::mondays) +
                "' WHERE id LIKE '" + begin + "10_'");
  BOOST_TEST(house.list(100, house.mine()).find("matching") == std::string::npos);
}

BOOST_TEST_DECORATOR(*description("S3-25: with four available past tutors others are offered"))
BOOST_DATA_TEST_CASE(four_or_five, fastcgi, protocol) {
  Pages house(protocol);
  const auto& student = house.student;
  const auto matching = student + "-m1";
  house.add_tutors(student + "-m", 1, "Matching", Pages::mondays);
  const auto offered = [&] {
    const auto slots = house.get(student, "/api/bookings/tutors/" + matching +
                                              "/slots?from=2026-11-23&to=2026-11-23&minutes=60");
    return std::string(house.list(20, house.mine()).ends_with("matching ") ? "listed " : "- ") +
           (slots.at("items").as_array().empty() ? "- " : "open ") +
           house.book(student, matching, "12:00", 14).verdict();
  };
  house.add_tutors(student + "-p", 6, "Past", Pages::mondays);
  for (int i = 1; i <= 4; ++i) relate(student, student + "-p" + std::to_string(i), "high_teaches");
  BOOST_TEST(offered() == "listed open 422 bad_length");
  relate(student, student + "-p5", "high_teaches");
  BOOST_TEST(offered() == "- - 403 tutor_not_offered");
  // Four, as the fifth has no time; a sixth has.
  sql().execute("UPDATE people SET working_hours = 'UTC' WHERE id = '" + student + "-p2'");
  BOOST_TEST(offered() == "listed open 422 bad_length");
  relate(student, student + "-p6", "high_teaches");
  BOOST_TEST(offered() == "- - 403 tutor_not_offered");
}

BOOST_TEST_DECORATOR(*description("contract 1: limits and cursors that are none"))
BOOST_DATA_TEST_CASE(malformed_pages, fastcgi, protocol) {
  BookingHouse house(protocol);
  const auto student = new_person();
  const auto verdict = [&](const std::string& query) {
    return house.get(student, "/api/bookings/tutors?" + query).verdict();
  };
  for (const std::string limit : {"0", "101", "-1"}) {
    BOOST_TEST(verdict("limit=" + limit) == "400 bad_input limit:out_of_range");
  }
  BOOST_TEST(verdict("limit=x&cursor=x&page=2") ==
             "400 bad_input limit:wrong_type cursor:malformed page:unknown_field");
  // "0.a\nA" is one; "3.a\nA", "0a\nA", "0.a A", "0.\nA", "0.a b\nA", "0.a\n\x01", "0.a\n\xff".
  BOOST_TEST(verdict("cursor=MC5hCkE") == "200");
  for (const std::string cursor :
       {"", "My5hCkE", "MGEKQQ", "MC5hIEE", "MC4KQQ", "MC5hIGIKQQ", "MC5hCgE", "MC5hCv8"}) {
    BOOST_TEST(verdict("cursor=" + cursor) == "400 bad_input cursor:malformed");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
