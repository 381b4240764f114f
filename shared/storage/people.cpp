#include "storage/people.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* lock_person_sql =
    "/* lock_person */ SELECT version, name, roles, institution_id FROM people"
    " WHERE id = :person FOR UPDATE";

constexpr const char* load_roles_sql =
    "/* load_roles */ SELECT roles FROM people WHERE id = :person";

constexpr const char* load_addressee_sql =
    "/* load_addressee */ SELECT name, IFNULL(email, '') FROM people WHERE id = :person";

// JSON_TABLE cuts what is too long for its column: so these are wider than the table's, which
// refuse.
#define CHALKLINE_PEOPLE                                       \
  " JSON_TABLE(:people, '$[*]' COLUMNS ("                      \
  "id VARCHAR(65) CHARACTER SET ascii PATH '$[0]', "           \
  "name TEXT CHARACTER SET utf8mb4 PATH '$[1]', "              \
  "avatar_url TEXT CHARACTER SET utf8mb4 PATH '$[2]', "        \
  "email TEXT CHARACTER SET utf8mb4 PATH '$[3]', "             \
  "phone TEXT CHARACTER SET utf8mb4 PATH '$[4]', "             \
  "roles BIGINT PATH '$[5]', "                                 \
  "standing TEXT CHARACTER SET utf8mb4 PATH '$[6]', "          \
  "institution TEXT CHARACTER SET utf8mb4 PATH '$[7]', "       \
  "time_zone TEXT CHARACTER SET utf8mb4 PATH '$[8]', "         \
  "locale TEXT CHARACTER SET utf8mb4 PATH '$[9]', "            \
  "subjects MEDIUMTEXT CHARACTER SET utf8mb4 PATH '$[10]', "   \
  "age_groups MEDIUMTEXT CHARACTER SET utf8mb4 PATH '$[11]', " \
  "gender TEXT CHARACTER SET utf8mb4 PATH '$[12]', "           \
  "birth_date TEXT CHARACTER SET utf8mb4 PATH '$[13]', "       \
  "version BIGINT PATH '$[14]')) AS n"

constexpr const char* lock_people_sql =
    "/* lock_people */ SELECT p.id, p.version, p.name, p.roles, IFNULL(p.institution_id, ''),"
    " p.standing FROM JSON_TABLE(:ids, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH "
    "'$')) AS x"
    " STRAIGHT_JOIN people p ON p.id = x.id FOR UPDATE";

constexpr const char* insert_people_sql =
    "/* insert_people */ INSERT INTO people (id, name, avatar_url, email, phone, roles, standing,"
    " institution_id, time_zone, locale, subjects, age_groups, gender, birth_date, version)"
    " SELECT n.id, n.name, NULLIF(n.avatar_url, ''), NULLIF(n.email, ''), NULLIF(n.phone, ''),"
    " n.roles, n.standing, NULLIF(n.institution, ''), n.time_zone, n.locale,"
    " NULLIF(n.subjects, ''), NULLIF(n.age_groups, ''), NULLIF(n.gender, ''),"
    " NULLIF(n.birth_date, ''), n.version FROM" CHALKLINE_PEOPLE;

constexpr const char* update_people_sql =
    "/* update_people */ UPDATE" CHALKLINE_PEOPLE
    " STRAIGHT_JOIN people p ON p.id = n.id SET p.name = n.name,"
    " p.avatar_url = NULLIF(n.avatar_url, ''), p.email = NULLIF(n.email, ''),"
    " p.phone = NULLIF(n.phone, ''), p.roles = n.roles, p.standing = n.standing,"
    " p.institution_id = NULLIF(n.institution, ''), p.time_zone = n.time_zone,"
    " p.locale = n.locale, p.subjects = NULLIF(n.subjects, ''),"
    " p.age_groups = NULLIF(n.age_groups, ''), p.gender = NULLIF(n.gender, ''),"
    " p.birth_date = NULLIF(n.birth_date, ''), p.version = n.version, p.erased_at = NULL";

constexpr const char* insert_erased_person_sql =
    "/* insert_erased_person */ INSERT INTO people (id, name, roles, time_zone, locale, version,"
    " erased_at) VALUES (:id, '', 0, 'UTC', 'en', :version, :at)";

constexpr const char* mark_erased_sql =
    "/* mark_erased */ UPDATE people SET name = '', avatar_url = NULL, email = NULL, phone = NULL,"
    " roles = 0, standing = 'ok', institution_id = NULL, time_zone = 'UTC', locale = 'en',"
    " subjects = NULL, age_groups = NULL, gender = NULL, birth_date = NULL, live_until = NULL,"
    " vacation_since = NULL, vacation_until = NULL, vacation_message = '', hides_receipts = 0, "
    "working_hours = NULL,"
    " version = :version, erased_at = :at WHERE id = :id";

