#include <algorithm>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "app/events.h"
#include "http/deliveries.h"
#include "support/mariadb.h"
#include "support/test_site.h"

// Events arrive repeated and out of order: whatever the order, what is stored in the end is the
// same.

namespace chalkline::tests {
namespace {

using storage::Session;

struct Orders {
  TestSite site;
  storage::Database database = site.database();
  Sql sql{site.address};

  // All that events about people, pairs, orders and sessions leave behind. A link's own id is no
  // part of it, nor when the machine was told.
  std::string state() {
    std::string text;
    for (const std::string query :
         {"SELECT * FROM people ORDER BY id",
          "SELECT * FROM relationships ORDER BY low_id, high_id",
          "SELECT * FROM enrolments ORDER BY person_id, course_id, batch_id, role",
          "SELECT * FROM orders ORDER BY id",
          "SELECT id, person_id, state, at, version FROM live_sessions ORDER BY id, person_id",
          "SELECT t.thread_key, t.kind, x.seq, x.kind, x.body FROM threads t"
          " LEFT JOIN messages x ON x.thread_id = t.id ORDER BY t.thread_key, x.seq",
          "SELECT parent_id, student_id, state, changed_at, version FROM parent_links"
          " ORDER BY parent_id, student_id",
          "SELECT * FROM known_names ORDER BY circle, letter, word, person_id",
          "SELECT * FROM known_circles ORDER BY person_id, circle"}) {
      for (const auto& row : sql.query(query)) {
        for (const auto& cell : row) text += cell + "|";
        text += "\n";
      }
    }
    return text;
  }

  void forget() {
    sql.execute("START TRANSACTION");
    for (const std::string table :
         {"people", "relationships", "enrolments", "orders", "live_sessions", "parent_links",
          "known_names", "known_circles", "threads", "thread_members", "messages"}) {
      sql.execute("DELETE FROM " + table);
    }
    sql.execute("COMMIT");
  }

  // What is known before.
  std::vector<std::string> before;

  // Takes events as one delivery.
  static void take(Session& session, const std::vector<std::string>& texts) {
    std::vector<http::ReceivedEvent> events;
    for (const auto& text : texts) events.push_back(http::parse_event_text(text));
    for (const auto& verdict : app::apply_events(session, {}, events, {}, app::Care::together)) {
      BOOST_REQUIRE((verdict.outcome == rules::EventOutcome::applied ||
                     verdict.outcome == rules::EventOutcome::ignored));
    }
  }

  // The end of one order, its first event repeated: in one delivery, or each in its own. All in one
  // transaction, as a commit is what takes time here.
  std::string end_of(const std::vector<std::string>& texts, std::vector<std::size_t> order,
                     bool alone) {
    order.push_back(order.front());
    std::vector<std::string> ordered;
    for (const auto i : order) ordered.push_back(texts[i]);
    forget();
    database.write([&](Session& session) {
      if (!before.empty()) take(session, before);
      if (!alone) take(session, ordered);
      for (std::size_t i = 0; alone && i < ordered.size(); ++i) take(session, {ordered[i]});
      return true;
    });
    return state();
  }

  // Every order of the events.
  void check(const std::vector<std::string>& texts) {
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0U);
    std::string first;
    int orders = 0;
    do {
      const auto end = end_of(texts, order, false);
      if (first.empty()) first = end;
      BOOST_REQUIRE(end == first);
      BOOST_REQUIRE(end_of(texts, order, true) == first);
      ++orders;
    } while (std::next_permutation(order.begin(), order.end()));
    BOOST_TEST(orders == (texts.size() == 4 ? 24 : 120));
    BOOST_TEST(!first.empty());
  }
};

std::string event(const std::string& type, int minute, const std::string& data) {
  return R"({"type":")" + type + R"(","timestamp":"2026-11-21T12:0)" + std::to_string(minute) +
         R"(:00Z","data":{)" + data + "}}";
}

std::string person(int version, const std::string& name) {
  return event("person.upserted", version,
               R"("id":"jonas","timeZone":"UTC","locale":"en","roles":["student"],)"
               R"("standing":"ok","name":")" +
                   name + R"(","subjects":["s)" + std::to_string(version) + R"("],"version":)" +
                   std::to_string(version));
}

std::string erasure(int version) {
  return event("person.erased", version, R"("id":"jonas","version":)" + std::to_string(version));
}

std::string relationship(int minute, const std::string& tutor, const std::string& student,
                         const std::string& state, const std::string& origin = "booking") {
  return event("relationship.upserted", minute,
               R"("tutorId":")" + tutor + R"(","studentId":")" + student + R"(","origin":")" +
                   origin + R"(","state":")" + state + "\"");
}

std::string review(int minute, const std::string& tutor, const std::string& student,
                   const std::string& negative) {
  return event("review.recorded", minute,
               R"("tutorId":")" + tutor + R"(","studentId":")" + student +
                   R"(","rating":3,"negative":)" + negative);
}

// What orders and packages have in common; the amount shows which event has told it.
std::string purchase(int minute) {
  return R"("id":"o","tutorId":"amelie","studentId":"jonas","title":"x","amount":)" +
         std::to_string(minute) + R"(,"currency":"EUR","at":"2026-11-21T11:00:00Z")";
}

std::string order(int minute, const std::string& state) {
  return event("order.recorded", minute,
               purchase(minute) + R"(,"url":"https://shop.example/)" + std::to_string(minute) +
                   R"(","state":")" + state + "\"");
}

