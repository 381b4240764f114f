#include "storage/migrations.h"

#include "storage/plain_sql.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* create_migration_records_sql =
    "/* create_migration_records */ CREATE TABLE IF NOT EXISTS schema_migrations ("
    " version BIGINT NOT NULL,"
    " name VARCHAR(200) NOT NULL,"
    " begun_at DATETIME(3) NOT NULL,"
    " statements_done BIGINT NOT NULL DEFAULT 0"
    "  COMMENT 'every statement commits by itself: how many of the file have',"
    " applied_at DATETIME(3) NULL COMMENT 'NULL: at work, or broken off',"
    " PRIMARY KEY (version)"
    ") ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci"
    " COMMENT='Which files of sql/migrations this database has'";

constexpr const char* has_migration_records_sql =
    "/* has_migration_records */ SELECT 1 FROM information_schema.tables"
    " WHERE table_schema = DATABASE() AND table_name = 'schema_migrations'";

constexpr const char* load_migration_records_sql =
    "/* load_migration_records */ SELECT version, name, statements_done, applied_at IS NOT NULL"
    " FROM schema_migrations ORDER BY version";

constexpr const char* insert_migration_record_sql =
    "/* insert_migration_record */ INSERT INTO schema_migrations (version, name, begun_at)"
    " VALUES (:version, :name, :now)";

constexpr const char* mark_statements_done_sql =
    "/* mark_statements_done */ UPDATE schema_migrations SET statements_done = :count"
    " WHERE version = :version";

constexpr const char* mark_migration_applied_sql =
    "/* mark_migration_applied */ UPDATE schema_migrations SET applied_at = :now"
    " WHERE version = :version";

bool has_migration_records(Session& session) {
  int one = 0;
  Statement statement(session, has_migration_records_sql);
  statement.into(one);
  return statement.fetch_one();
}

}  // namespace

void create_migration_records(Session& session) {
  execute_plain(session, create_migration_records_sql, "create_migration_records");
}

std::vector<MigrationRecord> load_migration_records(Session& session) {
  std::vector<MigrationRecord> records;
  if (!has_migration_records(session)) return records;
  MigrationRecord record;
  int applied = 0;
  Statement statement(session, load_migration_records_sql);
  statement.into(record.version, record.name, record.statements_done, applied);
  statement.fetch_all([&] {
    record.applied = applied != 0;
    records.push_back(record);
  });
  return records;
}

bool insert_migration_record(Session& session, long long version, const std::string& name,
                             rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, insert_migration_record_sql);
  statement.use(version, "version").use(name, "name").use(at, "now");
  try {
    statement.execute();
    return true;
  } catch (const Fault& fault) {
    if (fault.kind == Fault::Kind::duplicate) return false;
    throw;
  }
}

void execute_migration_statement(Session& session, const std::string& statement,
                                 const std::string& name) {
  execute_plain(session, statement, name);
}

void mark_statements_done(Session& session, long long version, long long count) {
  Statement statement(session, mark_statements_done_sql);
  statement.use(count, "count").use(version, "version");
  statement.execute();
}

void mark_migration_applied(Session& session, long long version, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, mark_migration_applied_sql);
  statement.use(at, "now").use(version, "version");
  statement.execute();
}

}  // namespace chalkline::storage
