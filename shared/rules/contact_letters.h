#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {

// How '@' and '.' of an address stand in the text.
enum class Manner : std::uint8_t {
  literal,
  apart,      // with spaces around
  bracketed,  // "(at)", "[dot]", "-at-": meant as nothing else
  spoken,     // "at", "Punkt": a word that may be just that
};

// A character of the text once "(at)", " at ", " . " and the like are read as '@' and '.'.
struct Letter {
  char32_t c = 0;
  Manner manner = Manner::literal;
  bool capital = false;
  bool taken = false;
  std::size_t first = 0;  // cells [first, end)
  std::size_t end = 0;
};
using Letters = std::vector<Letter>;

Letters spell_out(const Reading& reading);

// May stand in an address: a letter of a script with spaces, or a digit.
inline bool is_of_name(char32_t c) {
  return is_latin(c) || is_digit(c) || (is_letter(c) && !is_ideograph(c));
}

// What looks like a host's name: letters [first, end), of labels between dots.
struct Host {
  std::size_t first = 0;
  std::size_t end = 0;
  std::vector<std::string> labels;
  bool has_manner = false;     // some dot is not simply written
  std::size_t last_label = 0;  // where it begins
};
// The host that begins at `first`; without labels where there is none.
Host host_at(const Letters& letters, std::size_t first);

// The end of the handle that begins at `first`: Latin letters, digits, '_', '.' and '-' inside.
std::size_t end_of_handle(const Letters& letters, std::size_t first);

// "mail.example.org"
std::string name_of(const Host& host);

}  // namespace chalkline::rules::contacts