constexpr const char* delete_settings_sql =
    "/* delete_settings */ DELETE FROM settings WHERE person_id = :person";

constexpr const char* lock_relationship_sql =
    "/* lock_relationship */ SELECT low_teaches, high_teaches, low_version, high_version,"
    " low_blocks, high_blocks FROM relationships WHERE low_id = :low AND high_id = :high FOR "
    "UPDATE";

constexpr const char* insert_relationship_sql =
    "/* insert_relationship */ INSERT INTO relationships (low_id, high_id, low_teaches,"
    " high_teaches, low_version, high_version, low_blocks, high_blocks)"
    " VALUES (:low, :high, :low_teaches, :high_teaches, :low_version, :high_version,"
    " :low_blocks, :high_blocks)";

constexpr const char* update_relationship_sql =
    "/* update_relationship */ UPDATE relationships SET low_teaches = :low_teaches,"
    " high_teaches = :high_teaches, low_version = :low_version, high_version = :high_version,"
    " low_blocks = :low_blocks, high_blocks = :high_blocks WHERE low_id = :low AND high_id = :high";

// A row for each enrolment, and one without a course where there is none.
#define CHALKLINE_BELONGINGS                                                                   \
  " SELECT p.id, p.roles, IFNULL(p.institution_id, ''), IFNULL(e.course_id, ''),"              \
  " IFNULL(e.batch_id, ''), IFNULL(e.institution_id, ''), IFNULL(e.role = 'tutor', 0)"         \
  " FROM JSON_TABLE(:people, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS" \
  " x STRAIGHT_JOIN people p ON p.id = x.id"                                                   \
  " LEFT JOIN enrolments e ON e.person_id = p.id AND e.state = 'active'"

constexpr const char* load_belongings_sql = "/* load_belongings */" CHALKLINE_BELONGINGS;

constexpr const char* lock_belongings_sql =
    "/* lock_belongings */" CHALKLINE_BELONGINGS " WHERE p.erased_at IS NULL LOCK IN SHARE MODE";

std::string json_texts(const std::optional<std::vector<std::string>>& texts) {
  return texts ? json_array(*texts) : std::string();
}

// A person's columns in the order of CHALKLINE_PEOPLE.
std::vector<std::string> row_of(const rules::PersonRecord& person) {
  return {person.id,
          person.name,
          person.avatar_url.value_or(""),
          person.email.value_or(""),
          person.phone.value_or(""),
          std::to_string(person.roles.bits),
          std::string(rules::name_of(person.standing)),
          person.institution_id.value_or(""),
          person.time_zone,
          person.locale,
          json_texts(person.subjects),
          json_texts(person.age_groups),
          person.gender.value_or(""),
          person.birth_date.value_or(""),
          std::to_string(person.version)};
}

void write_people(Session& session, const char* sql, std::span<const rules::PersonRecord> people) {
  if (people.empty()) return;
  std::vector<std::vector<std::string>> rows;
  rows.reserve(people.size());
  for (const auto& person : people) rows.push_back(row_of(person));
  const std::string json = json_rows(rows);
  Statement statement(session, sql);
  statement.use(json, "people");
  execute_unless_raced(statement);
}

void write_erasure(Session& session, const char* sql, const rules::PersonErasure& erasure) {
  const std::string at = sql_time(erasure.at);
  Statement statement(session, sql);
  statement.use(erasure.id, "id").use(erasure.version, "version").use(at, "at");
  execute_unless_raced(statement);
}

void write_relationship(Session& session, const char* sql, const rules::Pair& pair,
                        const PairState& state) {
  const std::string low_teaches(rules::name_of(state.low_teaches));
  const std::string high_teaches(rules::name_of(state.high_teaches));
  const int low_blocks = state.low_blocks ? 1 : 0;
  const int high_blocks = state.high_blocks ? 1 : 0;
  Statement statement(session, sql);
  statement.use(pair.low, "low").use(pair.high, "high").use(low_teaches, "low_teaches");
  statement.use(high_teaches, "high_teaches").use(state.low_version, "low_version");
  statement.use(state.high_version, "high_version").use(low_blocks, "low_blocks");
  statement.use(high_blocks, "high_blocks");
  execute_unless_raced(statement);
}

