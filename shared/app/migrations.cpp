#include "app/migrations.h"

#include <algorithm>
#include <string>
#include <thread>
#include <utility>

#include "storage/migrations.h"

namespace chalkline::app {
namespace {

using std::chrono::steady_clock;
using storage::MigrationRecord;
using storage::Session;

rules::Time now() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

const MigrationRecord* find_record(const std::vector<MigrationRecord>& records, long long version) {
  const auto found = std::find_if(records.begin(), records.end(),
                                  [&](const MigrationRecord& r) { return r.version == version; });
  return found == records.end() ? nullptr : &*found;
}

bool is_applied(const std::vector<MigrationRecord>& records, const Migration& file) {
  const auto* const record = find_record(records, file.version);
  return record != nullptr && record->applied;
}

// A record without its file: the folder is older than the database, or not whole.
void check_record(const MigrationRecord& record, const std::vector<Migration>& files) {
  const auto file = std::find_if(files.begin(), files.end(),
                                 [&](const Migration& f) { return f.version == record.version; });
  const std::string what = std::to_string(record.version) + " (" + record.name + ")";
  if (file == files.end() && record.version > files.back().version) {
    throw MigrationError("the database has migration " + what + " and these files end with " +
                         files.back().file + ": install the newer Chalkline");
  }
  if (file == files.end() || file->name != record.name) {
    throw MigrationError("the database has migration " + what +
                         " and no file of that name is here: restore sql/migrations as it was "
                         "delivered");
  }
}

void check_fit(const std::vector<MigrationRecord>& records, const std::vector<Migration>& files) {
  for (const auto& record : records) check_record(record, files);
  for (const auto& file : files) {
    if (!records.empty() && file.version < records.back().version &&
        find_record(records, file.version) == nullptr) {
      throw MigrationError(file.file + " comes before migration " +
                           std::to_string(records.back().version) +
                           ", which the database has already: restore sql/migrations as it was "
                           "delivered");
    }
  }
}

std::vector<MigrationRecord> load_records(storage::Database& database,
                                          const std::vector<Migration>& files) {
  auto records = database.read([](Session& session) { return load_migration_records(session); });
  check_fit(records, files);
  return records;
}

std::string place(const Migration& file, std::size_t statement) {
  return file.file + ", statement " + std::to_string(statement) + " of " +
         std::to_string(file.statements.size());
}

// Never twice: after a lost connection nobody knows whether the statement has been at work.
bool run_first_time(Session& session, const Migration& file, std::size_t index, bool& begun) {
  if (std::exchange(begun, true)) {
    throw storage::Fault(storage::Fault::Kind::other, "the connection was lost");
  }
  execute_migration_statement(session, file.statements[index], file.file);
  mark_statements_done(session, file.version, static_cast<long long>(index) + 1);
  return true;
}

void run_statement(storage::Database& database, const Migration& file, std::size_t index) {
  bool begun = false;
  try {
    database.read([&](Session& session) { return run_first_time(session, file, index, begun); });
  } catch (const storage::Fault& fault) {
    throw MigrationError(place(file, index + 1) + ", broke off (" + fault.what() +
                         "); what stands before it is done: mend the cause, then say chalkline "
                         "migrate --resume");
  }
}

void run_from(storage::Database& database, const Migration& file, std::size_t first) {
  for (std::size_t i = first; i < file.statements.size(); ++i) run_statement(database, file, i);
  database.read([&](Session& session) {
    mark_migration_applied(session, file.version, now());
    return true;
  });
}

long long statements_done(storage::Database& database, const Migration& file) {
  const auto records =
      database.read([](Session& session) { return load_migration_records(session); });
  const auto* const record = find_record(records, file.version);
  return record == nullptr || record->applied ? -1 : record->statements_done;
}

// Another process has begun this one: waits as long as it gets on.
void wait_for(storage::Database& database, const Migration& file, const MigrateOptions& options) {
  auto seen = statements_done(database, file);
  auto moved = steady_clock::now();
  while (seen >= 0 && steady_clock::now() - moved < options.patience) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    const auto done = statements_done(database, file);
    if (done != seen) moved = steady_clock::now();
    seen = done;
  }
  if (seen < 0) return;
  throw MigrationError(
      place(file, static_cast<std::size_t>(seen) + 1) +
      ", was begun and does not get on: if another migrate is at work wait for it; "
      "if it has broken off mend the cause, then say chalkline migrate --resume");
}

void take_on(storage::Database& database, const Migration& file,
             const std::vector<MigrationRecord>& records, const MigrateOptions& options) {
  if (const auto* const begun = find_record(records, file.version)) {
    if (!options.resume) return wait_for(database, file, options);
    run_from(database, file, static_cast<std::size_t>(begun->statements_done));
    return options.applied(file);
  }
  const bool ours = database.read([&](Session& session) {
    return insert_migration_record(session, file.version, file.name, now());
  });
  if (!ours) return wait_for(database, file, options);
  run_from(database, file, 0);
  options.applied(file);
}

}  // namespace

std::vector<Migration> pending_migrations(storage::Database& database,
                                          const std::vector<Migration>& files) {
  const auto records = load_records(database, files);
  std::vector<Migration> pending;
  std::copy_if(files.begin(), files.end(), std::back_inserter(pending),
               [&](const Migration& file) { return !is_applied(records, file); });
  return pending;
}

void migrate(storage::Database& database, const std::vector<Migration>& files,
             const MigrateOptions& options) {
  database.read([](Session& session) {
    create_migration_records(session);
    return true;
  });
  for (const auto& file : files) {
    const auto records = load_records(database, files);
    if (!is_applied(records, file)) take_on(database, file, records, options);
  }
}

}  // namespace chalkline::app
