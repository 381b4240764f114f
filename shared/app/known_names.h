#pragma once

#include <set>
#include <string>

#include "storage/database.h"

namespace chalkline::app {

// The people whose rows of known_names and known_circles events have outdated.
struct NameNews {
  std::set<std::string> people;  // who is named, is or belongs anew; who is erased
  std::set<std::string> joined;  // who is in a course, or at an institution, from now on
  std::set<std::string> left;    // who is so no more
};

// Makes the rows of these people what people, pairs and enrolments say now, in the session's open
// transaction: nine statements for however many.
void keep_known_names(storage::Session& session, const NameNews& news);

}  // namespace chalkline::app
