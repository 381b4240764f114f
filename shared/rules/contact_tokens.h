#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "rules/contact_cells.h"
#include "rules/contact_spans.h"
#include "rules/contact_words.h"

namespace chalkline::rules::contacts {

enum class TokenKind : std::uint8_t {
  word,
  number,
  mark,     // one of everything else
  space,    // one or more
  line,     // white space with a line's end in it
  message,  // the end of one of the sender's texts
  wall,     // "•••": something was masked here, and nothing goes through it
};

struct Token {
  TokenKind kind = TokenKind::mark;
  std::size_t first = 0;  // cells [first, end)
  std::size_t end = 0;
  char32_t c = 0;  // of a mark
  Word word;       // of a word

  bool is(TokenKind other) const { return kind == other; }
  bool is_mark(char32_t mark) const { return kind == TokenKind::mark && c == mark; }
  bool is_space() const {
    return kind == TokenKind::space || kind == TokenKind::line || kind == TokenKind::message;
  }
  bool has(Meaning meaning) const { return kind == TokenKind::word && word.has(meaning); }
};

// A contact detail: cells [first, end), and as what details are compared (see contact_key).
struct Finding {
  ContactKind kind = ContactKind::phone;
  std::size_t first = 0;
  std::size_t end = 0;
  std::string key;
};

// One or more texts taken apart.
struct Reading {
  std::vector<Cell> cells;
  std::vector<std::size_t> begins;  // the first cell of each text
  std::vector<Token> tokens;
  std::vector<Finding> findings;
  std::vector<bool> taken;  // by cell: belongs to a finding

  // Nothing happens where another finding has some of its cells.
  void take(Finding finding);
  bool is_taken(const Token& token) const { return taken[token.first]; }
  // Cells [first, end) in UTF-8.
  std::string text(std::size_t first, std::size_t end) const;
};

// The texts one behind the other, with a message's end between them unless an address goes on.
Reading read(std::span<const std::string_view> texts);

// Each adds what it finds to the reading, beside what is taken already: addresses before numbers
// before handles.
void find_addresses(Reading& reading);
void find_phones(Reading& reading);
void find_handles(Reading& reading);

}  // namespace chalkline::rules::contacts
