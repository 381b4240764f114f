#include "rules/contact_letters.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "rules/text.h"

namespace chalkline::rules::contacts {
namespace {

constexpr std::array<std::u32string_view, 10> brackets{U"()", U"[]", U"{}", U"<>", U"--",
                                                       U"__", U"**", U"~~", U"||", U"\"\""};

class Speller {
 public:
  explicit Speller(const Reading& reading) : reading_(reading), tokens_(reading.tokens) {}

  Letters run() {
    letters_.reserve(reading_.cells.size());
    for (std::size_t at = 0; at < tokens_.size();) {
      if (const auto end = bracketed(at); end > at) {
        const char32_t said = said_at(inner(at));
        at = put(said == 0 ? U'@' : said, Manner::bracketed, at, end);
      } else if (is_spoken(at)) {
        at = put(said_at(at), Manner::spoken, at, at + 1);
      } else if (stands_apart(at)) {
        at = put(tokens_[at].c, Manner::apart, at, at + 1);
      } else {
        copy(tokens_[at++]);
      }
    }
    return std::move(letters_);
  }

 private:
  const Token* token(std::size_t at) const { return at < tokens_.size() ? &tokens_[at] : nullptr; }
  bool is_space(std::size_t at) const { return token(at) && tokens_[at].is_space(); }
  bool is_name(std::size_t at) const {
    return token(at) && (tokens_[at].is(TokenKind::word) || tokens_[at].is(TokenKind::number));
  }
  std::size_t after_space(std::size_t at) const { return is_space(at) ? at + 1 : at; }

  // '@' or '.' that the token writes or says; 0: neither.
  char32_t said_at(std::size_t at) const {
    if (!token(at)) return 0;
    if (tokens_[at].has(Meaning::at) || tokens_[at].is_mark('@')) return '@';
    return tokens_[at].has(Meaning::dot) || tokens_[at].is_mark('.') ? '.' : 0;
  }

  std::size_t inner(std::size_t at) const { return after_space(at + 1); }

  // The end of "(at)" and the like that begins at `at`; `at` where there is none.
  std::size_t bracketed(std::size_t at) const {
    if (!tokens_[at].is(TokenKind::mark)) return at;
    const auto said = inner(at);
    const auto close = after_space(said + 1);
    if (!token(close) || (said_at(said) == 0 && !is_a(at, said))) return at;
    const bool pair = std::any_of(brackets.begin(), brackets.end(), [&](auto both) {
      return tokens_[at].is_mark(both[0]) && tokens_[close].is_mark(both[1]);
    });
    return pair ? close + 1 : at;
  }

  // "john(a)example.com"
  bool is_a(std::size_t at, std::size_t said) const {
    return tokens_[at].is_mark('(') && said == at + 1 && at > 0 && is_name(at - 1) &&
           is_name(at + 3) && tokens_[said].is(TokenKind::word) &&
           reading_.text(tokens_[said].first, tokens_[said].end) == "a";
  }

  // A word for '@' or '.' between two names; in scripts without spaces, between Latin letters.
  bool is_spoken(std::size_t at) const {
    if (!tokens_[at].is(TokenKind::word) || said_at(at) == 0 || at == 0) return false;
    if (is_ideograph(reading_.cells[tokens_[at].first].c)) return is_latin_at(at + 1);
    if (!is_space(at - 1) || !is_space(at + 1) || !is_name(at + 2)) return false;
    return at == 1 || is_name(at - 2) || tokens_[at - 2].is_mark(')') || letters_.empty() ||
           letters_.back().manner != Manner::literal;
  }

  bool is_latin_at(std::size_t at) const {
    return token(at) && is_latin(reading_.cells[tokens_[at].first].c);
  }

  // "john @ gmail . com", "gmail .com", and '@' at the beginning of a message that goes on.
  bool stands_apart(std::size_t at) const {
    const auto& here = tokens_[at];
    if (at < 2 || !is_space(at - 1) || !is_name(at - 2)) return false;
    const auto next = after_space(at + 1);
    if (here.is_mark('@')) {
      return is_name(next) && (next > at + 1 || tokens_[at - 1].is(TokenKind::message));
    }
    return here.is_mark('.') && is_name(next) &&
           (tokens_[next].has(Meaning::domain) ||
            (next > at + 1 && tokens_[next].has(Meaning::common_domain)));
  }

  void copy(const Token& token) {
    for (std::size_t i = token.first; i < token.end; ++i) {
      const auto& cell = reading_.cells[i];
      letters_.push_back({cell.c, Manner::literal, cell.capital, reading_.taken[i], i, i + 1});
    }
  }

  // One letter for the tokens [at, end) and the spaces around them; where to go on.
  std::size_t put(char32_t c, Manner manner, std::size_t at, std::size_t end) {
    const auto is_blank = [](char32_t x) { return x == ' ' || x == '\n' || x == message_end; };
    while (!letters_.empty() && is_blank(letters_.back().c)) letters_.pop_back();
    letters_.push_back({c, manner, false, false, tokens_[at].first, tokens_[end - 1].end});
    return after_space(end);
  }

  const Reading& reading_;
  const std::vector<Token>& tokens_;
  Letters letters_;
};

}  // namespace

Letters spell_out(const Reading& reading) { return Speller(reading).run(); }

Host host_at(const Letters& letters, std::size_t first) {
  Host host{.first = first, .end = first, .labels = {}, .last_label = first};
  const auto is_label = [&](std::size_t at) {
    return at < letters.size() && (is_of_name(letters[at].c) || letters[at].c == '-');
  };
  for (std::size_t at = first; is_label(at);) {
    std::string label;
    host.last_label = at;
    for (; is_label(at); ++at) append_utf8(label, letters[at].c);
    host.labels.push_back(std::move(label));
    host.end = at;
    if (at >= letters.size() || letters[at].c != '.' || !is_label(at + 1)) break;
    host.has_manner = host.has_manner || letters[at].manner != Manner::literal;
    ++at;
  }
  return host;
}

std::size_t end_of_handle(const Letters& letters, std::size_t first) {
  const auto is_inside = [&](std::size_t i) {
    const char32_t c = i < letters.size() ? letters[i].c : 0;
    return is_latin(c) || is_digit(c) || c == '_' || c == '.' || c == '-';
  };
  std::size_t end = first;
  while (is_inside(end)) ++end;
  while (end > first && (letters[end - 1].c == '.' || letters[end - 1].c == '-')) --end;
  return end;
}

std::string name_of(const Host& host) {
  std::string name;
  for (const auto& label : host.labels) name += (name.empty() ? "" : ".") + label;
  return name;
}

}  // namespace chalkline::rules::contacts
