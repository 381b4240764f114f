#include "storage/orders.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* lock_order_versions_sql =
    "/* lock_order_versions */ SELECT version, package_version FROM orders WHERE id = :id"
    " FOR UPDATE";

constexpr const char* insert_order_sql =
    "/* insert_order */ INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title,"
    " amount, currency, state, at, url, lessons, minutes, version, package_version) VALUES (:id,"
    " :kind, :low, :high, :tutor, :student, :title, :amount, :currency, :state, :at,"
    " NULLIF(:url, ''), NULLIF(:lessons, 0), NULLIF(:minutes, 0), :version, :package_version)";

constexpr const char* update_order_sql =
    "/* update_order */ UPDATE orders SET low_id = :low, high_id = :high, tutor_id = :tutor,"
    " student_id = :student, title = :title, amount = :amount, currency = :currency,"
    " state = :state, at = :at WHERE id = :id";

constexpr const char* update_order_link_sql =
    "/* update_order_link */ UPDATE orders SET url = NULLIF(:url, ''), version = :version"
    " WHERE id = :id";

constexpr const char* update_package_sql =
    "/* update_package */ UPDATE orders SET kind = 'package', lessons = NULLIF(:lessons, 0),"
    " minutes = NULLIF(:minutes, 0), package_version = :version WHERE id = :id";

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

// What both kinds of orders tell, in the form of the columns.
struct SharedColumns {
  explicit SharedColumns(const rules::OrderRecord& order)
      : pair(rules::pair_of(order.tutor_id, order.student_id)),
        state(rules::name_of(order.state)),
        at(sql_time(order.at)) {}

  void bind(Statement& statement, const rules::OrderRecord& order) const {
    statement.use(order.id, "id").use(pair.low, "low").use(pair.high, "high");
    statement.use(order.tutor_id, "tutor").use(order.student_id, "student");
    statement.use(order.title, "title").use(order.amount, "amount");
    statement.use(order.currency, "currency").use(state, "state").use(at, "at");
  }

  rules::Pair pair;
  std::string state;
  std::string at;
};

}  // namespace

std::optional<rules::OrderVersions> lock_order_versions(Session& session,
                                                        const std::string& order) {
  rules::OrderVersions versions;
  Statement statement(session, lock_order_versions_sql);
  statement.use(order, "id").into(versions.order, versions.package);
  return statement.fetch_one() ? std::optional(versions) : std::nullopt;
}

void insert_order(Session& session, const rules::OrderRecord& order) {
  const bool package = order.kind == rules::OrderKind::package;
  const SharedColumns columns(order);
  const std::string kind = package ? "package" : "order";
  const std::string url = order.url.value_or("");
  const int lessons = order.lessons.value_or(0);
  const int minutes = order.minutes.value_or(0);
  const rules::OrderVersions versions{.order = package ? -1 : order.version,
                                      .package = package ? order.version : -1};
  Statement statement(session, insert_order_sql);
  columns.bind(statement, order);
  statement.use(kind, "kind").use(url, "url").use(lessons, "lessons").use(minutes, "minutes");
  statement.use(versions.order, "version").use(versions.package, "package_version");
  execute_unless_raced(statement);
}

void update_order(Session& session, const rules::OrderRecord& order) {
  const SharedColumns columns(order);
  Statement statement(session, update_order_sql);
  columns.bind(statement, order);
  statement.execute();
}

void update_order_link(Session& session, const rules::OrderRecord& order) {
  const std::string url = order.url.value_or("");
  Statement statement(session, update_order_link_sql);
  statement.use(order.id, "id").use(url, "url").use(order.version, "version");
  statement.execute();
}

void update_package(Session& session, const rules::OrderRecord& package) {
  const int lessons = package.lessons.value_or(0);
  const int minutes = package.minutes.value_or(0);
  Statement statement(session, update_package_sql);
  statement.use(package.id, "id").use(lessons, "lessons").use(minutes, "minutes");
  statement.use(package.version, "version");
  statement.execute();
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
