#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/directory.h"
#include "rules/people.h"
#include "rules/refusals.h"
#include "rules/time.h"

namespace chalkline::rules {

// How parents and students come to be linked (S2-09 to S2-14): by requests, which are addressed to
// an email or a phone number, and by what the platform tells.

enum class LinkSide : std::uint8_t { parent, student };
std::string_view name_of(LinkSide side);
LinkSide other_side(LinkSide side);
Role role_of(LinkSide side);

// A person as far as links go: with the addresses that are theirs, as addresses are compared.
struct LinkPerson {
  Person person;
  Standing standing = Standing::ok;
  std::optional<std::string> email;
  std::optional<std::string> phone;
  std::string country;  // that phone numbers are of when they do not say; may be empty

  bool owns(std::string_view address) const { return email == address || phone == address; }
  bool is(LinkSide side) const { return person.roles.has(role_of(side)); }
};

// Of what the directory says; the phone number in any form.
LinkPerson link_person(Person person, Standing standing, std::string_view email,
                       std::string_view phone, std::string country);

enum class RequestState : std::uint8_t {
  pending,
  confirmed,
  declined,
  revoked,
  expired,  // pending, and its time is over; no row says so
};
std::string_view name_of(RequestState state);
std::optional<RequestState> request_state_from(std::string_view name);

// Somebody asks whoever owns an address to be linked: a parent the student (way A), or a student
// the parent (way B, an invitation, which a token from a mail accepts).
struct LinkRequest {
  long long id = 0;
  std::string asker_id;
  LinkSide asked_as = LinkSide::parent;
  std::string address;  // of email_address or phone_number
  std::optional<std::string> client_id = {};
  RequestState state = RequestState::pending;
  Time changed_at{};
  std::optional<Time> expires_at = {};
  long long mailing = 0;  // which mail about it is the newest
  std::optional<long long> link_id = {};

  bool is_invitation() const { return asked_as == LinkSide::student; }
  RequestState state_at(Time now) const;
};

// A link as it is kept: one a pair (S2-14).
struct StoredLink {
  long long id = 0;
  std::string parent_id;
  std::string student_id;
  LinkState state = LinkState::pending;
  Time changed_at{};
  long long version = -1;  // of the platform's newest event; -1: it has told nothing
  std::optional<Time> decided_here_at = {};
  std::optional<long long> request_id = {};
  std::optional<Time> renewed_at = {};  // by the student, to stand beyond majority
  std::optional<Time> lapsed_at = {};   // ended by itself, at the student's majority

  bool stands() const { return state == LinkState::confirmed; }
};
// How long a link stands by itself (link_term in rules/guardians.h).
struct LinkTerm {
  std::optional<Time> lapses_at = {};  // none: it does not
  bool renewable = false;              // the student may renew it now
  bool renewed = false;                // the student has
};
std::string_view name_of(LinkState state);
std::optional<LinkState> link_state_from(std::string_view name);

// What somebody may do about a request or a link, as routes and answers call it.
enum class LinkAction : std::uint8_t {
  confirm,
  decline,
  resend,
  renew,   // of a link: let it stand beyond the student's majority
  remove,  // take a request back, end a link
};
std::string_view name_of(LinkAction action);

// What a person is to a request.
enum class RequestParty : std::uint8_t { stranger, asker, owner };
// The owner of the address is a party only with the role that the request looks for.
RequestParty party_of(const LinkRequest& request, const LinkPerson& person);

// --- asking ---

// What becomes of asking: the request that is there already, the same one afresh, or a new one.
enum class AskAnswer : std::uint8_t { repeat, renew, insert };
using AskDecision = std::variant<AskAnswer, Refusal>;

// `earlier` is what the asker has asked of this address before, `stands` whether it came to a link
// that stands. Looks at nothing of whoever owns the address, so that no answer tells whether
// somebody does. Refuses role_missing, sender_suspended, sender_rejected, link_to_yourself.
AskDecision decide_ask(const LinkPerson& asker, LinkSide asked_as, std::string_view address,
                       const std::optional<LinkRequest>& earlier, bool stands, Time now);

// --- answering ---

// The state that the action leads to (that it is in already: nothing changes but for resend), or
// why not: not_found for a stranger, not_your_action for the party that is not entitled,
// wrong_state. An invitation is accepted by its token alone; a declined one stays so.
using RequestDecision = std::variant<RequestState, Refusal>;
RequestDecision decide_request(const LinkRequest& request, RequestParty party, LinkAction action,
                               Time now);

// The same of a link: a student confirms or declines what the platform has proposed, and renews it
// for when they are of age; either ends it.
using LinkDecision = std::variant<LinkState, Refusal>;
LinkDecision decide_link(const StoredLink& link, const LinkTerm& term, std::string_view person,
                         LinkAction action);

// What the caller may do now, in the order of LinkAction.
std::vector<LinkAction> actions_of(const LinkRequest& request, RequestParty party, Time now);
std::vector<LinkAction> actions_of(const StoredLink& link, const LinkTerm& term,
                                   std::string_view person);

// Whether the token that names this request (none: no token does) is good for `person` (S2-13). One
// that is unknown, used, replaced, revoked or too old is link_expired, whatever else may be wrong;
// then link_for_another_address, link_to_yourself, role_missing.
std::optional<Refusal> refuse_accept(const std::optional<LinkRequest>& request,
                                     const LinkPerson& person, Time now);

// --- what the platform tells ---

enum class LinkNews : std::uint8_t {
  old,    // a repeated event, or one that a newer one has overtaken
  noted,  // its version counts, but what the two have decided here since then stays
  told,   // the link is as it says
};
// Events go by version. One that is older than what a person has decided here may end a link, but
// not bring it back.
LinkNews judge(const std::optional<StoredLink>& stored, const ParentLink& told);

}  // namespace chalkline::rules