std::string package(int minute) {
  return event("package.purchased", minute,
               purchase(minute) + R"(,"minutes":60,"lessons":)" + std::to_string(10 * minute));
}

std::string session(const std::string& type, int minute, const std::string& people) {
  return event("session." + type, minute, R"("id":"s","personIds":[)" + people + "]");
}

BOOST_FIXTURE_TEST_CASE(contract_3_a_person_changed_and_erased_in_every_order, Orders) {
  check({person(1, "one"), person(2, "two"), erasure(3), person(4, "four"), person(5, "five")});
  check({person(1, "one"), person(2, "two"), person(3, "three"), erasure(4)});
}

BOOST_FIXTURE_TEST_CASE(contract_3_a_pair_told_of_and_reviewed_in_every_order, Orders) {
  check({relationship(1, "amelie", "jonas", "exploring"),
         relationship(3, "amelie", "jonas", "ended"), relationship(2, "jonas", "amelie", "active"),
         review(1, "amelie", "jonas", "true"), review(2, "amelie", "jonas", "false")});
  check({review(1, "amelie", "jonas", "false"), review(2, "amelie", "jonas", "true"),
         review(4, "jonas", "amelie", "true"), relationship(1, "jonas", "amelie", "active")});
}

// An invite that was accepted has begun the conversation, whatever has become of the two since.
BOOST_FIXTURE_TEST_CASE(S0_05_an_accepted_invite_in_every_order, Orders) {
  const auto threads = [&] { return sql.list("SELECT thread_key FROM threads"); };
  check({relationship(1, "amelie", "jonas", "exploring", "invite"),
         relationship(2, "amelie", "jonas", "active"), relationship(3, "amelie", "jonas", "ended"),
         person(1, "Jonas Nemec")});
  BOOST_TEST(threads() == "amelie|jonas");
  BOOST_TEST(sql.value("SELECT low_teaches FROM relationships") == "ended");
  check({relationship(1, "jonas", "amelie", "active", "invite"),
         relationship(2, "jonas", "amelie", "active", "profile"),
         relationship(1, "amelie", "jonas", "ended"), person(2, "Jonas Nemec")});
  BOOST_TEST(threads() == "amelie|jonas");
  check({relationship(1, "amelie", "jonas", "exploring"),
         relationship(2, "amelie", "jonas", "ended", "invite"),
         relationship(3, "amelie", "jonas", "active"), person(1, "Jonas Nemec")});
  BOOST_TEST(threads() == "");
}

BOOST_FIXTURE_TEST_CASE(S3_24_a_referral_in_every_order, Orders) {
  check({relationship(1, "amelie", "jonas", "exploring", "referral"),
         relationship(2, "amelie", "jonas", "active", "profile"),
         relationship(2, "jonas", "amelie", "active"), review(1, "amelie", "jonas", "true")});
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', low_teaches, high_teaches, low_referred,"
                      " high_referred) FROM relationships") == "active active 1 0");
}

BOOST_FIXTURE_TEST_CASE(S0_21_a_package_and_what_becomes_of_it_in_every_order, Orders) {
  auto amelie = person(1, "Amelie");
  amelie.replace(amelie.find("jonas"), 5, "amelie");
  before = {amelie, person(1, "Jonas")};
  const auto stored = [&] {
    return sql.list(
               "SELECT CONCAT_WS(' ', kind, state, amount, lessons, minutes, url) FROM orders") +
           " " + sql.list("SELECT CONCAT_WS(' ', kind, body) FROM messages");
  };
  check({package(1), order(2, "paid"), order(3, "refunded"), order(1, "open")});
  BOOST_TEST(stored() ==
             "package refunded 3 10 60 https://shop.example/3 card Package purchased: x");
  check({order(1, "open"), package(2), package(3), order(2, "cancelled")});
  BOOST_TEST(stored() == "package paid 3 30 60 https://shop.example/2 card Package purchased: x");
  check({package(3), order(1, "open"), order(4, "refunded"), order(3, "paid")});
  BOOST_TEST(stored() ==
             "package refunded 4 30 60 https://shop.example/4 card Package purchased: x");
  check({package(2), package(1), order(2, "open"), order(1, "cancelled")});
  BOOST_TEST(stored() == "package open 2 20 60 https://shop.example/2 card Package purchased: x");
}

BOOST_FIXTURE_TEST_CASE(contract_3_orders_and_sessions_in_every_order, Orders) {
  check({order(1, "open"), order(2, "paid"), order(3, "refunded"),
         session("started", 1, "\"jonas\",\"amelie\""), session("ended", 2, "\"jonas\"")});
  check({session("started", 1, "\"jonas\""), session("started", 2, "\"jonas\",\"amelie\""),
         session("ended", 3, "\"amelie\""), order(1, "paid")});
}

BOOST_FIXTURE_TEST_CASE(contract_3_links_and_enrolments_in_every_order, Orders) {
  const auto link = [](int minute, const std::string& state) {
    return event("parent_link.upserted", minute,
                 R"("parentId":"petra","studentId":"jonas","state":")" + state + "\"");
  };
  const auto enrolment = [](int minute, const std::string& state) {
    return event("enrolment.upserted", minute,
                 R"("courseId":"c","batchId":"b","institutionId":"i","personId":"jonas",)"
                 R"("role":"student","state":")" +
                     state + "\"");
  };
  check({link(1, "pending"), link(2, "confirmed"), link(3, "ended"), enrolment(1, "active"),
         enrolment(2, "ended")});
}

}  // namespace
}  // namespace chalkline::tests
