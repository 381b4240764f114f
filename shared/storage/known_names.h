#pragma once

#include <string>
#include <vector>

#include "rules/people.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// The words of names in the circles in which they are found (table known_names). Circles are of
// three kinds, and each kind has one source: the people themselves, their pairs (open relationships
// and direct threads), their enrolments. The rows of a circle are copies of the person's own, so
// who has none, unknown or erased, is in no circle.
//
// What is read in order to be written is locked where it is there, and what is not there yet is
// written by somebody who reads what we have written: of two transactions about one person at the
// same time, the later one sees the other.

// What the rows of a person go by.
struct KnownPerson {
  std::string id;
  std::string name;
  rules::Roles roles;
  std::string institution_id;  // empty: none
};
// Those of `ids` who are known and not erased.
std::vector<KnownPerson> load_known_people(Session& session, const std::vector<std::string>& ids);

// The people's own rows, in the circles that go by them alone. `ids` are best in rising order, here
// and below, as rows are locked in theirs.
void insert_known_names(Session& session, const std::vector<KnownPerson>& people);
// All rows of these people, in every circle.
void delete_known_names(Session& session, const std::vector<std::string>& ids);

// Copies the people's own rows into the circles of everybody whom they have a pair with.
void insert_into_pairs(Session& session, const std::vector<std::string>& ids);
// Likewise of the courses and institutions where they are enrolled.
void insert_into_courses(Session& session, const std::vector<std::string>& ids);
void delete_from_courses(Session& session, const std::vector<std::string>& ids);

// Copies the own rows of each of the two of a pair into the circle of the other, and takes them out
// of it; none for no pairs.
void insert_known_pairs(Session& session, const std::vector<rules::Pair>& pairs);
void delete_known_pairs(Session& session, const std::vector<rules::Pair>& pairs);

}  // namespace chalkline::storage
