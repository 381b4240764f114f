#pragma once

#include <chrono>
#include <functional>
#include <vector>

#include "app/migration_files.h"
#include "storage/database.h"

namespace chalkline::app {

// The migrations a database has not got yet, in their order; one that has broken off is among them.
// Throws MigrationError where database and files do not fit: the database has what no file is (it
// is newer, or a file has disappeared), or a file comes before what is there already.
std::vector<Migration> pending_migrations(storage::Database& database,
                                          const std::vector<Migration>& files);

struct MigrateOptions {
  bool resume =
      false;  // go on with what has broken off, behind the last statement that was counted
  std::chrono::milliseconds patience{
      10'000};  // with one that another process has begun and is silent
  std::function<void(const Migration&)> applied = [](const Migration&) {};
};

// Brings the database up to the files. Any number may run at once: each migration is run by one,
// and the others wait for it. MySQL commits every statement that changes tables by itself, so a
// migration can break off half-way; the number of statements done is kept, and MigrationError says
// how to go on.
void migrate(storage::Database& database, const std::vector<Migration>& files,
             const MigrateOptions& options = {});

}  // namespace chalkline::app
