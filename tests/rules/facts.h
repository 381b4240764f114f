#pragma once

#include <chrono>
#include <initializer_list>
#include <string>
#include <variant>

#include "rules/messages.h"

namespace chalkline::rules::tests {

// The three presets, as far as decide_send reads them; tests/config proves that the files say so.
inline Policy marketplace() {
  Policy policy;
  policy.unanswered_cap.student = 10;
  policy.cap_resets_on = {.reply = true, .order = false, .booking = true};
  policy.may_start = {.marketplace = true, .course = false, .relationship = true};
  return policy;
}

inline Policy classroom() {
  Policy policy;
  policy.may_start = {.marketplace = false, .course = true, .relationship = false};
  return policy;
}

inline Policy advisor() {
  Policy policy;
  policy.unanswered_cap.tutor = 5;
  policy.cap_resets_on = {.reply = true, .order = true, .booking = false};
  policy.may_start = {.marketplace = false, .course = false, .relationship = true};
  return policy;
}

// The rules at one moment, for tests in which nothing depends on it.
inline constexpr Time noon =
    std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + std::chrono::hours(12);
inline std::variant<Acceptance, Refusal> decide_send(const Policy& policy, const SendFacts& facts,
                                                     const Draft& draft) {
  return rules::decide_send(policy, facts, draft, noon);
}
inline Can decide_can(const Policy& policy, const SendFacts& facts) {
  return rules::decide_can(policy, facts, noon);
}

inline Party party(std::initializer_list<Role> roles) {
  Party party{.known = true};
  for (const auto role : roles) party.roles.add(role);
  return party;
}

inline SendFacts between(std::initializer_list<Role> sender,
                         std::initializer_list<Role> recipient) {
  return {.sender = party(sender), .recipient = party(recipient)};
}

// The same two people, seen by the other one.
inline SendFacts turned(const SendFacts& facts) {
  SendFacts other = facts;
  other.sender = facts.recipient;
  other.recipient = facts.sender;
  other.teaches = facts.taught_by;
  other.taught_by = facts.teaches;
  other.i_block = facts.blocks_me;
  other.blocks_me = facts.i_block;
  other.ties.mine = facts.ties.theirs;
  other.ties.theirs = facts.ties.mine;
  return other;
}

// A refusal in one line: "unanswered_cap_reached, limit 10, lifted by reply booking".
inline std::string line_of(const Refusal& refusal) {
  std::string line(name_of(refusal.code));
  if (refusal.limit) line += ", limit " + std::to_string(*refusal.limit);
  if (!refusal.unlocked_by.empty()) line += ", lifted by";
  for (const auto lift : refusal.unlocked_by) line += " " + std::string(name_of(lift));
  return line;
}

// A decision in one line: "accepted, 9 left, begins", or the refusal's.
inline std::string line_of(const std::variant<Acceptance, Refusal>& decision) {
  if (const auto* refusal = std::get_if<Refusal>(&decision)) return line_of(*refusal);
  const auto& acceptance = std::get<Acceptance>(decision);
  std::string line = "accepted";
  if (acceptance.remaining) line += ", " + std::to_string(*acceptance.remaining) + " left";
  if (acceptance.begins_relationship) line += ", begins";
  return line;
}

}  // namespace chalkline::rules::tests
