#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "app/migrations.h"
#include "source.h"
#include "support/mariadb.h"
#include "tool/tool.h"

namespace chalkline::tests {
namespace {

using app::MigrationError;
using std::chrono::milliseconds;

struct Split {
  std::string sql;
  std::vector<std::string> statements;
};

const std::vector<Split> splits = {
    {"", {}},
    {" ; ;\n", {}},
    {"-- nothing\n# here\n", {}},
    {"A; B", {"A", "B"}},
    {"A;\nB;\n", {"A", "B"}},
    {"A 'x;y' B; C", {"A 'x;y' B", "C"}},
    {"A 'it''s; so' B", {"A 'it''s; so' B"}},
    {"A 'it\\'s; so' B", {"A 'it\\'s; so' B"}},
    {"A \"x;y\"; B", {"A \"x;y\"", "B"}},
    {"A `x;y`; B", {"A `x;y`", "B"}},
    {"A `x\\`; B", {"A `x\\`", "B"}},
    {"A -- one; two\nB", {"A \nB"}},
    {"A # one; two 'three\nB", {"A \nB"}},
    {"A /* one; two 'three */ B", {"A /* one; two 'three */ B"}},
    {"SELECT 1--1; B", {"SELECT 1--1", "B"}},
};

BOOST_AUTO_TEST_CASE(a_file_is_split_where_statements_end) {
  for (const auto& row : splits) {
    const auto statements = app::split_statements(row.sql);
    BOOST_TEST(statements == row.statements, row.sql);
  }
}

BOOST_AUTO_TEST_CASE(a_file_without_an_end_is_refused) {
  for (const std::string sql : {"A 'x", "A \"x", "A `x", "A /* x", "A 'x\\'"}) {
    BOOST_CHECK_THROW(app::split_statements(sql), MigrationError);
  }
}

BOOST_AUTO_TEST_CASE(every_migration_that_ships_splits) {
  for (const auto& file : app::load_migrations(source() / "sql" / "migrations")) {
    for (const auto& statement : file.statements) {
      BOOST_TEST((statement.front() >= 'A' && statement.front() <= 'Z'), statement);
    }
  }
}

// A site, and a folder of migrations that a test makes as it needs them.
struct Migrating {
  TestSite site;
  Sql sql{site.address};
  std::string applied;

  Migrating() {
    sql.execute("DROP TABLE schema_migrations");
    std::filesystem::create_directories(site.folder / "migrations");
  }

  void file(const std::string& name, const std::string& content) const {
    write_file(site, "migrations/" + name, content);
  }
  void remove(const std::string& name) const {
    std::filesystem::remove(site.folder / "migrations" / name);
  }

