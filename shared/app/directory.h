#pragma once

#include <optional>
#include <vector>

#include "app/known_names.h"
#include "app/verdicts.h"
#include "rules/directory.h"
#include "rules/policy.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::app {

// What is left to do for events that have been applied.
struct Aftermath {
  std::vector<AccessChange> access = {};  // this and the next: to be announced after COMMIT
  std::optional<NewCard> card = {};
  NameNews names = {};  // to be kept before it
};

// Writes down what one event says, in the session's open transaction; false for what is no news: a
// repeated event, or one that a newer one has overtaken. Events may arrive in any order, an
// enrolment or a relationship before its people: the newest of each object decides, and of a pair
// each direction's relationship and review for itself. An invite that is accepted begins the pair's
// thread, empty as yet (S0-05, contract §5). An order that was not known lifts the cap on
// unanswered messages where `policy` says so (S4-18). A link of parent and student that is
// confirmed, or is not any more, opens or closes the parent's threads about the student (S2-06); it
// stands only while neither of the two is erased. What parents see of a student's direct threads
// follows links, birth dates and relationships (app/guardians.h). A package that was not known
// stands as a card in the pair's thread, which it may begin (S0-19). What is left to do is added to
// `aftermath`.
bool apply_event(storage::Session& session, const rules::Policy& policy,
                 const rules::DirectoryEvent& event, rules::Time now, Aftermath& aftermath);

}  // namespace chalkline::app
