#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {

// What stands between a group of digits and the one before it.
enum class Gap : std::uint8_t {
  none,  // nothing, or it is the first
  space,
  dash,
  dot,
  mark,     // a slash, a bracket, an emoji: whatever people put between digits
  message,  // the number goes on in the next message
  loose,    // a comma, a line's end, a dash between spaces: rather two numbers than one
};

// Digits side by side, or a word that says some.
struct Group {
  std::string digits;
  bool in_words = false;
  Gap gap = Gap::none;
  std::size_t token = 0;  // tokens [token, token_end)
  std::size_t token_end = 0;
};

// Groups that may be one number.
using Run = std::vector<Group>;

// All runs of digits in the reading, as long as can be. Dates and times are in none.
std::vector<Run> find_runs(const Reading& reading);

}  // namespace chalkline::rules::contacts
