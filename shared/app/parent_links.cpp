#include "app/parent_links.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/json.hpp>

#include "http/times.h"
#include "storage/outgoing.h"
#include "storage/parent_links.h"
#include "storage/people.h"

namespace chalkline::app {
namespace {

namespace json = boost::json;
using rules::LinkState;
using rules::StoredLink;
using storage::Session;

void store_link(Session& session, StoredLink& link) {
  if (link.id == 0) {
    link.id = storage::insert_parent_link(session, link);
  } else {
    storage::update_parent_link(session, link);
  }
}

void tell_platform(Session& session, const StoredLink& link, rules::Time now) {
  const json::object data{{"parentId", link.parent_id},
                          {"studentId", link.student_id},
                          {"state", rules::name_of(link.state)},
                          {"at", http::time_text(now)}};
  storage::insert_outgoing_event(session, "parent_link.changed", json::serialize(data), now);
}

void append(std::vector<AccessChange>& changes, std::vector<AccessChange> more) {
  std::ranges::move(more, std::back_inserter(changes));
}

LinkChange decide_here(Session& session, const rules::Policy& policy, StoredLink link,
                       LinkState state, rules::Time now,
                       GuardianCause cause = GuardianCause::link) {
  link.state = state;
  link.changed_at = now;
  link.decided_here_at = now;
  link.lapsed_at = cause == GuardianCause::majority ? std::optional(now) : std::nullopt;
  store_link(session, link);
  tell_platform(session, link, now);
  auto access = follow_parent_link(session, policy, link.parent_id, link.student_id, now, cause);
  return {std::move(link), std::move(access)};
}

}  // namespace

std::vector<AccessChange> follow_parent_link(Session& session, const rules::Policy& policy,
                                             const std::string& parent, const std::string& student,
                                             rules::Time now, GuardianCause cause) {
  storage::lock_person(session, student);
  const auto found = storage::load_guarded_link(session, parent, student);
  if (!found) return {};
  const auto& change = found->stands() ? open_parent_access : close_parent_access;
  auto changes = change(session, parent, student, now);
  const auto of_age = of_age_at(policy, found->birth_date, found->student_zone);
  const auto mode = rules::mode_of_link(policy, found->stands(), of_age, now);
  // A thread that began beside a link may not have told it.
  if (mode == found->mode && found->stands()) return changes;
  storage::mark_link_mode(session, found->link.id, mode, now);
  append(changes, settle_threads_of(session, policy, student, now, cause));
  return changes;
}

bool apply_parent_link(Session& session, const rules::Policy& policy, const rules::ParentLink& told,
                       rules::Time now, std::vector<AccessChange>& access) {
  const auto stored = storage::lock_parent_link(session, told.parent_id, told.student_id);
  const auto news = rules::judge(stored, told);
  if (news == rules::LinkNews::old) return false;
  auto link =
      stored.value_or(StoredLink{.parent_id = told.parent_id, .student_id = told.student_id});
  link.version = told.version;
  if (news == rules::LinkNews::told) {
    link.state = told.state;
    link.changed_at = told.at;
    link.lapsed_at.reset();
  }
  store_link(session, link);
  append(access, follow_parent_link(session, policy, link.parent_id, link.student_id, now));
  return true;
}

LinkChange begin_parent_link(Session& session, const rules::Policy& policy,
                             const std::string& parent, const std::string& student,
                             long long request, rules::Time now) {
  auto link = storage::lock_parent_link(session, parent, student)
                  .value_or(StoredLink{.parent_id = parent, .student_id = student});
  link.request_id = request;
  const bool stands = link.id != 0 && link.stands();
  if (!stands) return decide_here(session, policy, std::move(link), LinkState::confirmed, now);
  store_link(session, link);
  return {std::move(link)};
}

LinkChange change_parent_link(Session& session, const rules::Policy& policy, StoredLink link,
                              LinkState state, rules::Time now) {
  if (link.state == state) return {std::move(link)};
  return decide_here(session, policy, std::move(link), state, now);
}

rules::LinkTerm load_link_term(Session& session, const rules::Policy& policy,
                               const StoredLink& link, rules::Time now) {
  const auto found = storage::load_guarded_link(session, link.id);
  if (!found) return {};
  return rules::link_term(link, of_age_at(policy, found->birth_date, found->student_zone), now);
}

LinkChange renew_parent_link(Session& session, const rules::Policy& policy, StoredLink link,
                             rules::Time now) {
  link.renewed_at = now;
  if (!link.stands()) {
    return decide_here(session, policy, std::move(link), LinkState::confirmed, now);
  }
  store_link(session, link);
  return {std::move(link)};
}

std::optional<LinkChange> lapse_parent_link(Session& session, const rules::Policy& policy,
                                            long long link, rules::Time now) {
  auto locked = storage::lock_parent_link(session, link);
  if (!locked) return std::nullopt;
  const auto term = load_link_term(session, policy, *locked, now);
  if (!term.lapses_at || now < *term.lapses_at) return std::nullopt;
  auto told = tell_of_majority(session, locked->parent_id, locked->student_id, now);
  auto change = decide_here(session, policy, *std::move(locked), LinkState::ended, now,
                            GuardianCause::majority);
  append(told, std::move(change.access));
  change.access = std::move(told);
  return change;
}

}  // namespace chalkline::app
