#include "storage/people_search.h"

#include <algorithm>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* delete_name_words_sql =
    "/* delete_name_words */ DELETE FROM name_words WHERE person_id = :person";

constexpr const char* insert_name_words_sql =
    "/* insert_name_words */ INSERT INTO name_words (word, person_id) SELECT word, :person"
    " FROM JSON_TABLE(:words, '$[*]' COLUMNS"
    " (word VARCHAR(40) CHARACTER SET utf8mb4 PATH '$')) AS w";

// The words of a NameRange behind its beginning: one range of the index.
#define CHALKLINE_NAMED(WORDS, N)                                                          \
  WORDS ".word >= :from" N " AND " WORDS ".word <= :to" N " AND (" WORDS ".word > :word" N \
        " OR " WORDS ".person_id > :id" N ")"
#define CHALKLINE_NAMED_ORDER(N) " ORDER BY w.word, w.person_id LIMIT :rows" N
#define CHALKLINE_OPEN \
  " (r.low_teaches IN ('exploring', 'active') OR r.high_teaches IN ('exploring', 'active'))"

constexpr const char* load_named_related_sql =
    "/* load_named_related */"
    " (SELECT w.word, w.person_id FROM relationships r JOIN name_words w ON w.person_id = r.high_id"
    " WHERE r.low_id = :low AND" CHALKLINE_OPEN " AND " CHALKLINE_NAMED("w", "1")
        CHALKLINE_NAMED_ORDER("1")
    ") UNION"
    " (SELECT w.word, w.person_id FROM relationships r JOIN name_words w ON w.person_id = r.low_id"
    " WHERE r.high_id = :high AND" CHALKLINE_OPEN " AND " CHALKLINE_NAMED("w", "2")
        CHALKLINE_NAMED_ORDER("2")
    ") ORDER BY word, person_id LIMIT :rows";

constexpr const char* load_named_partners_sql =
    "/* load_named_partners */ SELECT w.word, w.person_id FROM thread_members m"
    " JOIN name_words w ON w.person_id = m.other_id"
    " WHERE m.person_id = :person AND m.kind = 'direct' AND m.last_seq > 0"
    " AND " CHALKLINE_NAMED("w", "") CHALKLINE_NAMED_ORDER("");

// Bit 1 of roles is a tutor.
constexpr const char* load_named_tutors_sql =
    "/* load_named_tutors */ SELECT w.word, w.person_id FROM name_words w"
    " STRAIGHT_JOIN people p ON p.id = w.person_id AND (p.roles & 1) > 0"
    " WHERE " CHALKLINE_NAMED("w", "") CHALKLINE_NAMED_ORDER("");

constexpr const char* load_named_in_courses_sql =
    "/* load_named_in_courses */ SELECT DISTINCT w.word, w.person_id FROM enrolments a"
    " JOIN enrolments b ON b.course_id = a.course_id AND b.state = 'active'"
    "  AND b.person_id <> a.person_id AND (b.role <> a.role OR b.batch_id = a.batch_id)"
    " JOIN name_words w ON w.person_id = b.person_id"
    " WHERE a.person_id = :person AND a.state = 'active'"
    " AND " CHALKLINE_NAMED("w", "") CHALKLINE_NAMED_ORDER("");

