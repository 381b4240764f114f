#include <atomic>
#include <latch>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"
#include "storage/health.h"
#include "storage/live.h"
#include "storage/sql.h"
#include "storage/thread_changes.h"
#include "support/relay.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using chalkline::tests::Relay;
using Kind = Fault::Kind;

const std::string secret = "never-in-a-log";

BOOST_FIXTURE_TEST_SUITE(faults, Fixture)

// A trigger that makes the server answer any number, as it would itself under load.
void answer_with(Fixture& fixture, int number, const std::string& text = "made up") {
  fixture.sql.execute(
      "CREATE OR REPLACE TRIGGER fault BEFORE INSERT ON live_tickets FOR EACH ROW"
      " SIGNAL SQLSTATE '45000' SET MYSQL_ERRNO = " +
      std::to_string(number) + ", MESSAGE_TEXT = " + fixture.sql.quoted(text));
}

Fault insert_fault(Fixture& fixture) {
  Database database(fixture.site.address);
  return fault_of([&] {
    database.write([&](Session& session) {
      insert_live_ticket(session, std::string(64, 'a'), secret, noon());
      return true;
    });
  });
}

BOOST_AUTO_TEST_CASE(numbers, *description("platform: classified by number alone")) {
  const struct {
    int number;
    Kind kind;
  } rows[] = {
      {1213, Kind::conflict},    {1205, Kind::conflict},    {1020, Kind::conflict},
      {1053, Kind::lost},        {1927, Kind::lost},        {1040, Kind::unavailable},
      {1047, Kind::unavailable}, {1203, Kind::unavailable}, {1366, Kind::other},
      {1406, Kind::other},       {1146, Kind::other},       {1264, Kind::other},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.number) {
      answer_with(*this, row.number, "about " + secret);
      const auto fault = insert_fault(*this);
      BOOST_TEST((fault.kind == row.kind));
      BOOST_TEST(std::string(fault.what()) ==
                 "insert_live_ticket: error " + std::to_string(row.number));
    }
  }
  sql.execute("DROP TRIGGER fault");
}

BOOST_AUTO_TEST_CASE(duplicate_keys, *description("platform: 1062 by key name")) {
  const std::pair<std::string, std::string> rows[] = {
      {"Duplicate entry 'x' for key 'sender_client'", "sender_client"},
      {"Duplicate entry 'x' for key 'messages.sender_client'", "sender_client"},
      {"Duplicate entry 'it''s.a' for key 'k'", "k"},
      {"Duplicate entry '" + secret + "' for key 'PRIMARY'", "PRIMARY"},
  };
  for (const auto& [text, key] : rows) {
    answer_with(*this, 1062, text);
    const auto fault = insert_fault(*this);
    BOOST_TEST((fault.kind == Kind::duplicate));
    BOOST_TEST(fault.key == key, text);
    BOOST_TEST(std::string(fault.what()) == "insert_live_ticket: error 1062");
  }
  sql.execute("DROP TRIGGER fault");
}

