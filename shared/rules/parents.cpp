#include "rules/parents.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "rules/drafts.h"

namespace chalkline::rules {
namespace {

using enum Policy::ParentTutors;

bool is_enrolled(const Policy& policy, const ParentFacts& facts) {
  const bool by_relationship =
      policy.may_start.relationship && facts.relationship == Relationship::active;
  return facts.enrolled || by_relationship;
}

Refusal not_eligible(const Policy& policy) {
  Refusal refusal{RefusalCode::tutor_not_eligible};
  if (policy.parent_tutors != enrolled) refusal.unlocked_by.push_back(Lift::order);
  if (policy.parent_tutors == purchased) return refusal;
  if (policy.may_start.course) refusal.unlocked_by.push_back(Lift::course);
  if (policy.may_start.relationship) refusal.unlocked_by.push_back(Lift::relationship);
  return refusal;
}

std::optional<Refusal> refuse_link(const ParentFacts& facts, const Party& parent) {
  if (facts.linked && parent.known) return std::nullopt;
  const auto code =
      facts.sender_is_parent ? RefusalCode::parent_not_linked : RefusalCode::no_parent_linked;
  return Refusal{code, {Lift::parent_link}};
}

std::optional<Refusal> refuse_tutor(const Policy& policy, const ParentFacts& facts,
                                    const Party& tutor) {
  if (!tutor.known) return not_eligible(policy);
  return refuse_ineligible(policy, facts);
}

// Each learns first of what is lacking on their own side. Nobody writes to oneself.
std::optional<Refusal> refuse_triple(const Policy& policy, const SendFacts& facts) {
  const auto& about = *facts.about;
  if (facts.same_person) return not_eligible(policy);
  if (about.sender_is_parent) {
    if (auto refusal = refuse_link(about, facts.sender)) return refusal;
    return refuse_tutor(policy, about, facts.recipient);
  }
  if (auto refusal = refuse_tutor(policy, about, facts.sender)) return refusal;
  return refuse_link(about, facts.recipient);
}

}  // namespace

bool is_eligible(const Policy& policy, const ParentFacts& facts) {
  switch (policy.parent_tutors) {
    case purchased:
      return facts.purchased;
    case enrolled:
      return is_enrolled(policy, facts);
    case either:
      return facts.purchased || is_enrolled(policy, facts);
  }
  return false;
}

std::optional<Refusal> refuse_ineligible(const Policy& policy, const ParentFacts& facts) {
  if (facts.student_known && is_eligible(policy, facts)) return std::nullopt;
  return not_eligible(policy);
}

std::optional<Refusal> refuse_unlinked(const ParentFacts& facts) {
  if (facts.linked) return std::nullopt;
  return Refusal{RefusalCode::parent_not_linked, {Lift::parent_link}};
}

Refusal refuse_absent_thread(const ParentFacts& facts) {
  return refuse_unlinked(facts).value_or(Refusal{RefusalCode::not_found});
}

std::optional<Refusal> refuse_parent_pair(const Policy& policy, const SendFacts& facts) {
  if (auto refusal = refuse_triple(policy, facts)) return refusal;
  if (auto refusal = refuse_standing(facts.sender.standing)) return refusal;
  return refuse_blocked(policy, facts);
}

std::variant<Acceptance, Refusal> decide_parent_send(const Policy& policy, const SendFacts& facts,
                                                     const Draft& draft) {
  if (auto refusal = refuse_parent_pair(policy, facts)) return *refusal;
  if (draft.has_attachment) return Refusal{RefusalCode::attachment_not_yours};
  auto text = decide_text(policy, facts, draft);
  if (const auto* const refusal = std::get_if<Refusal>(&text)) return *refusal;
  return Acceptance{.contact_details = std::move(std::get<ContactDecision>(text))};
}

std::variant<std::optional<Triple>, Refusal> decide_side(std::string_view sender,
                                                         const ParentAddress& address) {
  if (address.tutor == sender) return std::optional<Triple>();
  const bool own_name = !address.parent || *address.parent == sender;
  if (!own_name || address.student == sender) {
    return Refusal{RefusalCode::parent_not_linked, {Lift::parent_link}};
  }
  return std::optional(Triple{std::string(sender), address.tutor, address.student});
}

std::variant<std::vector<Person>, Refusal> choose_parents(std::span<const Person> linked,
                                                          const ParentAddress& address) {
  const auto& asked = address.parent;
  std::vector<Person> parents;
  std::ranges::copy_if(linked, std::back_inserter(parents), [&](const Person& parent) {
    const bool meant = !asked || *asked == all_parents || *asked == parent.id;
    return meant && parent.id != address.tutor && parent.id != address.student;
  });
  if (parents.empty()) return Refusal{RefusalCode::no_parent_linked, {Lift::parent_link}};
  if (asked || parents.size() == 1) return parents;
  Refusal refusal{RefusalCode::ambiguous_parent};
  refusal.parents = std::move(parents);
  return refusal;
}

std::variant<long long, Refusal> choose_thread(std::span<const ParentThread> threads,
                                               const std::optional<std::string>& parent) {
  std::vector<ParentThread> meant;
  std::ranges::copy_if(threads, std::back_inserter(meant),
                       [&](const auto& thread) { return !parent || thread.parent.id == *parent; });
  if (meant.empty()) return Refusal{RefusalCode::not_found};
  if (std::ranges::count_if(meant, &ParentThread::linked) == 1) {
    return std::ranges::find_if(meant, &ParentThread::linked)->id;
  }
  if (meant.size() == 1) return meant.front().id;
  Refusal refusal{RefusalCode::ambiguous_parent};
  for (auto& thread : meant) refusal.parents.push_back(std::move(thread.parent));
  return refusal;
}

}  // namespace chalkline::rules
