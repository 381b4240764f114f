#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "rules/courses.h"
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
  std::string also;  // what another word of the name begins with; empty: any name
  NamedPerson after;
  int limit = 0;
};

// Whom `person` may know, by one ground each: from the circles of known_names. What is found may
// still be refused; nobody whom the ground lets through is missing, but `person`. In rising order,
// at most `limit`, some of them more than once: in several circles, by several words that `also`
// begins.
//
// The other side of an open relationship or of a direct thread.
std::vector<NamedPerson> load_named_partners(Session& session, const std::string& person,
                                             const NameRange& range);
// All tutors, where `person` is a student.
std::vector<NamedPerson> load_named_tutors(Session& session, const std::string& person,
                                           const NameRange& range);

// With what ties `person` to them by the circle they were found in; more may.
struct TiedPerson {
  NamedPerson named;
  rules::CourseTies ties;
};
// From all of the person's known_circles.
struct NamedInCircles {
  std::vector<TiedPerson> people;
  // Of the institution that `person` administers: too many are in these to be read along.
  std::vector<std::string> administered;
};
NamedInCircles load_named_in_circles(Session& session, const std::string& person,
                                     const NameRange& range);
std::vector<TiedPerson> load_named_administered(Session& session, const std::string& person,
                                                const std::string& circle, const NameRange& range);

}  // namespace chalkline::storage
