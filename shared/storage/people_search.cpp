#include "storage/people_search.h"

#include <algorithm>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

// The rows `w` of one circle within a NameRange, behind its beginning: where the circle is a
// constant they are two ranges of the primary key, one behind the other, in its order.
#define CHALKLINE_NAMED(N)                                                         \
  " w.letter = LEFT(:prefix" N ", 1) AND w.word >= :from" N " AND w.word <= :to" N \
  " AND (w.word > :word" N " OR (w.word = :same" N " AND w.person_id > :id" N "))"
#define CHALKLINE_NAMED_ORDER(N) " ORDER BY w.word, w.person_id LIMIT :rows" N

constexpr const char* load_named_partners_sql =
    "/* load_named_partners */ SELECT w.word, w.person_id FROM known_names w FORCE INDEX (PRIMARY)"
    " WHERE w.circle = :circle AND" CHALKLINE_NAMED("") CHALKLINE_NAMED_ORDER("");

// `me` is read before anything is planned, so what hangs on it is constant. Bit 2 of roles is a
// student.
constexpr const char* load_named_tutors_sql =
    "/* load_named_tutors */ SELECT w.word, w.person_id FROM people me"
    " STRAIGHT_JOIN known_names w FORCE INDEX (PRIMARY) ON w.circle = 't'"
    " WHERE me.id = :person AND (me.roles & 2) > 0 AND" CHALKLINE_NAMED("")
        CHALKLINE_NAMED_ORDER("");

// The circle of an institution that `person` administers: bit 8 of roles is its admin. Such a
// circle may hold a whole school: what a subquery finds by a key is constant, what a join finds is
// not.
#define CHALKLINE_ADMINISTERED(KIND, N)                                        \
  " (SELECT w.word, w.person_id FROM known_names w FORCE INDEX (PRIMARY)"      \
  " WHERE w.circle = (SELECT CONCAT('" KIND                                    \
  "', me.institution_id) FROM people me"                                       \
  " WHERE me.id = :person" N " AND (me.roles & 8) > 0) AND" CHALKLINE_NAMED(N) \
      CHALKLINE_NAMED_ORDER(N) ")"

// Several circles at once are read by circle and letter.
constexpr const char* load_named_in_courses_sql =
    "/* load_named_in_courses */"
    " (SELECT DISTINCT w.word, w.person_id FROM"
    " (SELECT CONCAT('cs|', a.course_id, '|', a.batch_id) AS circle FROM enrolments a"
    " WHERE a.person_id = :person1 AND a.state = 'active'"
    " UNION SELECT IF(a.role = 'student', CONCAT('cc|', a.course_id),"
    " CONCAT('ci|', a.institution_id)) FROM enrolments a"
    " WHERE a.person_id = :me AND a.state = 'active') AS c"
    " STRAIGHT_JOIN known_names w FORCE INDEX (PRIMARY) ON w.circle = c.circle"
    " WHERE" CHALKLINE_NAMED("1") CHALKLINE_NAMED_ORDER("1") ") UNION" CHALKLINE_ADMINISTERED(
        "ca|", "2") " UNION" CHALKLINE_ADMINISTERED("i|",
                                                    "3") " ORDER BY word, person_id LIMIT :rows";

// The bounds of a range as they are bound; the last word that begins with a prefix is the prefix
// and the last character there is.
struct Bounds {
  explicit Bounds(const NameRange& range)
      : prefix(range.prefix),
        from(std::max(range.prefix, range.after.word)),
        to(range.prefix + "\xF4\x8F\xBF\xBF"),
        word(range.after.word),
        id(range.after.person_id),
        rows(range.limit) {}

  // `number` tells the ranges of one statement apart.
  void use(Statement& statement, const std::string& number) const {
    statement.use(prefix, ("prefix" + number).c_str()).use(from, ("from" + number).c_str());
    statement.use(to, ("to" + number).c_str());
    statement.use(word, ("word" + number).c_str()).use(word, ("same" + number).c_str());
    statement.use(id, ("id" + number).c_str());
    statement.use(rows, ("rows" + number).c_str());
  }

  std::string prefix;
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

std::vector<NamedPerson> load_named_partners(Session& session, const std::string& person,
                                             const NameRange& range) {
  const Bounds bounds(range);
  const std::string circle = "p|" + person;
  Statement statement(session, load_named_partners_sql);
  statement.use(circle, "circle");
  bounds.use(statement, "");
  return fetch_named(statement);
}

std::vector<NamedPerson> load_named_tutors(Session& session, const std::string& person,
                                           const NameRange& range) {
  const Bounds bounds(range);
  Statement statement(session, load_named_tutors_sql);
  statement.use(person, "person");
  bounds.use(statement, "");
  return fetch_named(statement);
}

std::vector<NamedPerson> load_named_in_courses(Session& session, const std::string& person,
                                               const NameRange& range) {
  const Bounds bounds(range);
  Statement statement(session, load_named_in_courses_sql);
  statement.use(person, "person1").use(person, "person2").use(person, "person3");
  statement.use(person, "me").use(bounds.rows, "rows");
  for (const std::string number : {"1", "2", "3"}) bounds.use(statement, number);
  return fetch_named(statement);
}

}  // namespace chalkline::storage
