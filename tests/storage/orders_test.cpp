#include "storage/orders.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"
#include "storage/live_sessions.h"
#include "storage/parent_links.h"
#include "storage/reviews.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;

BOOST_FIXTURE_TEST_SUITE(orders, Fixture)

rules::OrderRecord order() {
  return {.id = "o:1",
          .tutor_id = "t",
          .student_id = "s",
          .title = "O'Brien's :title 😀",
          .amount = 9'007'199'254'740'991,
          .currency = "EUR",
          .state = rules::OrderState::open,
          .at = noon(),
          .url = "https://x/?a=:id",
          .version = 4};
}

const std::string columns =
    "SELECT CONCAT_WS('|', id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
    " currency, state, at, IFNULL(url, '-'), IFNULL(lessons, '-'), IFNULL(minutes, '-'), version)"
    " FROM orders";

BOOST_AUTO_TEST_CASE(order_rows, *description("S4-02: every field of order.recorded")) {
  auto record = order();
  const auto versions = [&](const std::string& id) {
    const auto stored = run(lock_order_versions, id);
    return stored ? std::to_string(stored->order) + " " + std::to_string(stored->package) : "";
  };
  BOOST_TEST(versions(record.id) == "");
  run(insert_order, record);
  BOOST_TEST(versions(record.id) == "4 -1");
  BOOST_TEST(sql.value(columns) ==
             "o:1|order|s|t|t|s|O'Brien's :title 😀|9007199254740991|EUR|open|"
             "2026-11-21 12:00:00.000|https://x/?a=:id|-|-|4");
  BOOST_TEST((fault_of([&] { run(insert_order, record); }).kind == Fault::Kind::conflict));
  record.state = rules::OrderState::refunded;
  record.url.reset();
  record.version = 5;
  run(update_order, record);
  BOOST_TEST(sql.value(columns) ==
             "o:1|order|s|t|t|s|O'Brien's :title 😀|9007199254740991|EUR|refunded|"
             "2026-11-21 12:00:00.000|https://x/?a=:id|-|-|4");
  run(update_order_link, record);
  BOOST_TEST(sql.value(columns + " WHERE url IS NULL AND version = 5") != "");
}

BOOST_AUTO_TEST_CASE(package_rows,
                     *description("S0-21: a package that is paid back is still one")) {
  auto record = order();
  run(insert_order, record);
  record.lessons = 10;
  record.minutes = 50;
  record.version = 7;
  run(update_package, record);
  BOOST_TEST(sql.value(columns) ==
             "o:1|package|s|t|t|s|O'Brien's :title 😀|9007199254740991|EUR|open|"
             "2026-11-21 12:00:00.000|https://x/?a=:id|10|50|4");
  BOOST_TEST(run(lock_order_versions, record.id).value().package == 7);
  record.kind = rules::OrderKind::package;
  record.id = "o:2";
  run(insert_order, record);
  const auto stored = run(lock_order_versions, record.id).value();
  BOOST_TEST((stored.order == -1 && stored.package == 7));
}

BOOST_AUTO_TEST_CASE(lifted_caps, *description("S4-18: an order lifts the cap of its pair")) {
  person("s");
  person("t");
  person("u");
  const auto mine = thread("s", "t");
  const auto other = thread("s", "u");
  for (int i = 0; i < 3; ++i) {
    send(mine, "t", "x");
    send(other, "u", "x");
  }
  run(mark_cap_lifted, rules::pair_of("t", "s"));
  BOOST_TEST(sql.list("SELECT unanswered FROM threads ORDER BY id") == "0,3");
  BOOST_TEST(kept("unanswered", "s", mine) + kept("unanswered", "t", mine) == "00");
  BOOST_TEST(kept("unanswered", "s", other) + kept("unanswered", "u", other) == "03");
  BOOST_TEST(kept("unread", "s", mine) == "3");
  run(mark_cap_lifted, rules::pair_of("t", "u"));
}

