#include "app/directory.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "app/events.h"
#include "app/sending.h"
#include "app/threads.h"
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

  rules::Policy policy;
  std::vector<app::AccessChange> access;  // what there is to announce so far

  bool apply(Session& session, const rules::DirectoryEvent& event) {
    const std::vector<http::ReceivedEvent> events{{"", "", event}};
    const auto verdicts = app::apply_events(session, policy, events, now, app::Care::together);
    std::ranges::copy(verdicts.front().access, std::back_inserter(access));
    return verdicts.front().outcome == rules::EventOutcome::applied;
  }
  bool apply(const rules::DirectoryEvent& event) {
    return database.write([&](Session& session) { return apply(session, event); });
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
  bool erased(long long version) {
    return apply(rules::PersonErasure{.id = "jonas", .at = now, .version = version});
  }
  bool review(const std::string& tutor, const std::string& student, bool negative,
              long long version) {
    return apply(rules::ReviewRecord{
        .tutor_id = tutor, .student_id = student, .negative = negative, .version = version});
  }
  bool order(const std::string& id, rules::OrderState state, long long version) {
    return apply(rules::OrderRecord{.id = id,
                                    .tutor_id = "oscar",
                                    .student_id = "jonas",
                                    .title = "Essay",
                                    .amount = 4500,
                                    .currency = "EUR",
                                    .state = state,
                                    .at = now,
                                    .version = version});
  }
  bool session(rules::SessionState state, const std::vector<std::string>& people,
               long long version) {
    return apply(rules::SessionChange{
        .id = "s", .person_ids = people, .state = state, .at = now, .version = version});
  }
  // A thread of oscar and jonas in which oscar has written five times without an answer.
  void five_unanswered() {
    relationship("oscar", "jonas", rules::Relationship::active, 1, true);
    sql.execute("UPDATE threads SET last_sender_id = 'oscar', unanswered = 5");
    sql.execute("UPDATE thread_members SET last_sender_id = 'oscar', unanswered = 5");
  }
  std::string unanswered() {
    return sql.value("SELECT unanswered FROM threads") + "," +
           sql.list("SELECT unanswered FROM thread_members");
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

BOOST_FIXTURE_TEST_CASE(S0_05_no_thread_without_an_invite_that_is_accepted, Directory) {
  BOOST_TEST(relationship("oscar", "jonas", active, 1, false));
  BOOST_TEST(relationship("oscar", "mai", ended, 1, true));
  BOOST_TEST(relationship("oscar", "zoe", ended, 2, false));
  BOOST_TEST(!relationship("oscar", "zoe", active, 1, false));
  BOOST_TEST(!relationship("oscar", "zoe", ended, 1, true));
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM threads") == "0");
}

// In their order the thread would be there, and stay.
BOOST_FIXTURE_TEST_CASE(S0_05_an_accepted_invite_that_comes_after_the_end, Directory) {
  BOOST_TEST(relationship("oscar", "zoe", ended, 2, false));
  BOOST_TEST(relationship("oscar", "zoe", active, 1, true));
  BOOST_TEST(!relationship("oscar", "zoe", active, 1, true));
  BOOST_TEST(sql.list("SELECT thread_key FROM threads") == "oscar|zoe");
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', low_teaches, low_version) FROM relationships") ==
             "ended 2");
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

// What parents see of a thread follows what the platform tells, in whatever order.
struct Guarded : Directory {
  Guarded() {
    policy.guardian.mode = rules::GuardianMode::parent_copied;
    for (const std::string id : {"oscar", "mia", "claire"}) human(id, 1);
    database.write([&](Session& session) {
      auto thread = app::begin_thread(session, rules::pair_of("mia", "oscar"), now);
      auto row = storage::load_pair(session, "mia", "oscar");
      return app::store_message(session, thread, row, {.sender_id = "mia", .body = "x", .at = now});
    });
  }
  void human(const std::string& id, long long version,
             const std::optional<std::string>& birth_date = {}) {
    apply(rules::PersonRecord{.id = id,
                              .name = id,
                              .roles = {id == "claire" ? 4U : 2U},
                              .time_zone = "UTC",
                              .locale = "en",
                              .birth_date = birth_date,
                              .version = version});
  }
  void linked(rules::LinkState state, long long version) {
    apply(rules::ParentLink{
        .parent_id = "claire", .student_id = "mia", .state = state, .at = now, .version = version});
  }
  std::string readers() {
    return sql.list("SELECT person_id FROM thread_members WHERE reads_along = 1");
  }
  std::string told() { return sql.list("SELECT notice FROM messages WHERE notice IS NOT NULL"); }
};
const std::string now_copied = R"({"code":"parent_copied"})";
const std::string now_private = R"({"code":"private"})";

BOOST_FIXTURE_TEST_CASE(S2_06_a_thread_is_copied_once_age_link_and_tutor_are_told, Guarded) {
  linked(rules::LinkState::confirmed, 1);
  human("mia", 2, "2015-01-01");
  BOOST_TEST(readers().empty());
  relationship("oscar", "mia", active, 1);
  BOOST_TEST(readers() == "claire");
  BOOST_TEST(told() == now_copied);
  human("mia", 3, "2015-01-02");
  linked(rules::LinkState::confirmed, 2);
  BOOST_TEST(told() == now_copied);
  linked(rules::LinkState::ended, 3);
  BOOST_TEST(readers().empty());
  BOOST_TEST(told() == now_copied + "," + now_private);
}

BOOST_FIXTURE_TEST_CASE(S2_06_a_birth_date_or_an_erasure_changes_who_reads, Guarded) {
  relationship("oscar", "mia", active, 1);
  linked(rules::LinkState::confirmed, 1);
  BOOST_TEST(readers().empty());
  human("mia", 2, "2015-01-01");
  BOOST_TEST(readers() == "claire");
  apply(rules::PersonErasure{.id = "claire", .at = now, .version = 2});
  BOOST_TEST(readers().empty());
  BOOST_TEST(told() == now_copied + "," + now_private);
  human("claire", 3);
  BOOST_TEST(readers() == "claire");
  human("mia", 3);
  BOOST_TEST(readers().empty());
}

// The card is the first message but for what parents see of the conversation that it begins.
BOOST_FIXTURE_TEST_CASE(S0_19_a_card_that_begins_a_minors_conversation_comes_second, Guarded) {
  human("mia", 2, "2015-01-01");
  linked(rules::LinkState::confirmed, 1);
  apply(rules::PersonRecord{.id = "nina",
                            .name = "nina",
                            .roles = {1},
                            .time_zone = "UTC",
                            .locale = "en",
                            .version = 1});
  apply(rules::OrderRecord{.id = "p-1",
                           .kind = rules::OrderKind::package,
                           .tutor_id = "nina",
                           .student_id = "mia",
                           .title = "Five lessons",
                           .currency = "EUR",
                           .at = now,
                           .version = 1});
  BOOST_TEST(readers() == "claire");
  BOOST_TEST(sql.list("SELECT CONCAT(x.seq, ' ', x.kind, IF(x.kind = 'card', '', x.notice))"
                      " FROM messages x JOIN threads t ON t.id = x.thread_id"
                      " WHERE t.low_id = 'mia' AND t.high_id = 'nina' ORDER BY x.seq") ==
             "1 auto_reply" + now_copied + ",2 card");
}

BOOST_FIXTURE_TEST_CASE(what_fails_later_in_the_transaction_takes_the_event_back, Directory) {
  BOOST_CHECK_THROW(database.write([&](Session& session) -> bool {
    apply(session, rules::PersonRecord{.id = "jonas", .name = "x", .version = 1});
    throw std::runtime_error("stop");
  }),
                    std::runtime_error);
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM people") == "0");
}

BOOST_FIXTURE_TEST_CASE(contract_3_an_erased_person_keeps_id_and_version_alone, Directory) {
  apply(rules::PersonRecord{.id = "jonas",
                            .name = "Jonas",
                            .avatar_url = "/a.png",
                            .email = "j@example.org",
                            .phone = "+49 30 1",
                            .roles = {3},
                            .standing = rules::Standing::suspended,
                            .institution_id = "north",
                            .time_zone = "Europe/Berlin",
                            .locale = "de",
                            .subjects = std::vector<std::string>{"Maths"},
                            .age_groups = std::vector<std::string>{"teens"},
                            .gender = "male",
                            .birth_date = "2008-02-29",
                            .version = 1});
  sql.execute(
      "UPDATE people SET live_until = '2099-01-01', vacation_since = '2026-01-01',"
      " vacation_until = '2027-01-01', vacation_message = 'away', hides_receipts = 1,"
      " working_hours = 'Europe/Berlin 109001200'");
  sql.execute("INSERT INTO settings (person_id, time_zone) VALUES ('jonas', 'Europe/Berlin')");
  BOOST_TEST(erased(2));
  BOOST_TEST(
      sql.list(
          "SELECT CONCAT_WS('|', id, name, avatar_url, email, phone, roles, standing,"
          " institution_id, time_zone, locale, version, live_until, vacation_since,"
          " vacation_until, vacation_message, hides_receipts, working_hours, subjects, age_groups,"
          " gender, birth_date, erased_at) FROM people") ==
      "jonas||0|ok|UTC|en|2||0|2026-11-21 20:40:00.000");
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM settings") == "0");
}

BOOST_FIXTURE_TEST_CASE(contract_3_what_comes_late_does_not_bring_an_erased_person_back,
                        Directory) {
  BOOST_TEST(erased(5));
  BOOST_TEST(!person("late", 4));
  BOOST_TEST(!erased(5));
  BOOST_TEST(sql.list("SELECT CONCAT(name, roles, erased_at) FROM people") ==
             "02026-11-21 20:40:00.000");
  BOOST_TEST(person("again", 6));
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', name, version, erased_at) FROM people") == "again 6");
  BOOST_TEST(!erased(5));
}

BOOST_FIXTURE_TEST_CASE(S4_19_a_review_counts_for_one_direction, Directory) {
  BOOST_TEST(review("amelie", "jonas", true, 3));
  BOOST_TEST(!review("amelie", "jonas", false, 2));
  BOOST_TEST(review("zoe", "jonas", true, 1));
  const std::string columns =
      "SELECT CONCAT_WS(' ', low_id, low_negative, low_review_version, high_id, high_negative,"
      " high_review_version) FROM relationships ORDER BY low_id";
  BOOST_TEST(sql.list(columns) == "amelie 1 3 jonas 0 0,jonas 0 0 zoe 1 1");
  BOOST_TEST(review("amelie", "jonas", false, 4));
  BOOST_TEST(review("jonas", "amelie", true, 1));
  BOOST_TEST(sql.list(columns) == "amelie 0 4 jonas 1 1,jonas 0 0 zoe 1 1");
}

BOOST_FIXTURE_TEST_CASE(S4_19_a_review_alone_tells_no_relationship, Directory) {
  BOOST_TEST(review("amelie", "jonas", true, 9));
  BOOST_TEST(sql.value("SELECT low_teaches FROM relationships") == "none");
  BOOST_TEST(relationship("amelie", "jonas", active, 1));
  BOOST_TEST(!review("amelie", "jonas", false, 8));
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', low_teaches, low_version, low_negative,"
                      " low_review_version) FROM relationships") == "active 1 1 9");
}

