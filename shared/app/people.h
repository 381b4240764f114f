#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "rules/hours.h"
#include "rules/people.h"
#include "rules/time.h"
#include "storage/people_search.h"

namespace chalkline::app {

struct FoundPerson {
  rules::Person person;
  std::optional<rules::HoursNow> hours;  // S1-22
};

// A page of people, and where the next one begins; none at the end.
struct PeoplePage {
  std::vector<FoundPerson> people;
  std::optional<storage::NamedPerson> next;
};

// Whom `person` may write to at `now` (S1-08, S1-17), by name: exactly those for whom decide_send
// accepts a text that nothing in it stops. `asked` are the words of asked_name_words, at least one.
// In the order of the word that begins with the first of them, behind `after`.
PeoplePage find_people(Context& context, const std::string& person,
                       const std::vector<std::string>& asked,
                       const std::optional<storage::NamedPerson>& after, int limit,
                       rules::Time now);

}  // namespace chalkline::app
