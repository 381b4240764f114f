#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "storage/database.h"

namespace chalkline::storage {

// The words of a person's name, for searching: those that were are taken back.
void delete_name_words(Session& session, const std::string& person);
void insert_name_words(Session& session, const std::string& person,
                       const std::vector<std::string>& words);

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

// Whom `person` may know, by one ground each. What is found may still be refused; nobody whom the
// ground lets through is missing. In rising order, at most `limit`.
//
// The other side of a relationship that is open in either direction.
std::vector<NamedPerson> load_named_related(Session& session, const std::string& person,
                                            const NameRange& range);
// The other side of a direct thread that has begun.
std::vector<NamedPerson> load_named_partners(Session& session, const std::string& person,
                                             const NameRange& range);
// All tutors.
std::vector<NamedPerson> load_named_tutors(Session& session, const NameRange& range);
// People of the same courses.
std::vector<NamedPerson> load_named_in_courses(Session& session, const std::string& person,
                                               const NameRange& range);
// People of the institutions where `person` is enrolled or which they belong to.
std::vector<NamedPerson> load_named_at_institutions(Session& session, const std::string& person,
                                                    const NameRange& range);

}  // namespace chalkline::storage
