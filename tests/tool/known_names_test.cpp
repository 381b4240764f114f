#include "app/known_names.h"

#include <algorithm>
#include <atomic>
#include <barrier>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "app/events.h"
#include "app/migration_files.h"
#include "app/threads.h"
#include "rules/names.h"
#include "storage/people_search.h"
#include "storage/thread_changes.h"
#include "support/mariadb.h"
#include "support/test_site.h"

// Who can be found by name, and where each may look, is kept with every change: it must be what a
// complete look at people, pairs and enrolments would make it.

namespace chalkline::tests {
namespace {

using boost::unit_test::description;
using storage::Session;

const std::vector<std::string> ids{"a", "b", "c", "d", "e", "f", "g", "h"};

rules::PersonRecord person(const std::string& id, const std::string& name, long long version) {
  rules::PersonRecord record{
      .id = id, .name = name, .time_zone = "UTC", .locale = "en", .version = version};
  record.roles.bits = 2;
  return record;
}

rules::Enrolment enrolment(const std::string& id, rules::EnrolmentState state, long long version) {
  return {.course_id = "algebra",
          .batch_id = "x",
          .person_id = id,
          .institution_id = "north",
          .role = rules::EnrolmentRole::tutor,
          .state = state,
          .version = version};
}

rules::RelationshipChange relationship(const std::string& tutor, const std::string& student,
                                       rules::Relationship state, long long version) {
  return {.tutor_id = tutor, .student_id = student, .state = state, .version = version};
}

// Applies events as one delivery, in the session's open transaction.
void deliver(Session& session, const std::vector<rules::DirectoryEvent>& events) {
  std::vector<http::ReceivedEvent> received;
  for (const auto& event : events) received.push_back({"", "", event});
  app::apply_events(session, {}, received, {}, app::Care::together);
}

bool begin(Session& session, const rules::Pair& pair) {
  if (!storage::has_direct_thread(session, pair)) app::begin_thread(session, pair, {});
  return true;
}

struct Names {
  TestSite site;
  storage::Database database = site.database();
  Sql sql{site.root};

  void take(const std::vector<rules::DirectoryEvent>& events) {
    database.write([&](Session& session) {
      deliver(session, events);
      return true;
    });
  }

  std::string kept_own_rows() {
    return sql.list(
        "SELECT CONCAT_WS(' ', word, person_id) FROM known_names WHERE circle = ''"
        " ORDER BY word, person_id");
  }

  std::string rows() {
    return sql.list(
        "SELECT CONCAT_WS(' ', circle, letter, word, person_id) FROM known_names"
        " ORDER BY circle, word, person_id");
  }

  std::string circles() {
    return sql.list(
        "SELECT CONCAT_WS(' ', person_id, circle, ties) FROM known_circles"
        " ORDER BY person_id, circle");
  }

  // Everybody's own rows, from their names.
  std::string own_rows() {
    std::set<std::pair<std::string, std::string>> all;
    for (const auto& row : sql.query("SELECT id, name FROM people WHERE erased_at IS NULL")) {
      for (const auto& word : rules::name_words(row[1])) all.emplace(word, row[0]);
    }
    std::string text;
    for (const auto& [word, id] : all) {
      text += (text.empty() ? "" : ",") + word + " " + id;
    }
    return text;
  }

  // Fills the tables anew with the statements that filled them first; true where nothing has
  // changed.
  bool is_complete() {
    sql.execute("DROP TABLE IF EXISTS name_words");
    sql.execute(
        "CREATE TABLE name_words SELECT word, person_id FROM known_names"
        " WHERE circle = ''");
    const auto kept = rows();
    const auto kept_circles = circles();
    sql.execute("DROP TABLE known_names, known_circles");
    const std::set<std::string> filling{"known_names", "colleagues", "known_circles"};
    for (const auto& migration : app::load_migrations(site.share_folder / "sql" / "migrations")) {
      if (!filling.contains(migration.name)) continue;
      for (const auto& statement : migration.statements) sql.execute(statement);
    }
    BOOST_TEST(kept == rows());
    BOOST_TEST(kept_circles == circles());
    return kept == rows() && !kept.empty() && kept_circles == circles() && !kept_circles.empty();
  }
};

// One event about a few people, at random.
class Chance {
 public:
  explicit Chance(unsigned seed) : random_(seed) {}

