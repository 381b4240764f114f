// How long decide_send takes, in microseconds of one core: JSON, a member for each kind of send.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "rules/messages.h"

namespace {

using chalkline::rules::Policy;
using Clock = std::chrono::steady_clock;

constexpr int rounds = 5;
constexpr int calls = 2000;

chalkline::rules::SendFacts tutor_to_student() {
  chalkline::rules::SendFacts facts;
  facts.sender.known = facts.recipient.known = true;
  facts.sender.roles.add(chalkline::rules::Role::tutor);
  facts.recipient.roles.add(chalkline::rules::Role::student);
  facts.teaches = chalkline::rules::Relationship::active;
  facts.has_messages = true;
  return facts;
}

Policy policy_with(Policy::ContactDetails details) {
  Policy policy;
  policy.contact_details = {details, details, details, details};
  return policy;
}

// The fastest round: what else the machine does only adds.
double microseconds(const Policy& policy, const chalkline::rules::Draft& draft) {
  const auto facts = tutor_to_student();
  double best = 1e9;
  std::size_t accepted = 0;
  for (int round = 0; round < rounds; ++round) {
    const auto begun = Clock::now();
    for (int i = 0; i < calls; ++i) {
      accepted += chalkline::rules::decide_send(policy, facts, draft, {}).index() == 0 ? 1U : 0U;
    }
    const std::chrono::duration<double, std::micro> took = Clock::now() - begun;
    best = std::min(best, took.count() / calls);
  }
  return accepted == static_cast<std::size_t>(rounds) * calls ? best : -1;
}

}  // namespace

int main() {
  const std::string text =
      "Thanks, that helps a lot. I will go through chapter four again and send you my notes on"
      " the exercises before Thursday's lesson.";
  const std::vector<std::string> earlier(5, text);
  const auto off = policy_with(Policy::ContactDetails::off);
  const auto refuse = policy_with(Policy::ContactDetails::refuse);
  std::printf(
      "{\"contact details off\": %.3f, \"refuse\": %.3f, \"refuse, five texts before\": %.3f}\n",
      microseconds(off, {.text = text}), microseconds(refuse, {.text = text}),
      microseconds(refuse, {.text = text, .earlier = earlier}));
}
