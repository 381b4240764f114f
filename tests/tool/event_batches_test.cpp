#include <algorithm>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "app/events.h"
#include "app/guardians.h"
#include "app/sending.h"
#include "app/threads.h"
#include "http/times.h"
#include "storage/thread_changes.h"
#include "support/mariadb.h"
#include "support/test_site.h"

// Many events are written together, and the outcome is that of one after the other: two sites take
// the same batches, one of them event by event, and are compared table by table.

namespace chalkline::tests {
namespace {

using boost::unit_test::description;
using storage::Session;

const auto now = *http::parse_time("2026-11-21T20:40:00Z");

// One event about a few people, at random: who they are, what ties them, what they buy.
class Events {
 public:
  explicit Events(unsigned seed) : random_(seed) {}

  int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  rules::Pair pair() {
    const int one = below(people);
    return rules::pair_of(id(one), id(one + 1 + below(people - 1)));
  }

  std::vector<http::ReceivedEvent> batch() {
    std::vector<http::ReceivedEvent> events;
    for (int n = 1 + below(40); n > 0; --n) events.push_back({"", "{}", any()});
    // What a database refuses, and not the parser.
    if (below(4) == 0) {
      auto refused = person();
      refused.name = std::string(201, 'x');
      refused.version = 1'000;
      const auto place = events.begin() + below(static_cast<int>(events.size()));
      events.insert(place, {"", "{}", refused});
    }
    return events;
  }

 private:
  static constexpr int people = 7;

  static std::string id(int n) { return std::string(1, static_cast<char>('a' + n % people)); }
  std::string someone() { return id(below(people)); }
  long long version() { return below(60); }

  http::ReadEvent any() {
    const int kind = below(27);
    if (kind == 0) return http::BadInput{{"data.id", "malformed", "Mend."}};
    if (kind == 1) return http::UnknownEvent{};
    return directory(kind);
  }

  rules::DirectoryEvent directory(int kind) {
    if (kind < 9) return person();
    if (kind < 13) return enrolment();
    if (kind < 17) return relationship();
    if (kind < 19) return link();
    if (kind < 21) return order();
    if (kind < 24) return rules::PersonErasure{.id = someone(), .at = now, .version = version()};
    if (kind < 26) return review();
    return rules::SessionChange{.id = "s",
                                .person_ids = {someone()},
                                .state = rules::SessionState::started,
                                .at = now,
                                .version = version()};
  }

  rules::PersonRecord person() {
    const std::string names[] = {"Ann Bo", "Ann Anders", "Émile 王小明", "?!"};
    const std::string dates[] = {"2015-01-01", "2016-02-03", "1990-05-05"};
    rules::PersonRecord record{.id = someone(),
                               .name = names[below(4)],
                               .roles = {static_cast<std::uint32_t>(below(8))},
                               .time_zone = "UTC",
                               .locale = "en",
                               .version = version()};
    if (below(2) == 0) record.email = record.id + "@example.org";
    if (below(2) == 0) record.institution_id = below(2) == 0 ? "north" : "south";
    if (below(3) > 0) record.birth_date = dates[below(3)];
    return record;
  }
  rules::Enrolment enrolment() {
    using enum rules::EnrolmentState;
    return {.course_id = "algebra",
            .batch_id = below(2) == 0 ? "x" : "y",
            .person_id = someone(),
            .institution_id = below(3) > 0 ? "north" : "south",
            .role = below(2) == 0 ? rules::EnrolmentRole::tutor : rules::EnrolmentRole::student,
            .state = below(3) > 0 ? active : ended,
            .version = version()};
  }
  rules::RelationshipChange relationship() {
    using enum rules::Relationship;
    const rules::Relationship states[] = {none, exploring, active, active, ended};
    const auto two = parties();
    return {.tutor_id = two.low,
            .student_id = two.high,
            .state = states[below(5)],
            .invited = below(6) == 0,
            .referred = below(4) == 0,
            .at = now,
            .version = version()};
  }
  rules::ParentLink link() {
    using enum rules::LinkState;
    const rules::LinkState states[] = {pending, confirmed, confirmed, ended};
    const auto two = parties();
    return {.parent_id = two.low,
            .student_id = two.high,
            .state = states[below(4)],
            .at = now,
            .version = version()};
  }
  rules::OrderRecord order() {
    const auto two = parties();
    return {.id = "o" + std::to_string(below(9)),
            .kind = below(3) == 0 ? rules::OrderKind::package : rules::OrderKind::order,
            .tutor_id = two.low,
            .student_id = two.high,
            .title = "Essay",
            .amount = 4500,
            .currency = "EUR",
            .at = now,
            .version = version()};
  }
  rules::ReviewRecord review() {
    const auto two = parties();
    return {.tutor_id = two.low,
            .student_id = two.high,
            .negative = below(2) == 0,
            .version = version()};
  }
  // Two people in either order.
  rules::Pair parties() {
    auto two = pair();
    if (below(2) == 0) std::swap(two.low, two.high);
    return two;
  }

