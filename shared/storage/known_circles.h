#pragma once

#include <map>
#include <string>
#include <vector>

#include "rules/courses.h"
#include "storage/database.h"

namespace chalkline::storage {

// The circles of known_names in which each person may look where a site goes by courses (table
// known_circles): the one of their partners, and those that their enrolments and their institution
// open to them.

// What ties a person to whoever is in a circle, added up as the table keeps it.
enum CircleTies : int {
  ties_studies_course = 1,
  ties_teaches_batch = 2,
  ties_same_batch = 4,
  ties_colleagues = 8,
  ties_administers = 16,
};
// The same from the side of the person whose circle it is.
rules::CourseTies course_ties(int ties);

// The circles of whoever is in `belongings`, by id, none of which is there yet.
void insert_known_circles(Session& session,
                          const std::map<std::string, rules::Belonging>& belongings);
// All circles of these people.
void delete_known_circles(Session& session, const std::vector<std::string>& ids);

}  // namespace chalkline::storage
