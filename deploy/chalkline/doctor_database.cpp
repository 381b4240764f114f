#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>

#include <unistd.h>

#include "app/migrations.h"
#include "app/moved_bookings.h"
#include "app/sites.h"
#include "doctor.h"
#include "storage/events.h"
#include "storage/inspection.h"
#include "storage/nightly_tasks.h"
#include "storage/seed.h"

namespace chalkline::tool {
namespace {

using std::chrono::floor;
using std::chrono::milliseconds;
using std::chrono::system_clock;
using storage::Access;
using storage::Database;
using storage::Disagreement;
using storage::Session;

constexpr long long newest_threads = 50'000;

std::string where(const config::Database& database) {
  return database.socket.empty() ? database.host + ":" + std::to_string(database.port)
                                 : database.socket;
}

// The server is away: for a socket, whether it is not there, closed to us, or nobody's.
void tell_no_server(Report& report, const config::Database& database) {
  const std::string key = database.socket.empty() ? "database.host and port" : "database.socket";
  const std::string place = where(database);
  if (database.socket.empty()) {
    report.fail("database: no server at " + place, "start it, or correct " + key);
  } else if (!std::filesystem::exists(database.socket)) {
    report.fail("database: there is no socket " + place, "start the server, or correct " + key);
  } else if (::access(database.socket.c_str(), W_OK) != 0) {
    report.fail("database: " + place + " is closed to this account",
                "run this as root or as the account of the handlers");
  } else {
    report.fail("database: nobody answers at " + place, "start the server");
  }
}

bool examine_access(Report& report, const config::Database& database) {
  const auto tried = storage::try_access(app::address_of(database));
  const std::string error = " (error " + std::to_string(tried.error) + ")";
  switch (tried.access) {
    case Access::open:
      return true;
    case Access::no_server:
      tell_no_server(report, database);
      break;
    case Access::wrong_login:
      report.fail("database: the server refuses user " + database.user + " with this password",
                  "correct database.user and password, or ALTER USER " + database.user);
      break;
    case Access::no_database:
      report.fail("database: there is no database " + database.name + " for user " + database.user,
                  "CREATE DATABASE " + database.name + " CHARACTER SET utf8mb4; GRANT ALL ON " +
                      database.name + ".* TO " + database.user);
      break;
    case Access::other:
      report.fail("database: " + where(database) + " lets nobody in" + error,
                  "look into the server's error log");
      break;
  }
  return false;
}

// MariaDB 10.6 and MySQL 8.0.4 are the first with JSON_TABLE.
bool is_old(const std::string& version) {
  int major = 0;
  int minor = 0;
  std::sscanf(version.c_str(), "%d.%d", &major, &minor);
  const bool maria = version.find("MariaDB") != std::string::npos;
  return maria ? std::pair(major, minor) < std::pair(10, 6) : major < 8;
}

void examine_server(Report& report, const storage::ServerFacts& facts) {
  if (is_old(facts.version)) {
    report.fail("database: server " + facts.version + " is too old",
                "take MariaDB 10.6, MySQL 8.0 or a later one");
  } else {
    report.ok("database: server " + facts.version);
  }
  if (facts.flush_log_at_commit != 1) {
    report.fail("database: innodb_flush_log_at_trx_commit is " +
                    std::to_string(facts.flush_log_at_commit) +
                    ": a crash loses messages that were acknowledged",
                "set it to 1 in the server's configuration");
  } else {
    report.ok("database: what is committed is on disk (innodb_flush_log_at_trx_commit = 1)");
  }
  if (facts.sql_mode.find("STRICT_") == std::string::npos) {
    report.warn("database: the server's sql_mode is not strict; Chalkline's sessions are",
                "add STRICT_ALL_TABLES to sql_mode, for whoever else writes");
  }
  constexpr long long small_packet = 4 << 20;
  if (facts.largest_packet < small_packet) {
    report.warn(
        "database: max_allowed_packet is " + std::to_string(facts.largest_packet) + " bytes",
        "raise it to 16M for chalkline seed and long pages");
  }
}

void examine_cluster(Report& report, const storage::ClusterFacts& facts) {
  if (facts.status.empty()) return;
  if (facts.status == "Primary" && facts.state == "Synced") {
    report.ok("database: a working node of a cluster");
  } else {
    report.fail("database: this node of the cluster is " + facts.status + ", " + facts.state,
                "bring it back into the majority, or point database to another node");
  }
}

void examine_charset(Report& report, const storage::ServerFacts& facts, const std::string& name) {
  if (facts.charset != "utf8mb4") {
    report.warn("database: " + name + " is " + facts.charset + " where a table names nothing else",
                "ALTER DATABASE " + name + " CHARACTER SET utf8mb4");
  }
  if (facts.engine != "InnoDB") {
    report.warn("database: tables that name no engine become " + facts.engine,
                "set default_storage_engine to InnoDB");
  }
}

void examine_tables(Report& report, const std::vector<std::string>& odd) {
  for (const auto& table : odd) {
    report.fail("database: table " + table + " is not InnoDB in utf8mb4",
                "ALTER TABLE " + table + " ENGINE=InnoDB, CONVERT TO CHARACTER SET utf8mb4");
  }
}

template <class List>
std::string missing_of(const List& wanted, const std::vector<std::string>& granted) {
  std::string missing;
  for (const char* const privilege : wanted) {
    if (std::find(granted.begin(), granted.end(), privilege) == granted.end()) {
      missing += std::string(missing.empty() ? "" : ", ") + privilege;
    }
  }
  return missing;
}

void examine_privileges(Report& report, const std::vector<std::string>& granted,
                        const config::Database& database) {
  constexpr std::array<const char*, 4> always{"SELECT", "INSERT", "UPDATE", "DELETE"};
  constexpr std::array<const char*, 5> migrating{"CREATE", "ALTER", "INDEX", "DROP", "REFERENCES"};
  const auto grant = [&](const std::string& what) {
    return "GRANT " + what + " ON " + database.name + ".* TO " + database.user;
  };
  const auto missing = missing_of(always, granted);
  const auto later = missing_of(migrating, granted);
  if (!missing.empty()) {
    report.fail("database: user " + database.user + " lacks " + missing, grant(missing));
  }
  if (!later.empty()) {
    report.warn("database: chalkline migrate will lack " + later, grant(later));
  }
  if (missing.empty() && later.empty()) report.ok("database: user " + database.user + " may all");
}

// Whether the tables are those of this version.
bool examine_migrations(Report& report, Database& database, const std::string& site) {
  try {
    const auto files = app::load_migrations(config::share_folder() / "sql" / "migrations");
    const auto pending = app::pending_migrations(database, files);
    if (pending.empty()) {
      report.ok("migrations: up to date with " + files.back().file);
      return true;
    }
    report.fail("migrations: " + std::to_string(pending.size()) + " pending, from " +
                    pending.front().file + " on",
                "chalkline migrate --site " + site);
  } catch (const app::MigrationError& error) {
    report.fail("migrations do not fit", error.what());
  }
  return false;
}

struct Agreement {
  Disagreement kind;
  const char* what;  // with the number of those that do not
  const char* mend;
};

constexpr const char* defect =
    "stop the handlers, keep a dump for a defect report, and mend the rows by hand";

constexpr std::array<Agreement, 10> agreements{{
    {Disagreement::last_seq, "threads whose last_seq is not their newest message", defect},
    {Disagreement::gap, "threads with a gap in seq (of the newest 500)", defect},
    {Disagreement::members, "threads without both rows in thread_members", defect},
    {Disagreement::access, "parent threads whose parent's access is not that of the link", defect},
    {Disagreement::stray, "rows of thread_members without a thread of theirs", defect},
    {Disagreement::copies, "rows of thread_members with another last_seq than their thread",
     defect},
    {Disagreement::unread, "rows of thread_members with a wrong unread", defect},
    {Disagreement::has_unread, "rows of thread_members with a wrong has_unread",
     "UPDATE thread_members SET has_unread = (unread > 0 OR marked_unread <> 0)"},
    {Disagreement::read_upto, "rows of thread_members with another read_upto than their last mark",
     defect},
    {Disagreement::known, "people of whom search knows more or less than their threads say",
     "INSERT INTO search_owners SELECT owner_id, SUM(indexed_upto), 1 FROM search_threads GROUP BY"
     " owner_id ON DUPLICATE KEY UPDATE messages = VALUES(messages), changes = changes + 1"},
}};

void examine_agreement(Report& report, Database& database) {
  const auto last =
      database.read([](Session& session) { return storage::load_last_thread_id(session); });
  const auto above = std::max(0LL, last - newest_threads);
  bool good = true;
  for (const auto& agreement : agreements) {
    const auto count = database.read([&](Session& session) {
      return storage::count_disagreements(session, agreement.kind, above);
    });
    if (count == 0) continue;
    good = false;
    report.fail("data: " + std::to_string(count) + " " + agreement.what, agreement.mend);
  }
  if (good) report.ok("data: threads, messages, unread counters and read marks agree");
}

void examine_events(Report& report, Database& database, const std::string& site) {
  const auto failed = database.read([](Session& s) { return storage::count_failed_events(s); });
  if (failed == 0) return report.ok("webhooks: no event of the last 30 days has failed");
  report.warn("webhooks: " + std::to_string(failed) + " events of the last 30 days have failed",
              "chalkline events list --site " + site + " --outcome failed");
}

std::string listed(const std::vector<long long>& ids) {
  std::string text;
  for (const auto id : ids) text += (text.empty() ? "" : ", ") + std::to_string(id);
  return text;
}

void examine_bookings(Report& report, Database& database) {
  const auto moved = app::find_moved_bookings(database, floor<milliseconds>(system_clock::now()));
  if (moved.ids.empty()) return report.ok("bookings: clocks will show what they were made for");
  report.warn(
      "bookings: clocks will show another time than they were made for, as zones have"
      " changed: " +
          listed(moved.ids),
      "ask their people for another time, or have the booking system move them");
}

// The scheduler looks every night, but with a clock for tests when it is told so.
void examine_nights(Report& report, Database& database, const config::Site& site) {
  constexpr std::chrono::hours overdue{48};
  if (site.clock == config::ClockMode::test) return;
  const auto known = database.read(
      [](Session& session) { return storage::load_nightly_task(session, app::zone_check); });
  if (known && known->done_at && system_clock::now() - *known->done_at < overdue) {
    return report.ok("bookings: the scheduler has looked at their zones, and found " +
                     std::to_string(known->found));
  }
  report.warn("bookings: no scheduler has looked at their zones for two nights",
              "start scheduled --loop, or call scheduled --once by cron");
}

void examine_open_database(Report& report, const config::Site& site) {
  auto address = app::address_of(site.database);
  constexpr int an_hour = 3600;
  address.patience = an_hour;
  Database database(address);
  const auto facts = database.read([](Session& s) { return storage::load_server_facts(s); });
  examine_server(report, facts);
  examine_cluster(report, database.read([](Session& s) { return storage::load_cluster_facts(s); }));
  examine_charset(report, facts, site.database.name);
  examine_privileges(report, database.read([](Session& s) { return storage::load_privileges(s); }),
                     site.database);
  examine_tables(report, database.read([](Session& s) { return storage::load_odd_tables(s); }));
  if (!examine_migrations(report, database, site.name)) return;
  examine_agreement(report, database);
  examine_events(report, database, site.name);
  examine_bookings(report, database);
  examine_nights(report, database, site);
}

}  // namespace

void examine_database(Report& report, const config::Site& site) {
  if (!examine_access(report, site.database)) return;
  try {
    examine_open_database(report, site);
  } catch (const storage::Fault& fault) {
    report.fail(std::string("database: ") + fault.what(),
                "look into the server's error log, and run this again");
  }
}

}  // namespace chalkline::tool