BOOST_AUTO_TEST_CASE(link_rows, *description("S2-14: one link a pair")) {
  const std::string petra = "p";
  const std::string jonas = "s";
  rules::StoredLink link{.parent_id = petra, .student_id = jonas, .changed_at = noon()};
  const auto lock = [&](const std::string& parent, const std::string& student) {
    return run([&](Session& s) { return lock_parent_link(s, parent, student); });
  };
  BOOST_TEST(!lock(petra, jonas).has_value());
  link.id = run(insert_parent_link, link);
  BOOST_TEST((fault_of([&] { run(insert_parent_link, link); }).kind == Fault::Kind::conflict));
  auto stored = lock(petra, jonas);
  BOOST_REQUIRE(stored.has_value());
  BOOST_TEST((stored->id == link.id && stored->version == -1 && !stored->request_id));
  BOOST_TEST((stored->state == rules::LinkState::pending && !stored->decided_here_at));
  link.state = rules::LinkState::ended;
  link.changed_at = noon(5);
  link.version = 7;
  link.decided_here_at = noon(6);
  link.request_id = 9;
  run(update_parent_link, link);
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', parent_id, student_id, state, changed_at, version,"
                      " decided_here_at, request_id) FROM parent_links") ==
             "p s ended 2026-11-21 12:00:00.005 7 2026-11-21 12:00:00.006 9");
  stored = run([&](Session& s) { return lock_parent_link(s, link.id); });
  BOOST_REQUIRE(stored.has_value());
  BOOST_TEST((stored->decided_here_at == noon(6) && stored->request_id == 9));
  BOOST_TEST((stored->state == rules::LinkState::ended && stored->version == 7));
  BOOST_TEST(!lock(jonas, petra).has_value());
}

BOOST_AUTO_TEST_CASE(links_with_people, *description("S2-10: each side sees the other")) {
  person("petra", {rules::Role::parent});
  person("jonas", {rules::Role::student});
  const rules::StoredLink link{.parent_id = "petra", .student_id = "jonas", .changed_at = noon()};
  const auto first = run(insert_parent_link, link);
  const rules::StoredLink other{.parent_id = "petra", .student_id = "gone", .changed_at = noon()};
  const auto second = run(insert_parent_link, other);
  const auto rows = run(load_links_as_parent, std::string("petra"));
  BOOST_REQUIRE(rows.size() == 2U);
  BOOST_TEST((rows[0].link.id == second && rows[1].link.id == first));
  BOOST_TEST((rows[1].parent.id == "petra" && rows[1].student.id == "jonas"));
  BOOST_TEST((rows[1].student.roles.has(rules::Role::student) && rows[0].student.name.empty()));
  BOOST_TEST(run(load_links_as_student, std::string("jonas")).size() == 1U);
  BOOST_TEST(run(load_links_as_student, std::string("petra")).empty());
  BOOST_TEST(run(load_link, first).value().student.id == "jonas");
  BOOST_TEST(!run(load_link, 99'999LL).has_value());
}

BOOST_AUTO_TEST_CASE(review_columns, *description("S4-19: beside what the pair is to each other")) {
  const auto pair = rules::pair_of("t", "s");
  BOOST_TEST(!run(lock_reviews, pair).has_value());
  run(insert_reviews, pair, PairReviews{.high_negative = true, .high_version = 3});
  BOOST_TEST(
      (fault_of([&] { run(insert_reviews, pair, PairReviews{}); }).kind == Fault::Kind::conflict));
  run(update_relationship, pair, PairState{.high_teaches = rules::Relationship::active});
  auto reviews = run(lock_reviews, pair);
  BOOST_REQUIRE(reviews.has_value());
  BOOST_TEST((reviews->high_negative && !reviews->low_negative));
  BOOST_TEST((reviews->high_version == 3 && reviews->low_version == 0));
  run(update_reviews, pair, PairReviews{.low_negative = true, .low_version = 9});
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', low_teaches, high_teaches, low_negative,"
                      " high_negative, low_review_version, high_review_version)"
                      " FROM relationships") == "none active 1 0 9 0");
}

BOOST_AUTO_TEST_CASE(session_rows, *description("S4-09: who is in a live session")) {
  rules::SessionChange change{.id = "x", .at = noon(), .version = 2};
  BOOST_TEST(!run(lock_session_version, change.id).has_value());
  run(insert_session_person, change, std::string("a"));
  change.state = rules::SessionState::ended;
  change.version = 3;
  run(insert_session_person, change, std::string("b"));
  BOOST_TEST(run(lock_session_version, change.id).value() == 3);
  const auto twice = fault_of([&] { run(insert_session_person, change, std::string("b")); });
  BOOST_TEST((twice.kind == Fault::Kind::conflict));
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', person_id, state, at, version) FROM live_sessions") ==
             "a started 2026-11-21 12:00:00.000 2,b ended 2026-11-21 12:00:00.000 3");
  BOOST_TEST(sql.list("SELECT TIMESTAMPDIFF(HOUR, told_at, UTC_TIMESTAMP(3)) FROM live_sessions") ==
             "0,0");
  sql.execute("UPDATE live_sessions SET told_at = '2026-11-25 12:00:00'");
  BOOST_TEST(run(delete_old_sessions, noon() + std::chrono::days(4)) == 0);
  BOOST_TEST(run(delete_old_sessions, noon(1) + std::chrono::days(4)) == 2);
  run(insert_session_person, change, std::string("b"));
  run(delete_session_people, change.id);
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM live_sessions") == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
