#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json/value.hpp>

namespace chalkline::http {

// Why a text is not JSON that we accept.
struct JsonFault {
  enum class Kind {
    malformed,      // not JSON, not UTF-8, something after the value, or a number beyond a double
    duplicate_key,  // an object names one member twice
    too_deep,       // nested deeper than max_json_depth
  };
  Kind kind = Kind::malformed;
  std::string key;  // duplicate_key: the member's name, as it reads after unescaping
};

// An array in an array has depth 2.
inline constexpr std::size_t max_json_depth = 16;

// The one JSON value that `text` consists of, in RFC 8259's grammar without extensions. None: it is
// refused, and `fault`, where given, tells why. Of several faults the first in the text is told; a
// repeated name is found at the end of its object.
// Whole numbers beyond 64 bits arrive as doubles: look at a number's kind before using it.
std::optional<boost::json::value> parse_strict(std::string_view text, JsonFault* fault = nullptr);

}  // namespace chalkline::http
