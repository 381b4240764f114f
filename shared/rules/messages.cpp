#include "rules/messages.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "rules/drafts.h"
#include "rules/parents.h"

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
  std::swap(turned.i_block, turned.blocks_me);
  turned.ties = facts.ties.reversed();
  return turned;
}

// Whoever may start may write; in a thread that has begun the other may answer on the same facts.
bool may_write(const Policy& policy, const SendFacts& facts) {
  if (facts.same_person || !facts.sender.known || !facts.recipient.known) return false;
  return may_start(policy, facts) ||
         (facts.has_messages && may_start(policy, seen_by_recipient(facts)));
}

// Where the directory has lost one of two who have written to each other, nothing lifts it. Of
// strangers nothing is told, not even that.
Refusal not_allowed(const Policy& policy, const SendFacts& facts) {
  Refusal refusal{RefusalCode::not_allowed_to_message};
  if (facts.has_messages && !(facts.sender.known && facts.recipient.known)) return refusal;
  if (policy.may_start.course) refusal.unlocked_by.push_back(Lift::course);
  if (policy.may_start.relationship) refusal.unlocked_by.push_back(Lift::relationship);
  return refusal;
}

// S4-19. The newest review counts.
std::optional<Refusal> refuse_reviewed(const Policy& policy, const SendFacts& facts) {
  const bool blocks = policy.negative_review == Policy::NegativeReview::block;
  if (!blocks || !facts.negative_review) return std::nullopt;
  return Refusal{RefusalCode::negative_review, {Lift::review}};
}

bool is_away(const Party& party, Time now) {
  return party.vacation && party.vacation->lasts_at(now);
}

// A student whom this tutor has nothing to do with yet (S0-29, S0-30): neither have they written
// nor does the tutor teach them, by themselves or in a course.
bool is_new_student(const SendFacts& facts) {
  return facts.sender.roles.has(Role::student) && facts.recipient.roles.has(Role::tutor) &&
         !facts.has_messages && !is_open(facts.taught_by) && !facts.ties.mine.studies_course;
}

std::optional<Refusal> refuse_new_student(const SendFacts& facts, Time now) {
  if (!is_away(facts.recipient, now) || !is_new_student(facts)) return std::nullopt;
  Refusal refusal{RefusalCode::tutor_on_vacation, {Lift::vacation_end}};
  refusal.until = facts.recipient.vacation->until;
  return refusal;
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

// What the two people are to each other, for whatever one says to the other.
std::optional<Refusal> refuse_direct_pair(const Policy& policy, const SendFacts& facts) {
  if (facts.reads_along) return Refusal{RefusalCode::reads_along};
  if (!may_write(policy, facts)) return not_allowed(policy, facts);
  if (auto refusal = refuse_standing(facts.sender.standing)) return refusal;
  if (auto refusal = refuse_blocked(policy, facts)) return refusal;
  return refuse_reviewed(policy, facts);
}

// What stands between the two people, whatever the text says.
std::optional<Refusal> refuse_relation(const Policy& policy, const SendFacts& facts, Time now) {
  if (auto refusal = refuse_direct_pair(policy, facts)) return refusal;
  if (auto refusal = refuse_new_student(facts, now)) return refusal;
  const auto cap = cap_of(policy, facts);
  if (cap && facts.unanswered >= *cap) return cap_reached(policy, *cap);
  return std::nullopt;
}

// What neither a change nor a removal may touch: what somebody else, or the system, has said, and
// what has stood long enough.
std::optional<Refusal> refuse_change(const Policy& policy, const EditFacts& facts, Time now) {
  const bool written = facts.kind == MessageKind::text || facts.kind == MessageKind::removed;
  if (!facts.mine || !written) return Refusal{RefusalCode::not_your_message};
  if (now > facts.sent_at + policy.edit_window) return Refusal{RefusalCode::edit_window_over};
  return std::nullopt;
}

// A change says something new: where access has ended it is stopped like a message.
std::optional<Refusal> refuse_change_between(const Policy& policy, const SendFacts& pair) {
  return pair.about ? refuse_parent_pair(policy, pair) : refuse_direct_pair(policy, pair);
}

bool meet_directly(const Policy& policy, const SendFacts& facts) {
  return facts.has_messages || may_start(policy, facts) ||
         may_start(policy, seen_by_recipient(facts));
}

std::optional<Refusal> refuse_block_under(Policy::Block key) {
  if (key == Policy::Block::allow) return std::nullopt;
  return Refusal{RefusalCode::block_not_allowed};
}

// S0-03: the first message of a student on the marketplace; contract §5: also after an end.
bool begins_relationship(const Policy& policy, const SendFacts& facts) {
  return policy.may_start.marketplace && on_marketplace(facts.sender, facts.recipient) &&
         !is_open(facts.teaches) && !is_open(facts.taught_by);
}

}  // namespace

