#include "storage/people_search.h"

#include <algorithm>
#include <map>
#include <utility>

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

// Several circles at once are read by circle and letter.
constexpr Texts load_named_in_circles_sql = CHALKLINE_TEXTS(
    "load_named_in_circles", ", c.ties",
    " JSON_TABLE(:circles, '$[*]' COLUMNS"
    " (circle VARCHAR(133) CHARACTER SET ascii PATH '$[0]', ties INT PATH '$[1]')) AS c"
    " STRAIGHT_JOIN known_names w FORCE INDEX (PRIMARY)",
    " w.circle = c.circle");

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

// What ties a person to those in a circle, as a statement is told.
constexpr int studies_course = 1;
constexpr int teaches_batch = 2;
constexpr int same_batch = 4;
constexpr int colleagues = 8;

rules::CourseTies ties_from(int bits) {
  return {.mine = {.studies_course = (bits & studies_course) != 0,
                   .teaches_batch = (bits & teaches_batch) != 0},
          .theirs = {},
          .same_batch = (bits & same_batch) != 0,
          .colleagues = (bits & colleagues) != 0};
}

// S1-15: the tutors who teach at an institution, and those who are said to belong there.
void add_colleagues(std::map<std::string, int>& circles, const std::string& institution) {
  circles["ci|" + institution] |= colleagues;
  circles["it|" + institution] |= colleagues;
}

// The circles of a person's courses, each of a batch or of an institution's tutors, and of their
// partners.
std::map<std::string, int> circles_of(const std::string& person, const rules::Belonging& mine) {
  std::map<std::string, int> circles{{"p|" + person, 0}};
  for (const auto& own : mine.enrolments) {
    const std::string batch = "cs|" + own.course_id + "|" + own.batch_id;
    if (own.role == rules::EnrolmentRole::tutor) {
      circles[batch] |= teaches_batch;
      add_colleagues(circles, own.institution_id);
    } else {
      circles[batch] |= same_batch;
      circles["cc|" + own.course_id] |= studies_course;
    }
  }
  const bool is_tutor = mine.roles.has(rules::Role::tutor);
  if (is_tutor && !mine.institution_id.empty()) add_colleagues(circles, mine.institution_id);
  return circles;
}

std::string json_of_circles(const std::map<std::string, int>& circles) {
  std::string json;
  for (const auto& [name, ties] : circles) {
    json += (json.empty() ? "[" : ",") + json_array({name, std::to_string(ties)});
  }
  return json + "]";
}

// Of an institution that `person` administers.
std::vector<TiedPerson> load_administered(Session& session, const std::string& circle,
                                          const std::string& person, const NameRange& range) {
  std::vector<TiedPerson> people;
  for (auto& named : load_named_in_circle(session, circle, person, range)) {
    people.push_back({std::move(named), {.mine = {.administers = true}}});
  }
  return people;
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

std::vector<TiedPerson> load_named_in_courses(Session& session, const std::string& person,
                                              const rules::Belonging& mine,
                                              const NameRange& range) {
  const std::string circles = json_of_circles(circles_of(person, mine));
  const Bounds bounds(person, range);
  std::vector<TiedPerson> people;
  NamedPerson next;
  int ties = 0;
  Statement statement(session, text_for(load_named_in_circles_sql, range));
  bounds.use(statement);
  statement.use(circles, "circles").into(next.word, next.person_id, ties);
  statement.fetch_all([&] { people.push_back({next, ties_from(ties)}); });
  return people;
}

std::vector<TiedPerson> load_named_belonging(Session& session, const std::string& person,
                                             const std::string& institution,
                                             const NameRange& range) {
  return load_administered(session, "i|" + institution, person, range);
}

std::vector<TiedPerson> load_named_enrolled(Session& session, const std::string& person,
                                            const std::string& institution,
                                            const NameRange& range) {
  return load_administered(session, "ca|" + institution, person, range);
}

}  // namespace chalkline::storage
