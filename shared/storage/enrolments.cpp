#include "storage/enrolments.h"

#include <string>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

using rules::Enrolment;
using rules::EnrolmentRole;
using rules::EnrolmentState;

// One more than the table's columns hold, which refuse it: JSON_TABLE itself would cut it off.
#define CHALKLINE_ENROLMENTS                                    \
  " JSON_TABLE(:enrolments, '$[*]' COLUMNS ("                   \
  "person VARCHAR(65) CHARACTER SET ascii PATH '$[0]', "        \
  "course VARCHAR(65) CHARACTER SET ascii PATH '$[1]', "        \
  "batch VARCHAR(65) CHARACTER SET ascii PATH '$[2]', "         \
  "role VARCHAR(65) CHARACTER SET ascii PATH '$[3]', "          \
  "institution VARCHAR(65) CHARACTER SET utf8mb4 PATH '$[4]', " \
  "state VARCHAR(65) CHARACTER SET ascii PATH '$[5]', "         \
  "version BIGINT PATH '$[6]')) AS n"
#define CHALKLINE_STORED                                  \
  " STRAIGHT_JOIN enrolments e FORCE INDEX (PRIMARY)"     \
  " ON e.person_id = n.person AND e.course_id = n.course" \
  " AND e.batch_id = n.batch AND e.role = n.role"

constexpr const char* lock_enrolments_sql =
    "/* lock_enrolments */ SELECT e.course_id, e.batch_id, e.person_id, e.institution_id, e.role,"
    " e.state, e.version FROM" CHALKLINE_ENROLMENTS CHALKLINE_STORED " FOR UPDATE";

constexpr const char* insert_enrolments_sql =
    "/* insert_enrolments */ INSERT INTO enrolments (person_id, course_id, batch_id, role,"
    " institution_id, state, version) SELECT n.person, n.course, n.batch, n.role, n.institution,"
    " n.state, n.version FROM" CHALKLINE_ENROLMENTS;

constexpr const char* update_enrolments_sql =
    "/* update_enrolments */ UPDATE" CHALKLINE_ENROLMENTS CHALKLINE_STORED
    " SET e.institution_id = n.institution, e.state = n.state, e.version = n.version";

const std::string tutor = "tutor";
const std::string active = "active";

std::string json_of_enrolments(std::span<const Enrolment> enrolments) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(enrolments.size());
  for (const auto& each : enrolments) {
    rows.push_back({each.person_id, each.course_id, each.batch_id,
                    each.role == EnrolmentRole::tutor ? tutor : "student", each.institution_id,
                    each.state == EnrolmentState::active ? active : "ended",
                    std::to_string(each.version)});
  }
  return json_rows(rows);
}

void write_enrolments(Session& session, const char* sql, std::span<const Enrolment> enrolments) {
  if (enrolments.empty()) return;
  const std::string rows = json_of_enrolments(enrolments);
  Statement statement(session, sql);
  statement.use(rows, "enrolments");
  execute_unless_raced(statement);
}

}  // namespace

std::vector<Enrolment> lock_enrolments(Session& session, std::span<const Enrolment> enrolments) {
  std::vector<Enrolment> stored;
  if (enrolments.empty()) return stored;
  const std::string rows = json_of_enrolments(enrolments);
  Enrolment next;
  std::string role;
  std::string state;
  Statement statement(session, lock_enrolments_sql);
  statement.use(rows, "enrolments");
  statement.into(next.course_id, next.batch_id, next.person_id, next.institution_id, role, state,
                 next.version);
  statement.fetch_all([&] {
    next.role = role == tutor ? EnrolmentRole::tutor : EnrolmentRole::student;
    next.state = state == active ? EnrolmentState::active : EnrolmentState::ended;
    stored.push_back(next);
  });
  return stored;
}

void insert_enrolments(Session& session, std::span<const Enrolment> enrolments) {
  write_enrolments(session, insert_enrolments_sql, enrolments);
}

void update_enrolments(Session& session, std::span<const Enrolment> enrolments) {
  write_enrolments(session, update_enrolments_sql, enrolments);
}

}  // namespace chalkline::storage
