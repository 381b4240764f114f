#include "rules/cards.h"

#include <algorithm>
#include <array>

namespace chalkline::rules {
namespace {

constexpr std::array<std::string_view, 3> type_names{"booking", "package", "schedule"};

}  // namespace

std::string_view name_of(CardType type) { return type_names.at(static_cast<std::size_t>(type)); }

std::optional<CardType> card_type_from(std::string_view name) {
  const auto* const found = std::find(type_names.begin(), type_names.end(), name);
  if (found == type_names.end()) return std::nullopt;
  return static_cast<CardType>(found - type_names.begin());
}

}  // namespace chalkline::rules
