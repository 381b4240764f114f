#include "storage/parent_links.h"

#include "rules/guardians.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

#define CHALKLINE_LINK                                                  \
  " l.id, l.parent_id, l.student_id, l.state, l.changed_at, l.version," \
  " l.decided_here_at, IFNULL(l.request_id, 0), l.renewed_at, l.lapsed_at"
#define CHALKLINE_LINK_PEOPLE                                           \
  ", IFNULL(p.name, ''), IFNULL(p.avatar_url, ''), IFNULL(p.roles, 0)," \
  " IFNULL(s.name, ''), IFNULL(s.avatar_url, ''), IFNULL(s.roles, 0),"  \
  " s.birth_date, s.time_zone"                                          \
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
    " version, decided_here_at, request_id, renewed_at, lapsed_at) VALUES (:parent, :student, "
    ":state,"
    " :at, :version, NULLIF(:decided, ''), NULLIF(:request, 0), NULLIF(:renewed, ''),"
    " NULLIF(:lapsed, ''))";

constexpr const char* update_parent_link_sql =
    "/* update_parent_link */ UPDATE parent_links SET state = :state, changed_at = :at,"
    " version = :version, decided_here_at = NULLIF(:decided, ''),"
    " request_id = NULLIF(:request, 0), renewed_at = NULLIF(:renewed, ''),"
    " lapsed_at = NULLIF(:lapsed, '') WHERE id = :id";

constexpr const char* load_links_as_parent_sql =
    "/* load_links_as_parent */ SELECT" CHALKLINE_LINK CHALKLINE_LINK_PEOPLE
    " WHERE l.parent_id = :value ORDER BY l.id DESC LIMIT 500";

constexpr const char* load_links_as_student_sql =
    "/* load_links_as_student */ SELECT" CHALKLINE_LINK CHALKLINE_LINK_PEOPLE
    " WHERE l.student_id = :value ORDER BY l.id DESC LIMIT 500";

constexpr const char* load_link_sql =
    "/* load_link */ SELECT" CHALKLINE_LINK CHALKLINE_LINK_PEOPLE " WHERE l.id = :value";

#define CHALKLINE_GUARDED_LINK                                                      \
  ", p.id IS NOT NULL AND s.id IS NOT NULL, s.birth_date, s.time_zone, s.name,"     \
  " p.name, p.email, IFNULL(c.locale, p.locale), IFNULL(c.time_zone, p.time_zone)," \
  " l.guardian, l.guardian_since, l.digested_upto FROM parent_links l"              \
  " LEFT JOIN people p ON p.id = l.parent_id AND p.erased_at IS NULL"               \
  " LEFT JOIN people s ON s.id = l.student_id AND s.erased_at IS NULL"              \
  " LEFT JOIN settings c ON c.person_id = p.id"

constexpr const char* load_guarded_link_sql =
    "/* load_guarded_link */ SELECT" CHALKLINE_LINK CHALKLINE_GUARDED_LINK
    " WHERE l.parent_id = :parent AND l.student_id = :student";

constexpr const char* load_guarded_link_by_id_sql =
    "/* load_guarded_link_by_id */ SELECT" CHALKLINE_LINK CHALKLINE_GUARDED_LINK
    " WHERE l.id = :id";

constexpr const char* load_guarded_links_sql =
    "/* load_guarded_links */ SELECT" CHALKLINE_LINK CHALKLINE_GUARDED_LINK
    " WHERE l.id > :above ORDER BY l.id LIMIT :rows";

// guardian_since looks at what guardian was.
constexpr const char* mark_link_mode_sql =
    "/* mark_link_mode */ UPDATE parent_links SET"
    " guardian_since = IF(guardian = :mode, guardian_since, :now), guardian = :mode2"
    " WHERE id = :id";

constexpr const char* mark_digested_sql =
    "/* mark_digested */ UPDATE parent_links SET digested_upto = :upto WHERE id = :id";

