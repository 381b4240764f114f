#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "rules/policy.h"
#include "rules/refusals.h"
#include "rules/time.h"

namespace chalkline::rules {

// What one person may do only so often. Another one is a row in limits.cpp and a key of
// Policy::Limits.
enum class LimitedAction : std::uint8_t {
  link_request,  // asking to be linked, in either direction
  link_resend,
  link_accept,  // failed tries
};

// Its name in storage.
std::string_view name_of(LimitedAction action);

// Times are cut into windows of one length, the first of them in 1970: when the one around `now`
// began. Two bursts on both sides of a border may together be twice the limit.
Time window_of(LimitedAction action, Time now);

// rate_limited until the next window when `count` in this one, the present try among them, is too
// many.
std::optional<Refusal> refuse_action(const Policy::Limits& limits, LimitedAction action, int count,
                                     Time now);

}  // namespace chalkline::rules
