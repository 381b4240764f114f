#include "storage/live.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* insert_live_ticket_sql =
    "/* insert_live_ticket */ INSERT INTO live_tickets (hash, person_id, expires_at)"
    " VALUES (:hash, :person, :expires_at)";

constexpr const char* load_live_ticket_sql =
    "/* load_live_ticket */ SELECT person_id FROM live_tickets"
    " WHERE hash = :hash AND expires_at > :now";

constexpr const char* delete_live_ticket_sql =
    "/* delete_live_ticket */ DELETE FROM live_tickets WHERE hash = :hash";

constexpr const char* delete_expired_tickets_sql =
    "/* delete_expired_tickets */ DELETE FROM live_tickets WHERE expires_at <= :now LIMIT 10000";

constexpr const char* mark_listening_sql =
    "/* mark_listening */ UPDATE people SET live_until = :live_until"
    " WHERE id = :person AND (live_until IS NULL OR live_until < :live_until2)";

constexpr const char* is_listening_sql =
    "/* is_listening */ SELECT 1 FROM people WHERE id = :person AND live_until > UTC_TIMESTAMP(3)";

constexpr const char* load_listening_sql =
    "/* load_listening */ SELECT p.id FROM JSON_TABLE(:people, '$[*]' COLUMNS"
    " (id VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) AS x"
    " STRAIGHT_JOIN people p ON p.id = x.id WHERE p.live_until > UTC_TIMESTAMP(3)";

}  // namespace

void insert_live_ticket(Session& session, const std::string& hash, const std::string& person,
                        rules::Time expires_at) {
  const std::string at = sql_time(expires_at);
  Statement statement(session, insert_live_ticket_sql);
  statement.use(hash, "hash").use(person, "person").use(at, "expires_at");
  statement.execute();
}

std::optional<std::string> load_live_ticket(Session& session, const std::string& hash,
                                            rules::Time now) {
  const std::string at = sql_time(now);
  std::string person;
  Statement statement(session, load_live_ticket_sql);
  statement.use(hash, "hash").use(at, "now").into(person);
  if (!statement.fetch_one()) return std::nullopt;
  return person;
}

bool delete_live_ticket(Session& session, const std::string& hash) {
  Statement statement(session, delete_live_ticket_sql);
  statement.use(hash, "hash");
  return statement.execute() > 0;
}

long long delete_expired_tickets(Session& session, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, delete_expired_tickets_sql);
  statement.use(at, "now");
  return statement.execute();
}

void mark_listening(Session& session, const std::string& person, rules::Time live_until) {
  const std::string at = sql_time(live_until);
  Statement statement(session, mark_listening_sql);
  statement.use(person, "person").use(at, "live_until").use(at, "live_until2");
  statement.execute();
}

bool is_listening(Session& session, const std::string& person) {
  int one = 0;
  Statement statement(session, is_listening_sql);
  statement.use(person, "person").into(one);
  return statement.fetch_one();
}

std::set<std::string> load_listening(Session& session, const std::vector<std::string>& people) {
  const std::string list = json_array(people);
  std::set<std::string> listening;
  std::string id;
  Statement statement(session, load_listening_sql);
  statement.use(list, "people").into(id);
  statement.fetch_all([&] { listening.insert(id); });
  return listening;
}

}  // namespace chalkline::storage
