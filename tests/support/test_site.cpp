#include "support/test_site.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

#include <pwd.h>
#include <unistd.h>

#include "app/migrations.h"
#include "source.h"
#include "storage/plain_sql.h"
#include "storage/sql.h"

namespace chalkline::tests {
namespace {

using storage::Session;
using Path = std::filesystem::path;

const std::string password = "only-for-tests";

// MariaDB lets the account that made its data in without a password, through the socket.
std::string account() {
  const auto* const entry = getpwuid(geteuid());
  return entry == nullptr ? "root" : entry->pw_name;
}

// chalkline_test_<suite>: one suite never meets another's tables.
std::string database_name(const std::string& site) {
  std::string suite = program_invocation_short_name;
  if (suite.starts_with("test_")) suite.erase(0, 5);
  return "chalkline_test_" + suite + "_" + site;
}

Path make_folder() {
  std::string pattern = (std::filesystem::temp_directory_path() / "chalkline-test-XXXXXX").string();
  if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return pattern;
}

void run(const storage::Address& address, const std::vector<std::string>& statements) {
  storage::Database database(address);
  database.read([&](Session& session) {
    for (const auto& sql : statements) storage::execute_plain(session, sql, "test");
    return true;
  });
}

void write(const Path& file, const std::string& text) {
  std::ofstream(file, std::ios::binary) << text;
}

}  // namespace

std::string test_socket() {
  const char* const state = std::getenv("CHALKLINE_STATE");
  if (state == nullptr) {
    throw std::runtime_error(
        "CHALKLINE_STATE is not set: run this through ./test, or start ./run and set it to the "
        "state folder");
  }
  const Path run_folder = Path(state) / "run";
  for (const auto& socket : {run_folder / "mariadb" / "mysqld.sock", run_folder / "mysqld.sock"}) {
    if (std::filesystem::exists(socket)) return socket.string();
  }
  throw std::runtime_error("no MariaDB runs below CHALKLINE_STATE (" + run_folder.string() +
                           "/mariadb/mysqld.sock): start it with ./run --state " + state);
}

TestSite::TestSite(const std::string& preset, const std::string& site_name)
    : name(site_name.empty() ? preset : site_name) {
  root = {.socket = test_socket(), .name = "", .user = account(), .password = ""};
  folder = make_folder();
  sites_folder = folder / "sites";
  share_folder = folder / "share";
  site_file = sites_folder / (name + ".yaml");
  std::filesystem::create_directories(sites_folder);
  std::filesystem::create_directories(share_folder);
  std::filesystem::create_directory_symlink(source() / "deploy" / "presets",
                                            share_folder / "presets");
  std::filesystem::create_directory_symlink(source() / "deploy" / "mails", share_folder / "mails");
  std::filesystem::create_directory_symlink(source() / "sql", share_folder / "sql");
  const std::string database = database_name(name);
  run(root, {"DROP DATABASE IF EXISTS `" + database + "`",
             "CREATE DATABASE `" + database + "` CHARACTER SET utf8mb4",
             "CREATE OR REPLACE USER `" + database + "`@localhost IDENTIFIED BY '" + password + "'",
             "GRANT ALL ON `" + database + "`.* TO `" + database + "`@localhost"});
  root.name = database;
  address = {.socket = root.socket, .name = database, .user = database, .password = password};
  write_site_file(site_file_text(preset));
  auto session = this->database();
  app::migrate(session, app::load_migrations(share_folder / "sql" / "migrations"));
}

TestSite::~TestSite() {
  try {
    run(root, {"DROP DATABASE IF EXISTS `" + address.name + "`",
               "DROP USER IF EXISTS `" + address.user + "`@localhost"});
    std::filesystem::remove_all(folder);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s is left behind: %s\n", address.name.c_str(), error.what());
  }
}

void TestSite::execute(const std::string& sql) const { run(root, {sql}); }

std::string TestSite::fetch(const std::string& sql) const {
  storage::Database database(root);
  return database.read([&](Session& session) {
    std::string value;
    soci::indicator indicator{};
    session.soci << sql, soci::into(value, indicator);
    return value;
  });
}

void TestSite::clear() const {
  std::vector<std::string> statements;
  storage::Database database(root);
  database.read([&](Session& session) {
    std::string table;
    storage::Statement tables(session,
                              "/* tables */ SELECT table_name FROM information_schema.tables"
                              " WHERE table_schema = DATABASE()"
                              " AND table_name <> 'schema_migrations'");
    tables.into(table);
    tables.fetch_all([&] { statements.push_back("DELETE FROM `" + table + "`"); });
    for (const auto& sql : statements) storage::execute_plain(session, sql, "clear");
    return true;
  });
}

void TestSite::write_site_file(const std::string& text) const { write(site_file, text); }

std::string TestSite::site_file_text(const std::string& preset) const {
  return "site: " + name + "\npreset: " + preset +
         "\ndemo: true\nclock: test\ndatabase: {socket: " + address.socket +
         ", name: " + address.name + ", user: " + address.user + ", password: " + address.password +
         "}\ntokens:\n  keys:\n    - {kid: " + key_id + ", alg: HS256, secret: " + key + "}\n";
}

std::vector<std::string> TestSite::environment() const {
  return {"CHALKLINE_SITES=" + sites_folder.string(), "CHALKLINE_SHARE=" + share_folder.string()};
}

}  // namespace chalkline::tests
