#include "storage/parent_links.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

#define CHALKLINE_LINK                                                  \
  " l.id, l.parent_id, l.student_id, l.state, l.changed_at, l.version," \
  " IFNULL(l.decided_here_at, ''), IFNULL(l.request_id, 0)"
#define CHALKLINE_LINK_PEOPLE                                           \
  ", IFNULL(p.name, ''), IFNULL(p.avatar_url, ''), IFNULL(p.roles, 0)," \
  " IFNULL(s.name, ''), IFNULL(s.avatar_url, ''), IFNULL(s.roles, 0)"   \
  " FROM parent_links l LEFT JOIN people p ON p.id = l.parent_id"       \
  " LEFT JOIN people s ON s.id = l.student_id"

constexpr const char* lock_parent_link_sql =
    "/* lock_parent_link */ SELECT" CHALKLINE_LINK
    " FROM parent_links l WHERE l.parent_id = :parent AND l.student_id = :student FOR UPDATE";

constexpr const char* lock_parent_link_by_id_sql =
    "/* lock_parent_link_by_id */ SELECT" CHALKLINE_LINK
    " FROM parent_links l WHERE l.id = :id FOR UPDATE";

constexpr const char* insert_parent_link_sql =
    "/* insert_parent_link */ INSERT INTO parent_links (parent_id, student_id, state, changed_at,"
    " version, decided_here_at, request_id) VALUES (:parent, :student, :state, :at, :version,"
    " NULLIF(:decided, ''), NULLIF(:request, 0))";

constexpr const char* update_parent_link_sql =
    "/* update_parent_link */ UPDATE parent_links SET state = :state, changed_at = :at,"
    " version = :version, decided_here_at = NULLIF(:decided, ''),"
    " request_id = NULLIF(:request, 0) WHERE id = :id";

constexpr const char* load_links_as_parent_sql =
    "/* load_links_as_parent */ SELECT" CHALKLINE_LINK CHALKLINE_LINK_PEOPLE
    " WHERE l.parent_id = :value ORDER BY l.id DESC LIMIT 500";

constexpr const char* load_links_as_student_sql =
    "/* load_links_as_student */ SELECT" CHALKLINE_LINK CHALKLINE_LINK_PEOPLE
    " WHERE l.student_id = :value ORDER BY l.id DESC LIMIT 500";

constexpr const char* load_link_sql =
    "/* load_link */ SELECT" CHALKLINE_LINK CHALKLINE_LINK_PEOPLE " WHERE l.id = :value";

constexpr const char* has_standing_link_sql =
    "/* has_standing_link */ SELECT 1 FROM parent_links l"
    " JOIN people p ON p.id = l.parent_id AND p.erased_at IS NULL"
    " JOIN people s ON s.id = l.student_id AND s.erased_at IS NULL"
    " WHERE l.parent_id = :parent AND l.student_id = :student AND l.state = 'confirmed'";

constexpr const char* lock_links_of_sql =
    "/* lock_links_of */ SELECT parent_id, student_id FROM parent_links"
    " WHERE parent_id = :person OR student_id = :person2 FOR UPDATE";

// A link's columns on their way from a row.
struct Columns {
  rules::StoredLink link = {};
  std::string state = {};
  std::string changed_at = {};
  std::string decided_here_at = {};
  long long request_id = 0;

  void bind(Statement& statement) {
    statement.into(link.id, link.parent_id, link.student_id, state, changed_at, link.version,
                   decided_here_at, request_id);
  }
  rules::StoredLink taken() const {
    auto whole = link;
    whole.state = rules::link_state_from(state).value_or(rules::LinkState::ended);
    whole.changed_at = time_from_sql(changed_at);
    whole.decided_here_at = optional_time_from_sql(decided_here_at);
    if (request_id != 0) whole.request_id = request_id;
    return whole;
  }
};

std::optional<rules::StoredLink> fetch_link(Statement& statement) {
  Columns columns;
  columns.bind(statement);
  return statement.fetch_one() ? std::optional(columns.taken()) : std::nullopt;
}

struct PersonColumns {
  std::string name = {};
  std::string avatar_url = {};
  int roles = 0;

  rules::Person taken(const std::string& id) const {
    return {id, name, optional_text(avatar_url), {static_cast<std::uint32_t>(roles)}};
  }
};

template <class Value>
std::vector<LinkRow> load_rows(Session& session, const char* sql, const Value& value) {
  std::vector<LinkRow> rows;
  Columns columns;
  PersonColumns parent;
  PersonColumns student;
  Statement statement(session, sql);
  statement.use(value, "value");
  columns.bind(statement);
  statement.into(parent.name, parent.avatar_url, parent.roles);
  statement.into(student.name, student.avatar_url, student.roles);
  statement.fetch_all([&] {
    auto link = columns.taken();
    auto first = parent.taken(link.parent_id);
    auto second = student.taken(link.student_id);
    rows.push_back({std::move(link), std::move(first), std::move(second)});
  });
  return rows;
}

}  // namespace

std::optional<rules::StoredLink> lock_parent_link(Session& session, const std::string& parent,
                                                  const std::string& student) {
  Statement statement(session, lock_parent_link_sql);
  statement.use(parent, "parent").use(student, "student");
  return fetch_link(statement);
}

std::optional<rules::StoredLink> lock_parent_link(Session& session, long long id) {
  Statement statement(session, lock_parent_link_by_id_sql);
  statement.use(id, "id");
  return fetch_link(statement);
}

long long insert_parent_link(Session& session, const rules::StoredLink& link) {
  const std::string state(rules::name_of(link.state));
  const std::string at = sql_time(link.changed_at);
  const std::string decided = sql_time(link.decided_here_at);
  const long long request = link.request_id.value_or(0);
  Statement statement(session, insert_parent_link_sql);
  statement.use(link.parent_id, "parent").use(link.student_id, "student").use(state, "state");
  statement.use(at, "at").use(link.version, "version").use(decided, "decided");
  statement.use(request, "request");
  execute_unless_raced(statement);
  return last_insert_id(session);
}

void update_parent_link(Session& session, const rules::StoredLink& link) {
  const std::string state(rules::name_of(link.state));
  const std::string at = sql_time(link.changed_at);
  const std::string decided = sql_time(link.decided_here_at);
  const long long request = link.request_id.value_or(0);
  Statement statement(session, update_parent_link_sql);
  statement.use(state, "state").use(at, "at").use(link.version, "version");
  statement.use(decided, "decided").use(request, "request").use(link.id, "id");
  statement.execute();
}

std::vector<LinkRow> load_links_as_parent(Session& session, const std::string& parent) {
  return load_rows(session, load_links_as_parent_sql, parent);
}

std::vector<LinkRow> load_links_as_student(Session& session, const std::string& student) {
  return load_rows(session, load_links_as_student_sql, student);
}

std::optional<LinkRow> load_link(Session& session, long long id) {
  auto rows = load_rows(session, load_link_sql, id);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

bool has_standing_link(Session& session, const std::string& parent, const std::string& student) {
  int one = 0;
  Statement statement(session, has_standing_link_sql);
  statement.use(parent, "parent").use(student, "student").into(one);
  return statement.fetch_one();
}

std::vector<LinkedPair> lock_links_of(Session& session, const std::string& person) {
  std::vector<LinkedPair> pairs;
  LinkedPair pair;
  Statement statement(session, lock_links_of_sql);
  statement.use(person, "person").use(person, "person2").into(pair.parent_id, pair.student_id);
  statement.fetch_all([&] { pairs.push_back(pair); });
  return pairs;
}

}  // namespace chalkline::storage
