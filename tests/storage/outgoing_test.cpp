#include "storage/outgoing.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;

struct Outgoing : Fixture {
  void tell(const std::string& type, rules::Time at = noon()) {
    run(insert_outgoing_event, type, std::string(R"({"id":"1"})"), at);
  }
  // As a reader does it.
  void number(Database& reader, int most = 100) {
    reader.write([&](Session& session) {
      auto seq = lock_outgoing_counter(session);
      for (const auto id : load_unnumbered_events(session, most)) {
        number_outgoing_event(session, id, ++seq);
      }
      mark_outgoing_counter(session, seq);
      return true;
    });
  }
  // "seq type" of each after `after`.
  std::string after(long long place, int limit = 100) {
    std::string text;
    for (const auto& event : run(load_outgoing_events, place, limit)) {
      text += (text.empty() ? "" : " ") + std::to_string(event.seq) + event.type;
    }
    return text;
  }
};

BOOST_FIXTURE_TEST_SUITE(outgoing, Outgoing)

BOOST_AUTO_TEST_CASE(numbers, *description("contract 3: GET /api/webhooks/events?after=")) {
  BOOST_TEST(!run(has_unnumbered_events));
  number(database);
  tell("a");
  tell("b");
  BOOST_TEST(run(has_unnumbered_events));
  BOOST_TEST(after(0) == "");
  number(database);
  BOOST_TEST(!run(has_unnumbered_events));
  BOOST_TEST(after(0) == "1a 2b");
  tell("c");
  number(database);
  BOOST_TEST(after(0) == "1a 2b 3c");
  BOOST_TEST(after(1, 1) == "2b");
  BOOST_TEST(after(3) == "");
  const auto first = run(load_outgoing_events, 0LL, 1).front();
  BOOST_TEST(first.data == R"({"id":"1"})");
  BOOST_TEST((first.at == noon()));
}

// AUTO_INCREMENT is taken at the insert: the row with the lower id is committed last here, after a
// reader has seen the other one.
BOOST_AUTO_TEST_CASE(late_commits, *description("platform: id > last_seen misses rows")) {
  chalkline::tests::Sql slow(site.root);
  slow.execute("SET innodb_lock_wait_timeout = 1");
  slow.execute("START TRANSACTION");
  slow.execute("INSERT INTO outgoing_events (type, at, data) VALUES ('slow', NOW(), '{}')");
  tell("quick");
  number(database);
  BOOST_TEST(after(0) == "1quick");
  slow.execute("COMMIT");
  number(database);
  BOOST_TEST(after(1) == "2slow");
}

BOOST_AUTO_TEST_CASE(writers_wait_for_nobody, *description("speed: no lock of the whole site")) {
  tell("a");
  Database reader(site.address);
  reader.write([&](Session& session) {
    const auto last = lock_outgoing_counter(session);
    number_outgoing_event(session, load_unnumbered_events(session, 10).at(0), last + 1);
    tell("b");
    mark_outgoing_counter(session, last + 1);
    return true;
  });
  number(reader);
  BOOST_TEST(after(0) == "1a 2b");
}

BOOST_AUTO_TEST_CASE(many_at_once, *description("contract 3: in rising order, each once")) {
  for (int i = 0; i < 25; ++i) tell("t");
  number(database, 10);
  number(database, 10);
  BOOST_TEST(run(load_outgoing_events, 0LL, 100).size() == 20U);
  number(database, 10);
  BOOST_TEST(sql.value("SELECT CONCAT_WS(' ', COUNT(DISTINCT seq), MIN(seq), MAX(seq))"
                       " FROM outgoing_events") == "25 1 25");
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM outgoing_events a JOIN outgoing_events b"
                        " ON a.id < b.id AND a.seq > b.seq") == 0);
}

BOOST_AUTO_TEST_CASE(numbers_are_never_used_again,
                     *description("contract 3: a cursor stays good")) {
  tell("a", noon() - std::chrono::days(300));
  number(database);
  BOOST_TEST(sql.number("SELECT TIMESTAMPDIFF(HOUR, told_at, UTC_TIMESTAMP(3))"
                        " FROM outgoing_events") == 0);
  sql.execute("UPDATE outgoing_events SET told_at = '2026-11-25 12:00:00'");
  BOOST_TEST(run(delete_old_outgoing_events, noon() + std::chrono::days(4)) == 0);
  BOOST_TEST(run(delete_old_outgoing_events, noon(1) + std::chrono::days(4)) == 1);
  tell("b");
  number(database);
  BOOST_TEST(after(0) == "2b");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
