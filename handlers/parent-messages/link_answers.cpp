#include "link_answers.h"

#include <optional>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/limits.h"
#include "app/parent_access.h"
#include "app/parent_links.h"
#include "http/problem.h"
#include "http/tickets.h"
#include "link_requests.h"
#include "rules/limits.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::LinkAction;
using rules::LinkRequest;
using rules::Refusal;
using rules::RefusalCode;
using rules::StoredLink;
using storage::Session;

// What a name stands for: a request that came to no link, or a link; both locked.
struct Subject {
  std::optional<LinkRequest> request;
  std::optional<StoredLink> link;
};
// What an action comes to.
using Outcome = std::variant<LinkRequest, app::LinkChange, Refusal>;

// Where a request came to a link, its name is the link's; also for those to whom an earlier asking
// by the same name led, while it is asked once more.
Subject lock_subject(Session& session, const rules::LinkPerson& caller, std::string_view text) {
  const auto name = link_name_from(text);
  if (!name) return {};
  if (!name->of_request) return {{}, storage::lock_parent_link(session, name->number)};
  auto request = storage::lock_link_request(session, name->number);
  if (!request) return {};
  const bool answered = request->state == rules::RequestState::confirmed;
  const bool stranger = rules::party_of(*request, caller) == rules::RequestParty::stranger;
  if (!request->link_id || (!answered && !stranger)) return {std::move(request), {}};
  return {{}, storage::lock_parent_link(session, *request->link_id)};
}

// Whoever has asked may have been erased since, or lost the role.
bool asker_fits(app::Context& context, Session& session, const LinkRequest& request) {
  const auto asker = storage::load_link_person(session, request.asker_id, context.site.country);
  return asker && asker->is(request.asked_as);
}

void resend(app::Context& context, Session& session, LinkRequest& request, rules::Time now) {
  make_pending(context, request, now);
  storage::update_link_request(session, request);
  tell_owner(session, request, now);
}

void move(Session& session, LinkRequest& request, rules::RequestState state, rules::Time now) {
  if (request.state == state) return;
  request.state = state;
  request.changed_at = now;
  storage::update_link_request(session, request);
}

Outcome act_on_request(app::Context& context, Session& session, const http::Request& caller,
                       LinkRequest request, rules::RequestParty party, LinkAction action) {
  const auto decision = rules::decide_request(request, party, action, caller.now);
  if (const auto* const refusal = std::get_if<Refusal>(&decision)) return *refusal;
  if (action == LinkAction::confirm) {
    if (!asker_fits(context, session, request)) return Refusal{RefusalCode::not_found};
    return begin_link(context, session, std::move(request), caller.person, caller.now);
  }
  if (action == LinkAction::resend) {
    if (auto refusal =
            app::count_action(session, context.policy(), rules::LimitedAction::link_resend,
                              caller.person, caller.now)) {
      return *refusal;
    }
    resend(context, session, request, caller.now);
  } else {
    move(session, request, std::get<rules::RequestState>(decision), caller.now);
  }
  return request;
}

Outcome act_on_link(app::Context& context, Session& session, const http::Request& caller,
                    StoredLink link, LinkAction action) {
  const auto& policy = context.policy();
  const auto term = app::load_link_term(session, policy, link, caller.now);
  const auto decision = rules::decide_link(link, term, caller.person, action);
  if (const auto* const refusal = std::get_if<Refusal>(&decision)) return *refusal;
  if (action == LinkAction::renew) {
    if (!term.renewable) return app::LinkChange{std::move(link)};
    return app::renew_parent_link(session, policy, std::move(link), caller.now);
  }
  return app::change_parent_link(session, policy, std::move(link),
                                 std::get<rules::LinkState>(decision), caller.now);
}

Outcome act(app::Context& context, Session& session, const http::Request& caller,
            LinkAction action) {
  const auto me = load_caller(context, session, caller.person);
  auto subject = lock_subject(session, me, caller.captures.at(0));
  if (subject.link) {
    return act_on_link(context, session, caller, std::move(*subject.link), action);
  }
  if (!subject.request) return Refusal{RefusalCode::not_found};
  const auto party = rules::party_of(*subject.request, me);
  return act_on_request(context, session, caller, std::move(*subject.request), party, action);
}

