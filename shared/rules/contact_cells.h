#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace chalkline::rules::contacts {

// A character as the scanner reads it: small, without accents, digits of all scripts as 0–9, the
// many dashes, dots and spaces as one. What is invisible is left out and belongs to the character
// before it.
struct Cell {
  char32_t c = 0;
  bool capital = false;
  std::uint32_t from = 0;  // code points of its own text: [from, to)
  std::uint32_t to = 0;
};

// Stands between one text of the sender and the next.
inline constexpr char32_t message_end = 0x1E;

// How a single character is read; 0: left out.
struct Folded {
  char32_t c = 0;
  bool capital = false;
};
Folded fold(char32_t c);

// Appends the cells of a text. In words that mix Latin with letters of other scripts that look like
// it, those are read as Latin.
void append_cells(std::vector<Cell>& cells, std::string_view text);

inline bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
// Letters that stand for digits among others: "O171", "0I7l".
inline bool is_like_zero(char32_t c) { return c == 'o' || c == 0x43E || c == 0x3BF; }
inline bool is_like_one(char32_t c) { return c == 'l' || c == 'i' || c == 0x456 || c == 0x3B9; }
inline bool is_latin(char32_t c) { return c >= 'a' && c <= 'z'; }
// A letter of any script. Of those that write words without spaces, one letter is a word.
bool is_letter(char32_t c);
inline bool is_ideograph(char32_t c) {
  return (c >= 0x2E80 && c < 0xA000) || (c >= 0xF900 && c < 0xFB00) || c >= 0x20000;
}

}  // namespace chalkline::rules::contacts
