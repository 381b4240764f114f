#include "rules/canonical_json.h"

namespace chalkline::rules {
namespace {

// The letter behind the backslash where JSON has a short form; 0 where it has none.
char short_escape(char c) {
  switch (c) {
    case '"':
    case '\\':
      return c;
    case '\b':
      return 'b';
    case '\t':
      return 't';
    case '\n':
      return 'n';
    case '\f':
      return 'f';
    case '\r':
      return 'r';
    default:
      return 0;
  }
}

void append_escaped(std::string& json, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (const char letter = short_escape(c); letter != 0) {
    json += {'\\', letter};
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  json += "\\u00";
  json += {digits[byte >> 4U], digits[byte & 0xFU]};
}

}  // namespace

void append_canonical(std::string& json, std::string_view text) {
  json += '"';
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\') {
      append_escaped(json, c);
    } else {
      json += c;
    }
  }
  json += '"';
}

}  // namespace chalkline::rules
