#include "storage/known_names.h"

#include <algorithm>

#include "rules/names.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

#define CHALKLINE_LISTED(N) \
  " FROM JSON_TABLE(:ids" N ", '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"

// The beginning and the end of a statement that copies rows of people into circles `c`.
#define CHALKLINE_COPY                                               \
  "INSERT IGNORE INTO known_names (circle, letter, word, person_id)" \
  " SELECT c.circle, w.letter, w.word, w.person_id FROM ("
#define CHALKLINE_OF_PEOPLE                                    \
  ") AS c STRAIGHT_JOIN known_names w FORCE INDEX (of_person)" \
  " ON w.person_id = c.person_id AND w.circle = '' LOCK IN SHARE MODE"

#define CHALKLINE_OPEN \
  " (r.low_teaches IN ('exploring', 'active') OR r.high_teaches IN ('exploring', 'active'))"
#define CHALKLINE_ENROLMENTS(N)                       \
  CHALKLINE_LISTED(N)                                 \
  " STRAIGHT_JOIN enrolments e FORCE INDEX (PRIMARY)" \
  " ON e.person_id = x.id AND e.state = 'active'"

constexpr const char* load_known_people_sql =
    "/* load_known_people */ SELECT p.id, p.name, p.roles, p.institution_id" CHALKLINE_LISTED(
        "") " STRAIGHT_JOIN people p ON p.id = x.id WHERE p.erased_at IS NULL";

constexpr const char* insert_known_names_sql =
    "/* insert_known_names */ INSERT INTO known_names (circle, letter, word, person_id)"
    " SELECT circle, LEFT(word, 1), word, person FROM JSON_TABLE(:names, '$[*]' COLUMNS"
    " (circle VARCHAR(133) CHARACTER SET ascii PATH '$[0]',"
    " word VARCHAR(40) CHARACTER SET utf8mb4 PATH '$[1]',"
    " person VARCHAR(64) CHARACTER SET ascii PATH '$[2]')) AS n";

constexpr const char* delete_known_names_sql = "/* delete_known_names */ DELETE k" CHALKLINE_LISTED(
    "") " STRAIGHT_JOIN known_names k FORCE INDEX (of_person) ON k.person_id = x.id";

// LOCK IN SHARE MODE locks what its own query reads, not what a derived table of it reads: so each
// part has one. Threads are read plainly, as every message writes into their rows: whoever begins
// one waits in insert_known_pairs for whoever changes one of the two.
constexpr const char* insert_into_pairs_sql =
    "/* insert_into_pairs */ " CHALKLINE_COPY
    "(SELECT CONCAT('p|', r.high_id) AS circle, r.low_id AS person_id" CHALKLINE_LISTED("1")
    " STRAIGHT_JOIN relationships r FORCE INDEX (PRIMARY) ON r.low_id = x.id AND" CHALKLINE_OPEN
    " LOCK IN SHARE MODE)"
    " UNION ALL (SELECT CONCAT('p|', r.low_id), r.high_id" CHALKLINE_LISTED("2")
    " STRAIGHT_JOIN relationships r FORCE INDEX (of_high) ON r.high_id = x.id AND" CHALKLINE_OPEN
    " LOCK IN SHARE MODE)"
    " UNION ALL (SELECT CONCAT('p|', m.other_id), m.person_id" CHALKLINE_LISTED("3")
    " STRAIGHT_JOIN thread_members m FORCE INDEX (PRIMARY)"
    " ON m.person_id = x.id AND m.kind = 'direct' AND m.reads_along = 0)" CHALKLINE_OF_PEOPLE;

constexpr const char* insert_into_courses_sql =
    "/* insert_into_courses */ " CHALKLINE_COPY
    "(SELECT IF(e.role = 'student', CONCAT('cs|', e.course_id, '|', e.batch_id),"
    " CONCAT('cc|', e.course_id)) AS circle, e.person_id" CHALKLINE_ENROLMENTS("1")
    " LOCK IN SHARE MODE) UNION ALL (SELECT CONCAT('ca|', e.institution_id), e.person_id" CHALKLINE_ENROLMENTS("2")
    " LOCK IN SHARE MODE) UNION ALL (SELECT CONCAT('ci|', e.institution_id), e.person_id"
    CHALKLINE_ENROLMENTS("3") " AND e.role = 'tutor' LOCK IN SHARE MODE)" CHALKLINE_OF_PEOPLE;

// The circles of enrolments are those that begin with c.
constexpr const char* delete_from_courses_sql =
    "/* delete_from_courses */ DELETE k" CHALKLINE_LISTED("")
    " STRAIGHT_JOIN known_names k FORCE INDEX (of_person) ON k.person_id = x.id"
    " AND k.circle >= 'c' AND k.circle < 'd'";

