#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rules/contact_numbers.h"

namespace chalkline::rules::contacts {
namespace {

// 0800 1030 1215, as lessons begin.
bool are_hours(const Number& number) {
  constexpr std::size_t width = 4;
  if (std::any_of(number.sizes.begin(), number.sizes.end(), [](auto n) { return n != width; })) {
    return false;
  }
  for (std::size_t at = 0; at < number.digits.size(); at += width) {
    if (number.digits.substr(at, 2) > "24" || number.digits[at + 2] > '5') return false;
  }
  return true;
}

// The ends of a computer's whole numbers, as everybody writes them who learns of them.
bool is_end_of_integers(const std::string& digits) {
  constexpr std::array<std::string_view, 7> ends{"2147483647", "2147483648", "4294967295",
                                                 "4294967296", "8589934592", "1073741824",
                                                 "1000000007"};
  return std::find(ends.begin(), ends.end(), digits) != ends.end();
}

// 12 345 678 and 1,234,567.
bool is_grouped_by_thousands(const Number& number) {
  return number.sizes.size() >= 2 && number.sizes.front() <= 3 && number.digits.front() != '0' &&
         number.same_gaps &&
         std::all_of(number.sizes.begin() + 1, number.sizes.end(), [](auto n) { return n == 3; });
}

// 0.123456, 48.858370.
bool is_decimal(const Number& number) {
  return number.sizes.size() == 2 && number.sizes.front() <= 3 && number.gap == Gap::dot &&
         (number.sizes.front() == 1 || number.sizes.back() >= 5);
}

bool is_isbn(const std::string& digits) {
  return digits.size() == 13 && (digits.starts_with("978") || digits.starts_with("979"));
}

using Sizes = std::vector<std::size_t>;

// Country code and the beginning of a mobile number after it, as people write it without a plus.
bool has_country_code(const std::string& digits) {
  constexpr std::array<std::string_view, 14> starts{"491", "447", "336", "337", "346", "905", "917",
                                                    "918", "919", "485", "486", "861", "966", "79"};
  return digits.size() >= 11 && digits.size() <= 13 &&
         std::any_of(starts.begin(), starts.end(),
                     [&](auto start) { return digits.starts_with(start); });
}

// How numbers are written that begin with neither 0 nor a plus: by the country's own pattern.
bool is_national(const Number& number) {
  const auto& digits = number.digits;
  const auto& sizes = number.sizes;
  const auto grouped = [&](const Sizes& pattern) { return sizes == pattern; };
  const bool whole = sizes.size() == 1;
  switch (digits.size()) {
    case 10:
      return (whole && digits[0] >= '2') || grouped({3, 3, 4}) || grouped({3, 3, 2, 2}) ||
             (grouped({5, 5}) && digits[0] >= '6');
    case 11:
      return (digits[0] == '1' && digits[1] >= '3' && (whole || grouped({3, 4, 4}))) ||
             (digits[0] == '1' && grouped({1, 3, 3, 4})) ||
             ((digits[0] == '7' || digits[0] == '8') && sizes.size() >= 3) ||
             (whole && digits.starts_with("89")) || (whole && has_country_code(digits));
    default:
      return whole && has_country_code(digits);
  }
}

// Beginning with 0 or 00, as long distance is dialled.
bool is_dialled(const Number& number) {
  const auto& digits = number.digits;
  if (digits.starts_with("000") || digits[0] != '0') return false;
  if (digits[1] == '0') return digits.size() >= 10;
  return digits.size() >= 9 && digits.size() <= 13;
}

bool is_written_out(const Number& number) {
  return number.in_words * 2 >= number.sizes.size() && number.single_digits() &&
         number.size() >= 9 && number.size() <= 13;
}

// After "call" and the like almost everything is: not "text 3, lines 12-15 18-21".
bool is_callable(const Number& number) {
  const auto longest = *std::max_element(number.sizes.begin(), number.sizes.end());
  return longest >= 3 || number.digits[0] == '0' || number.in_words > 0 || number.single_digits();
}

// "+49 …", neither "+15.000.000" nor "+12345678".
bool is_international(const Number& number) {
  constexpr std::size_t fewest = 9;
  if (number.digits[0] == '0') return false;
  return number.for_calling || (number.size() >= fewest && !is_grouped_by_thousands(number));
}

// How numbers are drawn apart that might as well be answers, one in a message.
bool is_drawn_apart(const Number& number) {
  const auto grouped = [&](const Sizes& pattern) { return number.sizes == pattern; };
  return grouped({3, 3, 4}) || grouped({3, 3, 2, 2}) || grouped({3, 4, 4}) ||
         grouped({1, 3, 3, 4}) || grouped({1, 3, 3, 2, 2});
}

// Commas and line ends part the numbers of a list, unless every digit stands alone or the first
// group is a dialling code.
bool may_be_one(const Number& number) {
  const bool coded = number.digits[0] == '0' && number.sizes.front() >= 3;
  return !number.loose || number.plus || coded || number.single_digits();
}

}  // namespace

bool is_phone(const Number& number) {
  if (number.in_a_word || !may_be_one(number)) return false;
  if (number.operand && !number.for_calling) return false;
  if (number.plus) return is_international(number);
  if (is_isbn(number.digits) || is_decimal(number)) return false;
  if (is_end_of_integers(number.digits) || are_hours(number)) return false;
  if (number.for_calling) return is_callable(number);
  if (number.values && !is_drawn_apart(number)) return false;
  if (number.counted || number.calculated || is_grouped_by_thousands(number)) return false;
  return is_dialled(number) || is_national(number) || is_written_out(number);
}

bool is_pattern(const Group* first, const Group* end, const std::string& digits) {
  const auto step = [](int a, int b) { return b - a; };
  const auto even = [&](auto begin, auto stop, auto&& value) {
    const int by = step(value(*begin), value(*(begin + 1)));
    for (auto at = begin; at + 1 != stop; ++at) {
      if (step(value(*at), value(*(at + 1))) != by) return false;
    }
    return true;
  };
  if (digits.find_first_not_of("01") == digits.npos) return true;
  if (even(digits.begin(), digits.end(), [](char c) { return c - '0'; })) return true;
  const bool short_groups =
      std::all_of(first, end, [](const Group& group) { return group.digits.size() <= 4; });
  return end - first >= 4 && short_groups &&
         even(first, end, [](const Group& group) { return std::stoi(group.digits); });
}

}  // namespace chalkline::rules::contacts
