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

  template <class Is>
  std::size_t count(std::size_t at, std::size_t end, Is&& is) const {
    return static_cast<std::size_t>(std::count_if(cells_.begin() + static_cast<std::ptrdiff_t>(at),
                                                  cells_.begin() + static_cast<std::ptrdiff_t>(end),
                                                  [&](const Cell& cell) { return is(cell.c); }));
  }

  // Digits, also with letters that look like some, where no other letter follows or precedes.
  std::size_t end_of_number(std::size_t at) const {
    const auto digits = end_of(at, is_digit);
    const bool in_word = at > 0 && is_letter(cells_[at - 1].c);
    const auto end =
        end_of(at, [](char32_t c) { return is_digit(c) || is_like_zero(c) || is_like_one(c); });
    const bool ends = end == cells_.size() || !is_letter(cells_[end].c);
    const bool drawn = count(at, end, is_digit) >= 2 && count(at, end, is_like_one) * 2 <= end - at;
    return !in_word && ends && drawn ? end : digits;
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

using Cells = std::vector<Cell>;

bool is_blank(const Cell& cell) { return cell.c == ' ' || cell.c == '\n'; }

bool has(std::span<const Cell> cells, char32_t c) {
  return std::any_of(cells.begin(), cells.end(), [&](const Cell& cell) { return cell.c == c; });
}

// What stands last in the texts so far, and first in a text: up to white space.
std::span<const Cell> last_piece(const Cells& cells) {
  const auto first = std::find_if(cells.rbegin(), cells.rend(), [](const Cell& cell) {
                       return is_blank(cell) || cell.c == message_end;
                     }).base();
  return {first, cells.end()};
}
std::span<const Cell> first_piece(const Cells& text) {
  return {text.begin(), std::find_if(text.begin(), text.end(), is_blank)};
}

// Whether an address goes on in the next text: "anna@ | posteo.de", "anna@posteo. | de",
// "anna@pos | teo.de", "www.anna. | com".
bool goes_on(std::span<const Cell> before, std::span<const Cell> behind) {
  if (before.empty() || behind.empty()) return false;
  const auto at = std::find_if(before.begin(), before.end(), [](auto& x) { return x.c == '@'; });
  const bool address = at != before.begin() && at != before.end();
  if (before.back().c == '@') return true;
  const bool dotted = has({at, before.end()}, '.');
  const bool host = before.size() > 4 && before[0].c == 'w' && before[1].c == 'w' &&
                    before[2].c == 'w' && before[3].c == '.';
  if (before.back().c == '.') return address || host;
  return address && !dotted && behind.front().c != '.' && has(behind, '.');
}

// Nobody sees white space at a text's ends, but there is some where a keyboard adds it to words.
void append_text(Reading& reading, std::string_view text) {
  auto& cells = reading.cells;
  Cells more;
  append_cells(more, text);
  if (!reading.begins.empty()) {
    while (!cells.empty() && is_blank(cells.back())) cells.pop_back();
    more.erase(more.begin(),
               std::find_if(more.begin(), more.end(), [](auto& x) { return !is_blank(x); }));
    if (!goes_on(last_piece(cells), first_piece(more))) cells.push_back({message_end});
  }
  reading.begins.push_back(cells.size());
  cells.insert(cells.end(), more.begin(), more.end());
}

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
  for (const auto& text : texts) append_text(reading, text);
  reading.taken.assign(reading.cells.size(), false);
  Tokenizer(reading).run();
  return reading;
}

}  // namespace chalkline::rules::contacts