BOOST_AUTO_TEST_CASE(values_stay_out, *description("platform: what() holds no values")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  const auto told = [&](const rules::Message& message) {
    return std::string(fault_of([&] { run(insert_message, message); }).what());
  };
  send(id, "a", "x");
  BOOST_TEST(told({.thread_id = id, .seq = 1, .sender_id = "a", .body = secret, .at = noon()}) ==
             "insert_message: error 1062");
  const std::string big = secret + std::string(70'000, 'x');
  BOOST_TEST(told({.thread_id = id, .seq = 2, .sender_id = "a", .body = big, .at = noon()}) ==
             "insert_message: error 1406");
  const std::string broken = secret + "\xFF";
  BOOST_TEST(told({.thread_id = id, .seq = 2, .sender_id = "a", .body = broken, .at = noon()}) ==
             "insert_message: error 1366");
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM messages") == 1);
}

BOOST_AUTO_TEST_CASE(strictness, *description("strict mode: nothing is cut off silently")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  const auto locked = run(lock_thread, std::string("a"), id);
  const auto fault = fault_of([&] {
    run(mark_sent, locked->thread, rules::LastMessage{.seq = 1, .preview = std::string(251, 'x')},
        false);
  });
  BOOST_TEST((fault.kind == Kind::other));
}

BOOST_AUTO_TEST_CASE(conflicts_run_again, *description("platform: 1213, 1205, 1020")) {
  person("a");
  for (const int number : {1213, 1205, 1020}) {
    answer_with(*this, number);
    int runs = 0;
    database.write([&](Session& session) {
      if (++runs == 3) sql.execute("DROP TRIGGER fault");
      if (runs < 3) BOOST_TEST(sql.number("SELECT COUNT(*) FROM live_tickets") == 0);
      insert_live_ticket(session, std::string(64, 'a'), "a", noon());
      return true;
    });
    BOOST_TEST(runs == 3);
    BOOST_TEST(sql.number("SELECT COUNT(*) FROM live_tickets") == 1);
    sql.execute("DELETE FROM live_tickets");
  }
}

BOOST_AUTO_TEST_CASE(conflicts_end, *description("a conflict that lasts is told after 8 runs")) {
  answer_with(*this, 1213);
  int runs = 0;
  const auto fault = fault_of([&] {
    database.write([&](Session& session) {
      ++runs;
      insert_live_ticket(session, std::string(64, 'a'), "a", noon());
      return true;
    });
  });
  BOOST_TEST((fault.kind == Kind::conflict));
  BOOST_TEST(runs == 8);
  sql.execute("DROP TRIGGER fault");
}

BOOST_AUTO_TEST_CASE(other_faults_do_not, *description("what would fail again is tried once")) {
  for (const int number : {1062, 1406, 1047}) {
    answer_with(*this, number);
    int runs = 0;
    fault_of([&] {
      database.write([&](Session& session) {
        ++runs;
        insert_live_ticket(session, std::string(64, 'a'), "a", noon());
        return true;
      });
    });
    BOOST_TEST(runs == 1, number);
  }
  sql.execute("DROP TRIGGER fault");
}

BOOST_AUTO_TEST_CASE(exceptions_roll_back, *description("a transaction leaves all or nothing")) {
  BOOST_CHECK_THROW(database.write([&](Session& session) -> bool {
    insert_live_ticket(session, std::string(64, 'a'), "a", noon());
    throw std::runtime_error("on the way");
  }),
                    std::runtime_error);
  answer_with(*this, 1406);
  fault_of([&] {
    database.write([&](Session& session) {
      mark_listening(session, "a", noon());
      insert_live_ticket(session, std::string(64, 'b'), "a", noon());
      return true;
    });
  });
  sql.execute("DROP TRIGGER fault");
  database.write([&](Session& session) {
    insert_live_ticket(session, std::string(64, 'c'), "a", noon());
    return true;
  });
  BOOST_TEST(sql.list("SELECT LEFT(hash, 1) FROM live_tickets") == "c");
}

// Ends the session's connection from outside, as the server's administrator would.
void kill_session(Fixture& fixture) {
  const auto ids = fixture.sql.query("SELECT id FROM information_schema.processlist WHERE user = " +
                                     fixture.sql.quoted(fixture.site.address.user));
  BOOST_REQUIRE(!ids.empty());
  for (const auto& id : ids) fixture.sql.execute("KILL " + id.front());
}

BOOST_AUTO_TEST_CASE(killed_within, *description("platform: lost in the middle, run again")) {
  int runs = 0;
  database.write([&](Session& session) {
    insert_live_ticket(session, std::string(64, 'a'), "a", noon());
    if (++runs == 1) kill_session(*this);
    insert_live_ticket(session, std::string(64, 'b'), "a", noon());
    return true;
  });
  BOOST_TEST(runs == 2);
  BOOST_TEST(sql.list("SELECT LEFT(hash, 1) FROM live_tickets ORDER BY hash") == "a,b");
}

BOOST_AUTO_TEST_CASE(killed_at_commit, *description("platform: COMMIT finds nobody")) {
  int runs = 0;
  database.write([&](Session& session) {
    insert_live_ticket(session, std::string(64, 'a'), "a", noon());
    if (++runs == 1) kill_session(*this);
    return true;
  });
  BOOST_TEST(runs == 2);
  BOOST_TEST(sql.list("SELECT LEFT(hash, 1) FROM live_tickets") == "a");
}

BOOST_AUTO_TEST_CASE(killed_between, *description("a lost session is no loss to a read")) {
  BOOST_TEST(run(load_health));
  kill_session(*this);
  BOOST_TEST(run(load_health));
  kill_session(*this);
  BOOST_TEST(database.write([](Session& session) { return load_health(session); }));
}

BOOST_AUTO_TEST_CASE(unknown_commit, *description("platform: COMMIT with unknown outcome")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  for (const auto moment : {Relay::Moment::before, Relay::Moment::after}) {
    const bool done = moment == Relay::Moment::after;
    Relay relay(site.address.socket);
    auto address = site.address;
    address.socket = relay.socket();
    Database through(address);
    relay.cut_at("/* commit */", moment);
    const std::string client_id = done ? "after" : "before";
    const long long seq = done ? 2 : 1;
    int runs = 0;
    const auto work = [&](Session& session) {
      ++runs;
      insert_message(session, {.thread_id = id,
                               .seq = seq,
                               .sender_id = "a",
                               .body = "x",
                               .at = noon(),
                               .client_id = client_id});
      return true;
    };
    if (done) {
      const auto fault = fault_of([&] { through.write(work); });
      BOOST_TEST((fault.kind == Kind::duplicate));
    } else {
      through.write(work);
    }
    BOOST_TEST(runs == 2);
    BOOST_TEST(run(load_message_by_client_id, std::string("a"), client_id).has_value());
  }
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM messages") == 2);
}

BOOST_AUTO_TEST_CASE(no_server, *description("contract 1: 503, database away")) {
  auto nowhere = site.address;
  nowhere.socket = "/nonexistent/mysqld.sock";
  auto stranger = site.address;
  stranger.password = "wrong-" + secret;
  auto missing = site.address;
  missing.name = "chalkline_test_missing";
  for (const auto& address : {nowhere, stranger, missing}) {
    Database away(address);
    for (int i = 0; i < 2; ++i) {
      const auto fault = fault_of([&] { away.read(load_health); });
      BOOST_TEST((fault.kind == Kind::unavailable));
      BOOST_TEST(std::string(fault.what()).find(secret) == std::string::npos);
      BOOST_TEST((fault_of([&] { away.write(load_health); }).kind == Kind::unavailable));
    }
  }
}

// Two transactions that take the same two rows in opposite order.
BOOST_AUTO_TEST_CASE(deadlocks, *description("platform: 1213, the whole runs again")) {
  for (const std::string name : {"a", "b", "c"}) person(name);
  const long long ids[] = {thread("a", "b"), thread("a", "c")};
  std::latch both_hold_one(2);
  std::atomic<int> runs = 0;
  const auto work = [&](int first) {
    Database own(site.address);
    int tries = 0;
    own.write([&](Session& session) {
      ++runs;
      lock_thread(session, "a", ids[first]);
      if (++tries == 1) both_hold_one.arrive_and_wait();
      lock_thread(session, "a", ids[1 - first]);
      insert_live_ticket(session, std::string(64, first == 0 ? 'a' : 'b'), "a", noon());
      return true;
    });
  };
  std::thread other(work, 1);
  work(0);
  other.join();
  BOOST_TEST(runs == 3);
  BOOST_TEST(sql.list("SELECT LEFT(hash, 1) FROM live_tickets ORDER BY hash") == "a,b");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