BOOST_FIXTURE_TEST_CASE(S4_02_of_events_about_an_order_the_highest_version_stays, Directory) {
  BOOST_TEST(order("o-1", rules::OrderState::refunded, 3));
  BOOST_TEST(!order("o-1", rules::OrderState::paid, 2));
  BOOST_TEST(order("o-2", rules::OrderState::open, 1));
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', id, kind, low_id, high_id, tutor_id, student_id,"
                      " title, amount, currency, state, at, version) FROM orders ORDER BY id") ==
             "o-1 order jonas oscar oscar jonas Essay 4500 EUR refunded 2026-11-21 20:40:00.000 3,"
             "o-2 order jonas oscar oscar jonas Essay 4500 EUR open 2026-11-21 20:40:00.000 1");
  BOOST_TEST(order("o-1", rules::OrderState::cancelled, 4));
  BOOST_TEST(sql.value("SELECT state FROM orders WHERE id = 'o-1'") == "cancelled");
}

BOOST_FIXTURE_TEST_CASE(S4_18_a_new_order_lifts_the_cap_where_policy_says_so, Directory) {
  five_unanswered();
  BOOST_TEST(order("o-1", rules::OrderState::paid, 1));
  BOOST_TEST(unanswered() == "5,5,5");
  policy.cap_resets_on.order = true;
  BOOST_TEST(order("o-2", rules::OrderState::paid, 2));
  BOOST_TEST(unanswered() == "0,0,0");
}