  std::string migrate(bool resume = false, milliseconds patience = milliseconds(200)) {
    auto database = site.database();
    try {
      app::migrate(database, app::load_migrations(site.folder / "migrations"),
                   {.resume = resume, .patience = patience, .applied = [&](const auto& migration) {
                      applied += migration.file + " ";
                    }});
      return "";
    } catch (const MigrationError& error) {
      return error.what();
    }
  }
};

BOOST_FIXTURE_TEST_CASE(files_are_applied_once_and_in_order, Migrating) {
  file("0002_more.sql", "INSERT INTO one VALUES (2); INSERT INTO one VALUES (3);");
  file("0001_begin.sql", "-- first\nCREATE TABLE one (n INT COMMENT 'a:b; c');\n");
  BOOST_TEST(migrate() == "");
  BOOST_TEST(migrate() == "");
  BOOST_TEST(applied == "0001_begin.sql 0002_more.sql ");
  BOOST_TEST(sql.list("SELECT n FROM one ORDER BY n") == "2,3");
  file("0003_last.sql", "INSERT INTO one VALUES (4);");
  BOOST_TEST(migrate() == "");
  BOOST_TEST(
      sql.list("SELECT CONCAT_WS(' ', version, name, statements_done, applied_at IS NOT NULL)"
               " FROM schema_migrations ORDER BY version") == "1 begin 1 1,2 more 2 1,3 last 1 1");
}

BOOST_FIXTURE_TEST_CASE(two_at_once_apply_each_file_once, Migrating) {
  file("0001_begin.sql", "CREATE TABLE one (n INT); DO SLEEP(0.3); INSERT INTO one VALUES (1);");
  file("0002_more.sql", "INSERT INTO one VALUES (2);");
  const auto folder = site.folder / "migrations";
  std::vector<std::thread> threads;
  std::vector<std::string> errors(4);
  threads.reserve(errors.size());
  for (auto& error : errors) {
    threads.emplace_back([&] {
      try {
        auto database = site.database();
        app::migrate(database, app::load_migrations(folder));
      } catch (const std::exception& thrown) {
        error = thrown.what();
      }
    });
  }
  for (auto& thread : threads) thread.join();
  for (const auto& error : errors) BOOST_TEST(error == "");
  BOOST_TEST(sql.list("SELECT n FROM one ORDER BY n") == "1,2");
}

BOOST_FIXTURE_TEST_CASE(a_database_that_is_newer_is_refused, Migrating) {
  file("0001_begin.sql", "CREATE TABLE one (n INT);");
  file("0002_more.sql", "CREATE TABLE two (n INT);");
  migrate();
  remove("0002_more.sql");
  BOOST_TEST(migrate() ==
             "the database has migration 2 (more) and these files end with 0001_begin.sql: install "
             "the newer Chalkline");
}

BOOST_FIXTURE_TEST_CASE(a_file_that_has_disappeared_or_come_late_is_told, Migrating) {
  file("0001_begin.sql", "CREATE TABLE one (n INT);");
  file("0003_more.sql", "CREATE TABLE two (n INT);");
  migrate();
  file("0002_late.sql", "CREATE TABLE three (n INT);");
  BOOST_TEST(contains(migrate(), "0002_late.sql comes before migration 3"));
  remove("0002_late.sql");
  remove("0001_begin.sql");
  file("0001_other.sql", "CREATE TABLE one (n INT);");
  BOOST_TEST(contains(migrate(), "the database has migration 1 (begin) and no file of that name"));
}

BOOST_FIXTURE_TEST_CASE(a_file_that_breaks_off_goes_on_where_it_stopped, Migrating) {
  file("0001_begin.sql",
       "CREATE TABLE one (n INT); INSERT INTO missing VALUES (1); CREATE TABLE two (n INT)");
  const auto broken = migrate();
  BOOST_TEST(contains(broken, "0001_begin.sql, statement 2 of 3, broke off ("));
  BOOST_TEST(contains(broken, "error 1146"));
  const auto again = migrate();
  BOOST_TEST(contains(again, "0001_begin.sql, statement 2 of 3, was begun and does not get on"));
  BOOST_TEST(contains(again, "chalkline migrate --resume"));
  sql.execute("CREATE TABLE missing (n INT)");
  BOOST_TEST(migrate(true) == "");
  BOOST_TEST(applied == "0001_begin.sql ");
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM missing") == "1");
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM two") == "0");
}

struct Odd {
  std::vector<std::string> files;
  std::string message;
};

const std::vector<Odd> odd_folders = {
    {{}, "holds no migration"},
    {{"0001_a.sql", "0001_b.sql"}, "0001_a.sql and 0001_b.sql have the same number"},
    {{"1_a.sql"}, "is not named like a migration"},
    {{"0001-a.sql"}, "is not named like a migration"},
    {{"0001_.sql"}, "is not named like a migration"},
    {{"0001_A.sql"}, "is not named like a migration"},
    {{"0000_a.sql"}, "is not named like a migration"},
    {{"x.sql"}, "is not named like a migration"},
};

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_right_is_refused) {
  const TestSite site;
  for (const auto& row : odd_folders) {
    const auto folder = site.folder / "odd";
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    for (const auto& name : row.files) write_file(site, "odd/" + name, "DO 1;");
    BOOST_CHECK_EXCEPTION(app::load_migrations(folder), MigrationError,
                          [&](const auto& error) { return contains(error.what(), row.message); });
  }
  BOOST_CHECK_THROW(app::load_migrations(site.folder / "none"), MigrationError);
  write_file(site, "empty/0001_a.sql", "-- nothing\n");
  BOOST_CHECK_THROW(app::load_migrations(site.folder / "empty"), MigrationError);
}

BOOST_AUTO_TEST_CASE(the_command_tells_what_it_applied_and_that_nothing_is_left) {
  const TestSite site;
  site.execute("DROP DATABASE " + site.address.name);
  const auto away = run_tool(site, {"migrate"});
  BOOST_TEST(away.status == 1);
  BOOST_TEST(lines_with(away.err, "chalkline doctor --site marketplace tells what to mend") == 1);
  storage::Address server = site.root;
  server.name = "mysql";
  Sql(server).execute("CREATE DATABASE " + site.address.name + " CHARACTER SET utf8mb4");
  const auto first = run_tool(site, {"migrate", "--site", site.name});
  BOOST_TEST(first.status == 0);
  BOOST_TEST(lines_with(first.out, "marketplace: applied 0001_conversations.sql") == 1);
  const auto second = run_tool(site, {"migrate"});
  BOOST_TEST(second.status == 0);
  BOOST_TEST(second.out == "marketplace: up to date, nothing to do\n");
}

}  // namespace
}  // namespace chalkline::tests
