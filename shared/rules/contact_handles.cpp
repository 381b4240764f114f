#include <algorithm>
#include <cstddef>

#include "rules/contact_accounts.h"
#include "rules/contact_tokens.h"

namespace chalkline::rules::contacts {
namespace {

class Handles {
 public:
  explicit Handles(Reading& reading) : reading_(reading), tokens_(reading.tokens) {}

  void run() {
    for (std::size_t at = 0; at < tokens_.size(); ++at) {
      const auto& token = tokens_[at];
      if (token.is_mark('#')) tagged(at);
      if (reading_.is_taken(token)) continue;
      if (token.has(Meaning::mailbox)) mailbox(at);
      if (token.has(Meaning::service) || token.has(Meaning::common_service)) network(at);
    }
  }

 private:
  const Token* token(std::size_t at) const { return at < tokens_.size() ? &tokens_[at] : nullptr; }

  // Whether somebody speaks of their own: "my line", "add me on signal".
  bool is_personal(std::size_t at) const {
    constexpr int words_before = 3;
    constexpr std::size_t furthest = 12;  // tokens
    const auto from = at - std::min(at, furthest);
    for (int words = 0; at > from && words < words_before; --at) {
      const auto& here = tokens_[at - 1];
      if (here.is_mark('.')) return false;
      if (here.has(Meaning::mine)) return true;
      words += here.is(TokenKind::word) ? 1 : 0;
    }
    return false;
  }

  // Whether nothing of the sentence goes on behind: "Skype: tomorrow at five" does.
  bool ends_clause(std::size_t at) const {
    const auto* here = token(at);
    if (here && here->is(TokenKind::space)) here = token(at + 1);
    if (!here || here->is_space()) return true;
    return here->is(TokenKind::mark) && here->c != '\'' && here->c != '(';
  }

  // An odd word after the network's name is a handle; any word is, where it was said to be.
  bool is_handle(const Account& account, const Between& gap, std::size_t at) const {
    const auto& name = tokens_[at];
    const bool touches = gap.end == gap.first;
    if (touches && is_latin(reading_.cells[name.first].c)) return false;
    if (account.cells < shortest_account || account.cells > longest_account) return false;
    if (!account.has_letter) {
      constexpr std::size_t shortest_number = 5;
      return name.has(Meaning::numbered_service) && account.cells >= shortest_number;
    }
    const bool personal = gap.mine || is_personal(at);
    if (!name.has(Meaning::service) && !personal && !gap.naming) return false;
    if (account.is_odd()) return true;
    if (account.common || gap.message || !ends_clause(account.end)) return false;
    return gap.naming || gap.sign || (gap.is && personal);
  }

  void network(std::size_t at) {
    const auto gap = between(reading_, at + 1);
    const auto account = account_at(reading_, gap.end);
    if (account.end > account.first && is_handle(account, gap, at)) {
      take(ContactKind::handle, account);
    } else {
      before_network(at);
    }
  }

  // "anna_b99 on insta"; "10b on Discord" is an exercise.
  void before_network(std::size_t at) {
    constexpr std::size_t shortest_here = 6;
    if (at < 4 || !tokens_[at - 1].is_space() || !tokens_[at - 3].is_space()) return;
    if (!tokens_[at - 2].has(Meaning::on)) return;
    const auto account = account_before(reading_, at - 3);
    if (account.is_odd() && account.cells >= shortest_here) take(ContactKind::handle, account);
  }

  // "my gmail is annab99"
  void mailbox(std::size_t at) {
    const auto gap = between(reading_, at + 1);
    const auto account = account_at(reading_, gap.end);
    const bool said = gap.sign || ((gap.is || gap.naming) && is_personal(at));
    if (account.is_odd() && said) take(ContactKind::email, account);
  }

  // "mathking#1234", of Discord; "exercise#1234" is none.
  void tagged(std::size_t at) {
    constexpr std::size_t digits = 4;
    const auto* const number = token(at + 1);
    if (!number || !number->is(TokenKind::number) || reading_.is_taken(*number)) return;
    if (number->end - number->first != digits) return;
    auto account = account_before(reading_, at);
    if (account.cells < shortest_account || !account.has_letter || account.common) return;
    account.end = at + 2;
    take(ContactKind::handle, account);
  }

  void take(ContactKind kind, const Account& account) {
    const auto first = tokens_[account.first].first;
    const auto end = tokens_[account.end - 1].end;
    reading_.take({kind, first, end, "@" + reading_.text(first, end)});
  }

  Reading& reading_;
  const std::vector<Token>& tokens_;
};

}  // namespace

void find_handles(Reading& reading) { Handles(reading).run(); }

}  // namespace chalkline::rules::contacts
