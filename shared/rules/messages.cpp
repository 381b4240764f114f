#include "rules/messages.h"

#include <utility>

#include "rules/text.h"

namespace chalkline::rules {
namespace {

// S0-03 and contract §5: a student starts with any tutor of the marketplace.
bool on_marketplace(const Party& from, const Party& to) {
  return from.roles.has(Role::student) && to.roles.has(Role::tutor);
}

// S1-12 to S1-16.
bool in_course(const CourseTies& ties) {
  return ties.mine.studies_course || ties.mine.teaches_batch || ties.mine.administers ||
         ties.same_batch || ties.colleagues;
}

bool may_start(const Policy& policy, const SendFacts& facts) {
  const auto& grounds = policy.may_start;
  return (grounds.relationship && (is_open(facts.teaches) || is_open(facts.taught_by))) ||
         (grounds.marketplace && on_marketplace(facts.sender, facts.recipient)) ||
         (grounds.course && in_course(facts.ties));
}

SendFacts seen_by_recipient(const SendFacts& facts) {
  SendFacts turned = facts;
  std::swap(turned.sender, turned.recipient);
  std::swap(turned.teaches, turned.taught_by);
  turned.ties = facts.ties.reversed();
  return turned;
}

// Whoever may start may write; in a thread that has begun the other may answer on the same facts.
bool may_write(const Policy& policy, const SendFacts& facts) {
  if (facts.same_person || !facts.sender.known || !facts.recipient.known) return false;
  return may_start(policy, facts) ||
         (facts.has_messages && may_start(policy, seen_by_recipient(facts)));
}

Refusal not_allowed(const Policy& policy) {
  Refusal refusal{RefusalCode::not_allowed_to_message};
  if (policy.may_start.course) refusal.unlocked_by.push_back(Lift::course);
  if (policy.may_start.relationship) refusal.unlocked_by.push_back(Lift::relationship);
  return refusal;
}

// S4-17.
std::optional<Refusal> refuse_standing(Standing standing) {
  switch (standing) {
    case Standing::ok:
      return std::nullopt;
    case Standing::needs_improvement:
      return Refusal{RefusalCode::sender_needs_improvement, {Lift::standing}};
    case Standing::suspended:
      return Refusal{RefusalCode::sender_suspended, {Lift::standing}};
    case Standing::rejected:
      return Refusal{RefusalCode::sender_rejected, {Lift::standing}};
  }
  return std::nullopt;
}

// The cap goes by what the sender is to the recipient, and by the sender's own role where the two
// are nothing to each other.
std::optional<int> cap_of(const Policy& policy, const SendFacts& facts) {
  const auto& cap = policy.unanswered_cap;
  if (is_open(facts.teaches)) return cap.tutor;
  if (is_open(facts.taught_by)) return cap.student;
  switch (shown_role(facts.sender.roles)) {
    case Role::tutor:
      return cap.tutor;
    case Role::student:
      return cap.student;
    case Role::parent:
      return cap.parent;
    case Role::institution_admin:
    case Role::support:
    case Role::moderator:
    case Role::platform_admin:
      return cap.admin;
  }
  return std::nullopt;
}

Refusal cap_reached(const Policy& policy, int limit) {
  Refusal refusal{RefusalCode::unanswered_cap_reached, {}, limit};
  if (policy.cap_resets_on.reply) refusal.unlocked_by.push_back(Lift::reply);
  if (policy.cap_resets_on.order) refusal.unlocked_by.push_back(Lift::order);
  if (policy.cap_resets_on.booking) refusal.unlocked_by.push_back(Lift::booking);
  return refusal;
}

// What stands between the two people, whatever the text says.
std::optional<Refusal> refuse_pair(const Policy& policy, const SendFacts& facts) {
  if (!may_write(policy, facts)) return not_allowed(policy);
  if (auto refusal = refuse_standing(facts.sender.standing)) return refusal;
  const auto cap = cap_of(policy, facts);
  if (cap && facts.unanswered >= *cap) return cap_reached(policy, *cap);
  return std::nullopt;
}

std::optional<Refusal> refuse_draft(const Policy& policy, const Draft& draft) {
  if (draft.has_attachment) return Refusal{RefusalCode::attachments_not_allowed};
  if (is_blank(draft.text)) return Refusal{RefusalCode::message_empty};
  if (character_count(draft.text) > static_cast<std::size_t>(policy.message_length)) {
    return Refusal{RefusalCode::message_too_long, {}, policy.message_length};
  }
  return std::nullopt;
}

// S0-03: the first message of a student on the marketplace; contract §5: also after an end.
bool begins_relationship(const Policy& policy, const SendFacts& facts) {
  return policy.may_start.marketplace && on_marketplace(facts.sender, facts.recipient) &&
         !is_open(facts.teaches) && !is_open(facts.taught_by);
}

}  // namespace

std::variant<Acceptance, Refusal> decide_send(const Policy& policy, const SendFacts& facts,
                                              const Draft& draft) {
  if (auto refusal = refuse_pair(policy, facts)) return *refusal;
  if (auto refusal = refuse_draft(policy, draft)) return *refusal;
  Acceptance acceptance{.begins_relationship = begins_relationship(policy, facts)};
  if (const auto cap = cap_of(policy, facts)) acceptance.remaining = *cap - facts.unanswered - 1;
  return acceptance;
}

Can decide_can(const Policy& policy, const SendFacts& facts) {
  const auto decision = decide_send(policy, facts, {.text = "?"});
  if (const auto* refusal = std::get_if<Refusal>(&decision)) {
    const bool capped = refusal->code == RefusalCode::unanswered_cap_reached;
    return {.refusal = *refusal, .remaining = capped ? std::optional(0) : std::nullopt};
  }
  Can can{.send = true};
  if (const auto left = std::get<Acceptance>(decision).remaining) can.remaining = *left + 1;
  return can;
}

bool is_repeat(const Message& first, std::string_view text) { return first.body == text; }

}  // namespace chalkline::rules
