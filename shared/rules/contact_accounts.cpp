#include "rules/contact_accounts.h"

#include <string_view>

namespace chalkline::rules::contacts {
namespace {

bool is_mark(const Reading& reading, std::size_t at, char32_t c) {
  return at < reading.tokens.size() && reading.tokens[at].is_mark(c);
}

bool is_part(const Reading& reading, std::size_t at) {
  if (at >= reading.tokens.size() || reading.is_taken(reading.tokens[at])) return false;
  const auto& token = reading.tokens[at];
  return token.is(TokenKind::number) ||
         (token.is(TokenKind::word) && is_latin(reading.cells[token.first].c));
}

bool is_sign(const Reading& reading, std::size_t at) {
  return is_mark(reading, at, '_') || is_mark(reading, at, '.') || is_mark(reading, at, '-');
}

bool is_connector(char32_t c) {
  constexpr std::u32string_view connectors = U":=,-(\"'/@>~\u2192";
  return connectors.find(c) != connectors.npos || (c > 0x2190 && !is_letter(c));
}

}  // namespace

Account account_at(const Reading& reading, std::size_t first) {
  const auto& tokens = reading.tokens;
  Account found{.first = first, .end = first};
  for (auto at = first; at < tokens.size() && found.cells <= longest_account; ++at) {
    const bool sign = is_sign(reading, at);
    const bool underscore = is_mark(reading, at, '_');
    const bool goes_on = is_part(reading, at + 1) || is_sign(reading, at + 1);
    if (sign ? !underscore && !goes_on : !is_part(reading, at)) break;
    found.end = at + 1;
    found.cells += tokens[at].end - tokens[at].first;
    found.has_letter = found.has_letter || tokens[at].is(TokenKind::word);
    found.has_digit = found.has_digit || tokens[at].is(TokenKind::number);
    found.has_sign = found.has_sign || (sign && !is_mark(reading, at, '-'));
  }
  found.common = found.end == first + 1 && tokens[first].word.meanings != 0;
  return found;
}

Account account_before(const Reading& reading, std::size_t end) {
  std::size_t first = end;
  std::size_t cells = 0;
  while (first > 0 && cells <= longest_account &&
         (is_part(reading, first - 1) || is_sign(reading, first - 1))) {
    --first;
    cells += reading.tokens[first].end - reading.tokens[first].first;
  }
  const auto found = account_at(reading, first);
  return found.end == end && is_part(reading, first) ? found : Account{.first = end, .end = end};
}

Between between(const Reading& reading, std::size_t first) {
  constexpr std::size_t most = 10;  // tokens
  Between gap{.first = first, .end = first};
  for (; gap.end < reading.tokens.size() && gap.end < first + most; ++gap.end) {
    const auto& here = reading.tokens[gap.end];
    const bool is_word =
        here.has(Meaning::naming) || here.has(Meaning::is) || here.has(Meaning::mine);
    const bool is_mark = here.is(TokenKind::mark) && is_connector(here.c);
    if (!here.is_space() && !is_word && !is_mark) break;
    if (is_word && is_sign(reading, gap.end + 1)) break;
    gap.message = gap.message || here.is(TokenKind::message);
    gap.sign = gap.sign || here.is_mark(':');
    gap.naming = gap.naming || here.has(Meaning::naming);
    gap.is = gap.is || here.has(Meaning::is) || here.is_mark('=');
    gap.mine = gap.mine || here.has(Meaning::mine);
  }
  return gap;
}

}  // namespace chalkline::rules::contacts
