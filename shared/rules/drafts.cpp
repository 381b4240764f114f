#include "rules/drafts.h"

#include <utility>

#include "rules/text.h"

namespace chalkline::rules {
namespace {

std::optional<Refusal> refuse_text(const Policy& policy, std::string_view text) {
  if (is_blank(text)) return Refusal{RefusalCode::message_empty};
  if (character_count(text) > static_cast<std::size_t>(policy.message_length)) {
    return Refusal{RefusalCode::message_too_long, {}, policy.message_length};
  }
  return std::nullopt;
}

}  // namespace

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

std::optional<Refusal> refuse_blocked(const Policy& policy, const SendFacts& facts) {
  if (facts.about && policy.block.parent == Policy::Block::refuse) return std::nullopt;
  if (!facts.i_block && !facts.blocks_me) return std::nullopt;
  Refusal refusal{RefusalCode::communication_blocked};
  if (facts.i_block) refusal.unlocked_by.push_back(Lift::unblock);
  return refusal;
}

std::variant<ContactDecision, Refusal> decide_text(const Policy& policy, const SendFacts& facts,
                                                   const Draft& draft) {
  if (draft.has_attachment) return Refusal{RefusalCode::attachments_not_allowed};
  if (auto refusal = refuse_text(policy, draft.text)) return *refusal;
  if (!looks_for_contact_details(policy, facts)) return ContactDecision{};
  auto found = decide_contact_details(
      policy.contact_details, relationship_of(facts),
      find_contact_details(draft.text, draft.earlier, policy.allowed_contacts, draft.later));
  if (found.answer != ContactAnswer::refuse) return found;
  return contact_details_refusal(policy.contact_details, std::move(found.spans));
}

bool looks_for_contact_details(const Policy& policy, const SendFacts& facts) {
  const ContactSpan any;
  return decide_contact_details(policy.contact_details, relationship_of(facts), {any}).answer !=
         ContactAnswer::accept;
}

std::string stored_text(std::string_view text, const ContactDecision& contact_details) {
  if (contact_details.answer != ContactAnswer::mask) return std::string(text);
  return masked(text, contact_details.spans);
}

std::string vacation_answer(const Policy& policy, const SendFacts& facts,
                            std::string_view message) {
  const auto found =
      decide_contact_details(policy.contact_details, relationship_of(facts),
                             find_contact_details(message, {}, policy.allowed_contacts));
  const bool passes = found.answer == ContactAnswer::accept || found.answer == ContactAnswer::warn;
  return passes ? std::string(message) : masked(message, found.spans);
}

std::variant<std::string, Refusal> decide_note(const Policy& policy, Relationship state,
                                               std::string_view text) {
  auto found = decide_contact_details(policy.contact_details, state,
                                      find_contact_details(text, {}, policy.allowed_contacts));
  if (found.answer != ContactAnswer::refuse) return stored_text(text, found);
  return contact_details_refusal(policy.contact_details, std::move(found.spans));
}

bool is_kept_as(const Policy& policy, std::string_view text, std::string_view kept) {
  return kept == text ||
         kept == masked(text, find_contact_details(text, {}, policy.allowed_contacts));
}

std::string copy_client_id(const std::string& given, const std::string& parent) {
  return given + '\0' + parent;
}

std::optional<std::string> client_id_given(const Message& message) {
  if (!message.client_id) return std::nullopt;
  return message.client_id->substr(0, message.client_id->find('\0'));
}

Relationship relationship_of(const SendFacts& facts) {
  return facts.about ? facts.about->relationship : stronger(facts.teaches, facts.taught_by);
}

}  // namespace chalkline::rules
