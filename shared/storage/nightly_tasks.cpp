#include "storage/nightly_tasks.h"

#include "storage/dates.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_nightly_task_sql =
    "/* load_nightly_task */ SELECT IFNULL(night, ''), IFNULL(done_at, ''), found FROM"
    " nightly_tasks WHERE task = :task";

constexpr const char* put_nightly_task_sql =
    "/* put_nightly_task */ INSERT INTO nightly_tasks (task) VALUES (:task)"
    " ON DUPLICATE KEY UPDATE found = found";

constexpr const char* take_nightly_task_sql =
    "/* take_nightly_task */ UPDATE nightly_tasks SET lease_until = :until WHERE task = :task"
    " AND (night IS NULL OR night < :night) AND (lease_until IS NULL OR lease_until <= :now)";

constexpr const char* mark_nightly_task_done_sql =
    "/* mark_nightly_task_done */ UPDATE nightly_tasks SET night = :night, done_at = :now,"
    " found = :found, lease_until = NULL WHERE task = :task AND (night IS NULL OR night < :night2)";

}  // namespace

std::optional<NightlyTask> load_nightly_task(Session& session, const std::string& task) {
  NightlyTask known;
  std::string night;
  std::string done_at;
  Statement statement(session, load_nightly_task_sql);
  statement.use(task, "task").into(night, done_at, known.found);
  if (!statement.fetch_one()) return std::nullopt;
  if (!night.empty()) known.night = date_from_sql(night);
  if (!done_at.empty()) known.done_at = time_from_sql(done_at);
  return known;
}

void put_nightly_task(Session& session, const std::string& task) {
  Statement statement(session, put_nightly_task_sql);
  statement.use(task, "task");
  statement.execute();
}

bool take_nightly_task(Session& session, const std::string& task, rules::Date night,
                       rules::Time now, rules::Time until) {
  const std::string day = sql_date(night);
  const std::string at = sql_time(now);
  const std::string lease = sql_time(until);
  Statement statement(session, take_nightly_task_sql);
  statement.use(lease, "until").use(task, "task").use(day, "night").use(at, "now");
  return statement.execute() == 1;
}

bool mark_nightly_task_done(Session& session, const std::string& task, rules::Date night,
                            long long found, rules::Time now) {
  const std::string day = sql_date(night);
  const std::string at = sql_time(now);
  Statement statement(session, mark_nightly_task_done_sql);
  statement.use(day, "night").use(at, "now").use(found, "found").use(task, "task");
  statement.use(day, "night2");
  return statement.execute() == 1;
}

}  // namespace chalkline::storage