// The request or the link as the caller sees it now; none for a refusal.
json::object shown(app::Context& context, const http::Request& request, const Outcome& outcome) {
  if (const auto* const asked = std::get_if<LinkRequest>(&outcome)) {
    return shown_to(context, request, *asked, {});
  }
  return shown_to(context, request, {}, std::get<app::LinkChange>(outcome).link);
}

http::Response reply(app::Context& context, const http::Request& request, const Outcome& outcome) {
  if (const auto* const refusal = std::get_if<Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  return {.body = json::serialize(shown(context, request, outcome))};
}

void announce(app::Context& context, const Outcome& outcome, rules::Time now) {
  const auto* const change = std::get_if<app::LinkChange>(&outcome);
  if (change != nullptr) app::announce_access(context, change->access, now);
}

Outcome run(app::Context& context, const http::Request& request, LinkAction action) {
  auto outcome = context.database.write(
      [&](Session& session) { return act(context, session, request, action); });
  announce(context, outcome, request.now);
  return outcome;
}

http::Response run_and_show(app::Context& context, const http::Request& request,
                            LinkAction action) {
  return reply(context, request, run(context, request, action));
}

// --- the magic link ---

// A guess counts, also where it is refused; one that is too many is told so instead.
Refusal refuse_guess(app::Context& context, Session& session, const http::Request& caller,
                     Refusal refusal) {
  auto too_many = app::count_action(session, context.policy(), rules::LimitedAction::link_accept,
                                    caller.person, caller.now);
  return too_many ? std::move(*too_many) : std::move(refusal);
}

Outcome accept(app::Context& context, Session& session, const http::Request& caller,
               const std::string& hash) {
  const auto me = load_caller(context, session, caller.person);
  auto request = storage::lock_link_request_by_token(session, hash);
  if (request && !asker_fits(context, session, *request)) request.reset();
  if (auto refusal = rules::refuse_accept(request, me, caller.now)) {
    return refuse_guess(context, session, caller, std::move(*refusal));
  }
  return begin_link(context, session, std::move(*request), caller.person, caller.now);
}

// Where the answer of COMMIT was lost the transaction runs again and finds the token used, by
// itself: then the link of the first run stands.
Outcome accept_once(app::Context& context, const http::Request& request, const std::string& hash) {
  std::optional<app::LinkChange> before;
  return context.database.write([&](Session& session) -> Outcome {
    if (before) {
      const auto link =
          storage::lock_parent_link(session, before->link.parent_id, before->link.student_id);
      if (link && link->stands()) return *before;
    }
    auto outcome = accept(context, session, request, hash);
    if (const auto* const change = std::get_if<app::LinkChange>(&outcome)) before = *change;
    return outcome;
  });
}

}  // namespace

http::Response handle_confirm(app::Context& context, const http::Request& request) {
  return run_and_show(context, request, LinkAction::confirm);
}

http::Response handle_decline(app::Context& context, const http::Request& request) {
  return run_and_show(context, request, LinkAction::decline);
}

http::Response handle_resend(app::Context& context, const http::Request& request) {
  return run_and_show(context, request, LinkAction::resend);
}

http::Response handle_renew(app::Context& context, const http::Request& request) {
  return run_and_show(context, request, LinkAction::renew);
}

http::Response handle_end(app::Context& context, const http::Request& request) {
  const auto outcome = run(context, request, LinkAction::remove);
  if (const auto* const refusal = std::get_if<Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  return {.status = 204};
}

http::Parsed<std::string> parse_accept(const http::Request& request) {
  constexpr std::size_t most = 200;
  http::JsonFields fields(request);
  auto token = fields.text("token", most).value_or("");
  fields.require("token");
  return http::parsed(std::move(token), fields.finish());
}

http::Response handle_accept(app::Context& context, const http::Request& request) {
  const auto parsed = parse_accept(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto hash = http::ticket_hash(std::get<std::string>(parsed));
  const auto outcome = accept_once(context, request, hash);
  announce(context, outcome, request.now);
  return reply(context, request, outcome);
}

}  // namespace chalkline