  std::mt19937 random_;
};

// What has become of each event, and what is to be announced.
std::string line_of(const std::vector<app::Verdict>& verdicts) {
  std::string line;
  for (const auto& verdict : verdicts) {
    line += std::string(rules::name_of(verdict.outcome)) + (verdict.card ? " card" : "");
    for (const auto& change : verdict.access) {
      line += " " + change.parent + (change.told ? "!" : "") + (change.closed ? "-" : "+");
    }
    line += "\n";
  }
  return line;
}

struct Half {
  explicit Half(const std::string& name) : site("marketplace", name), sql(site.root) {
    // What is made from salts cannot be the same twice, nor the machine's time; ids that the
    // database gives are told by their order, as a transaction that is taken back leaves a gap.
    for (const auto& row : sql.query(
             "SELECT table_name, GROUP_CONCAT(CASE"
             " WHEN column_name = 'thread_id' THEN"
             " '(SELECT COUNT(*) FROM threads t WHERE t.id <= x.thread_id)'"
             " WHEN extra = 'auto_increment' THEN"
             " CONCAT('(SELECT COUNT(*) FROM `', table_name, '` t WHERE t.id <= x.id)')"
             " ELSE CONCAT('IFNULL(`', column_name, '`, 0)') END ORDER BY ordinal_position)"
             " FROM information_schema.columns WHERE table_schema = DATABASE() AND column_name NOT"
             " IN ('salt', 'commitment', 'chain', 'trail_chain', 'told_at') GROUP BY table_name"
             " HAVING table_name <> 'schema_migrations'")) {
      tables.push_back("SELECT CONCAT_WS(' ', '" + row[0] + "'," + row[1] + ") AS line FROM `" +
                       row[0] + "` x ORDER BY line");
    }
  }
  std::vector<std::string> content() {
    std::vector<std::string> all;
    for (const auto& query : tables) all.push_back(sql.list(query));
    return all;
  }
  // A message, and the conversation where there is none: some conversations have what parents see.
  void send(const rules::Policy& policy, const rules::Pair& pair) {
    database.write([&](Session& session) {
      const bool begins = !storage::has_direct_thread(session, pair);
      if (begins) app::begin_thread(session, pair, now);
      auto locked = storage::lock_direct_thread(session, pair.low, pair.high);
      if (!locked) return false;  // of somebody who is not known
      auto& [thread, row] = *locked;
      if (begins) app::settle_first(session, policy, pair.low, thread, row, now);
      app::store_message(session, thread, row, {.sender_id = pair.low, .body = "x", .at = now});
      return true;
    });
  }

  TestSite site;
  storage::Database database = site.database();
  Sql sql;
  std::vector<std::string> tables;
};

struct Halves {
  Half together{"together"};
  Half single{"single"};

  bool take(const rules::Policy& policy, const std::vector<http::ReceivedEvent>& events) {
    const auto one = app::write_events(together.database, [&](Session& session, app::Care care) {
      return app::apply_events(session, policy, events, now, care);
    });
    const auto other = single.database.write([&](Session& session) {
      return app::apply_events(session, policy, events, now, app::Care::each);
    });
    BOOST_TEST(line_of(one) == line_of(other));
    const auto content = together.content();
    const auto expected = single.content();
    for (std::size_t i = 0; i < expected.size(); ++i) BOOST_TEST(content[i] == expected[i]);
    return line_of(one) == line_of(other) && content == expected;
  }
};

BOOST_AUTO_TEST_SUITE(event_batches)

BOOST_FIXTURE_TEST_CASE(come_to_what_single_events_come_to, Halves,
                        *description("contract 3: one bad event never hides the rest")) {
  for (const bool copied : {false, true}) {
    rules::Policy policy;
    policy.cap_resets_on.order = true;
    if (copied) policy.guardian.mode = rules::GuardianMode::parent_copied;
    for (unsigned seed = 0; seed < 4; ++seed) {
      Events chance(seed);
      together.site.clear();
      single.site.clear();
      for (int round = 0; round < 8; ++round) {
        BOOST_REQUIRE(take(policy, chance.batch()));
        const auto pair = chance.pair();
        together.send(policy, pair);
        single.send(policy, pair);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::tests