BOOST_FIXTURE_TEST_CASE(S4_18_an_order_that_changes_lifts_nothing, Directory) {
  policy.cap_resets_on.order = true;
  order("o-1", rules::OrderState::open, 2);
  five_unanswered();
  BOOST_TEST(order("o-1", rules::OrderState::paid, 3));
  BOOST_TEST(!order("o-1", rules::OrderState::open, 2));
  BOOST_TEST(unanswered() == "5,5,5");
}

BOOST_FIXTURE_TEST_CASE(S4_18_an_order_lifts_the_cap_of_its_own_pair_alone, Directory) {
  policy.cap_resets_on.order = true;
  five_unanswered();
  BOOST_TEST(apply(rules::OrderRecord{.id = "o-3",
                                      .tutor_id = "oscar",
                                      .student_id = "mai",
                                      .title = "x",
                                      .currency = "EUR",
                                      .at = now,
                                      .version = 1}));
  BOOST_TEST(unanswered() == "5,5,5");
}

BOOST_FIXTURE_TEST_CASE(S2_14_one_link_a_pair_and_several_parents_a_student, Directory) {
  const auto link = [&](const std::string& parent, rules::LinkState state, long long version) {
    return apply(rules::ParentLink{
        .parent_id = parent, .student_id = "jonas", .state = state, .at = now, .version = version});
  };
  BOOST_TEST(link("petra", rules::LinkState::confirmed, 2));
  BOOST_TEST(!link("petra", rules::LinkState::pending, 1));
  BOOST_TEST(link("paul", rules::LinkState::pending, 0));
  BOOST_TEST(!link("paul", rules::LinkState::pending, 0));
  BOOST_TEST(link("petra", rules::LinkState::ended, 3));
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', parent_id, student_id, state, version, changed_at)"
                      " FROM parent_links ORDER BY parent_id") ==
             "paul jonas pending 0 2026-11-21 20:40:00.000,"
             "petra jonas ended 3 2026-11-21 20:40:00.000");
}

