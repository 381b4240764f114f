#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "rules/contact_numbers.h"
#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {
namespace {

constexpr std::size_t fewest_digits = 7;
constexpr std::size_t most_digits = 15;

// A number as it stands among its neighbours.
struct Number {
  std::string digits;
  std::vector<std::size_t> sizes;  // of its groups
  std::size_t in_words = 0;        // groups
  bool same_gaps = true;
  Gap gap = Gap::none;  // of the second group
  bool loose = false;   // some gap is loose
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

bool is_operator(const Token& token) {
  constexpr std::u32string_view operators = U"=+\u00D7\u00F7^<>\u2264\u2265\u2248%\u00B0€$£¥*\\&#";
  return token.is(TokenKind::mark) && operators.find(token.c) != operators.npos;
}

// What stands around the groups of a run.
class Surroundings {
 public:
  Surroundings(const Reading& reading, std::size_t first, std::size_t end)
      : cells_(reading.cells), tokens_(reading.tokens), first_(first), end_(end) {}

  bool has_plus() const {
    return first_ > 0 && tokens_[first_ - 1].is_mark('+') && !is_sum(first_ - 1);
  }

  void describe(Number& number) const {
    const auto before = number.plus ? first_ - 1 : first_;
    look_back(number, before);
    look_ahead(number);
    number.in_a_word = touches(before, true) || touches(end_, false);
    const auto previous = beside(before, true);
    const auto next = beside(end_, false);
    number.operand = (previous < tokens_.size() && is_operator(tokens_[previous])) ||
                     (next < tokens_.size() && is_operator(tokens_[next]));
  }

 private:
  static constexpr int words_before = 6;
  static constexpr int words_after = 4;
  static constexpr int near = 2;
  static constexpr std::size_t furthest = 30;  // tokens, words or not

  // The next token that is no space, tokens_.size() where there is none.
  std::size_t beside(std::size_t at, bool back) const {
    for (;;) {
      if (back ? at == 0 : at >= tokens_.size()) return tokens_.size();
      if (!tokens_[back ? at - 1 : at].is_space()) return back ? at - 1 : at;
      at = back ? at - 1 : at + 1;
    }
  }

  // Whether a plus at `at` adds to something.
  bool is_sum(std::size_t at) const {
    const auto previous = beside(at, true);
    if (previous == tokens_.size()) return false;
    const auto& token = tokens_[previous];
    const bool variable =
        token.is(TokenKind::word) && token.end - token.first == 1 && token.word.meanings == 0;
    return token.is(TokenKind::number) || token.is_mark(')') || variable;
  }

  bool touches(std::size_t at, bool back) const {
    if (back ? at == 0 : at >= tokens_.size()) return false;
    const auto& token = tokens_[back ? at - 1 : at];
    return token.is(TokenKind::word) && !token.has(Meaning::phone) &&
           !is_ideograph(cells_[token.first].c);
  }

  void look_back(Number& number, std::size_t at) const {
    bool is_number = false;
    int calling = 0;  // words before the number
    const auto from = at - std::min(at, furthest);
    for (int words = 0; at > from && words < words_before; --at) {
      const auto& token = tokens_[at - 1];
      if (!token.is(TokenKind::word)) continue;
      ++words;
      const bool says = token.has(Meaning::phone) || (is_number && token.has(Meaning::mine));
      if (says && calling == 0) calling = words;
      number.counted = number.counted || (words <= near && token.has(Meaning::counted));
      number.calculated = number.calculated || token.has(Meaning::arithmetic);
      is_number = is_number || token.has(Meaning::number);
    }
    // "call me about exercise 1234567"
    number.for_calling = calling > 0 && !(number.counted && calling > near);
  }

  void look_ahead(Number& number) const {
    int words = 0;
    const auto to = std::min(tokens_.size(), end_ + furthest);
    for (std::size_t at = end_; at < to && words < words_after; ++at) {
      const auto& token = tokens_[at];
      if (!token.is(TokenKind::word)) continue;
      ++words;
      number.for_calling = number.for_calling || token.has(Meaning::phone);
      number.calculated = number.calculated || token.has(Meaning::arithmetic);
    }
  }

