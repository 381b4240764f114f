#pragma once

#include <optional>
#include <variant>

#include "rules/messages.h"

namespace chalkline::rules {

// What stops a sender or a text in every kind of thread.

// S4-17.
std::optional<Refusal> refuse_standing(Standing standing);
// Contract §5: neither may write while a block stands; only who has set it can lift it. In parent
// threads a block counts where the policy has blocks there (block.parent).
std::optional<Refusal> refuse_blocked(const Policy& policy, const SendFacts& facts);

// What the text comes to once nothing else stands in its way: what of contact details in it, or no.
std::variant<ContactDecision, Refusal> decide_text(const Policy& policy, const SendFacts& facts,
                                                   const Draft& draft);

}  // namespace chalkline::rules
