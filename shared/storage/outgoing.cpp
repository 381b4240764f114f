#include "storage/outgoing.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* insert_outgoing_event_sql =
    "/* insert_outgoing_event */ INSERT INTO outgoing_events (type, at, told_at, data)"
    " VALUES (:type, :now, UTC_TIMESTAMP(3), :data)";

constexpr const char* has_unnumbered_events_sql =
    "/* has_unnumbered_events */ SELECT 1 FROM outgoing_events WHERE seq IS NULL LIMIT 1";

constexpr const char* insert_outgoing_counter_sql =
    "/* insert_outgoing_counter */ INSERT INTO outgoing_counter (id, last_seq) VALUES (1, 0)";

constexpr const char* lock_outgoing_counter_sql =
    "/* lock_outgoing_counter */ SELECT last_seq FROM outgoing_counter WHERE id = 1 FOR UPDATE";

constexpr const char* load_unnumbered_events_sql =
    "/* load_unnumbered_events */ SELECT id FROM outgoing_events WHERE seq IS NULL"
    " ORDER BY id LIMIT :rows";

// One row by its primary key: a statement over several may scan the table, and then waits for rows
// that are not committed yet.
constexpr const char* number_outgoing_event_sql =
    "/* number_outgoing_event */ UPDATE outgoing_events SET seq = :seq WHERE id = :id";

constexpr const char* mark_outgoing_counter_sql =
    "/* mark_outgoing_counter */ UPDATE outgoing_counter SET last_seq = :last WHERE id = 1";

constexpr const char* load_outgoing_events_sql =
    "/* load_outgoing_events */ SELECT seq, type, at, data FROM outgoing_events"
    " WHERE seq > :after ORDER BY seq LIMIT :rows";

constexpr const char* delete_old_outgoing_events_sql =
    "/* delete_old_outgoing_events */ DELETE FROM outgoing_events WHERE told_at < :before"
    " LIMIT 10000";

}  // namespace

void insert_outgoing_event(Session& session, const std::string& type, const std::string& data,
                           rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, insert_outgoing_event_sql);
  statement.use(type, "type").use(at, "now").use(data, "data");
  statement.execute();
}

bool has_unnumbered_events(Session& session) {
  int one = 0;
  Statement statement(session, has_unnumbered_events_sql);
  statement.into(one);
  return statement.fetch_one();
}

long long lock_outgoing_counter(Session& session) {
  long long last = 0;
  Statement lock(session, lock_outgoing_counter_sql);
  lock.into(last);
  if (lock.fetch_one()) return last;
  Statement insert(session, insert_outgoing_counter_sql);
  execute_unless_raced(insert);
  return 0;
}

std::vector<long long> load_unnumbered_events(Session& session, int limit) {
  std::vector<long long> ids;
  long long id = 0;
  Statement statement(session, load_unnumbered_events_sql);
  statement.use(limit, "rows").into(id);
  statement.fetch_all([&] { ids.push_back(id); });
  return ids;
}

void number_outgoing_event(Session& session, long long id, long long seq) {
  Statement statement(session, number_outgoing_event_sql);
  statement.use(seq, "seq").use(id, "id");
  statement.execute();
}

void mark_outgoing_counter(Session& session, long long last) {
  Statement statement(session, mark_outgoing_counter_sql);
  statement.use(last, "last");
  statement.execute();
}

std::vector<OutgoingEvent> load_outgoing_events(Session& session, long long after, int limit) {
  std::vector<OutgoingEvent> events;
  OutgoingEvent event;
  std::string at;
  Statement statement(session, load_outgoing_events_sql);
  statement.use(after, "after").use(limit, "rows").into(event.seq, event.type, at, event.data);
  statement.fetch_all([&] {
    event.at = time_from_sql(at);
    events.push_back(event);
  });
  return events;
}

long long delete_old_outgoing_events(Session& session, rules::Time before) {
  const std::string at = sql_time(before);
  Statement statement(session, delete_old_outgoing_events_sql);
  statement.use(at, "before");
  return statement.execute();
}

}  // namespace chalkline::storage
