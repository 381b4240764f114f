#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>

#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {
namespace {

constexpr std::size_t shortest = 3;  // cells of a handle
constexpr std::size_t longest = 40;

// What may be a handle: tokens [first, end).
struct Candidate {
  std::size_t first = 0;
  std::size_t end = 0;
  std::size_t cells = 0;
  bool has_letter = false;
  bool has_digit = false;
  bool has_sign = false;  // '_' or a dot inside
  bool common = false;    // a single word that says something else

  bool is_odd() const { return has_letter && (has_digit || has_sign); }
};

// What stands between the name of a network and a handle.
struct Between {
  std::size_t end = 0;  // token behind it
  bool sign = false;    // ':' or '='
  bool naming = false;  // "username"
  bool is = false;
  bool message = false;  // the handle comes in a message of its own
};

class Handles {
 public:
  explicit Handles(Reading& reading) : reading_(reading), tokens_(reading.tokens) {}

  void run() {
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      const auto& token = tokens_[at];
      if (token.is_mark('#')) tagged(at);
      if (reading_.is_taken(token)) continue;
      if (token.has(Meaning::mailbox)) mailbox(at);
      if (token.has(Meaning::service) || token.has(Meaning::common_service)) service(at);
    }
  }

 private:
  const Token* token(std::size_t at) const { return at < tokens_.size() ? &tokens_[at] : nullptr; }
  bool is_mark(std::size_t at, char32_t c) const { return token(at) && tokens_[at].is_mark(c); }

  bool is_latin_part(std::size_t at) const {
    if (!token(at) || reading_.is_taken(tokens_[at])) return false;
    if (tokens_[at].is(TokenKind::number)) return true;
    return tokens_[at].is(TokenKind::word) && is_latin(reading_.cells[tokens_[at].first].c);
  }
  bool is_inner_sign(std::size_t at) const {
    return is_mark(at, '_') || is_mark(at, '.') || is_mark(at, '-');
  }

  Candidate candidate_at(std::size_t first) const {
    Candidate found{.first = first, .end = first};
    for (std::size_t at = first; token(at) && found.cells <= longest; ++at) {
      const bool sign = is_inner_sign(at);
      if (!sign && !is_latin_part(at)) break;
      if (sign && !is_mark(at, '_') && !is_latin_part(at + 1) && !is_inner_sign(at + 1)) break;
      found.end = at + 1;
      found.cells += tokens_[at].end - tokens_[at].first;
      found.has_letter = found.has_letter || tokens_[at].is(TokenKind::word);
      found.has_digit = found.has_digit || tokens_[at].is(TokenKind::number);
      found.has_sign = found.has_sign || (sign && !is_mark(at, '-'));
    }
    found.common = found.end == first + 1 && tokens_[first].word.meanings != 0;
    return found;
  }

  Between between(std::size_t at) const {
    constexpr std::size_t most = 10;  // tokens
    Between gap{.end = at};
    for (; token(gap.end) && gap.end < at + most; ++gap.end) {
      const auto& here = tokens_[gap.end];
      if (here.is_space()) {
        gap.message = gap.message || here.is(TokenKind::message);
      } else if (here.is(TokenKind::mark)) {
        if (!is_connector(here.c)) break;
        gap.sign = gap.sign || here.c == ':' || here.c == '=' || here.c == 0xFF1A;
      } else if (here.has(Meaning::naming) || here.has(Meaning::is) || here.has(Meaning::mine)) {
        gap.naming = gap.naming || here.has(Meaning::naming);
        gap.is = gap.is || here.has(Meaning::is);
      } else {
        break;
      }
    }
    return gap;
  }

  static bool is_connector(char32_t c) {
    constexpr std::u32string_view connectors = U":=,-(\"'/@>~\u2192";
    return connectors.find(c) != connectors.npos;
  }

  // Whether somebody speaks of their own: "my line", "on signal", "add me on …".
  bool is_personal(std::size_t at) const {
    constexpr int words_before = 3;
    constexpr std::size_t furthest = 12;  // tokens
    const auto from = at - std::min(at, furthest);
    int words = 0;
    for (; at > from && words < words_before; --at) {
      const auto& here = tokens_[at - 1];
      if (here.is_mark('.')) return false;
      if (!here.is(TokenKind::word)) continue;
      ++words;
      if (here.has(Meaning::mine)) return true;
    }
    return false;
  }