std::variant<Acceptance, Refusal> decide_send(const Policy& policy, const SendFacts& facts,
                                              const Draft& draft, Time now) {
  if (facts.about) return decide_parent_send(policy, facts, draft);
  if (auto refusal = refuse_relation(policy, facts, now)) return *refusal;
  auto text = decide_text(policy, facts, draft);
  if (const auto* const refusal = std::get_if<Refusal>(&text)) return *refusal;
  Acceptance acceptance{.begins_relationship = begins_relationship(policy, facts),
                        .contact_details = std::move(std::get<ContactDecision>(text))};
  if (const auto cap = cap_of(policy, facts)) acceptance.remaining = *cap - facts.unanswered - 1;
  return acceptance;
}

Can decide_can(const Policy& policy, const SendFacts& facts, Time now) {
  const auto decision = decide_send(policy, facts, {.text = "?"}, now);
  if (const auto* refusal = std::get_if<Refusal>(&decision)) {
    const bool capped = refusal->code == RefusalCode::unanswered_cap_reached;
    return {.refusal = *refusal, .remaining = capped ? std::optional(0) : std::nullopt};
  }
  Can can{.send = true};
  if (const auto left = std::get<Acceptance>(decision).remaining) can.remaining = *left + 1;
  return can;
}

bool is_answered_by_vacation(const SendFacts& facts, Time now) {
  return !facts.about && is_away(facts.recipient, now) && facts.sender.roles.has(Role::student) &&
         facts.recipient.roles.has(Role::tutor);
}

std::optional<Refusal> refuse_block(const Policy& policy, const SendFacts& facts,
                                    bool share_parent_thread) {
  const bool known = !facts.same_person && facts.sender.known && facts.recipient.known;
  if (!known) return Refusal{RefusalCode::not_found};
  if (meet_directly(policy, facts)) return refuse_block_under(policy.block.direct);
  if (share_parent_thread) return refuse_block_under(policy.block.parent);
  // Whom one has met once and blocked then.
  if (facts.i_block) return refuse_block_under(policy.block.direct);
  return Refusal{RefusalCode::not_found};
}

std::variant<ContactDecision, Refusal> decide_edit(const Policy& policy, const SendFacts& pair,
                                                   const EditFacts& facts, const Draft& draft,
                                                   Time now) {
  if (auto refusal = refuse_change(policy, facts, now)) return *refusal;
  if (auto refusal = refuse_change_between(policy, pair)) return *refusal;
  if (facts.kind == MessageKind::removed) return Refusal{RefusalCode::message_removed};
  return decide_text(policy, pair, draft);
}

std::optional<Refusal> refuse_removal(const Policy& policy, const SendFacts& pair,
                                      const EditFacts& facts, Time now) {
  if (facts.mine && facts.kind == MessageKind::removed) return std::nullopt;
  if (auto refusal = refuse_change(policy, facts, now)) return *refusal;
  if (!pair.sender.known) return Refusal{RefusalCode::not_allowed_to_message};
  return std::nullopt;
}

Time time_of_change(const Message& message, Time now) {
  const auto earliest =
      message.edited_at ? *message.edited_at + std::chrono::milliseconds(1) : message.at;
  return std::max(now, earliest);
}

}  // namespace chalkline::rules
