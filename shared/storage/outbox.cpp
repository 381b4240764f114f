#include "storage/outbox.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* insert_telling_sql =
    "/* insert_telling */ INSERT INTO outbox (event, about, version, recipient_id, address,"
    " channel, made_at, not_before, not_after, collapse_key) VALUES (:event, :about, :version,"
    " NULLIF(:recipient, ''), NULLIF(:address, ''), :channel, :now, :not_before,"
    " NULLIF(:not_after, ''), NULLIF(:collapse_key, ''))";

constexpr const char* insert_tellings_sql =
    "/* insert_tellings */ INSERT INTO outbox (event, about, version, recipient_id, address,"
    " channel, made_at, not_before, not_after, collapse_key)"
    " SELECT n.event, n.about, n.version, NULLIF(n.recipient, ''), NULLIF(n.address, ''),"
    " n.channel, :now, n.not_before, NULLIF(n.not_after, ''), NULLIF(n.collapse_key, '')"
    " FROM JSON_TABLE(:tellings, '$[*]' COLUMNS (event TEXT CHARACTER SET utf8mb4 PATH '$[0]',"
    " about TEXT CHARACTER SET utf8mb4 PATH '$[1]', version BIGINT PATH '$[2]',"
    " recipient TEXT CHARACTER SET utf8mb4 PATH '$[3]',"
    " address TEXT CHARACTER SET utf8mb4 PATH '$[4]',"
    " channel TEXT CHARACTER SET utf8mb4 PATH '$[5]',"
    " not_before TEXT CHARACTER SET utf8mb4 PATH '$[6]',"
    " not_after TEXT CHARACTER SET utf8mb4 PATH '$[7]',"
    " collapse_key TEXT CHARACTER SET utf8mb4 PATH '$[8]')) AS n";

// One that a worker has taken is about to be sent as things were then.
constexpr const char* insert_unless_waiting_sql =
    "/* insert_unless_waiting */ INSERT INTO outbox (event, about, version, recipient_id, channel,"
    " made_at, not_before, collapse_key) SELECT :event, :about, :version, :recipient, :channel,"
    " :now, GREATEST(CAST(:not_before AS DATETIME(3)), IFNULL((SELECT MAX(s.decided_at)"
    "  FROM outbox s WHERE s.collapse_key = :collapse_key AND s.decision = 'sent')"
    "  + INTERVAL :pause MINUTE, CAST(:not_before2 AS DATETIME(3)))), :collapse_key2 FROM (SELECT "
    "1 AS one) AS single"
    " WHERE NOT EXISTS (SELECT 1 FROM outbox w WHERE w.collapse_key = :collapse_key3"
    "  AND w.decision = 'waiting' AND w.lease_until IS NULL)";

constexpr const char* drop_replaced_tellings_sql =
    "/* drop_replaced_tellings */ UPDATE outbox SET decision = 'dropped', reason = 'replaced',"
    " decided_at = :now WHERE collapse_key = :collapse_key AND decision = 'waiting'";

constexpr const char* load_due_tellings_sql =
    "/* load_due_tellings */ SELECT id, attempts, event, about, version,"
    " IFNULL(recipient_id, ''), IFNULL(address, '') FROM outbox WHERE decision = 'waiting'"
    " AND channel = :channel AND not_before <= :now AND (lease_until IS NULL OR lease_until <= "
    ":now2)"
    " ORDER BY not_before, id LIMIT :rows";

// Of those that wait for a page to be opened only what there is something to do with: however many
// people are away, nothing is taken and put back for them.
constexpr const char* load_due_notices_sql =
    "/* load_due_notices */ SELECT t.id, t.attempts, t.event, t.about, t.version,"
    " IFNULL(t.recipient_id, ''), t.not_after FROM outbox t"
    " LEFT JOIN people p ON p.id = t.recipient_id"
    " WHERE t.decision = 'waiting' AND t.channel = 'app' AND t.not_before <= :now"
    " AND (t.lease_until IS NULL OR t.lease_until <= :now2)"
    " AND (IFNULL(t.not_after, t.not_before) <= :now3 OR p.live_until > UTC_TIMESTAMP(3))"
    " ORDER BY t.not_before, t.id LIMIT :rows";

// Its own commit, so that no other worker, on whatever node, takes it for as long as the lease
// lasts: SKIP LOCKED and GET_LOCK hold on one node alone.
constexpr const char* take_telling_sql =
    "/* take_telling */ UPDATE outbox SET lease_until = :until, attempts = attempts + 1"
    " WHERE id = :id AND attempts = :attempts AND decision = 'waiting'"
    " AND (lease_until IS NULL OR lease_until <= :now)";

constexpr const char* decide_telling_sql =
    "/* decide_telling */ UPDATE outbox SET decision = :decision, reason = :reason,"
    " decided_at = :now, lease_until = NULL"
    " WHERE id = :id AND attempts = :attempts AND decision = 'waiting'";

constexpr const char* put_back_telling_sql =
    "/* put_back_telling */ UPDATE outbox SET not_before = :then, reason = :reason,"
    " lease_until = NULL WHERE id = :id AND attempts = :attempts AND decision = 'waiting'";

constexpr const char* delete_old_tellings_sql =
    "/* delete_old_tellings */ DELETE FROM outbox WHERE decided_at < :before LIMIT 10000";

}  // namespace

