#include "rules/parent_links.h"

#include <array>
#include <utility>

#include "rules/addresses.h"

namespace chalkline::rules {
namespace {

constexpr std::array<std::string_view, 5> request_state_names{"pending", "confirmed", "declined",
                                                              "revoked", "expired"};
constexpr std::array<std::string_view, 3> link_state_names{"pending", "confirmed", "ended"};
constexpr std::array<std::string_view, 5> action_names{"confirm", "decline", "resend", "renew",
                                                       "remove"};

Refusal no(RefusalCode code) { return {.code = code}; }
Refusal wrong(std::string_view state) { return {.code = RefusalCode::wrong_state, .state = state}; }

std::optional<Refusal> refuse_asker(Standing standing) {
  switch (standing) {
    case Standing::suspended:
      return Refusal{RefusalCode::sender_suspended, {Lift::standing}};
    case Standing::rejected:
      return Refusal{RefusalCode::sender_rejected, {Lift::standing}};
    case Standing::needs_improvement:
    case Standing::ok:
      break;
  }
  return std::nullopt;
}

// Whom an action is for.
RequestParty entitled(const LinkRequest& request, LinkAction action) {
  switch (action) {
    case LinkAction::confirm:
      return request.is_invitation() ? RequestParty::stranger : RequestParty::owner;
    case LinkAction::decline:
      return RequestParty::owner;
    case LinkAction::resend:
    case LinkAction::renew:
    case LinkAction::remove:
      break;
  }
  return RequestParty::asker;
}

// Where an action leads from a state; none where it cannot be done there.
std::optional<RequestState> next(RequestState state, LinkAction action) {
  using enum RequestState;
  switch (action) {
    case LinkAction::confirm:
      return state == pending || state == confirmed ? std::optional(confirmed) : std::nullopt;
    case LinkAction::decline:
      return state == confirmed || state == revoked ? std::nullopt : std::optional(declined);
    case LinkAction::resend:
      return state == pending || state == expired ? std::optional(pending) : std::nullopt;
    case LinkAction::renew:
      return std::nullopt;
    case LinkAction::remove:
      break;
  }
  return state == confirmed ? std::nullopt : std::optional(revoked);
}

std::optional<LinkState> next(LinkState state, const LinkTerm& term, LinkAction action) {
  using enum LinkState;
  switch (action) {
    case LinkAction::confirm:
      return state == ended ? std::nullopt : std::optional(confirmed);
    case LinkAction::decline:
      return state == confirmed ? std::nullopt : std::optional(ended);
    case LinkAction::resend:
      return std::nullopt;
    case LinkAction::renew:
      return term.renewable || term.renewed ? std::optional(confirmed) : std::nullopt;
    case LinkAction::remove:
      break;
  }
  return ended;
}

constexpr std::array all_actions{LinkAction::confirm, LinkAction::decline, LinkAction::resend,
                                 LinkAction::renew, LinkAction::remove};

// Those of the actions that `decide` neither refuses nor finds done. `again` does something also
// where the state is the same afterwards.
template <class State, class Decide>
std::vector<LinkAction> open_actions(State state, std::optional<LinkAction> again,
                                     Decide&& decide) {
  std::vector<LinkAction> actions;
  for (const auto action : all_actions) {
    const auto decision = decide(action);
    const auto* const then = std::get_if<State>(&decision);
    const bool changes = then != nullptr && (*then != state || action == again);
    if (changes) actions.push_back(action);
  }
  return actions;
}

}  // namespace

std::string_view name_of(LinkSide side) { return side == LinkSide::parent ? "parent" : "student"; }
LinkSide other_side(LinkSide side) {
  return side == LinkSide::parent ? LinkSide::student : LinkSide::parent;
}
Role role_of(LinkSide side) { return side == LinkSide::parent ? Role::parent : Role::student; }

LinkPerson link_person(Person person, Standing standing, std::string_view email,
                       std::string_view phone, std::string country) {
  auto number = phone_number(phone, country);
  return {std::move(person), standing, email_address(email), std::move(number), std::move(country)};
}

std::string_view name_of(RequestState state) {
  return request_state_names.at(static_cast<std::size_t>(state));
}
std::optional<RequestState> request_state_from(std::string_view name) {
  for (std::size_t i = 0; i < request_state_names.size(); ++i) {
    if (request_state_names.at(i) == name) return static_cast<RequestState>(i);
  }
  return std::nullopt;
}

RequestState LinkRequest::state_at(Time now) const {
  const bool over = expires_at && *expires_at <= now;
  return state == RequestState::pending && over ? RequestState::expired : state;
}

std::string_view name_of(LinkState state) {
  return link_state_names.at(static_cast<std::size_t>(state));
}
std::optional<LinkState> link_state_from(std::string_view name) {
  for (std::size_t i = 0; i < link_state_names.size(); ++i) {
    if (link_state_names.at(i) == name) return static_cast<LinkState>(i);
  }
  return std::nullopt;
}

std::string_view name_of(LinkAction action) {
  return action_names.at(static_cast<std::size_t>(action));
}

RequestParty party_of(const LinkRequest& request, const LinkPerson& person) {
  if (request.asker_id == person.person.id) return RequestParty::asker;
  const bool fits = person.owns(request.address) && person.is(other_side(request.asked_as));
  return fits ? RequestParty::owner : RequestParty::stranger;
}

AskDecision decide_ask(const LinkPerson& asker, LinkSide asked_as, std::string_view address,
                       const std::optional<LinkRequest>& earlier, bool stands, Time now) {
  if (!asker.is(asked_as)) return no(RefusalCode::role_missing);
  if (auto refusal = refuse_asker(asker.standing)) return *refusal;
  if (asker.owns(address)) return no(RefusalCode::link_to_yourself);
  if (!earlier) return AskAnswer::insert;
  const bool open = stands || earlier->state_at(now) == RequestState::pending;
  return open ? AskAnswer::repeat : AskAnswer::renew;
}

RequestDecision decide_request(const LinkRequest& request, RequestParty party, LinkAction action,
                               Time now) {
  if (party == RequestParty::stranger) return no(RefusalCode::not_found);
  if (party != entitled(request, action)) return no(RefusalCode::not_your_action);
  const auto state = request.state_at(now);
  if (action == LinkAction::resend && is_phone(request.address)) return wrong(name_of(state));
  const auto then = next(state, action);
  if (!then) return wrong(name_of(state));
  return *then;
}

LinkDecision decide_link(const StoredLink& link, const LinkTerm& term, std::string_view person,
                         LinkAction action) {
  const bool student = link.student_id == person;
  if (!student && link.parent_id != person) return no(RefusalCode::not_found);
  const bool either = action == LinkAction::remove || action == LinkAction::resend;
  if (!either && !student) return no(RefusalCode::not_your_action);
  const auto then = next(link.state, term, action);
  if (!then) return wrong(name_of(link.state));
  return *then;
}

std::vector<LinkAction> actions_of(const LinkRequest& request, RequestParty party, Time now) {
  return open_actions(request.state_at(now), LinkAction::resend, [&](LinkAction action) {
    return decide_request(request, party, action, now);
  });
}

std::vector<LinkAction> actions_of(const StoredLink& link, const LinkTerm& term,
                                   std::string_view person) {
  const auto again = term.renewable ? std::optional(LinkAction::renew) : std::nullopt;
  return open_actions(link.state, again,
                      [&](LinkAction action) { return decide_link(link, term, person, action); });
}

std::optional<Refusal> refuse_accept(const std::optional<LinkRequest>& request,
                                     const LinkPerson& person, Time now) {
  const bool good =
      request && request->is_invitation() && request->state_at(now) == RequestState::pending;
  if (!good) return no(RefusalCode::link_expired);
  if (person.email != request->address) return no(RefusalCode::link_for_another_address);
  if (person.person.id == request->asker_id) return no(RefusalCode::link_to_yourself);
  if (!person.is(LinkSide::parent)) return no(RefusalCode::role_missing);
  return std::nullopt;
}

LinkNews judge(const std::optional<StoredLink>& stored, const ParentLink& told) {
  if (!stored) return LinkNews::told;
  if (!is_news(stored->version, told.version)) return LinkNews::old;
  const bool overtaken = stored->decided_here_at && told.at <= *stored->decided_here_at;
  return overtaken && told.state != LinkState::ended ? LinkNews::noted : LinkNews::told;
}

}  // namespace chalkline::rules
