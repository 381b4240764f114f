#pragma once

#include <optional>
#include <string>
#include <string_view>
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

// What is kept of a text that goes with a booking and that the other of the two reads, as the
// reason of an act: contact details in it are masked or refused as in a message between people in
// this state (S1-19). There is no place to warn anybody: what a message is warned of is kept.
std::variant<std::string, Refusal> decide_note(const Policy& policy, Relationship state,
                                               std::string_view text);
// Whether `kept` is what this text was kept as, whatever the two were to each other then.
bool is_kept_as(const Policy& policy, std::string_view text, std::string_view kept);

}  // namespace chalkline::rules