  int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  const std::string& id() { return ids[static_cast<std::size_t>(below(8))]; }
  rules::Pair pair() {
    const auto first = id();
    auto second = id();
    while (second == first) second = id();
    return rules::pair_of(first, second);
  }

  rules::DirectoryEvent event() {
    const long long version = below(60);
    switch (below(5)) {
      case 0:
        return record(version);
      case 1:
        return rules::PersonErasure{.id = id(), .version = version - 30};
      case 2:
      case 3:
        return place(version);
      default:
        return tie(version);
    }
  }

 private:
  rules::PersonRecord record(long long version) {
    const std::string names[] = {"Ann Bo", "Ann Anders", "Émile 王小明", "bo", "?!"};
    auto record = person(id(), names[below(5)], version);
    record.roles.bits = static_cast<std::uint32_t>(below(16));
    if (below(2) == 0) record.institution_id = below(2) == 0 ? "north" : "south";
    return record;
  }
  rules::Enrolment place(long long version) {
    auto made = enrolment(
        id(), below(3) > 0 ? rules::EnrolmentState::active : rules::EnrolmentState::ended, version);
    made.batch_id = below(2) == 0 ? "x" : "y";
    made.institution_id = below(3) > 0 ? "north" : "south";
    if (below(2) == 0) made.role = rules::EnrolmentRole::student;
    return made;
  }
  rules::RelationshipChange tie(long long version) {
    using enum rules::Relationship;
    const rules::Relationship states[] = {none, exploring, active, ended, ended};
    const auto two = pair();
    auto change = relationship(two.low, two.high, states[below(5)], version);
    if (below(2) == 0) std::swap(change.tutor_id, change.student_id);
    change.invited = below(6) == 0;
    return change;
  }

