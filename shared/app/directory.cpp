#include "app/directory.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "app/cards.h"
#include "app/guardians.h"
#include "app/parent_links.h"
#include "app/threads.h"
#include "storage/calendar_feeds.h"
#include "storage/known_names.h"
#include "storage/link_requests.h"
#include "storage/live_sessions.h"
#include "storage/orders.h"
#include "storage/parent_links.h"
#include "storage/people.h"
#include "storage/reviews.h"
#include "storage/threads.h"

namespace chalkline::app {
namespace {

using storage::PairState;
using storage::Session;

// What holds for all events that are applied together.
struct Moment {
  const rules::Policy& policy;
  rules::Time now;
  Aftermath& aftermath;
};

// Somebody is gone, or there again: their links are as before, and stand or do not.
void follow_links_of(Session& session, const std::string& person, const Moment& moment) {
  for (const auto& [parent, student] : storage::lock_links_of(session, person)) {
    auto changes = follow_parent_link(session, moment.policy, parent, student, moment.now);
    std::ranges::move(changes, std::back_inserter(moment.aftermath.access));
  }
}

std::optional<long long> version_of(const auto& stored) {
  return stored ? std::optional(stored->version) : std::nullopt;
}

// Whether the same words find the same person in the same circles.
bool is_found_alike(const storage::StoredPerson& stored, const rules::PersonRecord& person) {
  return stored.name == person.name && stored.roles.bits == person.roles.bits &&
         stored.institution_id == person.institution_id.value_or("");
}

bool apply(Session& session, const rules::PersonRecord& person, const Moment& moment) {
  const auto stored = storage::lock_person(session, person.id);
  if (!rules::is_news(version_of(stored), person.version)) return false;
  if (stored) {
    storage::update_person(session, person);
  } else {
    storage::insert_person(session, person);
  }
  if (!stored || !is_found_alike(*stored, person)) {
    moment.aftermath.names.people.insert(person.id);
  }
  follow_links_of(session, person.id, moment);
  return true;
}

bool apply(Session& session, const rules::PersonErasure& erasure, const Moment& moment) {
  const auto stored = storage::lock_person(session, erasure.id);
  if (!rules::is_news(version_of(stored), erasure.version)) return false;
  if (stored) {
    storage::mark_erased(session, erasure);
  } else {
    storage::insert_erased_person(session, erasure);
  }
  storage::delete_settings(session, erasure.id);
  storage::delete_calendar_feed(session, erasure.id);
  moment.aftermath.names.people.insert(erasure.id);
  storage::delete_link_requests_of(session, erasure.id);
  follow_links_of(session, erasure.id, moment);
  return true;
}

// The institution where somebody is through this enrolment; none once it has ended.
std::optional<std::string> place_of(const rules::Enrolment& enrolment) {
  if (enrolment.state != rules::EnrolmentState::active) return std::nullopt;
  return enrolment.institution_id;
}

void note(NameNews& names, const std::optional<rules::Enrolment>& before,
          const rules::Enrolment& now) {
  const auto left = before ? place_of(*before) : std::nullopt;
  const auto joined = place_of(now);
  if (left == joined) return;
  if (left) names.left.insert(now.person_id);
  if (joined) names.joined.insert(now.person_id);
}

bool apply(Session& session, const rules::Enrolment& enrolment, const Moment& moment) {
  const auto stored = storage::lock_enrolment(session, enrolment);
  if (!rules::is_news(version_of(stored), enrolment.version)) return false;
  if (stored) {
    storage::update_enrolment(session, enrolment);
  } else {
    storage::insert_enrolment(session, enrolment);
  }
  note(moment.aftermath.names, stored, enrolment);
  return true;
}

// Where the two come to be tutor and student, their thread may come to be one that parents see.
void settle_thread(Session& session, const rules::RelationshipChange& change,
                   const Moment& moment) {
  if (moment.policy.guardian.mode == rules::GuardianMode::kept_private) return;
  auto changes =
      settle_thread_of(session, moment.policy, change.student_id, change.tutor_id, moment.now);
  std::ranges::move(changes, std::back_inserter(moment.aftermath.access));
}

// One direction of a pair: what the tutor is to the student, and the version of what told it.
struct Direction {
  rules::Relationship& state;
  long long& version;

