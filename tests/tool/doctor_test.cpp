#include <cstring>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "support/mariadb.h"
#include "tool/tool.h"

namespace chalkline::tests {
namespace {

struct Doctor {
  TestSite site;
  std::string file = site.site_file_text("marketplace");

  Doctor() { std::filesystem::permissions(site.site_file, std::filesystem::perms(0600)); }

  Said examine() const { return run_tool(site, {"doctor"}); }

  void replace(const std::string& what, const std::string& by) const {
    auto text = file;
    const auto at = text.find(what);
    if (at == std::string::npos) throw std::logic_error("not in the file: " + what);
    site.write_site_file(text.replace(at, what.size(), by));
  }

  // Nothing fails but this, and the mending stands behind the dash.
  void expect_fail(const std::string& what, const std::string& mend) const {
    const auto said = examine();
    BOOST_TEST(said.status == 1);
    BOOST_TEST(lines_with(said.out, "FAIL  ") == 1, said.out);
    BOOST_TEST(lines_with(said.out, "FAIL  marketplace   " + what) == 1, said.out);
    BOOST_TEST(contains(said.out, " — " + mend), said.out);
    BOOST_TEST(!contains(said.out + said.err, site.address.password));
    BOOST_TEST(!contains(said.out + said.err, site.key));
  }
};

BOOST_FIXTURE_TEST_CASE(a_healthy_site_has_nothing_that_fails, Doctor) {
  const auto said = examine();
  BOOST_TEST(said.status == 0);
  BOOST_TEST(said.err == "");
  BOOST_TEST(lines_with(said.out, "FAIL") == 0, said.out);
  for (const std::string part :
       {"file: ", "tokens: test-1 (HS256 of 42 bytes)", "clock: test, set by requests",
        "database: server ", "database: what is committed is on disk", "may all",
        "migrations: up to date with ",
        "data: threads, messages, unread counters and read marks"}) {
    BOOST_TEST(lines_with(said.out, "ok    marketplace   ") > 0);
    BOOST_TEST(lines_with(said.out, part) == 1, part + said.out);
  }
  BOOST_TEST(!contains(said.out, site.address.password));
  BOOST_TEST(!contains(said.out, site.key));
}

BOOST_FIXTURE_TEST_CASE(ways_not_to_reach_the_database_are_told_apart, Doctor) {
  replace("password: only", "password: not");
  expect_fail("database: the server refuses user", "correct database.user and password");
  replace("socket: " + site.address.socket, "socket: /no/such/mysqld.sock");
  expect_fail("database: there is no socket /no/such/mysqld.sock", "start the server, or correct");
  const auto stale = write_file(site, "stale.sock", "");
  replace("socket: " + site.address.socket, "socket: " + stale);
  expect_fail("database: nobody answers at ", "start the server");
  replace("socket: " + site.address.socket, "host: 127.0.0.1, port: 1");
  expect_fail("database: no server at 127.0.0.1:1", "start it, or correct database.host");
  replace("name: " + site.address.name, "name: chalkline_test_none");
  expect_fail("database: there is no database chalkline_test_none",
              "CREATE DATABASE chalkline_test_none CHARACTER SET utf8mb4; GRANT ALL ON");
}

BOOST_FIXTURE_TEST_CASE(rights_that_lack_are_named_with_their_grant, Doctor) {
  const auto user = "`" + site.address.user + "`@localhost";
  site.execute("REVOKE DELETE ON `" + site.address.name + "`.* FROM " + user);
  expect_fail("database: user " + site.address.user + " lacks DELETE", "GRANT DELETE ON ");
  site.execute("GRANT DELETE ON `" + site.address.name + "`.* TO " + user);
  site.execute("REVOKE ALTER ON `" + site.address.name + "`.* FROM " + user);
  const auto said = examine();
  BOOST_TEST(said.status == 0);
  BOOST_TEST(
      lines_with(said.out, "warn  marketplace   database: chalkline migrate will lack ALTER") == 1);
}

BOOST_FIXTURE_TEST_CASE(pending_and_unfitting_migrations, Doctor) {
  site.execute("UPDATE schema_migrations SET applied_at = NULL WHERE version = 1");
  expect_fail("migrations: 1 pending, from 0001_conversations.sql on",
              "chalkline migrate --site marketplace");
  site.execute("UPDATE schema_migrations SET applied_at = NOW()");
  site.execute(
      "INSERT INTO schema_migrations (version, name, begun_at, applied_at)"
      " VALUES (9999, 'future', NOW(), NOW())");
  expect_fail("migrations do not fit", "the database has migration 9999 (future)");
}

struct Broken {
  std::string sql;
  std::string what;
};

// One thread of a and b with two messages of a; b has read the first.
const std::vector<std::string> one_thread = {
    "INSERT INTO threads (id, kind, thread_key, low_id, high_id, created_at, last_seq,"
    " last_sender_id, unanswered) VALUES (1, 'direct', 'a|b', 'a', 'b', '2026-01-01', 2, 'a', 2)",
    "INSERT INTO messages (thread_id, seq, sender_id, at, body) VALUES (1, 1, 'a', '2026-01-01', "
    "'x'),"
    " (1, 2, 'a', '2026-01-01', 'y')",
    "INSERT INTO thread_members (person_id, thread_id, kind, other_id, unread, has_unread, "
    "read_upto,"
    " last_seq, last_sender_id, last_at, unanswered) VALUES"
    " ('a', 1, 'direct', 'b', 0, 0, 0, 2, 'a', '2026-01-01', 2),"
    " ('b', 1, 'direct', 'a', 1, 1, 1, 2, 'a', '2026-01-01', 2)",
    "INSERT INTO read_marks VALUES (1, 'b', 1, '2026-01-01')",
    "INSERT INTO search_threads (thread_id, indexed_upto, owner_id) VALUES (1, 2, 'a')",
    "INSERT INTO search_owners VALUES ('a', 2, 1)",
};

const std::vector<Broken> broken = {
    {"UPDATE threads SET last_seq = 3; UPDATE thread_members SET last_seq = 3",
     "data: 1 threads whose last_seq is not their newest message"},
    {"UPDATE messages SET seq = 4 WHERE seq = 2; UPDATE threads SET last_seq = 4;"
     " UPDATE thread_members SET last_seq = 4",
     "data: 1 threads with a gap in seq"},
    {"DELETE FROM thread_members WHERE person_id = 'a'",
     "data: 1 threads without both rows in thread_members"},
    {"UPDATE threads SET kind = 'parent', parent_id = 'a', student_id = 's'",
     "data: 1 parent threads whose parent's access is not that of the link"},
    {"INSERT INTO closed_members SELECT person_id, thread_id, '2026-01-01', 0, 0, 0, NULL, 1, 0, 0"
     " FROM thread_members WHERE person_id = 'a'",
     "data: 1 threads without both rows in thread_members"},
    {"INSERT INTO thread_members (person_id, thread_id, kind, other_id, last_at, last_seq, "
     "read_upto)"
     " VALUES ('c', 2, 'direct', 'a', '2026-01-01', 0, 0)",
     "data: 1 rows of thread_members without a thread of theirs"},
    {"UPDATE thread_members SET last_seq = 1 WHERE person_id = 'a'",
     "data: 1 rows of thread_members with another last_seq than their thread"},
    {"UPDATE thread_members SET unread = 2 WHERE person_id = 'b'",
     "data: 1 rows of thread_members with a wrong unread"},
    {"UPDATE thread_members SET has_unread = 0 WHERE person_id = 'b'",
     "data: 1 rows of thread_members with a wrong has_unread"},
    {"UPDATE thread_members SET marked_unread = 1 WHERE person_id = 'a'",
     "data: 1 rows of thread_members with a wrong has_unread"},
    {"DELETE FROM read_marks", "data: 1 rows of thread_members with another read_upto"},
    {"UPDATE search_threads SET indexed_upto = 1",
     "data: 1 people of whom search knows more or less than their threads say"},
    {"DELETE FROM search_owners",
     "data: 1 people of whom search knows more or less than their threads say"},
};

BOOST_FIXTURE_TEST_CASE(rows_that_do_not_agree_are_counted, Doctor) {
  for (const auto& row : broken) {
    site.clear();
    for (const auto& sql : one_thread) site.execute(sql);
    BOOST_TEST(examine().status == 0);
    std::string rest = row.sql + ";";
    for (auto end = rest.find(';'); end != std::string::npos; end = rest.find(';')) {
      site.execute(rest.substr(0, end));
      rest.erase(0, end + 1);
    }
    const auto said = examine();
    BOOST_TEST(said.status == 1, row.sql);
    BOOST_TEST(lines_with(said.out, row.what) == 1, said.out);
    BOOST_TEST(lines_with(said.out, "FAIL") >= 1);
  }
}

BOOST_FIXTURE_TEST_CASE(a_table_of_another_engine_or_charset_fails, Doctor) {
  site.execute("CREATE TABLE odd (n INT) ENGINE=MyISAM");
  expect_fail("database: table odd is not InnoDB in utf8mb4", "ALTER TABLE odd ENGINE=InnoDB");
  site.execute("DROP TABLE odd");
  site.execute("CREATE TABLE odd (n INT) CHARACTER SET latin1");
  expect_fail("database: table odd is not InnoDB in utf8mb4", "ALTER TABLE odd ENGINE=InnoDB");
}

BOOST_FIXTURE_TEST_CASE(the_publish_socket_is_there_and_accepts, Doctor) {
  const auto path = (site.folder / "publish.sock").string();
  site.write_site_file(file + "live: {publish_socket: " + path + "}\n");
  expect_fail("live: " + path + ": No such file or directory", "start nginx, or correct");
  const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, path.c_str());
  BOOST_REQUIRE(bind(listener, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0);
  expect_fail("live: " + path + ": Connection refused", "start nginx: the socket is a dead one's");
  BOOST_REQUIRE(listen(listener, 1) == 0);
  const auto said = examine();
  BOOST_TEST(said.status == 0);
  BOOST_TEST(lines_with(said.out, "ok    marketplace   live: " + path + " accepts") == 1);
  close(listener);
}

BOOST_FIXTURE_TEST_CASE(a_wrong_site_file_hides_no_other_site, Doctor) {
  write_file(site, "sites/broken.yaml", "site: broken\ncolour: red\n");
  const auto all = examine();
  BOOST_TEST(all.status == 1);
  BOOST_TEST(lines_with(all.out, "FAIL  broken        ") == 1, all.out);
  BOOST_TEST(lines_with(all.out, "broken.yaml:2: colour: ") == 1, all.out);
  BOOST_TEST(lines_with(all.out, "ok    marketplace   data: ") == 1);
  BOOST_TEST(run_tool(site, {"doctor", "--site", "marketplace"}).status == 0);
  const auto none = run_tool(site, {"doctor", "--site", "nowhere"});
  BOOST_TEST(none.status == 1);
  BOOST_TEST(lines_with(none.out, "FAIL  nowhere       ") == 1, none.out);
}

BOOST_FIXTURE_TEST_CASE(bookings_whose_clocks_were_changed_are_a_warning, Doctor) {
  const auto book = [&](const std::string& starts_at, const std::string& wall,
                        const std::string& state) {
    site.execute(
        "INSERT INTO bookings (tutor_id, student_id, state, decided, starts_at, minutes,"
        " wall_start, time_zone, booked_at, asked_at, changes, due_at) VALUES ('t', 's', '" +
        state + "', '" + state + "', '" + starts_at + "', 60, '" + wall +
        "', 'Europe/Berlin', '2026-01-01', '2026-01-01', 1, IF('" + state +
        "' = 'cancelled', NULL, '" + starts_at + "'))");
  };
  book("2036-06-01 15:00", "2036-06-01 17:00", "confirmed");
  book("2036-12-01 16:00", "2036-12-01 17:00", "confirmed");
  book("2036-12-01 15:00", "2036-12-01 17:00", "cancelled");
  book("2001-12-01 15:00", "2001-12-01 17:00", "confirmed");
  BOOST_TEST(lines_with(examine().out, "ok    marketplace   bookings: ") == 1);
  book("2036-12-08 15:00", "2036-12-08 17:00", "confirmed");
  const auto said = examine();
  BOOST_TEST(said.status == 0);
  BOOST_TEST(lines_with(said.out, "as zones have changed: " +
                                      site.fetch("SELECT MAX(id) FROM bookings") + " — ") == 1,
             said.out);
}

BOOST_FIXTURE_TEST_CASE(a_scheduler_that_does_not_run_at_night_is_a_warning, Doctor) {
  const std::string line = "marketplace   bookings: the scheduler has looked at their zones";
  const std::string none = "marketplace   bookings: no scheduler has looked at their zones";
  BOOST_TEST(lines_with(examine().out, "looked at their zones") == 0);  // clock: test
  replace("demo: true\nclock: test\n", "");
  const auto said = examine();
  BOOST_TEST(said.status == 0);
  BOOST_TEST(lines_with(said.out, "warn  " + none) == 1, said.out);
  site.execute(
      "INSERT INTO nightly_tasks (task, night, done_at, found) VALUES ('zone_check',"
      " UTC_DATE(), UTC_TIMESTAMP() - INTERVAL 47 HOUR, 3)");
  BOOST_TEST(lines_with(examine().out, "ok    " + line + ", and found 3") == 1);
  site.execute("UPDATE nightly_tasks SET done_at = UTC_TIMESTAMP() - INTERVAL 49 HOUR");
  BOOST_TEST(lines_with(examine().out, "warn  " + none) == 1);
}

BOOST_FIXTURE_TEST_CASE(two_sites_with_one_database_fail, Doctor) {
  auto twin = file;
  twin.replace(twin.find("site: marketplace"), 17, "site: twin");
  write_file(site, "sites/twin.yaml", twin);
  const auto said = examine();
  BOOST_TEST(said.status == 1);
  BOOST_TEST(lines_with(said.out, "is the database of site marketplace too") == 1, said.out);
}

BOOST_FIXTURE_TEST_CASE(secrets_that_others_can_read_or_guess_are_a_warning, Doctor) {
  std::filesystem::permissions(site.site_file, std::filesystem::perms(0644));
  replace(site.key, std::string(40, 'a'));
  const auto said = examine();
  BOOST_TEST(said.status == 0);
  BOOST_TEST(lines_with(said.out, "warn  marketplace   file: ") == 1);
  BOOST_TEST(contains(said.out, " — chmod o-r "));
  BOOST_TEST(lines_with(said.out, "the secret of test-1 looks easy to guess") == 1);
}

}  // namespace
}  // namespace chalkline::tests