  std::mt19937 random_;
};

BOOST_AUTO_TEST_SUITE(known_names)

BOOST_FIXTURE_TEST_CASE(kept_as_a_complete_look_makes_them, Names,
                        *description("S1-08: random events in random order")) {
  Chance chance(20261130);
  std::set<std::string> kinds;
  std::set<std::string> ties;
  for (int round = 0; round < 60; ++round) {
    std::vector<rules::DirectoryEvent> events;
    for (int n = 1 + chance.below(12); n > 0; --n) events.push_back(chance.event());
    take(events);
    if (chance.below(4) == 0) {
      database.write([&](Session& session) { return begin(session, chance.pair()); });
    }
    for (const auto& row : sql.query("SELECT DISTINCT SUBSTRING_INDEX(circle, '|', 1)"
                                     " FROM known_names")) {
      kinds.insert(row.front());
    }
    for (const auto& row : sql.query("SELECT DISTINCT ties FROM known_circles")) {
      ties.insert(row.front());
    }
    if (round % 4 != 3) continue;
    BOOST_REQUIRE(kept_own_rows() == own_rows());
    BOOST_REQUIRE(is_complete());
  }
  BOOST_TEST((kinds == std::set<std::string>{"", "t", "i", "it", "p", "cs", "cc", "ci", "ca"}));
  BOOST_TEST((ties == std::set<std::string>{"0", "1", "2", "4", "6", "8", "16"}));
}

BOOST_FIXTURE_TEST_CASE(untouched_where_nothing_is_found_otherwise, Names,
                        *description("speed: news that change no name touch no name")) {
  auto record = person("a", "Ann", 1);
  take({record, enrolment("a", rules::EnrolmentState::active, 1)});
  sql.execute("UPDATE known_names SET word = 'kept'");
  record.version = 2;
  record.email = "ann@example.org";
  take({record, enrolment("a", rules::EnrolmentState::active, 2)});
  BOOST_TEST(sql.list("SELECT DISTINCT word FROM known_names") == "kept");
  record.version = 3;
  record.name = "Bo";
  take({record});
  BOOST_TEST(sql.list("SELECT DISTINCT word FROM known_names") == "bo");
}

// Two transactions about one person: the second begins while the first has not committed yet.
BOOST_FIXTURE_TEST_CASE(the_second_waits_for_the_first, Names,
                        *description("two sessions: neither misses the other")) {
  using enum rules::Relationship;
  using Work = std::function<void(Session&)>;
  const auto told = [](const rules::DirectoryEvent& event) {
    return [event](Session& session) { deliver(session, {event}); };
  };
  const Work begun = [](Session& session) { begin(session, rules::pair_of("a", "b")); };
  const Work renamed = told(person("a", "Bo", 9));
  const struct {
    std::string name;
    std::vector<rules::DirectoryEvent> before;
    Work one;
    Work other;
  } cases[] = {
      {"a new person and an enrolment",
       {},
       renamed,
       told(enrolment("a", rules::EnrolmentState::active, 1))},
      {"a new person of no words and an enrolment",
       {},
       told(person("a", "?", 9)),
       told(enrolment("a", rules::EnrolmentState::active, 1))},
      {"a new person and a relationship", {}, renamed, told(relationship("b", "a", active, 1))},
      {"a name and an enrolment",
       {person("a", "Ann", 1)},
       renamed,
       told(enrolment("a", rules::EnrolmentState::active, 1))},
      {"a name and an enrolment that ends",
       {person("a", "Ann", 1), enrolment("a", rules::EnrolmentState::active, 1)},
       renamed,
       told(enrolment("a", rules::EnrolmentState::ended, 2))},
      {"a name and a relationship",
       {person("a", "Ann", 1)},
       renamed,
       told(relationship("b", "a", active, 1))},
      {"a name and a relationship that ends",
       {person("a", "Ann", 1), relationship("b", "a", active, 1)},
       renamed,
       told(relationship("b", "a", ended, 2))},
      {"a name and a thread", {person("a", "Ann", 1)}, renamed, begun},
      {"a name of no words and a thread", {person("a", "?", 1)}, renamed, begun},
      {"a thread and a relationship that ends",
       {person("a", "Ann", 1), relationship("b", "a", active, 1)},
       begun,
       told(relationship("b", "a", ended, 2))},
  };
  for (const auto& row : cases) {
    for (const bool turned : {false, true}) {
      site.clear();
      take(row.before);
      take({person("b", "Cy", 1)});
      const auto& first = turned ? row.other : row.one;
      const auto& second = turned ? row.one : row.other;
      std::atomic<bool> done = false;
      std::thread behind;
      database.write([&](Session& session) {
        first(session);
        behind = std::thread([&] {
          auto own = site.database();
          own.write([&](Session& other) {
            second(other);
            return true;
          });
          done = true;
        });
        while (!done && sql.number("SELECT COUNT(*) FROM information_schema.innodb_trx"
                                   " WHERE trx_state = 'LOCK WAIT'") == 0) {
          // The server refreshes this table only where nobody has read it for a tenth of a second.
          std::this_thread::sleep_for(std::chrono::milliseconds(150));
        }
        return true;
      });
      behind.join();
      BOOST_TEST(is_complete(), row.name << (turned ? ", turned" : ""));
    }
  }
}

BOOST_FIXTURE_TEST_CASE(three_at_once, Names, *description("whatever meets whatever")) {
  std::vector<rules::DirectoryEvent> all;
  for (const auto& id : ids) all.emplace_back(person(id, "Ann " + id, 1));
  take(all);
  std::barrier together(3);
  const auto work = [&](unsigned seed) {
    Chance chance(seed);
    auto own = site.database();
    for (int round = 0; round < 25; ++round) {
      std::vector<rules::DirectoryEvent> events;
      for (int n = 1 + chance.below(4); n > 0; --n) events.push_back(chance.event());
      const auto pair = chance.pair();
      const bool begins = chance.below(4) == 0;
      together.arrive_and_wait();
      own.write([&](Session& session) {
        deliver(session, events);
        return !begins || begin(session, pair);
      });
    }
  };
  std::thread second(work, 2);
  std::thread third(work, 3);
  work(1);
  second.join();
  third.join();
  BOOST_TEST(kept_own_rows() == own_rows());
  BOOST_TEST(is_complete());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::tests