// A thread of Claire and Oscar about Jonas, and who may read it.
struct Household : Directory {
  Household() {
    person("Jonas", 1);
    for (const std::string id : {"claire", "oscar"}) {
      apply(rules::PersonRecord{
          .id = id, .name = id, .time_zone = "UTC", .locale = "en", .version = 1});
    }
    link(rules::LinkState::confirmed, 1);
    database.write([&](Session& session) {
      return app::begin_parent_thread(session, {"claire", "oscar", "jonas"}, now).id;
    });
  }

  bool link(rules::LinkState state, long long version) {
    return apply(rules::ParentLink{.parent_id = "claire",
                                   .student_id = "jonas",
                                   .state = state,
                                   .at = now,
                                   .version = version});
  }
  // Who is a member; what has changed since the last call.
  std::string readers() {
    auto line = sql.value(
        "SELECT GROUP_CONCAT(person_id ORDER BY person_id SEPARATOR ' ') FROM thread_members");
    for (const auto& change : access) {
      line += ", " + change.parent + (change.closed ? " closed" : " opened");
    }
    access.clear();
    return line;
  }
};

BOOST_FIXTURE_TEST_CASE(S2_06_access_follows_the_link, Household) {
  using enum rules::LinkState;
  BOOST_TEST(readers() == "claire oscar");
  BOOST_TEST(link(ended, 3));
  BOOST_TEST(readers() == "oscar, claire closed");
  BOOST_TEST(!link(confirmed, 2));
  BOOST_TEST(readers() == "oscar");
  BOOST_TEST(link(confirmed, 4));
  BOOST_TEST(readers() == "claire oscar, claire opened");
  BOOST_TEST(link(pending, 5));
  BOOST_TEST(readers() == "oscar, claire closed");
  BOOST_TEST(link(ended, 6));
  BOOST_TEST(readers() == "oscar");
}

BOOST_FIXTURE_TEST_CASE(S2_06_access_ends_with_the_erasure_of_either, Household) {
  using enum rules::LinkState;
  BOOST_TEST(erased(2));
  BOOST_TEST(readers() == "oscar, claire closed");
  BOOST_TEST(link(confirmed, 2));  // whichever of the two comes first
  BOOST_TEST(readers() == "oscar");
  BOOST_TEST(person("Jonas", 3));
  BOOST_TEST(readers() == "claire oscar, claire opened");
  BOOST_TEST(apply(rules::PersonErasure{.id = "claire", .at = now, .version = 2}));
  BOOST_TEST(readers() == "oscar, claire closed");
}

BOOST_FIXTURE_TEST_CASE(S4_09_a_session_that_has_ended_does_not_start_again, Directory) {
  using enum rules::SessionState;
  BOOST_TEST(session(ended, {"amelie", "jonas"}, 2));
  BOOST_TEST(!session(started, {"amelie", "jonas"}, 1));
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', id, person_id, state, version) FROM live_sessions") ==
             "s amelie ended 2,s jonas ended 2");
}

BOOST_FIXTURE_TEST_CASE(S4_09_the_newest_event_says_who_is_in_a_session, Directory) {
  using enum rules::SessionState;
  BOOST_TEST(session(started, {"amelie", "jonas"}, 1));
  BOOST_TEST(session(started, {"amelie", "mai"}, 2));
  BOOST_TEST(sql.list("SELECT person_id FROM live_sessions WHERE state = 'started'") ==
             "amelie,mai");
  BOOST_TEST(session(ended, {"amelie"}, 3));
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM live_sessions WHERE state = 'started'") == "0");
}

}  // namespace
}  // namespace chalkline::tests
