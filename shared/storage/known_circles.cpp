#include "storage/known_circles.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* insert_known_circles_sql =
    "/* insert_known_circles */ INSERT INTO known_circles (person_id, circle, ties)"
    " SELECT person, circle, ties FROM JSON_TABLE(:circles, '$[*]' COLUMNS"
    " (person VARCHAR(64) CHARACTER SET ascii PATH '$[0]',"
    " circle VARCHAR(133) CHARACTER SET ascii PATH '$[1]', ties INT PATH '$[2]')) AS n";

constexpr const char* delete_known_circles_sql =
    "/* delete_known_circles */ DELETE k FROM JSON_TABLE(:ids, '$[*]' COLUMNS"
    " (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN known_circles k FORCE INDEX (PRIMARY) ON k.person_id = x.id";

using Circles = std::map<std::string, int>;

// S1-15: the tutors who teach at an institution, and those who are said to belong there.
void add_colleagues(Circles& circles, const std::string& institution) {
  circles["ci|" + institution] |= ties_colleagues;
  circles["it|" + institution] |= ties_colleagues;
}

void add_enrolled(Circles& circles, const rules::Enrolment& own) {
  const std::string batch = "cs|" + own.course_id + "|" + own.batch_id;
  if (own.role == rules::EnrolmentRole::tutor) {
    circles[batch] |= ties_teaches_batch;
    add_colleagues(circles, own.institution_id);
  } else {
    circles[batch] |= ties_same_batch;
    circles["cc|" + own.course_id] |= ties_studies_course;
  }
}

// S1-16: who is said to belong to an institution, and who is enrolled there.
void add_administered(Circles& circles, const std::string& institution) {
  circles["i|" + institution] |= ties_administers;
  circles["ca|" + institution] |= ties_administers;
}

Circles circles_of(const std::string& person, const rules::Belonging& belonging) {
  Circles circles{{"p|" + person, 0}};
  for (const auto& own : belonging.enrolments) add_enrolled(circles, own);
  const auto& institution = belonging.institution_id;
  if (institution.empty()) return circles;
  if (belonging.roles.has(rules::Role::tutor)) add_colleagues(circles, institution);
  if (belonging.roles.has(rules::Role::institution_admin)) add_administered(circles, institution);
  return circles;
}

}  // namespace

rules::CourseTies course_ties(int ties) {
  return {.mine = {.studies_course = (ties & ties_studies_course) != 0,
                   .teaches_batch = (ties & ties_teaches_batch) != 0,
                   .administers = (ties & ties_administers) != 0},
          .theirs = {},
          .same_batch = (ties & ties_same_batch) != 0,
          .colleagues = (ties & ties_colleagues) != 0};
}

void insert_known_circles(Session& session,
                          const std::map<std::string, rules::Belonging>& belongings) {
  std::vector<std::vector<std::string>> rows;
  for (const auto& [person, belonging] : belongings) {
    for (const auto& [circle, ties] : circles_of(person, belonging)) {
      rows.push_back({person, circle, std::to_string(ties)});
    }
  }
  const std::string circles = json_rows(rows);
  Statement statement(session, insert_known_circles_sql);
  statement.use(circles, "circles");
  execute_unless_raced(statement);
}

void delete_known_circles(Session& session, const std::vector<std::string>& ids) {
  const std::string list = json_array(ids);
  Statement statement(session, delete_known_circles_sql);
  statement.use(list, "ids").execute();
}

}  // namespace chalkline::storage
