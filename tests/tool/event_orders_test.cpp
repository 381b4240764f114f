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
    for (const std::string table :
         {"people", "relationships", "enrolments", "orders", "live_sessions", "parent_links",
          "known_names", "known_circles", "threads", "thread_members"}) {
      sql.execute("DELETE FROM " + table);
    }
  }

  // Takes events as one delivery.
  void take(const std::vector<std::string>& texts, const std::vector<std::size_t>& order) {
    std::vector<http::ReceivedEvent> events;
    for (const auto i : order) events.push_back(http::parse_event_text(texts[i]));
    const auto verdicts = database.write([&](Session& session) {
      return app::apply_events(session, {}, events, {}, app::Care::together);
    });
    for (const auto& verdict : verdicts) {
      BOOST_REQUIRE((verdict.outcome == rules::EventOutcome::applied ||
                     verdict.outcome == rules::EventOutcome::ignored));
    }
  }

  // Every order of the events, and of each the same again with its first event repeated.
  void check(const std::vector<std::string>& texts) {
    std::vector<std::size_t> order(texts.size());
    std::iota(order.begin(), order.end(), 0U);
    std::string first;
    int orders = 0;
    do {
      forget();
      auto repeated = order;
      repeated.push_back(order.front());
      take(texts, repeated);
      const auto end = state();
      if (first.empty()) first = end;
      BOOST_REQUIRE(end == first);
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
                         const std::string& state) {
  return event("relationship.upserted", minute,
               R"("tutorId":")" + tutor + R"(","studentId":")" + student +
                   R"(","origin":"booking","state":")" + state + "\"");
}

std::string review(int minute, const std::string& tutor, const std::string& student,
                   const std::string& negative) {
  return event("review.recorded", minute,
               R"("tutorId":")" + tutor + R"(","studentId":")" + student +
                   R"(","rating":3,"negative":)" + negative);
}

std::string order(int minute, const std::string& state) {
  return event("order.recorded", minute,
               R"("id":"o","tutorId":"amelie","studentId":"jonas","title":"x","amount":1,)"
               R"("currency":"EUR","at":"2026-11-21T11:00:00Z","state":")" +
                   state + "\"");
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
