#pragma once

#include <optional>
#include <string>

#include "rules/hours.h"

namespace chalkline::storage {

// Weekly hours as people.working_hours keeps them, such as "Europe/Berlin 109001230 209001230"; an
// empty text for none. Exceptions have no place in it.
std::string hours_text(const std::optional<rules::WorkingHours>& hours);
std::optional<rules::WorkingHours> hours_from(const std::string& text);

}  // namespace chalkline::storage
