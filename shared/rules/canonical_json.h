#pragma once

#include <string>
#include <string_view>

namespace chalkline::rules {

// Appends `text`, which is UTF-8, as a JSON string in the one form of RFC 8785 §3.2.2.2: what is
// hashed and signed must have one spelling.
void append_canonical(std::string& json, std::string_view text);

}  // namespace chalkline::rules
