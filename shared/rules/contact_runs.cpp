#include "rules/contact_runs.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace chalkline::rules::contacts {
namespace {

constexpr std::size_t widest_gap = 4;  // tokens

bool may_part_digits(char32_t c) {
  constexpr std::u32string_view ascii = U"-./()_*~|,;:[]{}\u2022\u2026\u00BA";
  return ascii.find(c) != ascii.npos || (c >= 0x2190 && !is_letter(c));
}

class Runs {
 public:
  explicit Runs(const Reading& reading)
      : reading_(reading), tokens_(reading.tokens), dated_(tokens_.size(), false) {
    for (std::size_t at = 0; at < tokens_.size(); ++at) mark_date(at);
  }

  std::vector<Run> all() {
    std::vector<Run> runs;
    bool goes_on = false;
    for (std::size_t at = 0; at < tokens_.size();) {
      auto group = group_at(at);
      if (!group) {
        ++at;
        continue;
      }
      if (goes_on) {
        const auto gap = gap_between(runs.back().back().token_end, at);
        goes_on = gap.has_value();
        group->gap = gap.value_or(Gap::none);
      }
      if (!goes_on) runs.emplace_back();
      at = group->token_end;
      runs.back().push_back(std::move(*group));
      goes_on = true;
    }
    return runs;
  }

 private:
  const Token* token(std::size_t at) const { return at < tokens_.size() ? &tokens_[at] : nullptr; }
  bool is_number(std::size_t at) const { return token(at) && tokens_[at].is(TokenKind::number); }
  bool is_mark(std::size_t at, char32_t c) const { return token(at) && tokens_[at].is_mark(c); }

  std::string digits_of(const Token& number) const {
    std::string digits;
    for (std::size_t i = number.first; i < number.end; ++i) {
      const char32_t c = reading_.cells[i].c;
      digits += is_digit(c) ? static_cast<char>(c) : is_like_one(c) ? '1' : '0';
    }
    return digits;
  }

  // The value of a short number; -1 for any other token.
  int value_at(std::size_t at) const {
    if (!is_number(at) || tokens_[at].end - tokens_[at].first > 4) return -1;
    int value = 0;
    for (const char digit : digits_of(tokens_[at])) value = value * 10 + (digit - '0');
    return value;
  }

  // 12.05.2026, 5/12/26, 2026-05-12; also times, fractions and spans of years. A separator that
  // goes on is no date: the numbers of France are written 06.12.34.56.78.
  void mark_date(std::size_t at) {
    if (value_at(at) < 0 || value_at(at + 2) < 0) return;
    mark_pair(at);
    if (value_at(at + 4) < 0) return;
    const auto& separator = tokens_[at + 1];
    const bool known = separator.is_mark('.') || separator.is_mark('/') || separator.is_mark('-');
    if (!known || !is_mark(at + 3, separator.c)) return;
    if (is_mark(at + 5, separator.c) && is_number(at + 6)) return;
    if (at >= 2 && is_mark(at - 1, separator.c) && is_number(at - 2)) return;
    if (is_date(at, at + 2, at + 4) || is_date(at + 4, at + 2, at)) mark(at, at + 5);
  }

  // 10:30; 05/06, where no further number follows so; 1914-1918.
  void mark_pair(std::size_t at) {
    const bool begins = at < 2 || !is_mark(at - 1, '/') || !is_number(at - 2);
    const bool ends = !is_mark(at + 3, '/') || !is_number(at + 4);
    const bool short_ones = width(at) <= 2 && width(at + 2) <= 2;
    const bool time = is_mark(at + 1, ':') && short_ones;
    const bool fraction = is_mark(at + 1, '/') && begins && ends && short_ones;
    const bool years = is_mark(at + 1, '-') && is_year(at) && is_year(at + 2);
    if (time || fraction || years) mark(at, at + 3);
  }

  bool is_year(std::size_t at) const {
    return width(at) == 4 && value_at(at) >= 1000 && value_at(at) <= 2100;
  }
  std::size_t width(std::size_t at) const { return tokens_[at].end - tokens_[at].first; }

  bool is_date(std::size_t day, std::size_t month, std::size_t year) const {
    const int d = value_at(day);
    const int m = value_at(month);
    const bool in_order = d >= 1 && d <= 31 && m >= 1 && m <= 12;
    const bool turned = m >= 1 && m <= 31 && d >= 1 && d <= 12;
    return (in_order || turned) && width(day) <= 2 && width(month) <= 2 &&
           (width(year) == 2 || width(year) == 4);
  }

  void mark(std::size_t first, std::size_t end) {
    for (std::size_t at = first; at < end; ++at) dated_[at] = true;
  }

  std::optional<Group> group_at(std::size_t at) const {
    const auto& here = tokens_[at];
    if (reading_.is_taken(here) || dated_[at]) return std::nullopt;
    if (here.is(TokenKind::number)) return Group{digits_of(here), false, Gap::none, at, at + 1};
    if (here.has(Meaning::repeat) && token(at + 2) && tokens_[at + 1].is(TokenKind::space) &&
        tokens_[at + 2].has(Meaning::digits)) {
      const std::string twice(tokens_[at + 2].word.digits);
      return Group{twice + twice, true, Gap::none, at, at + 3};
    }
    if (!here.has(Meaning::digits)) return std::nullopt;
    return Group{std::string(here.word.digits), true, Gap::none, at, at + 1};
  }

  // None where what stands between parts two numbers.
  std::optional<Gap> gap_between(std::size_t first, std::size_t end) const {
    if (end - first > widest_gap) return std::nullopt;
    auto gap = first == end ? Gap::none : Gap::space;
    bool spaced = false;
    for (std::size_t at = first; at < end; ++at) {
      const auto& token = tokens_[at];
      spaced = spaced || token.is_space();
      if (dated_[at] || reading_.is_taken(token)) return std::nullopt;
      if (token.is_space()) {
        gap = std::max(gap, kind_of(token.kind));
        continue;
      }
      if (!token.is(TokenKind::mark) || !may_part_digits(token.c)) return std::nullopt;
      gap = gap < Gap::message ? kind_of(token.c) : std::max(gap, kind_of(token.c));
    }
    return alone(first, end, spaced, gap);
  }

  static Gap kind_of(TokenKind space) {
    if (space == TokenKind::message) return Gap::message;
    return space == TokenKind::line ? Gap::loose : Gap::none;
  }

  static Gap kind_of(char32_t c) {
    if (c == ',' || c == ';') return Gap::loose;
    return c == '-' ? Gap::dash : c == '.' ? Gap::dot : Gap::mark;
  }

  // A single '-', '/' or '*' with spaces around may be an operator.
  std::optional<Gap> alone(std::size_t first, std::size_t end, bool spaced, Gap gap) const {
    const bool single = end - first == 3 && spaced;
    if (single && tokens_[first + 1].is_mark('*')) return std::nullopt;
    if (single && (gap == Gap::dash || tokens_[first + 1].is_mark('/'))) return Gap::loose;
    return gap;
  }

  const Reading& reading_;
  const std::vector<Token>& tokens_;
  std::vector<bool> dated_;
};

}  // namespace

std::vector<Run> find_runs(const Reading& reading) { return Runs(reading).all(); }

}  // namespace chalkline::rules::contacts