constexpr const char* load_named_at_institutions_sql =
    "/* load_named_at_institutions */"
    " (SELECT w.word, w.person_id FROM enrolments a"
    " JOIN enrolments b ON b.institution_id = a.institution_id AND b.state = 'active'"
    "  AND b.role = 'tutor' AND a.role = 'tutor'"
    " JOIN name_words w ON w.person_id = b.person_id"
    " WHERE a.person_id = :person1 AND a.state = 'active'"
    " AND " CHALKLINE_NAMED("w", "1") CHALKLINE_NAMED_ORDER("1")
    ") UNION"
    " (SELECT w.word, w.person_id FROM people me"
    " JOIN enrolments b ON b.institution_id = me.institution_id AND b.state = 'active'"
    " JOIN name_words w ON w.person_id = b.person_id"
    " WHERE me.id = :person2 AND (me.roles & 8) > 0"
    " AND " CHALKLINE_NAMED("w", "2") CHALKLINE_NAMED_ORDER("2")
    ") UNION"
    " (SELECT w.word, w.person_id FROM people me"
    " JOIN people p ON p.institution_id = me.institution_id AND (p.roles & 3) > 0"
    " JOIN name_words w ON w.person_id = p.id"
    " WHERE me.id = :person3 AND (me.roles & 8) > 0"
    " AND " CHALKLINE_NAMED("w", "3") CHALKLINE_NAMED_ORDER("3")
    ") ORDER BY word, person_id LIMIT :rows";

// The bounds of a range as they are bound; the last word that begins with a prefix is the prefix
// and the last character there is.
struct Bounds {
  explicit Bounds(const NameRange& range)
      : from(std::max(range.prefix, range.after.word)),
        to(range.prefix + "\xF4\x8F\xBF\xBF"),
        word(range.after.word),
        id(range.after.person_id),
        rows(range.limit) {}

  // `number` tells the ranges of one statement apart.
  void use(Statement& statement, const std::string& number) const {
    statement.use(from, ("from" + number).c_str()).use(to, ("to" + number).c_str());
    statement.use(word, ("word" + number).c_str()).use(id, ("id" + number).c_str());
    statement.use(rows, ("rows" + number).c_str());
  }

  std::string from;
  std::string to;
  std::string word;
  std::string id;
  int rows;
};

std::vector<NamedPerson> fetch_named(Statement& statement) {
  std::vector<NamedPerson> people;
  NamedPerson next;
  statement.into(next.word, next.person_id);
  statement.fetch_all([&] { people.push_back(next); });
  return people;
}

}  // namespace

void delete_name_words(Session& session, const std::string& person) {
  Statement statement(session, delete_name_words_sql);
  statement.use(person, "person").execute();
}

void insert_name_words(Session& session, const std::string& person,
                       const std::vector<std::string>& words) {
  const std::string texts = json_array(words);
  Statement statement(session, insert_name_words_sql);
  statement.use(person, "person").use(texts, "words");
  execute_unless_raced(statement);
}

std::vector<NamedPerson> load_named_related(Session& session, const std::string& person,
                                            const NameRange& range) {
  const Bounds bounds(range);
  Statement statement(session, load_named_related_sql);
  statement.use(person, "low").use(person, "high").use(bounds.rows, "rows");
  bounds.use(statement, "1");
  bounds.use(statement, "2");
  return fetch_named(statement);
}

std::vector<NamedPerson> load_named_partners(Session& session, const std::string& person,
                                             const NameRange& range) {
  const Bounds bounds(range);
  Statement statement(session, load_named_partners_sql);
  statement.use(person, "person");
  bounds.use(statement, "");
  return fetch_named(statement);
}

std::vector<NamedPerson> load_named_tutors(Session& session, const NameRange& range) {
  const Bounds bounds(range);
  Statement statement(session, load_named_tutors_sql);
  bounds.use(statement, "");
  return fetch_named(statement);
}

std::vector<NamedPerson> load_named_in_courses(Session& session, const std::string& person,
                                               const NameRange& range) {
  const Bounds bounds(range);
  Statement statement(session, load_named_in_courses_sql);
  statement.use(person, "person");
  bounds.use(statement, "");
  return fetch_named(statement);
}

std::vector<NamedPerson> load_named_at_institutions(Session& session, const std::string& person,
                                                    const NameRange& range) {
  const Bounds bounds(range);
  Statement statement(session, load_named_at_institutions_sql);
  statement.use(person, "person1").use(person, "person2").use(person, "person3");
  statement.use(bounds.rows, "rows");
  bounds.use(statement, "1");
  bounds.use(statement, "2");
  bounds.use(statement, "3");
  return fetch_named(statement);
}

}  // namespace chalkline::storage
