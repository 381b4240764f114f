#include "rules/courses.h"

#include <algorithm>

namespace chalkline::rules {
namespace {

bool is_same_batch(const Enrolment& a, const Enrolment& b) {
  return a.course_id == b.course_id && a.batch_id == b.batch_id;
}

// Adds what an enrolment of one of the two makes of one of the other's.
void tie(CourseTies::Side& side, const Enrolment& own, const Enrolment& other) {
  const bool own_teaches = own.role == EnrolmentRole::tutor;
  if (own_teaches == (other.role == EnrolmentRole::tutor)) return;
  if (own_teaches) {
    side.teaches_batch |= is_same_batch(own, other);
  } else {
    side.studies_course |= own.course_id == other.course_id;
  }
}

void tie_alike(CourseTies& ties, const Enrolment& a, const Enrolment& b) {
  if (a.role != b.role) return;
  if (a.role == EnrolmentRole::student) {
    ties.same_batch |= is_same_batch(a, b);
  } else {
    ties.colleagues |= a.institution_id == b.institution_id;
  }
}

// Who teaches or studies somewhere belongs there, and who is said to, as a tutor or student.
bool belongs(const Belonging& person, const std::string& institution) {
  const bool takes_part = person.roles.has(Role::tutor) || person.roles.has(Role::student);
  return (takes_part && person.institution_id == institution) ||
         std::any_of(person.enrolments.begin(), person.enrolments.end(),
                     [&](const Enrolment& e) { return e.institution_id == institution; });
}

// Likewise of tutors alone.
bool teaches_at(const Belonging& person, const std::string& institution) {
  return (person.roles.has(Role::tutor) && person.institution_id == institution) ||
         std::any_of(person.enrolments.begin(), person.enrolments.end(), [&](const Enrolment& e) {
           return e.role == EnrolmentRole::tutor && e.institution_id == institution;
         });
}

// What enrolments of both say is told by tie_alike.
bool is_colleague(const Belonging& one, const Belonging& other) {
  return one.roles.has(Role::tutor) && !one.institution_id.empty() &&
         teaches_at(other, one.institution_id);
}

bool administers(const Belonging& one, const Belonging& other) {
  return one.roles.has(Role::institution_admin) && !one.institution_id.empty() &&
         belongs(other, one.institution_id);
}

}  // namespace

CourseTies ties_between(const Belonging& mine, const Belonging& theirs) {
  CourseTies ties;
  for (const auto& a : mine.enrolments) {
    for (const auto& b : theirs.enrolments) {
      tie(ties.mine, a, b);
      tie(ties.theirs, b, a);
      tie_alike(ties, a, b);
    }
  }
  ties.colleagues |= is_colleague(mine, theirs) || is_colleague(theirs, mine);
  ties.mine.administers = administers(mine, theirs);
  ties.theirs.administers = administers(theirs, mine);
  return ties;
}

}  // namespace chalkline::rules
