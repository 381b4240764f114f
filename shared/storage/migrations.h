#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

// What a database remembers of one migration.
struct MigrationRecord {
  long long version = 0;
  std::string name;  // of the file, without its number and .sql
  long long statements_done = 0;
  bool applied = false;  // all of it
};

// The table of records; nothing where it is there already.
void create_migration_records(Session& session);

// In the order of versions. Empty for a database without the table.
std::vector<MigrationRecord> load_migration_records(Session& session);

// Claims a migration for this process: false where another has claimed it before. The primary key
// decides, on every node of a cluster alike.
bool insert_migration_record(Session& session, long long version, const std::string& name,
                             rules::Time now);

// A statement commits by itself, so each is counted by itself.
void execute_migration_statement(Session& session, const std::string& statement,
                                 const std::string& name);
void mark_statements_done(Session& session, long long version, long long count);
void mark_migration_applied(Session& session, long long version, rules::Time now);

}  // namespace chalkline::storage