std::map<std::string, rules::Belonging> fetch_belongings(Statement& statement) {
  std::map<std::string, rules::Belonging> belongings;
  int roles = 0;
  int is_tutor = 0;
  std::string institution;
  rules::Enrolment next;
  statement.into(next.person_id, roles, institution, next.course_id, next.batch_id,
                 next.institution_id, is_tutor);
  statement.fetch_all([&] {
    auto& belonging = belongings[next.person_id];
    belonging.roles.bits = static_cast<std::uint32_t>(roles);
    belonging.institution_id = institution;
    next.role = is_tutor != 0 ? rules::EnrolmentRole::tutor : rules::EnrolmentRole::student;
    if (!next.course_id.empty()) belonging.enrolments.push_back(next);
  });
  return belongings;
}

std::map<std::string, rules::Belonging> belongings_of(Session& session, const char* sql,
                                                      const std::vector<std::string>& people) {
  const std::string ids = json_array(people);
  Statement statement(session, sql);
  statement.use(ids, "people");
  return fetch_belongings(statement);
}

}  // namespace

std::optional<StoredPerson> lock_person(Session& session, const std::string& person) {
  StoredPerson stored;
  int roles = 0;
  Statement statement(session, lock_person_sql);
  statement.use(person, "person");
  statement.into(stored.version, stored.name, roles, stored.institution_id);
  if (!statement.fetch_one()) return std::nullopt;
  stored.roles.bits = static_cast<std::uint32_t>(roles);
  return stored;
}

std::map<std::string, StoredPerson> lock_people(Session& session,
                                                const std::vector<std::string>& ids) {
  std::map<std::string, StoredPerson> people;
  if (ids.empty()) return people;
  const std::string list = json_array(ids);
  std::string id;
  StoredPerson next;
  int roles = 0;
  std::string standing;
  Statement statement(session, lock_people_sql);
  statement.use(list, "ids")
      .into(id, next.version, next.name, roles, next.institution_id, standing);
  statement.fetch_all([&] {
    next.roles.bits = static_cast<std::uint32_t>(roles);
    next.standing = rules::standing_from(standing).value_or(rules::Standing::ok);
    people.insert_or_assign(id, next);
  });
  return people;
}

void insert_people(Session& session, std::span<const rules::PersonRecord> people) {
  write_people(session, insert_people_sql, people);
}

void update_people(Session& session, std::span<const rules::PersonRecord> people) {
  write_people(session, update_people_sql, people);
}

rules::Roles load_roles(Session& session, const std::string& person) {
  int bits = 0;
  Statement statement(session, load_roles_sql);
  statement.use(person, "person").into(bits);
  statement.fetch_one();
  return {static_cast<std::uint32_t>(bits)};
}

Addressee load_addressee(Session& session, const std::string& person) {
  Addressee found;
  Statement statement(session, load_addressee_sql);
  statement.use(person, "person").into(found.name, found.email);
  return statement.fetch_one() ? found : Addressee{};
}

void insert_erased_person(Session& session, const rules::PersonErasure& erasure) {
  write_erasure(session, insert_erased_person_sql, erasure);
}

void mark_erased(Session& session, const rules::PersonErasure& erasure) {
  write_erasure(session, mark_erased_sql, erasure);
}

void delete_settings(Session& session, const std::string& person) {
  Statement statement(session, delete_settings_sql);
  statement.use(person, "person");
  statement.execute();
}

std::optional<PairState> lock_relationship(Session& session, const rules::Pair& pair) {
  PairState state;
  std::string low_teaches;
  std::string high_teaches;
  Statement statement(session, lock_relationship_sql);
  statement.use(pair.low, "low").use(pair.high, "high");
  int low_blocks = 0;
  int high_blocks = 0;
  statement.into(low_teaches, high_teaches, state.low_version, state.high_version, low_blocks,
                 high_blocks);
  if (!statement.fetch_one()) return std::nullopt;
  state.low_blocks = low_blocks != 0;
  state.high_blocks = high_blocks != 0;
  state.low_teaches = rules::relationship_from(low_teaches).value_or(rules::Relationship::none);
  state.high_teaches = rules::relationship_from(high_teaches).value_or(rules::Relationship::none);
  return state;
}

void insert_relationship(Session& session, const rules::Pair& pair, const PairState& state) {
  write_relationship(session, insert_relationship_sql, pair, state);
}

void update_relationship(Session& session, const rules::Pair& pair, const PairState& state) {
  write_relationship(session, update_relationship_sql, pair, state);
}

std::map<std::string, rules::Belonging> load_belongings(Session& session,
                                                        const std::vector<std::string>& people) {
  return belongings_of(session, load_belongings_sql, people);
}

std::map<std::string, rules::Belonging> lock_belongings(Session& session,
                                                        const std::vector<std::string>& people) {
  return belongings_of(session, lock_belongings_sql, people);
}

}  // namespace chalkline::storage
