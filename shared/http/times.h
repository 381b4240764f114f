#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/time.h"

namespace chalkline::http {

// RFC 3339 with any offset, as UTC; fractions beyond milliseconds are cut off. Leap seconds and the
// years beyond 1 to 9999 are refused.
std::optional<rules::Time> parse_time(std::string_view text);

// The contract's form: 2026-11-21T20:40:00.000Z
std::string time_text(rules::Time time);

}  // namespace chalkline::http
