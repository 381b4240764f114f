#include "rules/events.h"

#include <algorithm>
#include <array>

namespace chalkline::rules {
namespace {

constexpr std::array<std::string_view, 4> outcome_names{"applied", "ignored", "recorded", "failed"};

}  // namespace

std::string_view name_of(EventOutcome outcome) {
  return outcome_names.at(static_cast<std::size_t>(outcome));
}

std::optional<EventOutcome> event_outcome_from(std::string_view name) {
  const auto* const found = std::find(outcome_names.begin(), outcome_names.end(), name);
  if (found == outcome_names.end()) return std::nullopt;
  return static_cast<EventOutcome>(found - outcome_names.begin());
}

}  // namespace chalkline::rules
