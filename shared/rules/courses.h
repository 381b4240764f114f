#pragma once

#include <string>
#include <vector>

#include "rules/directory.h"
#include "rules/people.h"

namespace chalkline::rules {

// What ties somebody to others of a school: as the directory has it now.
struct Belonging {
  Roles roles;
  std::string institution_id;              // empty: none
  std::vector<Enrolment> enrolments = {};  // those that are active
};

// What courses and institutions make of two people (S1-12 to -16), from the side of one of them.
struct CourseTies {
  // What one of the two is towards the other.
  struct Side {
    bool studies_course = false;  // student of a course that the other teaches, in whatever batch
    bool teaches_batch = false;   // tutor of a batch that the other is a student of
    bool administers = false;     // admin of the institution where the other teaches or studies

    bool operator==(const Side&) const = default;
  };
  Side mine;
  Side theirs;
  bool same_batch = false;  // both students of one batch
  // Both tutors at one institution: where they teach, or are said to belong.
  bool colleagues = false;

  CourseTies reversed() const { return {theirs, mine, same_batch, colleagues}; }
  bool operator==(const CourseTies&) const = default;
};

CourseTies ties_between(const Belonging& mine, const Belonging& theirs);

}  // namespace chalkline::rules
