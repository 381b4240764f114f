#include "rules/contact_numbers.h"

#include <algorithm>
#include <string_view>

namespace chalkline::rules::contacts {
namespace {

bool is_operator(const Token& token) {
  constexpr std::u32string_view operators = U"=+\u00D7\u00F7^<>\u2264\u2265\u2248%\u00B0€$£¥*\\&#";
  return token.is(TokenKind::mark) && operators.find(token.c) != operators.npos;
}

// "14", "0", "0.25", as numbers that count something are written: no 0 before others, no "0171".
bool is_value(const Group* first, const Group* end) {
  constexpr std::size_t most_digits = 4;
  const auto& whole = first->digits;
  const bool plain = !first->in_words && whole.size() <= most_digits &&
                     (whole.size() == 1 || whole.front() != '0');
  const auto* const next = first + 1;
  const bool decimal = end - first == 2 && next->gap == Gap::dot && !next->in_words &&
                       next->digits.size() <= most_digits;
  return plain && (next == end || decimal);
}

// Whether the run is several messages with one value each.
bool are_values(const Group* first, const Group* end) {
  int messages = 0;
  while (first != end) {
    const auto* const next =
        std::find_if(first + 1, end, [](const Group& group) { return group.gap >= Gap::message; });
    if (!is_value(first, next)) return false;
    ++messages;
    first = next;
  }
  return messages > 1;
}

// What stands around the groups of a run.
class Surroundings {
 public:
  Surroundings(const Reading& reading, std::size_t first, std::size_t end)
      : cells_(reading.cells), tokens_(reading.tokens), first_(first), end_(end) {}

  bool has_plus() const {
    return first_ > 0 && tokens_[first_ - 1].is_mark('+') &&
           (is_sign(first_ - 1) || !is_sum(first_ - 1));
  }

  void describe(Number& number) const {
    const auto before = number.plus ? first_ - 1 : first_;
    look_back(number, before);
    look_ahead(number);
    number.in_a_word = touches(before, true) || touches(end_, false);
    const auto previous = beside(before, true);
    const auto next = beside(end_, false);
    number.operand =
        (previous < tokens_.size() && is_operator(tokens_[previous])) ||
        (next < tokens_.size() && is_operator(tokens_[next]) && !(next > end_ && is_sign(next)));
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

  // " +49": a plus that belongs to what follows it.
  bool is_sign(std::size_t at) const {
    return at > 0 && tokens_[at - 1].is_space() && tokens_[at].is_mark('+') &&
           at + 1 < tokens_.size() && tokens_[at + 1].is(TokenKind::number);
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

}  // namespace

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
  number.values = are_values(first, end);
  const Surroundings around(reading, first->token, (end - 1)->token_end);
  number.plus = around.has_plus();
  around.describe(number);
  return number;
}

}  // namespace chalkline::rules::contacts
