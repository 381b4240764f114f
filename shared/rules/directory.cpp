#include "rules/directory.h"

#include <algorithm>
#include <array>

namespace chalkline::rules {
namespace {

constexpr std::array<std::string_view, 4> order_state_names{"open", "paid", "cancelled",
                                                            "refunded"};

}  // namespace

std::string_view name_of(OrderState state) {
  return order_state_names.at(static_cast<std::size_t>(state));
}

std::optional<OrderState> order_state_from(std::string_view name) {
  const auto* const found = std::ranges::find(order_state_names, name);
  if (found == order_state_names.end()) return std::nullopt;
  return static_cast<OrderState>(found - order_state_names.begin());
}

bool lifts_cap(OrderState state) { return state == OrderState::open || state == OrderState::paid; }

}  // namespace chalkline::rules
