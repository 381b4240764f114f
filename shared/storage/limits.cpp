#include "storage/limits.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* count_action_sql =
    "/* count_action */ INSERT INTO action_counts (person_id, action, window_start, actions)"
    " VALUES (:person, :action, :window, 1) ON DUPLICATE KEY UPDATE actions = actions + 1";

constexpr const char* load_action_count_sql =
    "/* load_action_count */ SELECT actions FROM action_counts WHERE person_id = :person"
    " AND action = :action AND window_start = :window";

constexpr const char* delete_old_action_counts_sql =
    "/* delete_old_action_counts */ DELETE FROM action_counts WHERE window_start < :before"
    " LIMIT 10000";

}  // namespace

void count_action(Session& session, const std::string& person, rules::LimitedAction action,
                  rules::Time window) {
  const std::string name(rules::name_of(action));
  const std::string start = sql_time(window);
  Statement statement(session, count_action_sql);
  statement.use(person, "person").use(name, "action").use(start, "window");
  statement.execute();
}

int load_action_count(Session& session, const std::string& person, rules::LimitedAction action,
                      rules::Time window) {
  const std::string name(rules::name_of(action));
  const std::string start = sql_time(window);
  int count = 0;
  Statement statement(session, load_action_count_sql);
  statement.use(person, "person").use(name, "action").use(start, "window").into(count);
  return statement.fetch_one() ? count : 0;
}

long long delete_old_action_counts(Session& session, rules::Time before) {
  const std::string at = sql_time(before);
  Statement statement(session, delete_old_action_counts_sql);
  statement.use(at, "before");
  return statement.execute();
}

}  // namespace chalkline::storage