#define CHALKLINE_LINKS_OF(SIDE, INDEX, N)                               \
  "SELECT l.parent_id, l.student_id FROM"                                \
  " JSON_TABLE(:ids" N                                                   \
  ", '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x" \
  " STRAIGHT_JOIN parent_links l FORCE INDEX (" INDEX ") ON l." SIDE " = x.id"

constexpr const char* load_links_of_sql = "/* load_links_of */ " CHALKLINE_LINKS_OF(
    "parent_id", "pair", "1") " UNION " CHALKLINE_LINKS_OF("student_id", "of_student", "2");

constexpr const char* lock_links_of_sql = "/* lock_links_of */ (" CHALKLINE_LINKS_OF(
    "parent_id", "pair", "1") " FOR UPDATE) UNION (" CHALKLINE_LINKS_OF("student_id", "of_student",
                                                                        "2") " FOR UPDATE)";

// A link's columns on their way from a row.
struct LinkColumns {
  rules::StoredLink link = {};
  std::string state = {};
  std::string changed_at = {};
  std::string decided_here_at = {};
  long long request_id = 0;
  std::string renewed_at = {};
  std::string lapsed_at = {};

  void bind(Statement& statement) {
    statement.into(link.id, link.parent_id, link.student_id, state, changed_at, link.version,
                   decided_here_at, request_id, renewed_at, lapsed_at);
  }
  rules::StoredLink taken() const {
    auto whole = link;
    whole.state = rules::link_state_from(state).value_or(rules::LinkState::ended);
    whole.changed_at = time_from_sql(changed_at);
    whole.decided_here_at = optional_time_from_sql(decided_here_at);
    if (request_id != 0) whole.request_id = request_id;
    whole.renewed_at = optional_time_from_sql(renewed_at);
    whole.lapsed_at = optional_time_from_sql(lapsed_at);
    return whole;
  }
};

std::optional<rules::StoredLink> fetch_link(Statement& statement) {
  LinkColumns columns;
  columns.bind(statement);
  return statement.fetch_one() ? std::optional(columns.taken()) : std::nullopt;
}

struct LinkedColumns {
  std::string name = {};
  std::string avatar_url = {};
  int roles = 0;

  rules::Person taken(const std::string& id) const {
    return {id, name, optional_text(avatar_url), {static_cast<std::uint32_t>(roles)}};
  }
};

template <class Value>
std::vector<LinkRow> load_link_rows(Session& session, const char* sql, const Value& value) {
  std::vector<LinkRow> rows;
  LinkColumns columns;
  LinkedColumns parent;
  LinkedColumns student;
  std::string birth_date;
  std::string zone;
  Statement statement(session, sql);
  statement.use(value, "value");
  columns.bind(statement);
  statement.into(parent.name, parent.avatar_url, parent.roles);
  statement.into(student.name, student.avatar_url, student.roles, birth_date, zone);
  statement.fetch_all([&] {
    auto link = columns.taken();
    auto first = parent.taken(link.parent_id);
    auto second = student.taken(link.student_id);
    rows.push_back(
        {std::move(link), std::move(first), std::move(second), optional_text(birth_date), zone});
  });
  return rows;
}

std::vector<GuardedLink> fetch_guarded(Statement& statement) {
  std::vector<GuardedLink> all;
  LinkColumns columns;
  GuardedLink row;
  int both_there = 0;
  std::string birth_date;
  std::string mode;
  std::string since;
  std::string digested_upto;
  columns.bind(statement);
  statement.into(both_there, birth_date, row.student_zone, row.student_name, row.parent_name,
                 row.parent_email, row.parent_locale, row.parent_zone, mode, since, digested_upto);
  statement.fetch_all([&] {
    row.link = columns.taken();
    row.both_there = both_there != 0;
    row.birth_date = optional_text(birth_date);
    row.mode = rules::guardian_mode_from(mode).value_or(rules::GuardianMode::kept_private);
    row.since = optional_time_from_sql(since);
    row.digested_upto = optional_time_from_sql(digested_upto);
    all.push_back(row);
  });
  return all;
}