void insert_telling(Session& session, const rules::Telling& telling, rules::Time now) {
  const std::string channel(rules::name_of(telling.channel));
  const std::string at = sql_time(now);
  const std::string not_before = sql_time(telling.not_before);
  const std::string not_after = sql_time(telling.not_after);
  Statement statement(session, insert_telling_sql);
  statement.use(telling.event, "event").use(telling.about, "about");
  statement.use(telling.version, "version").use(telling.recipient_id, "recipient");
  statement.use(telling.address, "address").use(channel, "channel").use(at, "now");
  statement.use(not_before, "not_before").use(not_after, "not_after");
  statement.use(telling.collapse_key, "collapse_key").execute();
}

void insert_tellings(Session& session, std::span<const rules::Telling> tellings, rules::Time now) {
  if (tellings.empty()) return;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(tellings.size());
  for (const auto& each : tellings) {
    rows.push_back({std::string(each.event), each.about, std::to_string(each.version),
                    each.recipient_id, each.address, std::string(rules::name_of(each.channel)),
                    sql_time(each.not_before), sql_time(each.not_after), each.collapse_key});
  }
  const std::string json = json_rows(rows);
  const std::string at = sql_time(now);
  Statement statement(session, insert_tellings_sql);
  statement.use(at, "now").use(json, "tellings").execute();
}

void insert_unless_waiting(Session& session, const rules::Telling& telling,
                           std::chrono::minutes pause, rules::Time now) {
  const std::string channel(rules::name_of(telling.channel));
  const std::string at = sql_time(now);
  const std::string not_before = sql_time(telling.not_before);
  const auto& key = telling.collapse_key;
  const long long minutes = pause.count();
  Statement statement(session, insert_unless_waiting_sql);
  statement.use(telling.event, "event").use(telling.about, "about");
  statement.use(telling.version, "version").use(telling.recipient_id, "recipient");
  statement.use(channel, "channel").use(at, "now").use(not_before, "not_before");
  statement.use(not_before, "not_before2");
  statement.use(key, "collapse_key").use(minutes, "pause").use(key, "collapse_key2");
  statement.use(key, "collapse_key3").execute();
}

void drop_replaced_tellings(Session& session, const std::string& collapse_key, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, drop_replaced_tellings_sql);
  statement.use(at, "now").use(collapse_key, "collapse_key");
  statement.execute();
}

std::vector<TakenTelling> load_due_tellings(Session& session, rules::TellingChannel channel,
                                            rules::Time now, int limit) {
  std::vector<TakenTelling> due;
  const std::string name(rules::name_of(channel));
  const std::string at = sql_time(now);
  TakenTelling row;
  row.telling.channel = channel;
  Statement statement(session, load_due_tellings_sql);
  statement.use(name, "channel").use(at, "now").use(at, "now2").use(limit, "rows");
  statement.into(row.id, row.attempts, row.telling.event, row.telling.about, row.telling.version,
                 row.telling.recipient_id, row.telling.address);
  statement.fetch_all([&] { due.push_back(row); });
  return due;
}

std::vector<TakenTelling> load_due_notices(Session& session, rules::Time now, int limit) {
  std::vector<TakenTelling> due;
  const std::string at = sql_time(now);
  TakenTelling row;
  row.telling.channel = rules::TellingChannel::app;
  std::string not_after;
  Statement statement(session, load_due_notices_sql);
  statement.use(at, "now").use(at, "now2").use(at, "now3").use(limit, "rows");
  statement.into(row.id, row.attempts, row.telling.event, row.telling.about, row.telling.version,
                 row.telling.recipient_id, not_after);
  statement.fetch_all([&] {
    row.telling.not_after = optional_time_from_sql(not_after);
    due.push_back(row);
  });
  return due;
}

bool take_telling(Session& session, TakenTelling& taken, rules::Time now, rules::Time until) {
  const std::string at = sql_time(now);
  const std::string lease = sql_time(until);
  Statement statement(session, take_telling_sql);
  statement.use(lease, "until").use(taken.id, "id").use(taken.attempts, "attempts");
  statement.use(at, "now");
  if (statement.execute() == 0) return false;
  ++taken.attempts;
  return true;
}

void decide_telling(Session& session, const TakenTelling& taken, rules::TellingDecision decision,
                    std::string_view reason, rules::Time now) {
  const std::string name(rules::name_of(decision));
  const std::string why(reason);
  const std::string at = sql_time(now);
  Statement statement(session, decide_telling_sql);
  statement.use(name, "decision").use(why, "reason").use(at, "now");
  statement.use(taken.id, "id").use(taken.attempts, "attempts");
  statement.execute();
}

void put_back_telling(Session& session, const TakenTelling& taken, std::string_view reason,
                      rules::Time then) {
  const std::string why(reason);
  const std::string at = sql_time(then);
  Statement statement(session, put_back_telling_sql);
  statement.use(at, "then").use(why, "reason").use(taken.id, "id");
  statement.use(taken.attempts, "attempts");
  statement.execute();
}

long long delete_old_tellings(Session& session, rules::Time before) {
  const std::string at = sql_time(before);
  Statement statement(session, delete_old_tellings_sql);
  statement.use(at, "before");
  return statement.execute();
}

}  // namespace chalkline::storage
