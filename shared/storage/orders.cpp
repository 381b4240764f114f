#include "storage/orders.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* lock_order_version_sql =
    "/* lock_order_version */ SELECT version FROM orders WHERE id = :id FOR UPDATE";

constexpr const char* insert_order_sql =
    "/* insert_order */ INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title,"
    " amount, currency, state, at, url, lessons, minutes, version) VALUES (:id, :kind, :low, :high,"
    " :tutor, :student, :title, :amount, :currency, :state, :at, NULLIF(:url, ''),"
    " NULLIF(:lessons, 0), NULLIF(:minutes, 0), :version)";

constexpr const char* update_order_sql =
    "/* update_order */ UPDATE orders SET kind = :kind, low_id = :low, high_id = :high,"
    " tutor_id = :tutor, student_id = :student, title = :title, amount = :amount,"
    " currency = :currency, state = :state, at = :at, url = NULLIF(:url, ''),"
    " lessons = NULLIF(:lessons, 0), minutes = NULLIF(:minutes, 0), version = :version"
    " WHERE id = :id";

constexpr const char* load_packages_sql =
    "/* load_packages */ SELECT o.id, o.tutor_id, o.student_id, o.title, o.state,"
    " IFNULL(o.lessons, 0), IFNULL(o.minutes, 0) FROM JSON_TABLE(:ids, '$[*]'"
    "  COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN orders o ON o.id = x.id WHERE o.kind = 'package'";

constexpr const char* mark_cap_lifted_sql =
    "/* mark_cap_lifted */ UPDATE threads t"
    " JOIN thread_members m ON m.thread_id = t.id AND m.person_id IN (:low, :high)"
    " SET t.unanswered = 0, m.unanswered = 0"
    " WHERE t.kind = 'direct' AND t.thread_key = :thread_key";

std::string kind_name(rules::OrderKind kind) {
  return kind == rules::OrderKind::package ? "package" : "order";
}

void write_order(Session& session, const char* sql, const rules::OrderRecord& order) {
  const auto pair = rules::pair_of(order.tutor_id, order.student_id);
  const std::string kind = kind_name(order.kind);
  const std::string state(rules::name_of(order.state));
  const std::string at = sql_time(order.at);
  const std::string url = order.url.value_or("");
  const int lessons = order.lessons.value_or(0);
  const int minutes = order.minutes.value_or(0);
  Statement statement(session, sql);
  statement.use(order.id, "id").use(kind, "kind").use(pair.low, "low").use(pair.high, "high");
  statement.use(order.tutor_id, "tutor").use(order.student_id, "student");
  statement.use(order.title, "title").use(order.amount, "amount");
  statement.use(order.currency, "currency").use(state, "state").use(at, "at").use(url, "url");
  statement.use(lessons, "lessons").use(minutes, "minutes").use(order.version, "version");
  execute_unless_raced(statement);
}

}  // namespace

std::optional<long long> lock_order_version(Session& session, const std::string& order) {
  long long version = 0;
  Statement statement(session, lock_order_version_sql);
  statement.use(order, "id").into(version);
  return statement.fetch_one() ? std::optional(version) : std::nullopt;
}

void insert_order(Session& session, const rules::OrderRecord& order) {
  write_order(session, insert_order_sql, order);
}

void update_order(Session& session, const rules::OrderRecord& order) {
  write_order(session, update_order_sql, order);
}

std::vector<PackageRow> load_packages(Session& session, const std::vector<std::string>& ids) {
  std::vector<PackageRow> packages;
  const std::string list = json_array(ids);
  PackageRow row;
  int lessons = 0;
  int minutes = 0;
  Statement statement(session, load_packages_sql);
  statement.use(list, "ids");
  statement.into(row.id, row.tutor_id, row.student_id, row.title, row.state, lessons, minutes);
  statement.fetch_all([&] {
    row.lessons = lessons > 0 ? std::optional(lessons) : std::nullopt;
    row.minutes = minutes > 0 ? std::optional(minutes) : std::nullopt;
    packages.push_back(row);
  });
  return packages;
}

void mark_cap_lifted(Session& session, const rules::Pair& pair) {
  const std::string key = rules::direct_key(pair);
  Statement statement(session, mark_cap_lifted_sql);
  statement.use(pair.low, "low").use(pair.high, "high").use(key, "thread_key");
  statement.execute();
}

}  // namespace chalkline::storage
