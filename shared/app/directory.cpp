#include "app/directory.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "app/cards.h"
#include "app/guardians.h"
#include "app/parent_links.h"
#include "app/threads.h"
#include "rules/orders.h"
#include "storage/calendar_feeds.h"
#include "storage/link_requests.h"
#include "storage/live_sessions.h"
#include "storage/orders.h"
#include "storage/parent_links.h"
#include "storage/people.h"
#include "storage/reviews.h"

namespace chalkline::app {
namespace {

using storage::Session;

// What holds for all events that are applied together.
struct Moment {
  const rules::Policy& policy;
  rules::Time now;
  Aftermath& aftermath;
};

std::optional<long long> version_of(const auto& stored) {
  return stored ? std::optional(stored->version) : std::nullopt;
}

bool apply(Session& session, const rules::PersonErasure& erasure) {
  const auto stored = storage::lock_person(session, erasure.id);
  if (!rules::is_news(version_of(stored), erasure.version)) return false;
  if (stored) {
    storage::mark_erased(session, erasure);
  } else {
    storage::insert_erased_person(session, erasure);
  }
  storage::delete_settings(session, erasure.id);
  storage::delete_calendar_feed(session, erasure.id);
  storage::delete_link_requests_of(session, erasure.id);
  return true;
}

// S0-19. When a package is first told of as one, whatever has become of it meanwhile.
void show_package(Session& session, const rules::OrderRecord& package, const Moment& moment) {
  const auto place = store_card(session, moment.policy, package, std::min(package.at, moment.now));
  if (place) moment.aftermath.card = NewCard{package.tutor_id, *place};
}

void update(Session& session, const rules::OrderRecord& order, const rules::OrderNews& news) {
  if (news.shared) storage::update_order(session, order);
  if (order.kind == rules::OrderKind::package) {
    storage::update_package(session, order);
  } else {
    storage::update_order_link(session, order);
  }
}

bool apply(Session& session, const rules::OrderRecord& order, const Moment& moment) {
  const auto stored = storage::lock_order_versions(session, order.id);
  const auto known = stored.value_or(rules::OrderVersions{});
  const auto news = rules::news_of_order(known, order);
  if (!news.own) return false;
  const bool first_package = order.kind == rules::OrderKind::package && known.package < 0;
  moment.aftermath.threads.taught.insert({order.tutor_id, order.student_id});
  if (stored) {
    update(session, order, news);
    if (first_package) show_package(session, order, moment);
    return true;
  }
  storage::insert_order(session, order);
  if (first_package) show_package(session, order, moment);
  if (moment.policy.cap_resets_on.order && rules::lifts_cap(order.state)) {
    storage::mark_cap_lifted(session, rules::pair_of(order.tutor_id, order.student_id));
  }
  return true;
}

bool apply(Session& session, const rules::ReviewRecord& review, const Moment& moment) {
  const auto pair = rules::pair_of(review.tutor_id, review.student_id);
  const auto stored = storage::lock_reviews(session, pair);
  auto reviews = stored.value_or(storage::PairReviews{});
  const bool of_low = pair.low == review.tutor_id;
  auto& negative = of_low ? reviews.low_negative : reviews.high_negative;
  auto& version = of_low ? reviews.low_version : reviews.high_version;
  const bool told = negative || version > 0;
  if (!rules::is_news(told ? std::optional(version) : std::nullopt, review.version)) return false;
  if (negative != review.negative) {
    moment.aftermath.threads.taught.insert({review.tutor_id, review.student_id});
  }
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

std::vector<std::string> people_of(const std::vector<const rules::DirectoryEvent*>& events) {
  std::set<std::string> ids;
  for (const auto* event : events) {
    if (const auto* person = std::get_if<rules::PersonRecord>(event)) ids.insert(person->id);
  }
  return {ids.begin(), ids.end()};
}

std::vector<rules::Enrolment> enrolments_of(
    const std::vector<const rules::DirectoryEvent*>& events) {
  std::vector<rules::Enrolment> enrolments;
  for (const auto* event : events) {
    if (const auto* said = std::get_if<rules::Enrolment>(event)) enrolments.push_back(*said);
  }
  return enrolments;
}

std::vector<rules::Pair> pairs_of(const std::vector<const rules::DirectoryEvent*>& events) {
  std::map<std::string, rules::Pair> pairs;
  for (const auto* event : events) {
    const auto* const said = std::get_if<rules::RelationshipChange>(event);
    if (!said) continue;
    auto pair = rules::pair_of(said->tutor_id, said->student_id);
    pairs.insert_or_assign(rules::direct_key(pair), std::move(pair));
  }
  std::vector<rules::Pair> all;
  all.reserve(pairs.size());
  for (auto& [key, pair] : pairs) all.push_back(std::move(pair));
  return all;
}

// A single event has nothing behind it that could come too early.
std::set<std::string> load_linked(Session& session,
                                  const std::vector<const rules::DirectoryEvent*>& events) {
  std::set<std::string> linked;
  if (events.size() < 2) return linked;
  for (auto& pair : storage::load_links_of(session, people_of(events))) {
    linked.insert({std::move(pair.parent_id), std::move(pair.student_id)});
  }
  return linked;
}

}  // namespace

Directory::Directory(Session& session, const rules::Policy& policy, rules::Time now,
                     const std::vector<const rules::DirectoryEvent*>& events, NameNews& names)
    : session_(session),
      policy_(policy),
      now_(now),
      names_(names),
      people_(session, people_of(events)),
      enrolments_(session, enrolments_of(events)),
      relationships_(session, pairs_of(events)),
      linked_(load_linked(session, events)) {}

// Whoever has a link is written at once: what becomes of it, and of threads that parents see, is
// told there, and depends on what holds at that moment.
bool Directory::take_said(const rules::PersonRecord& person) {
  if (!people_.take(person, names_, aftermath_.threads)) return false;
  if (linked_.contains(person.id)) write();
  return true;
}

bool Directory::take_said(const rules::Enrolment& enrolment) {
  return enrolments_.take(enrolment, names_, aftermath_.threads);
}

bool Directory::take_said(const rules::PersonErasure& erasure) {
  write();
  if (!apply(session_, erasure)) return false;
  names_.people.insert(erasure.id);
  aftermath_.threads.people.insert(erasure.id);
  people_.note(erasure);
  follow_links_of({erasure.id});
  return true;
}

// An invite that is accepted begins the pair's thread (S0-05), also where a newer event has
// overtaken it: in their order it would have begun, and stayed. A thread that is there may come to
// be one that parents see, which is told there: so it is written at once.
bool Directory::take_said(const rules::RelationshipChange& change) {
  const bool news = relationships_.take(change, aftermath_.threads);
  const auto pair = rules::pair_of(change.tutor_id, change.student_id);
  const bool accepted = change.invited && rules::is_open(change.state);
  const bool guarded = news && policy_.guardian.mode != rules::GuardianMode::kept_private;
  if (!accepted && !guarded) return news;
  const bool begun = relationships_.has_begun(session_, pair);
  if (begun ? guarded : accepted) write();
  if (begun || !accepted) return news;
  begin_thread(session_, pair, std::min(change.at, now_));
  relationships_.note_begun(pair);
  aftermath_.threads.taught.insert({change.tutor_id, change.student_id});
  return true;
}

bool Directory::take_said(const rules::ReviewRecord& review) {
  write();
  if (!apply(session_, review, {policy_, now_, aftermath_})) return false;
  relationships_.note_row(rules::pair_of(review.tutor_id, review.student_id));
  return true;
}

bool Directory::take_said(const rules::ParentLink& link) {
  write();
  linked_.insert({link.parent_id, link.student_id});
  return apply_parent_link(session_, policy_, link, now_, aftermath_.access);
}

template <class Said>
bool Directory::take_said(const Said& said) {
  step_aside();
  return apply(session_, said, {policy_, now_, aftermath_});
}

bool Directory::take(const rules::DirectoryEvent& event) {
  return std::visit([this](const auto& said) { return take_said(said); }, event);
}

void Directory::step_aside() {
  write();
  relationships_.forget_begun();
}

void Directory::write() {
  const auto written = people_.write(session_);
  enrolments_.write(session_);
  settle_written(relationships_.write(session_));
  follow_links_of(written);
}

// Few of them have a thread, as whoever had one was written alone.
void Directory::settle_written(const std::vector<GatheredRelationships::Written>& pairs) {
  if (policy_.guardian.mode == rules::GuardianMode::kept_private) return;
  for (const auto& [tutor, student] : GatheredRelationships::load_begun(session_, pairs)) {
    auto changes = settle_thread_of(session_, policy_, student, tutor, now_);
    std::ranges::move(changes, std::back_inserter(aftermath_.access));
  }
}

// Somebody is there, or gone: their links are as before, and stand or do not.
void Directory::follow_links_of(const std::vector<std::string>& people) {
  for (const auto& [parent, student] : storage::lock_links_of(session_, people)) {
    auto changes = follow_parent_link(session_, policy_, parent, student, now_);
    std::ranges::move(changes, std::back_inserter(aftermath_.access));
  }
}

}  // namespace chalkline::app
