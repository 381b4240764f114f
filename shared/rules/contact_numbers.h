#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "rules/contact_runs.h"
#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {

// A number as it stands among its neighbours.
struct Number {
  std::string digits;
  std::vector<std::size_t> sizes;  // of its groups
  std::size_t in_words = 0;        // groups
  bool same_gaps = true;
  Gap gap = Gap::none;  // of the second group
  bool loose = false;   // some gap is loose
  bool values = false;  // one in each of several messages: "0", "14", "-3.5", as answers are sent
  bool plus = false;    // "+49…"
  bool for_calling = false;
  bool counted = false;
  bool calculated = false;
  bool operand = false;  // an operator stands beside it
  bool in_a_word = false;

  std::size_t size() const { return digits.size(); }
  bool single_digits() const {
    return std::all_of(sizes.begin(), sizes.end(), [](auto size) { return size == 1; });
  }
};

// What the groups [first, end) of a run are together, at least one.
Number describe(const Reading& reading, const Group* first, const Group* end);

// Whether it is likely to be a phone number. It has 7 to 15 digits.
bool is_phone(const Number& number);

// Whether the groups count, or list, or are binary: 1 2 3 4 5 6 7, 7 14 21 28, 1111111, 10110111.
bool is_pattern(const Group* first, const Group* end, const std::string& digits);

}  // namespace chalkline::rules::contacts