  const std::vector<Cell>& cells_;
  const std::vector<Token>& tokens_;
  std::size_t first_;
  std::size_t end_;
};

Number describe(const Reading& reading, const Group* first, const Group* end) {
  Number number;
  for (const auto* group = first; group != end; ++group) {
    number.digits += group->digits;
    number.sizes.push_back(group->digits.size());
    number.in_words += group->in_words ? 1 : 0;
    if (group == first) continue;
    if (group == first + 1) number.gap = group->gap;
    number.same_gaps = number.same_gaps && group->gap == number.gap;
    number.loose = number.loose || group->gap == Gap::loose;
  }
  const Surroundings around(reading, first->token, (end - 1)->token_end);
  number.plus = around.has_plus();
  around.describe(number);
  return number;
}

// 1 2 3 4 5 6 7 8, 7 14 21 28, 1111111, 10110111: counting, tables and binary numbers.
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

// Commas and line ends part the numbers of a list, unless every digit stands alone or the first
// group is a dialling code.
bool may_be_one(const Number& number) {
  const bool coded = number.digits[0] == '0' && number.sizes.front() >= 3;
  return !number.loose || number.plus || coded || number.single_digits() || number.for_calling;
}

bool is_phone(const Number& number) {
  if (number.in_a_word || !may_be_one(number)) return false;
  if (number.operand && !number.for_calling) return false;
  if (number.plus) return number.size() >= 8 && number.digits[0] != '0';
  if (is_isbn(number.digits) || is_decimal(number)) return false;
  if (number.for_calling) return true;
  if (number.counted || number.calculated || is_grouped_by_thousands(number)) return false;
  return is_dialled(number) || is_national(number) || is_written_out(number);
}

class Phones {
 public:
  explicit Phones(Reading& reading) : reading_(reading) {}

  // The parts between loose gaps and between digits and words first, then all of it at once: two
  // numbers side by side are two, and one number drawn apart is one.
  void search(const Run& run) {
    const auto* const end = run.data() + run.size();
    bool found = false;
    for (const auto* first = run.data(); first != end;) {
      const auto* const next = std::find_if(first + 1, end, [](const Group& group) {
        return group.gap >= Gap::message || group.in_words != (&group - 1)->in_words;
      });
      found = take(first, next) || found;
      first = next;
    }
    if (found || take(run.data(), end)) return;
    for (const auto* first = run.data(); first != end; ++first) {
      if (begins_with_code(*first) && take(first, end_of_number(first, end))) break;
    }
  }

 private:
  bool take(const Group* first, const Group* end) {
    const auto count = digits_in(first, end);
    if (count < fewest_digits || count > most_digits) return false;
    const auto number = describe(reading_, first, end);
    if (!is_phone(number)) return false;
    if (is_pattern(first, end, number.digits) && !number.plus) return false;
    const auto& tokens = reading_.tokens;
    const auto first_token = first->token - (number.plus ? 1 : 0);
    reading_.take({ContactKind::phone, tokens[first_token].first,
                   tokens[(end - 1)->token_end - 1].end, number.digits});
    return true;
  }

  // "at 12 0171 5550123": a dialling code begins a number of its own.
  static bool begins_with_code(const Group& group) {
    return group.digits.size() >= 3 && group.digits[0] == '0';
  }

  // Up to the next code.
  static const Group* end_of_number(const Group* first, const Group* end) {
    return std::find_if(first + 1, end, begins_with_code);
  }

  static std::size_t digits_in(const Group* first, const Group* end) {
    std::size_t count = 0;
    for (const auto* group = first; group != end; ++group) count += group->digits.size();
    return count;
  }

  Reading& reading_;
};

}  // namespace

void find_phones(Reading& reading) {
  Phones phones(reading);
  for (const auto& run : find_runs(reading)) phones.search(run);
}

}  // namespace chalkline::rules::contacts
