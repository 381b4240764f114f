#include "app/parent_links.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include <boost/json.hpp>

#include "http/times.h"
#include "storage/outgoing.h"
#include "storage/parent_links.h"

namespace chalkline::app {
namespace {

namespace json = boost::json;
using rules::LinkState;
using rules::StoredLink;
using storage::Session;

void store(Session& session, StoredLink& link) {
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

LinkChange decide_here(Session& session, StoredLink link, LinkState state, rules::Time now) {
  link.state = state;
  link.changed_at = now;
  link.decided_here_at = now;
  store(session, link);
  tell_platform(session, link, now);
  auto access = follow_parent_link(session, link.parent_id, link.student_id, now);
  return {std::move(link), std::move(access)};
}

}  // namespace

std::vector<AccessChange> follow_parent_link(Session& session, const std::string& parent,
                                             const std::string& student, rules::Time now) {
  const bool stands = storage::has_standing_link(session, parent, student);
  const auto& change = stands ? open_parent_access : close_parent_access;
  return change(session, parent, student, now);
}

bool apply_parent_link(Session& session, const rules::ParentLink& told, rules::Time now,
                       std::vector<AccessChange>& access) {
  const auto stored = storage::lock_parent_link(session, told.parent_id, told.student_id);
  const auto news = rules::judge(stored, told);
  if (news == rules::LinkNews::old) return false;
  auto link =
      stored.value_or(StoredLink{.parent_id = told.parent_id, .student_id = told.student_id});
  link.version = told.version;
  if (news == rules::LinkNews::told) {
    link.state = told.state;
    link.changed_at = told.at;
  }
  store(session, link);
  auto changes = follow_parent_link(session, link.parent_id, link.student_id, now);
  std::ranges::move(changes, std::back_inserter(access));
  return true;
}

LinkChange begin_parent_link(Session& session, const std::string& parent,
                             const std::string& student, long long request, rules::Time now) {
  auto link = storage::lock_parent_link(session, parent, student)
                  .value_or(StoredLink{.parent_id = parent, .student_id = student});
  link.request_id = request;
  const bool stands = link.id != 0 && link.stands();
  if (!stands) return decide_here(session, std::move(link), LinkState::confirmed, now);
  store(session, link);
  return {std::move(link)};
}

LinkChange change_parent_link(Session& session, StoredLink link, LinkState state, rules::Time now) {
  if (link.state == state) return {std::move(link)};
  return decide_here(session, std::move(link), state, now);
}

}  // namespace chalkline::app
