#include "app/gathered.h"

#include <optional>
#include <utility>

#include "storage/enrolments.h"
#include "storage/known_names.h"
#include "storage/thread_changes.h"

namespace chalkline::app {
namespace {

using rules::Enrolment;
using rules::PersonRecord;
using storage::PairState;
using storage::RelationshipRow;
using storage::Session;
using storage::StoredPerson;

StoredPerson known_of(const PersonRecord& person) {
  return {.version = person.version,
          .name = person.name,
          .roles = person.roles,
          .institution_id = person.institution_id.value_or(""),
          .standing = person.standing};
}

// Whether the same words find the same person in the same circles.
bool is_found_alike(const StoredPerson& one, const StoredPerson& other) {
  return one.name == other.name && one.roles.bits == other.roles.bits &&
         one.institution_id == other.institution_id;
}

bool is_news(const auto* known, long long version) {
  return rules::is_news(known ? std::optional(known->version) : std::nullopt, version);
}

// The institution where somebody is through this enrolment; none once it has ended.
std::optional<std::string> place_of(const Enrolment& enrolment) {
  if (enrolment.state != rules::EnrolmentState::active) return std::nullopt;
  return enrolment.institution_id;
}

void note_place(NameNews& names, ThreadNews& threads, const Enrolment* before,
                const Enrolment& now) {
  const auto left = before ? place_of(*before) : std::nullopt;
  const auto joined = place_of(now);
  if (left == joined) return;
  threads.people.insert(now.person_id);
  if (left) names.left.insert(now.person_id);
  if (joined) names.joined.insert(now.person_id);
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

std::map<std::string, RelationshipRow> load_relationship_rows(
    Session& session, const std::vector<rules::Pair>& pairs) {
  std::map<std::string, RelationshipRow> rows;
  for (auto& row : storage::lock_relationships(session, pairs)) {
    rows.insert_or_assign(rules::direct_key(row.pair), row);
  }
  return rows;
}

}  // namespace

GatheredPeople::GatheredPeople(Session& session, const std::vector<std::string>& ids)
    : rows_(storage::lock_people(session, ids)) {}

bool GatheredPeople::take(const PersonRecord& person, NameNews& names, ThreadNews& threads) {
  const auto* const known = rows_.find(person.id);
  if (!is_news(known, person.version)) return false;
  auto now = known_of(person);
  const bool is_alike = known && is_found_alike(*known, now);
  if (!is_alike) names.people.insert(person.id);
  if (!is_alike || known->standing != now.standing) threads.people.insert(person.id);
  rows_.put(person.id, std::move(now), person);
  return true;
}

void GatheredPeople::note(const rules::PersonErasure& erasure) {
  rows_.note(erasure.id, {.version = erasure.version});
}

std::vector<std::string> GatheredPeople::write(Session& session) {
  const auto fresh = rows_.take_fresh();
  const auto changed = rows_.take_changed();
  storage::insert_people(session, fresh);
  storage::update_people(session, changed);
  std::vector<std::string> ids;
  ids.reserve(fresh.size() + changed.size());
  for (const auto& person : fresh) ids.push_back(person.id);
  for (const auto& person : changed) ids.push_back(person.id);
  return ids;
}

GatheredEnrolments::Key GatheredEnrolments::key_of(const Enrolment& enrolment) {
  return {enrolment.person_id, enrolment.course_id, enrolment.batch_id, enrolment.role};
}

std::map<GatheredEnrolments::Key, Enrolment> GatheredEnrolments::load(
    Session& session, const std::vector<Enrolment>& about) {
  std::map<Key, Enrolment> keyed;
  for (const auto& each : about) keyed.insert_or_assign(key_of(each), each);
  std::vector<Enrolment> asked;
  asked.reserve(keyed.size());
  for (const auto& [key, each] : keyed) asked.push_back(each);
  keyed.clear();
  for (auto& each : storage::lock_enrolments(session, asked)) {
    keyed.insert_or_assign(key_of(each), each);
  }
  return keyed;
}

GatheredEnrolments::GatheredEnrolments(Session& session, const std::vector<Enrolment>& about)
    : rows_(load(session, about)) {}

bool GatheredEnrolments::take(const Enrolment& enrolment, NameNews& names, ThreadNews& threads) {
  const auto key = key_of(enrolment);
  const auto* const known = rows_.find(key);
  if (!is_news(known, enrolment.version)) return false;
  note_place(names, threads, known, enrolment);
  rows_.put(key, enrolment, enrolment);
  return true;
}

void GatheredEnrolments::write(Session& session) {
  storage::insert_enrolments(session, rows_.take_fresh());
  storage::update_enrolments(session, rows_.take_changed());
}

GatheredRelationships::GatheredRelationships(Session& session, std::vector<rules::Pair> pairs)
    : pairs_(std::move(pairs)), rows_(load_relationship_rows(session, pairs_)) {}

bool GatheredRelationships::take(const rules::RelationshipChange& change, ThreadNews& threads) {
  const auto pair = rules::pair_of(change.tutor_id, change.student_id);
  const bool low_teaches = pair.low == change.tutor_id;
  const auto key = rules::direct_key(pair);
  const auto* const known = rows_.find(key);
  auto row = known ? *known : RelationshipRow{.pair = pair};
  const auto direction = direction_of(row.state, low_teaches);
  const bool news = rules::is_news(direction.told(), change.version);
  auto& referred = low_teaches ? row.low_referred : row.high_referred;
  if (!news && (!change.referred || referred)) return false;
  pending_.try_emplace(key, Pending{pair, is_open(row.state), {}});
  pending_[key].parties = {change.tutor_id, change.student_id};
  referred = referred || change.referred;
  if (news) {
    if (direction.state != change.state) {
      threads.taught.insert({change.tutor_id, change.student_id});
    }
    direction.state = change.state;
    direction.version = change.version;
  }
  rows_.put(key, row, row);
  return true;
}

bool GatheredRelationships::has_begun(Session& session, const rules::Pair& pair) {
  if (!begun_) {
    begun_.emplace();
    for (const auto& each : storage::load_begun_pairs(session, pairs_)) note_begun(each);
  }
  return begun_->contains(rules::direct_key(pair));
}

void GatheredRelationships::note_begun(const rules::Pair& pair) {
  if (begun_) begun_->insert(rules::direct_key(pair));
}

void GatheredRelationships::note_row(const rules::Pair& pair) {
  const auto key = rules::direct_key(pair);
  if (!rows_.find(key)) rows_.note(key, {.pair = pair});
}

std::vector<GatheredRelationships::Written> GatheredRelationships::write(Session& session) {
  storage::insert_relationships(session, rows_.take_fresh());
  storage::update_relationships(session, rows_.take_changed());
  const auto pending = std::exchange(pending_, {});
  keep_known_pairs(session, pending);
  std::vector<Written> written;
  written.reserve(pending.size());
  for (const auto& [key, each] : pending) written.push_back(each.parties);
  return written;
}

std::vector<GatheredRelationships::Written> GatheredRelationships::load_begun(
    Session& session, const std::vector<Written>& pairs) {
  std::map<std::string, Written> by_key;
  std::vector<rules::Pair> asked;
  for (const auto& each : pairs) {
    asked.push_back(rules::pair_of(each.tutor_id, each.student_id));
    by_key.emplace(rules::direct_key(asked.back()), each);
  }
  std::vector<Written> begun;
  for (const auto& pair : storage::load_begun_pairs(session, asked)) {
    begun.push_back(by_key.at(rules::direct_key(pair)));
  }
  return begun;
}

// At once: a tutor may have thousands. What is taken out first cannot be put in again by somebody
// who has not seen that; what is begun since is seen afterwards.
void GatheredRelationships::keep_known_pairs(Session& session,
                                             const std::map<std::string, Pending>& pending) {
  std::vector<rules::Pair> closed;
  std::vector<rules::Pair> known;
  for (const auto& [key, each] : pending) {
    const bool open = is_open(rows_.find(key)->state);
    if (each.was_open && !open) closed.push_back(each.pair);
    if (!each.was_open && open) known.push_back(each.pair);
  }
  storage::delete_known_pairs(session, closed);
  for (auto& pair : storage::load_begun_pairs(session, closed)) known.push_back(std::move(pair));
  storage::insert_known_pairs(session, known);
}

}  // namespace chalkline::app
