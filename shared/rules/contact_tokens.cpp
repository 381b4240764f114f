#include "rules/contact_tokens.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/text.h"

namespace chalkline::rules::contacts {
namespace {

constexpr std::size_t longest_word = 24;  // cells; none in the vocabulary is longer
constexpr std::size_t longest_ideographic_word = 4;
constexpr char32_t bullet = 0x2022;

class Tokenizer {
 public:
  explicit Tokenizer(Reading& reading) : reading_(reading), cells_(reading.cells) {}

  void run() {
    for (std::size_t at = 0; at < cells_.size();) {
      reading_.tokens.push_back(next(at));
      at = reading_.tokens.back().end;
    }
  }

 private:
  Token next(std::size_t at) const {
    const char32_t c = cells_[at].c;
    if (c == message_end) return {TokenKind::message, at, at + 1};
    if (c == ' ' || c == '\n') return white_space(at);
    if (const auto end = end_of_number(at); end > at) return {TokenKind::number, at, end};
    if (is_letter(c)) return is_ideograph(c) ? ideographs(at) : word(at);
    const auto end = end_of(at, [](char32_t x) { return x == bullet; });
    if (end >= at + 3) return {TokenKind::wall, at, end};
    return {TokenKind::mark, at, at + 1, c};
  }

  template <class Is>
  std::size_t end_of(std::size_t at, Is&& is) const {
    while (at < cells_.size() && is(cells_[at].c)) ++at;
    return at;
  }

  Token white_space(std::size_t at) const {
    bool line = false;
    const auto end = end_of(at, [&](char32_t c) {
      line = line || c == '\n';
      return c == ' ' || c == '\n';
    });
    return {line ? TokenKind::line : TokenKind::space, at, end};
  }

  static bool is_like_zero(char32_t c) { return c == 'o' || c == 0x43E || c == 0x3BF; }

  // Digits, also with the letter o for zero ("O171"), where no other letter follows or precedes.
  std::size_t end_of_number(std::size_t at) const {
    const auto digits = end_of(at, is_digit);
    const bool in_word = at > 0 && is_letter(cells_[at - 1].c);
    const auto end = end_of(at, [](char32_t c) { return is_digit(c) || is_like_zero(c); });
    const auto count =
        static_cast<std::size_t>(std::count_if(cells_.begin() + static_cast<std::ptrdiff_t>(at),
                                               cells_.begin() + static_cast<std::ptrdiff_t>(end),
                                               [](const Cell& cell) { return is_digit(cell.c); }));
    const bool ends = end == cells_.size() || !is_letter(cells_[end].c);
    return !in_word && ends && count >= 2 ? end : digits;
  }

  Token word(std::size_t at) const {
    const auto end =
        end_of(at, [](char32_t c) { return is_letter(c) && !is_ideograph(c) && !is_digit(c); });
    Token token{TokenKind::word, at, end};
    if (end - at <= longest_word) token.word = look_up(reading_.text(at, end));
    return token;
  }

  // The longest known word that begins here, or else one letter.
  Token ideographs(std::size_t at) const {
    auto end = at;
    while (end < cells_.size() && end < at + longest_ideographic_word &&
           is_ideograph(cells_[end].c)) {
      ++end;
    }
    for (auto word = reading_.text(at, end); end > at; --end) {
      const auto found = look_up(word);
      if (found.meanings != 0) return {TokenKind::word, at, end, 0, found};
      while ((static_cast<unsigned char>(word.back()) & 0xC0U) == 0x80U) word.pop_back();
      word.pop_back();
    }
    return {TokenKind::word, at, at + 1};
  }

  Reading& reading_;
  const std::vector<Cell>& cells_;
};

}  // namespace

void Reading::take(Finding finding) {
  const auto first = taken.begin() + static_cast<std::ptrdiff_t>(finding.first);
  const auto end = taken.begin() + static_cast<std::ptrdiff_t>(finding.end);
  if (std::find(first, end, true) != end) return;
  std::fill(first, end, true);
  findings.push_back(std::move(finding));
}

std::string Reading::text(std::size_t first, std::size_t end) const {
  std::string text;
  for (std::size_t i = first; i < end; ++i) append_utf8(text, cells[i].c);
  return text;
}

Reading read(std::span<const std::string_view> texts) {
  Reading reading;
  for (const auto& text : texts) {
    if (!reading.cells.empty()) reading.cells.push_back({message_end});
    append_cells(reading.cells, text);
  }
  reading.taken.assign(reading.cells.size(), false);
  Tokenizer(reading).run();
  return reading;
}

}  // namespace chalkline::rules::contacts