// Rows of [person, circle].
#define CHALKLINE_PLACES                                                                          \
  " FROM JSON_TABLE(:places, '$[*]' COLUMNS (person VARCHAR(64) CHARACTER SET ascii PATH '$[0]'," \
  " circle VARCHAR(133) CHARACTER SET ascii PATH '$[1]')) AS x"

constexpr const char* insert_known_pairs_sql =
    "/* insert_known_pairs */ INSERT IGNORE INTO known_names (circle, letter, word, person_id)"
    " SELECT x.circle, w.letter, w.word, w.person_id" CHALKLINE_PLACES
    " STRAIGHT_JOIN people p FORCE INDEX (PRIMARY) ON p.id = x.person"
    " STRAIGHT_JOIN known_names w FORCE INDEX (of_person)"
    " ON w.person_id = p.id AND w.circle = '' LOCK IN SHARE MODE";

constexpr const char* delete_known_pairs_sql =
    "/* delete_known_pairs */ DELETE k" CHALKLINE_PLACES
    " STRAIGHT_JOIN known_names k FORCE INDEX (of_person)"
    " ON k.person_id = x.person AND k.circle = x.circle";

// Rows of [circle, word, person] for every word of a name and every circle that goes by the person.
std::string json_of_known(const std::vector<KnownPerson>& people) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& person : people) {
    std::vector<std::string> circles{""};
    if (person.roles.has(rules::Role::tutor)) circles.emplace_back("t");
    const bool belongs =
        person.roles.has(rules::Role::tutor) || person.roles.has(rules::Role::student);
    if (belongs && !person.institution_id.empty()) {
      circles.push_back("i|" + person.institution_id);
    }
    if (person.roles.has(rules::Role::tutor) && !person.institution_id.empty()) {
      circles.push_back("it|" + person.institution_id);
    }
    for (const auto& word : rules::name_words(person.name)) {
      for (const auto& circle : circles) rows.push_back({circle, word, person.id});
    }
  }
  return json_rows(rows);
}

void run_with_ids(Session& session, const char* sql, const std::vector<std::string>& ids) {
  const std::string list = json_array(ids);
  Statement statement(session, sql);
  statement.use(list, "ids").execute();
}

void run_with_three_ids(Session& session, const char* sql, const std::vector<std::string>& ids) {
  const std::string list = json_array(ids);
  Statement statement(session, sql);
  statement.use(list, "ids1").use(list, "ids2").use(list, "ids3").execute();
}

// Each of two people in the circle of the other.
void run_with_places(Session& session, const char* sql, const std::vector<rules::Pair>& pairs) {
  if (pairs.empty()) return;
  std::vector<std::vector<std::string>> places;
  for (const auto& [low, high] : pairs) {
    places.push_back({low, "p|" + high});
    places.push_back({high, "p|" + low});
  }
  std::ranges::sort(places);
  const std::string rows = json_rows(places);
  Statement statement(session, sql);
  statement.use(rows, "places").execute();
}

}  // namespace

std::vector<KnownPerson> load_known_people(Session& session, const std::vector<std::string>& ids) {
  const std::string list = json_array(ids);
  std::vector<KnownPerson> people;
  KnownPerson next;
  int roles = 0;
  Statement statement(session, load_known_people_sql);
  statement.use(list, "ids").into(next.id, next.name, roles, next.institution_id);
  statement.fetch_all([&] {
    next.roles.bits = static_cast<std::uint32_t>(roles);
    people.push_back(next);
  });
  return people;
}

void insert_known_names(Session& session, const std::vector<KnownPerson>& people) {
  const std::string rows = json_of_known(people);
  Statement statement(session, insert_known_names_sql);
  statement.use(rows, "names");
  execute_unless_raced(statement);
}

void delete_known_names(Session& session, const std::vector<std::string>& ids) {
  run_with_ids(session, delete_known_names_sql, ids);
}

void insert_into_pairs(Session& session, const std::vector<std::string>& ids) {
  run_with_three_ids(session, insert_into_pairs_sql, ids);
}

void insert_into_courses(Session& session, const std::vector<std::string>& ids) {
  run_with_three_ids(session, insert_into_courses_sql, ids);
}

void delete_from_courses(Session& session, const std::vector<std::string>& ids) {
  run_with_ids(session, delete_from_courses_sql, ids);
}

void insert_known_pairs(Session& session, const std::vector<rules::Pair>& pairs) {
  run_with_places(session, insert_known_pairs_sql, pairs);
}

void delete_known_pairs(Session& session, const std::vector<rules::Pair>& pairs) {
  run_with_places(session, delete_known_pairs_sql, pairs);
}

}  // namespace chalkline::storage
