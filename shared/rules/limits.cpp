#include "rules/limits.h"

#include <array>
#include <chrono>

namespace chalkline::rules {
namespace {

struct Row {
  LimitedAction action;
  std::string_view name;
  std::chrono::hours window;
  int Policy::Limits::*most;
};

// In the order of LimitedAction.
constexpr std::array<Row, 3> limit_rows{{
    {LimitedAction::link_request, "link_request", std::chrono::hours(24),
     &Policy::Limits::link_requests},
    {LimitedAction::link_resend, "link_resend", std::chrono::hours(24),
     &Policy::Limits::link_resends},
    {LimitedAction::link_accept, "link_accept", std::chrono::hours(1),
     &Policy::Limits::link_accepts},
}};

const Row& row_of(LimitedAction action) { return limit_rows.at(static_cast<std::size_t>(action)); }

}  // namespace

std::string_view name_of(LimitedAction action) { return row_of(action).name; }

Time window_of(LimitedAction action, Time now) {
  return now - (now - Time{}) % row_of(action).window;
}

std::optional<Refusal> refuse_action(const Policy::Limits& limits, LimitedAction action, int count,
                                     Time now) {
  const auto& row = row_of(action);
  if (count <= limits.*row.most) return std::nullopt;
  return Refusal{.code = RefusalCode::rate_limited, .until = window_of(action, now) + row.window};
}

}  // namespace chalkline::rules
