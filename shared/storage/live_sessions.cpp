#include "storage/live_sessions.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* lock_session_version_sql =
    "/* lock_session_version */ SELECT version FROM live_sessions WHERE id = :id"
    " ORDER BY version DESC FOR UPDATE";

constexpr const char* delete_session_people_sql =
    "/* delete_session_people */ DELETE FROM live_sessions WHERE id = :id";

constexpr const char* insert_session_person_sql =
    "/* insert_session_person */ INSERT INTO live_sessions (id, person_id, state, at, told_at,"
    " version) VALUES (:id, :person, :state, :at, UTC_TIMESTAMP(3), :version)";

constexpr const char* delete_old_sessions_sql =
    "/* delete_old_sessions */ DELETE FROM live_sessions WHERE told_at < :before LIMIT 10000";

}  // namespace

std::optional<long long> lock_session_version(Session& session, const std::string& id) {
  long long version = 0;
  Statement statement(session, lock_session_version_sql);
  statement.use(id, "id").into(version);
  return statement.fetch_one() ? std::optional(version) : std::nullopt;
}

void delete_session_people(Session& session, const std::string& id) {
  Statement statement(session, delete_session_people_sql);
  statement.use(id, "id");
  statement.execute();
}

void insert_session_person(Session& session, const rules::SessionChange& change,
                           const std::string& person) {
  const std::string state = change.state == rules::SessionState::started ? "started" : "ended";
  const std::string at = sql_time(change.at);
  Statement statement(session, insert_session_person_sql);
  statement.use(change.id, "id").use(person, "person").use(state, "state").use(at, "at");
  statement.use(change.version, "version");
  execute_unless_raced(statement);
}

long long delete_old_sessions(Session& session, rules::Time before) {
  const std::string at = sql_time(before);
  Statement statement(session, delete_old_sessions_sql);
  statement.use(at, "before");
  return statement.execute();
}

}  // namespace chalkline::storage
