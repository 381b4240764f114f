#include "storage/people_search.h"

#include <algorithm>
#include <utility>

#include "storage/known_circles.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

// Whose name has a word that begins with `also` as well, looked for among the few words of each.
#define CHALKLINE_ALSO                                                                \
  " STRAIGHT_JOIN known_names a FORCE INDEX (of_person) ON a.person_id = w.person_id" \
  " AND a.circle = '' AND a.letter = LEFT(:also_letter, 1)"                           \
  " AND a.word BETWEEN :also AND :also_to"

// The rows `w` within a NameRange, behind its beginning: where the circle is a constant they are
// two ranges of the primary key, one behind the other, in its order.
#define CHALKLINE_NAMED(WHAT, FROM, WHERE)                                                   \
  "SELECT w.word, w.person_id" WHAT " FROM" FROM " WHERE" WHERE                              \
  " AND w.letter = LEFT(:prefix, 1) AND w.word BETWEEN :from AND :to"                        \
  " AND (w.word > :word OR (w.word = :same AND w.person_id > :id)) AND w.person_id <> :self" \
  " ORDER BY w.word, w.person_id LIMIT :rows"

// A statement for one word, and for two.
struct Texts {
  const char* one;
  const char* two;
};
#define CHALKLINE_TEXTS(NAME, WHAT, FROM, WHERE)                            \
  {                                                                         \
    "/* " NAME " */ " CHALKLINE_NAMED(WHAT, FROM, WHERE),                   \
        "/* " NAME " */ " CHALKLINE_NAMED(WHAT, FROM CHALKLINE_ALSO, WHERE) \
  }

constexpr Texts load_named_in_circle_sql = CHALKLINE_TEXTS(
    "load_named_in_circle", "", " known_names w FORCE INDEX (PRIMARY)", " w.circle = :circle");

// `me` is read before anything is planned, so what hangs on it is constant. Bit 2 of roles is a
// student.
constexpr Texts load_named_tutors_sql = CHALKLINE_TEXTS(
    "load_named_tutors", "",
    " people me STRAIGHT_JOIN known_names w FORCE INDEX (PRIMARY) ON w.circle = 't'",
    " me.id = :person AND (me.roles & 2) > 0");

// All circles of the person but those of an admin, which are told before it. Several at once are
// read by circle and letter, before they are put in order.
#define CHALKLINE_IN_CIRCLES(ALSO)                                                           \
  "/* load_named_in_circles */ SELECT circle, '', ties FROM known_circles"                   \
  " WHERE person_id = :asker AND ties = 16 UNION ALL (" CHALKLINE_NAMED(                     \
      ", c.ties", " known_circles c STRAIGHT_JOIN known_names w FORCE INDEX (PRIMARY)" ALSO, \
      " c.person_id = :person AND c.ties < 16 AND w.circle = c.circle") ")"

constexpr Texts load_named_in_circles_sql = {CHALKLINE_IN_CIRCLES(""),
                                             CHALKLINE_IN_CIRCLES(CHALKLINE_ALSO)};

const char* text_for(const Texts& texts, const NameRange& range) {
  return range.also.empty() ? texts.one : texts.two;
}

// The last word that begins with a prefix.
std::string last_of(const std::string& prefix) { return prefix + "\xF4\x8F\xBF\xBF"; }

// The bounds of a range as they are bound.
struct Bounds {
  Bounds(const std::string& person, const NameRange& range)
      : self(person),
        prefix(range.prefix),
        from(std::max(range.prefix, range.after.word)),
        to(last_of(range.prefix)),
        also(range.also),
        also_to(last_of(range.also)),
        word(range.after.word),
        id(range.after.person_id),
        rows(range.limit) {}

  void use(Statement& statement) const {
    statement.use(prefix, "prefix").use(from, "from").use(to, "to");
    statement.use(word, "word").use(word, "same").use(id, "id").use(rows, "rows");
    statement.use(self, "self");
    if (also.empty()) return;
    statement.use(also, "also").use(also, "also_letter").use(also_to, "also_to");
  }

  std::string self;
  std::string prefix;
  std::string from;
  std::string to;
  std::string also;
  std::string also_to;
  std::string word;
  std::string id;
  int rows;
};

std::vector<NamedPerson> fetch_named(Statement& statement, const Bounds& bounds) {
  std::vector<NamedPerson> people;
  NamedPerson next;
  bounds.use(statement);
  statement.into(next.word, next.person_id);
  statement.fetch_all([&] { people.push_back(next); });
  return people;
}

std::vector<NamedPerson> load_named_in_circle(Session& session, const std::string& circle,
                                              const std::string& person, const NameRange& range) {
  Statement statement(session, text_for(load_named_in_circle_sql, range));
  statement.use(circle, "circle");
  return fetch_named(statement, {person, range});
}

}  // namespace

std::vector<NamedPerson> load_named_partners(Session& session, const std::string& person,
                                             const NameRange& range) {
  return load_named_in_circle(session, "p|" + person, person, range);
}

std::vector<NamedPerson> load_named_tutors(Session& session, const std::string& person,
                                           const NameRange& range) {
  Statement statement(session, text_for(load_named_tutors_sql, range));
  statement.use(person, "person");
  return fetch_named(statement, {person, range});
}

NamedInCircles load_named_in_circles(Session& session, const std::string& person,
                                     const NameRange& range) {
  const Bounds bounds(person, range);
  NamedInCircles found;
  NamedPerson next;
  int ties = 0;
  Statement statement(session, text_for(load_named_in_circles_sql, range));
  bounds.use(statement);
  statement.use(person, "asker").use(person, "person").into(next.word, next.person_id, ties);
  statement.fetch_all([&] {
    if (ties == ties_administers) {
      found.administered.push_back(next.word);
    } else {
      found.people.push_back({next, course_ties(ties)});
    }
  });
  return found;
}

std::vector<TiedPerson> load_named_administered(Session& session, const std::string& person,
                                                const std::string& circle, const NameRange& range) {
  std::vector<TiedPerson> people;
  for (auto& named : load_named_in_circle(session, circle, person, range)) {
    people.push_back({std::move(named), course_ties(ties_administers)});
  }
  return people;
}

}  // namespace chalkline::storage
