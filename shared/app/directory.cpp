#include "app/directory.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "app/threads.h"
#include "rules/names.h"
#include "storage/people.h"
#include "storage/people_search.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

using storage::PairState;
using storage::Session;

bool apply(Session& session, const rules::PersonRecord& person, rules::Time /*now*/) {
  const auto stored = storage::lock_person_version(session, person.id);
  if (!rules::is_news(stored, person.version)) return false;
  if (stored) {
    storage::update_person(session, person);
  } else {
    storage::insert_person(session, person);
  }
  storage::delete_name_words(session, person.id);
  storage::insert_name_words(session, person.id, rules::name_words(person.name));
  return true;
}

bool apply(Session& session, const rules::Enrolment& enrolment, rules::Time /*now*/) {
  const auto stored = storage::lock_enrolment_version(session, enrolment);
  if (!rules::is_news(stored, enrolment.version)) return false;
  if (stored) {
    storage::update_enrolment(session, enrolment);
  } else {
    storage::insert_enrolment(session, enrolment);
  }
  return true;
}

// One direction of a pair: what the tutor is to the student, and the version of what told it.
struct Direction {
  rules::Relationship& state;
  long long& version;

  // None as long as the platform has told nothing: the other direction may have made the row.
  std::optional<long long> told() const {
    return state == rules::Relationship::none ? std::nullopt : std::optional(version);
  }
};

Direction direction_of(PairState& state, bool low_teaches) {
  return low_teaches ? Direction{state.low_teaches, state.low_version}
                     : Direction{state.high_teaches, state.high_version};
}

bool apply(Session& session, const rules::RelationshipChange& change, rules::Time now) {
  const auto pair = rules::pair_of(change.tutor_id, change.student_id);
  const auto stored = storage::lock_relationship(session, pair);
  PairState state = stored.value_or(PairState{});
  const auto direction = direction_of(state, pair.low == change.tutor_id);
  if (!rules::is_news(direction.told(), change.version)) return false;
  direction.state = change.state;
  direction.version = change.version;
  if (stored) {
    storage::update_relationship(session, pair, state);
  } else {
    storage::insert_relationship(session, pair, state);
  }
  const bool accepted = change.invited && rules::is_open(change.state);
  if (accepted && !storage::has_direct_thread(session, pair)) {
    begin_thread(session, pair, std::min(change.at, now));
  }
  return true;
}

}  // namespace

bool apply_event(Session& session, const rules::DirectoryEvent& event, rules::Time now) {
  return std::visit([&](const auto& said) { return apply(session, said, now); }, event);
}

}  // namespace chalkline::app