std::optional<GuardedLink> fetch_one_guarded(Statement& statement) {
  auto all = fetch_guarded(statement);
  if (all.empty()) return std::nullopt;
  return std::move(all.front());
}

std::vector<LinkedPair> fetch_pairs(Session& session, const char* sql,
                                    const std::vector<std::string>& people) {
  std::vector<LinkedPair> pairs;
  if (people.empty()) return pairs;
  const std::string ids = json_array(people);
  LinkedPair pair;
  Statement statement(session, sql);
  statement.use(ids, "ids1").use(ids, "ids2").into(pair.parent_id, pair.student_id);
  statement.fetch_all([&] { pairs.push_back(pair); });
  return pairs;
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
  const std::string renewed = sql_time(link.renewed_at);
  const std::string lapsed = sql_time(link.lapsed_at);
  Statement statement(session, insert_parent_link_sql);
  statement.use(link.parent_id, "parent").use(link.student_id, "student").use(state, "state");
  statement.use(at, "at").use(link.version, "version").use(decided, "decided");
  statement.use(request, "request").use(renewed, "renewed").use(lapsed, "lapsed");
  execute_unless_raced(statement);
  return last_insert_id(session);
}

void update_parent_link(Session& session, const rules::StoredLink& link) {
  const std::string state(rules::name_of(link.state));
  const std::string at = sql_time(link.changed_at);
  const std::string decided = sql_time(link.decided_here_at);
  const long long request = link.request_id.value_or(0);
  const std::string renewed = sql_time(link.renewed_at);
  const std::string lapsed = sql_time(link.lapsed_at);
  Statement statement(session, update_parent_link_sql);
  statement.use(state, "state").use(at, "at").use(link.version, "version");
  statement.use(decided, "decided").use(request, "request").use(link.id, "id");
  statement.use(renewed, "renewed").use(lapsed, "lapsed");
  statement.execute();
}

std::vector<LinkRow> load_links_as_parent(Session& session, const std::string& parent) {
  return load_link_rows(session, load_links_as_parent_sql, parent);
}

std::vector<LinkRow> load_links_as_student(Session& session, const std::string& student) {
  return load_link_rows(session, load_links_as_student_sql, student);
}

std::optional<LinkRow> load_link(Session& session, long long id) {
  auto rows = load_link_rows(session, load_link_sql, id);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

std::optional<GuardedLink> load_guarded_link(Session& session, const std::string& parent,
                                             const std::string& student) {
  Statement statement(session, load_guarded_link_sql);
  statement.use(parent, "parent").use(student, "student");
  return fetch_one_guarded(statement);
}

std::optional<GuardedLink> load_guarded_link(Session& session, long long id) {
  Statement statement(session, load_guarded_link_by_id_sql);
  statement.use(id, "id");
  return fetch_one_guarded(statement);
}

std::vector<GuardedLink> load_guarded_links(Session& session, long long above, int limit) {
  Statement statement(session, load_guarded_links_sql);
  statement.use(above, "above").use(limit, "rows");
  return fetch_guarded(statement);
}

void mark_link_mode(Session& session, long long id, rules::GuardianMode mode, rules::Time now) {
  const std::string name(rules::name_of(mode));
  const std::string at = sql_time(now);
  Statement statement(session, mark_link_mode_sql);
  statement.use(name, "mode").use(name, "mode2").use(at, "now").use(id, "id");
  statement.execute();
}

void mark_digested(Session& session, long long id, rules::Time upto) {
  const std::string at = sql_time(upto);
  Statement statement(session, mark_digested_sql);
  statement.use(at, "upto").use(id, "id");
  statement.execute();
}

std::vector<LinkedPair> load_links_of(Session& session, const std::vector<std::string>& people) {
  return fetch_pairs(session, load_links_of_sql, people);
}

std::vector<LinkedPair> lock_links_of(Session& session, const std::vector<std::string>& people) {
  return fetch_pairs(session, lock_links_of_sql, people);
}

}  // namespace chalkline::storage
