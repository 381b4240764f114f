#include <utility>

#include "rules/contact_details.h"

namespace chalkline::rules {

std::string_view name_of(ContactKind kind) {
  switch (kind) {
    case ContactKind::phone:
      return "phone";
    case ContactKind::email:
      return "email";
    case ContactKind::handle:
      return "handle";
    case ContactKind::link:
      return "link";
  }
  return {};
}

ContactDecision decide_contact_details(const Policy::ContactDetailsBy& policy, Relationship state,
                                       std::vector<ContactSpan> spans) {
  if (spans.empty()) return {};
  const auto of_state = [&] {
    switch (state) {
      case Relationship::none:
        return policy.none;
      case Relationship::exploring:
        return policy.exploring;
      case Relationship::active:
        return policy.active;
      case Relationship::ended:
        return policy.ended;
    }
    return policy.none;
  };
  switch (of_state()) {
    case Policy::ContactDetails::off:
      return {};
    case Policy::ContactDetails::warn:
      return {ContactAnswer::warn, std::move(spans)};
    case Policy::ContactDetails::mask:
      return {ContactAnswer::mask, std::move(spans)};
    case Policy::ContactDetails::refuse:
      return {ContactAnswer::refuse, std::move(spans)};
  }
  return {};
}

ContactDecision told_again(const Policy::ContactDetailsBy& policy, Relationship state,
                           std::vector<ContactSpan> spans, bool was_masked) {
  if (spans.empty()) return {};
  if (was_masked) return {ContactAnswer::mask, std::move(spans)};
  auto told = decide_contact_details(policy, state, std::move(spans));
  if (told.answer != ContactAnswer::accept) told.answer = ContactAnswer::warn;
  return told;
}

Refusal contact_details_refusal(const Policy::ContactDetailsBy& policy,
                                std::vector<ContactSpan> spans) {
  Refusal refusal{RefusalCode::contact_details_not_allowed};
  if (policy.active != Policy::ContactDetails::refuse) {
    refusal.unlocked_by.push_back(Lift::active_relationship);
  }
  refusal.spans = std::move(spans);
  return refusal;
}

}  // namespace chalkline::rules
