#pragma once

#include <chrono>

#include "rules/zones.h"

namespace chalkline::rules {

// What is done once a night is done from this time of the day on, in UTC.
inline constexpr std::chrono::hours night_begins{3};

// The night whose work is due at `now`, named by the UTC day on which it begins.
Date night_of(Time now);

// How long a worker may take for the work of a night; then another one takes it.
inline constexpr std::chrono::minutes nightly_lease{10};

}  // namespace chalkline::rules
