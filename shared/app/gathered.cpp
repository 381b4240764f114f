#include "app/gathered.h"

#include <optional>

#include "storage/enrolments.h"

namespace chalkline::app {
namespace {

using rules::Enrolment;
using rules::PersonRecord;
using storage::Session;
using storage::StoredPerson;

StoredPerson known_of(const PersonRecord& person) {
  return {.version = person.version,
          .name = person.name,
          .roles = person.roles,
          .institution_id = person.institution_id.value_or("")};
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

void note_place(NameNews& names, const Enrolment* before, const Enrolment& now) {
  const auto left = before ? place_of(*before) : std::nullopt;
  const auto joined = place_of(now);
  if (left == joined) return;
  if (left) names.left.insert(now.person_id);
  if (joined) names.joined.insert(now.person_id);
}

}  // namespace

GatheredPeople::GatheredPeople(Session& session, const std::vector<std::string>& ids)
    : rows_(storage::lock_people(session, ids)) {}

bool GatheredPeople::take(const PersonRecord& person, NameNews& names) {
  const auto* const known = rows_.find(person.id);
  if (!is_news(known, person.version)) return false;
  auto now = known_of(person);
  if (!known || !is_found_alike(*known, now)) names.people.insert(person.id);
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
  for (const auto& [key, each] : keyed) asked.push_back(each);
  keyed.clear();
  for (auto& each : storage::lock_enrolments(session, asked)) {
    keyed.insert_or_assign(key_of(each), each);
  }
  return keyed;
}

GatheredEnrolments::GatheredEnrolments(Session& session, const std::vector<Enrolment>& about)
    : rows_(load(session, about)) {}

bool GatheredEnrolments::take(const Enrolment& enrolment, NameNews& names) {
  const auto key = key_of(enrolment);
  const auto* const known = rows_.find(key);
  if (!is_news(known, enrolment.version)) return false;
  note_place(names, known, enrolment);
  rows_.put(key, enrolment, enrolment);
  return true;
}

void GatheredEnrolments::write(Session& session) {
  storage::insert_enrolments(session, rows_.take_fresh());
  storage::update_enrolments(session, rows_.take_changed());
}

}  // namespace chalkline::app
