#include "storage/events.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* insert_delivery_sql =
    "/* insert_delivery */ INSERT INTO webhook_deliveries (id, received_at) VALUES (:id, :now)";

constexpr const char* insert_event_sql =
    "/* insert_event */ INSERT INTO events (delivery_id, item, type, received_at, outcome, errors,"
    " payload) VALUES (:delivery, :item, :type, :received_at, :outcome, NULLIF(:errors, ''),"
    " NULLIF(:payload, ''))";

constexpr const char* insert_events_sql =
    "/* insert_events */ INSERT INTO events (delivery_id, item, type, received_at, outcome)"
    " SELECT n.delivery, n.item, n.type, n.received_at, n.outcome"
    " FROM JSON_TABLE(:events, '$[*]' COLUMNS (delivery TEXT CHARACTER SET utf8mb4 PATH '$[0]',"
    " item INT PATH '$[1]', type TEXT CHARACTER SET utf8mb4 PATH '$[2]',"
    " received_at TEXT CHARACTER SET utf8mb4 PATH '$[3]',"
    " outcome TEXT CHARACTER SET utf8mb4 PATH '$[4]')) AS n ORDER BY n.item";

constexpr const char* load_delivered_sql =
    "/* load_delivered */ SELECT id, delivery_id, item, type, received_at, outcome, errors, ''"
    " FROM events WHERE delivery_id = :delivery ORDER BY item LIMIT 1000";

constexpr const char* load_events_sql =
    "/* load_events */ SELECT id, delivery_id, item, type, received_at, outcome, errors, ''"
    " FROM events ORDER BY id DESC LIMIT :rows";

constexpr const char* load_events_with_sql =
    "/* load_events_with */ SELECT id, delivery_id, item, type, received_at, outcome, errors, ''"
    " FROM events WHERE outcome = :outcome ORDER BY id DESC LIMIT :rows";

constexpr const char* load_event_sql =
    "/* load_event */ SELECT id, delivery_id, item, type, received_at, outcome, errors, payload"
    " FROM events WHERE id = :id";

constexpr const char* count_failed_events_sql =
    "/* count_failed_events */ SELECT COUNT(*) FROM events WHERE outcome = 'failed'";

constexpr const char* load_failed_ids_sql =
    "/* load_failed_ids */ SELECT id FROM events WHERE outcome = 'failed' ORDER BY id LIMIT :rows";

constexpr const char* lock_event_sql =
    "/* lock_event */ SELECT id, delivery_id, item, type, received_at, outcome, errors, payload"
    " FROM events WHERE id = :id FOR UPDATE";

constexpr const char* update_event_sql =
    "/* update_event */ UPDATE events SET outcome = :outcome, errors = NULLIF(:errors, ''),"
    " payload = NULLIF(:payload, '') WHERE id = :id";

constexpr const char* delete_old_deliveries_sql =
    "/* delete_old_deliveries */ DELETE FROM webhook_deliveries WHERE received_at < :before LIMIT "
    "10000";

constexpr const char* delete_old_events_sql =
    "/* delete_old_events */ DELETE FROM events WHERE received_at < :before LIMIT 10000";

// Runs a query of an event's columns in their order.
std::vector<EventRow> fetch_events(Statement& statement) {
  std::vector<EventRow> rows;
  EventRow row;
  std::string received_at;
  std::string outcome;
  statement.into(row.id, row.delivery_id, row.item, row.type, received_at, outcome, row.errors,
                 row.payload);
  statement.fetch_all([&] {
    row.received_at = time_from_sql(received_at);
    row.outcome = rules::event_outcome_from(outcome).value_or(rules::EventOutcome::failed);
    rows.push_back(row);
  });
  return rows;
}

std::optional<EventRow> fetch_event(Session& session, const char* sql, long long id) {
  Statement statement(session, sql);
  statement.use(id, "id");
  auto rows = fetch_events(statement);
  return rows.empty() ? std::nullopt : std::optional(std::move(rows.front()));
}

long long delete_before(Session& session, const char* sql, rules::Time before) {
  const std::string at = sql_time(before);
  Statement statement(session, sql);
  statement.use(at, "before");
  return statement.execute();
}

}  // namespace

bool insert_delivery(Session& session, const std::string& id, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, insert_delivery_sql);
  statement.use(id, "id").use(at, "now");
  try {
    statement.execute();
    return true;
  } catch (const Fault& fault) {
    if (fault.kind == Fault::Kind::duplicate) return false;
    throw;
  }
}

void insert_event(Session& session, const EventRow& event) {
  const std::string at = sql_time(event.received_at);
  const std::string outcome(rules::name_of(event.outcome));
  Statement statement(session, insert_event_sql);
  statement.use(event.delivery_id, "delivery").use(event.item, "item").use(event.type, "type");
  statement.use(at, "received_at").use(outcome, "outcome").use(event.errors, "errors");
  statement.use(event.payload, "payload");
  statement.execute();
}

void insert_events(Session& session, std::span<const EventRow> events) {
  if (events.empty()) return;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(events.size());
  for (const auto& event : events) {
    rows.push_back({event.delivery_id, std::to_string(event.item), event.type,
                    sql_time(event.received_at), std::string(rules::name_of(event.outcome))});
  }
  const std::string json = json_rows(rows);
  Statement statement(session, insert_events_sql);
  statement.use(json, "events").execute();
}

std::vector<EventRow> load_delivered(Session& session, const std::string& delivery) {
  Statement statement(session, load_delivered_sql);
  statement.use(delivery, "delivery");
  return fetch_events(statement);
}

std::vector<EventRow> load_events(Session& session, std::optional<rules::EventOutcome> outcome,
                                  int limit) {
  const std::string name(outcome ? rules::name_of(*outcome) : "");
  Statement statement(session, outcome ? load_events_with_sql : load_events_sql);
  if (outcome) statement.use(name, "outcome");
  statement.use(limit, "rows");
  return fetch_events(statement);
}

std::optional<EventRow> load_event(Session& session, long long id) {
  return fetch_event(session, load_event_sql, id);
}

long long count_failed_events(Session& session) {
  long long count = 0;
  Statement statement(session, count_failed_events_sql);
  statement.into(count);
  statement.fetch_one();
  return count;
}

std::vector<long long> load_failed_ids(Session& session, int limit) {
  std::vector<long long> ids;
  long long id = 0;
  Statement statement(session, load_failed_ids_sql);
  statement.use(limit, "rows").into(id);
  statement.fetch_all([&] { ids.push_back(id); });
  return ids;
}

std::optional<EventRow> lock_event(Session& session, long long id) {
  return fetch_event(session, lock_event_sql, id);
}

void update_event(Session& session, const EventRow& event) {
  const std::string outcome(rules::name_of(event.outcome));
  Statement statement(session, update_event_sql);
  statement.use(outcome, "outcome").use(event.errors, "errors").use(event.payload, "payload");
  statement.use(event.id, "id");
  statement.execute();
}

long long delete_old_deliveries(Session& session, rules::Time before) {
  return delete_before(session, delete_old_deliveries_sql, before);
}

long long delete_old_events(Session& session, rules::Time before) {
  return delete_before(session, delete_old_events_sql, before);
}

}  // namespace chalkline::storage
