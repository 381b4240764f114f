#include "rules/contact_cells.h"

#include <algorithm>
#include <iterator>

#include "rules/text.h"

namespace chalkline::rules::contacts {
namespace {

// Pairs: a letter of another script, and the Latin one that looks like it.
constexpr std::u32string_view look_alikes =
    U"\u0430a\u0432b\u0435e\u043Ak\u043Cm\u043Dh\u043Eo\u0440p\u0441c\u0442t\u0443y\u0445x\u0456i"
    U"\u0458j\u0455s\u0501d\u04BBh\u051Bq\u051Dw\u04CFl\u0433r\u043Fn"
    U"\u03B1a\u03B2b\u03B5e\u03B3y\u03B9i\u03BAk\u03BDv\u03BFo\u03C1p\u03C4t\u03C5u\u03C7x\u03C9w"
    U"\u03B7n";

char32_t latin_look(char32_t c) {
  if (c < 0x370 || c > 0x52F) return c;  // neither Greek nor Cyrillic
  for (std::size_t i = 0; i < look_alikes.size(); i += 2) {
    if (look_alikes[i] == c) return look_alikes[i + 1];
  }
  return c;
}

// What holds a name or an address together.
bool is_of_word(char32_t c) { return is_letter(c) || c == '.' || c == '@' || c == '_' || c == '-'; }

void unify_look_alikes(std::vector<Cell>& cells, std::size_t first) {
  for (auto at = cells.begin() + static_cast<std::ptrdiff_t>(first); at != cells.end();) {
    const auto end = std::find_if(at, cells.end(), [](const Cell& x) { return !is_of_word(x.c); });
    if (std::any_of(at, end, [](const Cell& x) { return is_latin(x.c); })) {
      for (auto cell = at; cell != end; ++cell) cell->c = latin_look(cell->c);
    }
    at = end == cells.end() ? end : end + 1;
  }
}

bool may_be_drawn_apart(char32_t c) {
  return is_latin(c) || is_digit(c) || c == '@' || c == '.' || c == '_' || c == '-';
}

// How far "j o h n @ …" goes from `at`: the cell behind its last character.
std::size_t end_of_single_characters(const std::vector<Cell>& cells, std::size_t at) {
  const auto is_alone = [&](std::size_t i) {
    return i < cells.size() && may_be_drawn_apart(cells[i].c) &&
           (i + 1 == cells.size() || cells[i + 1].c == ' ' || cells[i + 1].c == '\n');
  };
  if (!is_alone(at)) return at;
  while (is_alone(at + 2) && cells[at + 1].c == ' ') at += 2;
  return at + 1;
}

// Closes up an address whose characters stand apart; other letters and digits stay as they are.
void close_up_addresses(std::vector<Cell>& cells, std::size_t first) {
  constexpr std::size_t fewest = 8;  // characters
  const auto all = cells.begin() + static_cast<std::ptrdiff_t>(first);
  if (std::none_of(all, cells.end(), [](const Cell& x) { return x.c == '@'; })) return;
  std::vector<Cell> closed;
  for (std::size_t at = first; at < cells.size();) {
    const bool begins = at == first || cells[at - 1].c == ' ' || cells[at - 1].c == '\n';
    const auto end = begins ? end_of_single_characters(cells, at) : at;
    const auto begin = cells.begin() + static_cast<std::ptrdiff_t>(at);
    const auto stop = cells.begin() + static_cast<std::ptrdiff_t>(std::max(end, at + 1));
    const bool address = end - at >= 2 * fewest - 1 &&
                         std::any_of(begin, stop, [](const Cell& x) { return x.c == '@'; });
    std::copy_if(begin, stop, std::back_inserter(closed),
                 [&](const Cell& cell) { return !address || cell.c != ' '; });
    at = std::max(end, at + 1);
  }
  cells.resize(first);
  cells.insert(cells.end(), closed.begin(), closed.end());
}

}  // namespace

void append_cells(std::vector<Cell>& cells, std::string_view text) {
  const std::size_t first = cells.size();
  cells.reserve(first + text.size());
  std::uint32_t position = 0;
  for (std::size_t at = 0; at < text.size(); ++position) {
    const auto folded = fold(next_code_point(text, at));
    if (folded.c != 0) {
      cells.push_back({folded.c, folded.capital, position, position + 1});
    } else if (cells.size() > first) {
      cells.back().to = position + 1;
    }
  }
  unify_look_alikes(cells, first);
  close_up_addresses(cells, first);
}

}  // namespace chalkline::rules::contacts
