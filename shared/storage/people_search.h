#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "storage/database.h"

namespace chalkline::storage {

// Somebody one of whose names' words begins with what was asked for.
struct NamedPerson {
  std::string word;
  std::string person_id;

  bool operator==(const NamedPerson&) const = default;
  bool operator<(const NamedPerson& other) const {
    return std::tie(word, person_id) < std::tie(other.word, other.person_id);
  }
};

// Which words, and where the page begins: behind `after`, in the order of NamedPerson.
struct NameRange {
  std::string prefix;
  NamedPerson after;
  int limit = 0;
};

// Whom `person` may know, by one ground each: from the circles of known_names. What is found may
// still be refused; nobody whom the ground lets through is missing. In rising order, at most
// `limit`.
//
// The other side of an open relationship or of a direct thread.
std::vector<NamedPerson> load_named_partners(Session& session, const std::string& person,
                                             const NameRange& range);
// All tutors, where `person` is a student.
std::vector<NamedPerson> load_named_tutors(Session& session, const std::string& person,
                                           const NameRange& range);
// Of the courses of `person`: students of the same batches, tutors for a student; and of
// institutions: tutors for a tutor, everybody for an admin.
std::vector<NamedPerson> load_named_in_courses(Session& session, const std::string& person,
                                               const NameRange& range);

}  // namespace chalkline::storage