  bool ends_there(std::size_t at) const {
    if (!token(at) || tokens_[at].is(TokenKind::line) || tokens_[at].is(TokenKind::message)) {
      return true;
    }
    if (tokens_[at].is_space()) return ends_after_space(at);
    return tokens_[at].is(TokenKind::mark) && !tokens_[at].is_mark('\'') && !is_mark(at, '(');
  }
  // A handle ends its clause, or "and" and the like follow.
  bool ends_after_space(std::size_t at) const {
    return token(at + 1) == nullptr || tokens_[at + 1].is(TokenKind::mark);
  }

  bool is_handle(const Candidate& it, const Between& gap, const Token& network,
                 bool personal) const {
    const bool touching = gap.end == gap_begin_ && it.first == gap_begin_;
    if (touching && is_latin(reading_.cells[network.first].c)) return false;
    if (it.cells < shortest || it.cells > longest) return false;
    if (network.has(Meaning::numbered_service) && it.has_digit && !it.has_letter) {
      return it.cells >= 5;
    }
    if (!it.has_letter) return false;
    if (network.has(Meaning::common_service) && !network.has(Meaning::service) && !personal &&
        !gap.naming) {
      return false;
    }
    if (it.is_odd()) return true;
    if (it.common || gap.message || !ends_there(it.end)) return false;
    return gap.naming || gap.sign || (gap.is && personal);
  }

  void service(std::size_t at) {
    const auto& network = tokens_[at];
    const bool personal = is_personal(at);
    gap_begin_ = at + 1;
    auto gap = between(at + 1);
    const auto found = candidate_at(gap.end);
    if (found.end > found.first && is_handle(found, gap, network, personal)) {
      take(ContactKind::handle, found);
      return;
    }
    before(at);
  }

  // "anna_b99 on insta"
  void before(std::size_t service) {
    if (service < 4 || !tokens_[service - 1].is_space() || !tokens_[service - 3].is_space()) return;
    if (!tokens_[service - 2].has(Meaning::on)) return;
    std::size_t first = service - 3;
    std::size_t cells = 0;
    while (first > 0 && cells <= longest &&
           (is_latin_part(first - 1) || is_inner_sign(first - 1))) {
      --first;
      cells += tokens_[first].end - tokens_[first].first;
    }
    const auto found = candidate_at(first);
    constexpr std::size_t clear = 6;  // cells: "10b on Discord" is an exercise
    if (found.end != service - 3 || !found.is_odd() || found.cells < clear) return;
    if (!is_latin_part(found.first)) return;
    take(ContactKind::handle, found);
  }

  // "my gmail is annab99"
  void mailbox(std::size_t at) {
    const auto gap = between(at + 1);
    const auto found = candidate_at(gap.end);
    if (gap.end == at + 1 || found.end == found.first || !found.is_odd()) return;
    if (gap.sign || gap.is || gap.naming) take(ContactKind::email, found);
  }

  // "mathking#1234", of Discord.
  void tagged(std::size_t at) {
    constexpr std::size_t tag = 4;
    if (at == 0 || !token(at + 1) || !tokens_[at + 1].is(TokenKind::number)) return;
    if (tokens_[at + 1].end - tokens_[at + 1].first != tag) return;
    std::size_t first = at;
    std::size_t cells = 0;
    while (first > 0 && cells <= longest &&
           (is_latin_part(first - 1) || is_inner_sign(first - 1))) {
      --first;
      cells += tokens_[first].end - tokens_[first].first;
    }
    const auto name = candidate_at(first);
    if (name.end != at || name.cells < shortest || !name.has_letter || name.common) return;
    auto whole = name;
    whole.end = at + 2;
    take(ContactKind::handle, whole);
  }

  void take(ContactKind kind, const Candidate& found) {
    const auto first = tokens_[found.first].first;
    const auto end = tokens_[found.end - 1].end;
    reading_.take({kind, first, end, "@" + reading_.text(first, end)});
  }

  Reading& reading_;
  const std::vector<Token>& tokens_;
  std::size_t gap_begin_ = 0;
};

}  // namespace

void find_handles(Reading& reading) { Handles(reading).run(); }

}  // namespace chalkline::rules::contacts