  // None as long as the platform has told nothing: the other direction or a review may have made
  // the row.
  std::optional<long long> told() const {
    return state == rules::Relationship::none ? std::nullopt : std::optional(version);
  }
};

Direction direction_of(PairState& state, bool low_teaches) {
  return low_teaches ? Direction{state.low_teaches, state.low_version}
                     : Direction{state.high_teaches, state.high_version};
}

bool is_open(const PairState& state) {
  return rules::is_open(state.low_teaches) || rules::is_open(state.high_teaches);
}

// A pair is kept at once: a tutor may have thousands. What is taken out first cannot be put in
// again by somebody who has not seen that; what is begun since is seen afterwards.
void keep_known_pair(Session& session, const rules::Pair& pair, bool was_open, bool open) {
  if (was_open == open) return;
  if (was_open) storage::delete_known_pair(session, pair);
  if (open || storage::has_direct_thread(session, pair)) storage::insert_known_pair(session, pair);
}

bool apply(Session& session, const rules::RelationshipChange& change, const Moment& moment) {
  const auto pair = rules::pair_of(change.tutor_id, change.student_id);
  const auto stored = storage::lock_relationship(session, pair);
  PairState state = stored.value_or(PairState{});
  const auto direction = direction_of(state, pair.low == change.tutor_id);
  if (!rules::is_news(direction.told(), change.version)) return false;
  const bool was_open = is_open(state);
  direction.state = change.state;
  direction.version = change.version;
  if (stored) {
    storage::update_relationship(session, pair, state);
  } else {
    storage::insert_relationship(session, pair, state);
  }
  keep_known_pair(session, pair, was_open, is_open(state));
  if (change.referred) storage::mark_referred(session, pair, pair.low == change.tutor_id);
  const bool accepted = change.invited && rules::is_open(change.state);
  if (accepted && !storage::has_direct_thread(session, pair)) {
    begin_thread(session, pair, std::min(change.at, moment.now));
  }
  settle_thread(session, change, moment);
  return true;
}

bool apply(Session& session, const rules::ParentLink& link, const Moment& moment) {
  return apply_parent_link(session, moment.policy, link, moment.now, moment.aftermath.access);
}

// S0-19. One that came to nothing before it was told of has no card.
void show_package(Session& session, const rules::OrderRecord& package, const Moment& moment) {
  const auto place = store_card(session, moment.policy, package, std::min(package.at, moment.now));
  if (place) moment.aftermath.card = NewCard{package.tutor_id, *place};
}

bool apply(Session& session, const rules::OrderRecord& order, const Moment& moment) {
  const auto stored = storage::lock_order_version(session, order.id);
  if (!rules::is_news(stored, order.version)) return false;
  if (stored) {
    storage::update_order(session, order);
    return true;
  }
  storage::insert_order(session, order);
  if (order.kind == rules::OrderKind::package) show_package(session, order, moment);
  if (moment.policy.cap_resets_on.order) {
    storage::mark_cap_lifted(session, rules::pair_of(order.tutor_id, order.student_id));
  }
  return true;
}

bool apply(Session& session, const rules::ReviewRecord& review, const Moment& /*moment*/) {
  const auto pair = rules::pair_of(review.tutor_id, review.student_id);
  const auto stored = storage::lock_reviews(session, pair);
  auto reviews = stored.value_or(storage::PairReviews{});
  const bool of_low = pair.low == review.tutor_id;
  auto& negative = of_low ? reviews.low_negative : reviews.high_negative;
  auto& version = of_low ? reviews.low_version : reviews.high_version;
  const bool told = negative || version > 0;
  if (!rules::is_news(told ? std::optional(version) : std::nullopt, review.version)) return false;
  negative = review.negative;
  version = review.version;
  if (stored) {
    storage::update_reviews(session, pair, reviews);
  } else {
    storage::insert_reviews(session, pair, reviews);
  }
  return true;
}

bool apply(Session& session, const rules::SessionChange& change, const Moment& /*moment*/) {
  const auto stored = storage::lock_session_version(session, change.id);
  if (!rules::is_news(stored, change.version)) return false;
  if (stored) storage::delete_session_people(session, change.id);
  for (const auto& person : change.person_ids) {
    storage::insert_session_person(session, change, person);
  }
  return true;
}

}  // namespace

bool apply_event(Session& session, const rules::Policy& policy, const rules::DirectoryEvent& event,
                 rules::Time now, Aftermath& aftermath) {
  const Moment moment{policy, now, aftermath};
  return std::visit([&](const auto& said) { return apply(session, said, moment); }, event);
}

}  // namespace chalkline::app
