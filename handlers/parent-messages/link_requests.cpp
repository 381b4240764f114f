#include "link_requests.h"

#include "app/outbox.h"
#include "rules/addresses.h"

namespace chalkline {

using rules::LinkRequest;
using storage::Session;

void make_pending(app::Context& context, LinkRequest& request, rules::Time now) {
  request.state = rules::RequestState::pending;
  request.changed_at = now;
  if (request.is_invitation()) request.expires_at = now + context.policy().magic_link;
  ++request.mailing;
}

void tell_owner(Session& session, const LinkRequest& request, rules::Time now) {
  if (rules::is_phone(request.address)) return;
  const auto id = std::to_string(request.id);
  app::tell(session,
            {.event = request.is_invitation() ? "link_invited" : "link_asked",
             .about = id,
             .version = request.mailing,
             .address = request.address,
             .channel = rules::TellingChannel::email,
             .not_before = now,
             .collapse_key = "link|" + id},
            now);
}

app::LinkChange begin_link(app::Context& context, Session& session, LinkRequest request,
                           const std::string& answerer, rules::Time now) {
  const bool by_parent = request.asked_as == rules::LinkSide::parent;
  const auto& parent = by_parent ? request.asker_id : answerer;
  const auto& student = by_parent ? answerer : request.asker_id;
  auto change = app::begin_parent_link(session, context.policy(), parent, student, request.id, now);
  request.state = rules::RequestState::confirmed;
  request.changed_at = now;
  request.link_id = change.link.id;
  storage::update_link_request(session, request);
  return change;
}

boost::json::object shown_to(app::Context& context, const http::Request& caller,
                             const std::optional<LinkRequest>& request,
                             const std::optional<rules::StoredLink>& link) {
  return context.database.read([&](Session& session) {
    if (link) {
      const auto row = storage::load_link(session, link->id);
      return row ? to_json(context.policy(), *row, caller.person, caller.now)
                 : boost::json::object();
    }
    const auto row = storage::load_link_request(session, request->id);
    const auto me = load_caller(context, session, caller.person);
    return row ? to_json(*row, me, caller.now) : boost::json::object();
  });
}

}  // namespace chalkline
