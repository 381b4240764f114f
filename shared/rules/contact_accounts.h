#pragma once

#include <cstddef>

#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {

inline constexpr std::size_t shortest_account = 3;  // cells
inline constexpr std::size_t longest_account = 40;

// What may be somebody's name at a network: tokens [first, end), Latin letters, digits, and inside
// them '_', '.' and '-'. None where end is first.
struct Account {
  std::size_t first = 0;
  std::size_t end = 0;
  std::size_t cells = 0;
  bool has_letter = false;
  bool has_digit = false;
  bool has_sign = false;  // '_' or a dot inside
  bool common = false;    // a single word that says something else

  // Hardly a word of any language: "anna_b", "anna99".
  bool is_odd() const { return has_letter && (has_digit || has_sign); }
};
Account account_at(const Reading& reading, std::size_t first);

// The one that ends before token `end`; none where nothing does.
Account account_before(const Reading& reading, std::size_t end);

// What stands between the name of a network and an account: from a token on, at most a few.
struct Between {
  std::size_t first = 0;
  std::size_t end = 0;
  bool sign = false;     // ':'
  bool naming = false;   // "username"
  bool is = false;       // "is", "="
  bool mine = false;     // "snap me"
  bool message = false;  // what follows comes in a message of its own
};
Between between(const Reading& reading, std::size_t first);

}  // namespace chalkline::rules::contacts
