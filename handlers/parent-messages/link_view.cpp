#include "link_view.h"

#include <charconv>

#include "app/guardians.h"
#include "http/shapes.h"
#include "http/times.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::LinkSide;

json::array names_of(const std::vector<rules::LinkAction>& actions) {
  json::array names;
  for (const auto action : actions) names.emplace_back(rules::name_of(action));
  return names;
}

json::value time_or_null(const std::optional<rules::Time>& time) {
  return time ? json::value(http::time_text(*time)) : json::value();
}

}  // namespace

LinkName name_of(const rules::LinkRequest& request) { return {true, request.id}; }

LinkName name_of(const rules::StoredLink& link) {
  return link.request_id ? LinkName{true, *link.request_id} : LinkName{false, link.id};
}

std::optional<LinkName> link_name_from(std::string_view text) {
  if (text.size() < 2 || (text[0] != 'r' && text[0] != 'l') || text[1] == '0') return std::nullopt;
  LinkName name{.of_request = text[0] == 'r'};
  const auto* const end = text.data() + text.size();
  const auto [at, fault] = std::from_chars(text.data() + 1, end, name.number);
  if (at != end || fault != std::errc() || name.number < 1) return std::nullopt;
  return name;
}

rules::LinkPerson load_caller(app::Context& context, storage::Session& session,
                              const std::string& person) {
  auto known = storage::load_link_person(session, person, context.site.country);
  return known ? std::move(*known) : rules::LinkPerson{.person = {.id = person}};
}

json::object to_json(const storage::LinkRequestRow& row, const rules::LinkPerson& viewer,
                     rules::Time now) {
  const auto& request = row.request;
  const auto party = rules::party_of(request, viewer);
  const json::value asker = http::to_json(row.asker);
  const json::value asked =
      party == rules::RequestParty::owner ? http::to_json(viewer.person) : json::value();
  const bool by_parent = request.asked_as == LinkSide::parent;
  return {{"id", name_of(request).text()},
          {"state", rules::name_of(request.state_at(now))},
          {"askedBy", rules::name_of(request.asked_as)},
          {"parent", by_parent ? asker : asked},
          {"student", by_parent ? asked : asker},
          {"address", request.address},
          {"at", http::time_text(request.changed_at)},
          {"expiresAt", time_or_null(request.expires_at)},
          {"lapsesAt", nullptr},
          {"actions", names_of(rules::actions_of(request, party, now))}};
}

json::object to_json(const rules::Policy& policy, const storage::LinkRow& row,
                     const std::string& viewer, rules::Time now) {
  const auto of_age = app::of_age_at(policy, row.birth_date, row.student_zone);
  const auto term = rules::link_term(row.link, of_age, now);
  return {{"id", name_of(row.link).text()},
          {"state", rules::name_of(row.link.state)},
          {"askedBy", nullptr},
          {"parent", http::to_json(row.parent)},
          {"student", http::to_json(row.student)},
          {"address", nullptr},
          {"at", http::time_text(row.link.changed_at)},
          {"expiresAt", nullptr},
          {"lapsesAt", time_or_null(term.lapses_at)},
          {"actions", names_of(rules::actions_of(row.link, term, viewer))}};
}

}  // namespace chalkline
