#include "app/directory.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "http/events.h"
#include "http/times.h"
#include "support/mariadb.h"
#include "support/test_site.h"

namespace chalkline::tests {
namespace {

using storage::Session;

const auto now = *http::parse_time("2026-11-21T20:40:00Z");

struct Directory {
  TestSite site;
  storage::Database database = site.database();
  Sql sql{site.address};

  bool apply(const rules::DirectoryEvent& event) {
    return database.write([&](Session& session) { return app::apply_event(session, event, now); });
  }
  bool person(const std::string& name, long long version) {
    return apply(rules::PersonRecord{
        .id = "jonas", .name = name, .time_zone = "UTC", .locale = "en", .version = version});
  }
  bool relationship(const std::string& tutor, const std::string& student, rules::Relationship state,
                    long long version, bool invited = false) {
    return apply(rules::RelationshipChange{.tutor_id = tutor,
                                           .student_id = student,
                                           .state = state,
                                           .invited = invited,
                                           .at = *http::parse_time("2026-10-01T08:00:00Z"),
                                           .version = version});
  }
  bool enrolment(rules::EnrolmentState state, long long version) {
    return apply(rules::Enrolment{.course_id = "algebra",
                                  .batch_id = "a",
                                  .person_id = "jonas",
                                  .institution_id = "north",
                                  .state = state,
                                  .version = version});
  }
};

using enum rules::Relationship;

BOOST_FIXTURE_TEST_CASE(contract_5_of_events_about_a_person_the_highest_version_stays, Directory) {
  BOOST_TEST(person("first", 5));
  BOOST_TEST(!person("repeated", 5));
  BOOST_TEST(!person("overtaken", 4));
  BOOST_TEST(sql.value("SELECT name FROM people") == "first");
  BOOST_TEST(person("newer", 6));
  BOOST_TEST(sql.list("SELECT CONCAT(name, ' ', version) FROM people") == "newer 6");
}

BOOST_FIXTURE_TEST_CASE(S1_12_of_events_about_an_enrolment_the_highest_version_stays, Directory) {
  BOOST_TEST(enrolment(rules::EnrolmentState::ended, 2));
  BOOST_TEST(!enrolment(rules::EnrolmentState::active, 1));
  BOOST_TEST(sql.value("SELECT state FROM enrolments") == "ended");
  BOOST_TEST(enrolment(rules::EnrolmentState::active, 3));
  BOOST_TEST(sql.list("SELECT CONCAT(state, ' ', version) FROM enrolments") == "active 3");
}

BOOST_FIXTURE_TEST_CASE(S0_11_each_direction_of_a_pair_has_its_own_state_and_version, Directory) {
  BOOST_TEST(relationship("amelie", "jonas", active, 9));
  BOOST_TEST(relationship("jonas", "amelie", exploring, 2));
  BOOST_TEST(!relationship("amelie", "jonas", ended, 8));
  BOOST_TEST(!relationship("jonas", "amelie", ended, 2));
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', low_id, low_teaches, low_version, high_id,"
                      " high_teaches, high_version) FROM relationships") ==
             "amelie active 9 jonas exploring 2");
  BOOST_TEST(relationship("jonas", "amelie", ended, 3));
  BOOST_TEST(sql.value("SELECT high_teaches FROM relationships") == "ended");
  BOOST_TEST(sql.value("SELECT low_teaches FROM relationships") == "active");
}

BOOST_FIXTURE_TEST_CASE(versions_may_begin_with_zero, Directory) {
  BOOST_TEST(person("zero", 0));
  BOOST_TEST(!person("again", 0));
  BOOST_TEST(relationship("amelie", "jonas", active, 0));
  BOOST_TEST(relationship("jonas", "amelie", active, 0));
  BOOST_TEST(!relationship("jonas", "amelie", ended, 0));
  BOOST_TEST(sql.list("SELECT high_teaches FROM relationships") == "active");
}

BOOST_FIXTURE_TEST_CASE(S0_05_an_accepted_invite_begins_the_empty_thread, Directory) {
  BOOST_TEST(relationship("oscar", "jonas", exploring, 1, true));
  BOOST_TEST(
      sql.list("SELECT CONCAT_WS(' ', kind, thread_key, last_seq, created_at) FROM threads") ==
      "direct jonas|oscar 0 2026-10-01 08:00:00.000");
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', person_id, other_id, unread, last_seq, last_at)"
                      " FROM thread_members ORDER BY person_id") ==
             "jonas oscar 0 0 2026-10-01 08:00:00.000,oscar jonas 0 0 2026-10-01 08:00:00.000");
}

BOOST_FIXTURE_TEST_CASE(S0_05_no_thread_without_invite_or_after_an_end, Directory) {
  BOOST_TEST(relationship("oscar", "jonas", active, 1, false));
  BOOST_TEST(relationship("oscar", "mai", ended, 1, true));
  BOOST_TEST(relationship("oscar", "zoe", ended, 2, false));
  BOOST_TEST(!relationship("oscar", "zoe", active, 1, true));
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM threads") == "0");
}

BOOST_FIXTURE_TEST_CASE(S0_07_an_invite_finds_the_thread_of_the_pair, Directory) {
  BOOST_TEST(relationship("oscar", "jonas", exploring, 1, true));
  BOOST_TEST(relationship("oscar", "jonas", active, 2, true));
  BOOST_TEST(relationship("jonas", "oscar", active, 1, true));
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM threads") == "1");
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM thread_members") == "2");
}

BOOST_FIXTURE_TEST_CASE(a_thread_does_not_begin_in_the_future, Directory) {
  const auto tomorrow = now + std::chrono::hours(24);
  apply(rules::RelationshipChange{.tutor_id = "oscar",
                                  .student_id = "jonas",
                                  .state = active,
                                  .invited = true,
                                  .at = tomorrow,
                                  .version = 1});
  BOOST_TEST(sql.value("SELECT created_at FROM threads") == "2026-11-21 20:40:00.000");
}

BOOST_FIXTURE_TEST_CASE(what_fails_later_in_the_transaction_takes_the_event_back, Directory) {
  BOOST_CHECK_THROW(database.write([&](Session& session) -> bool {
    app::apply_event(session, rules::PersonRecord{.id = "jonas", .name = "x", .version = 1}, now);
    throw std::runtime_error("stop");
  }),
                    std::runtime_error);
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM people") == "0");
}

}  // namespace
}  // namespace chalkline::tests
