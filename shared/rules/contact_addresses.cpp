#include <algorithm>
#include <string>
#include <string_view>

#include "rules/contact_letters.h"
#include "rules/contact_links.h"
#include "rules/text.h"

namespace chalkline::rules::contacts {
namespace {

bool is_of_local_part(char32_t c) {
  return is_of_name(c) || c == '.' || c == '_' || c == '+' || c == '-' || c == '%';
}

class Emails {
 public:
  Emails(Reading& reading, Letters& letters) : reading_(reading), letters_(letters) {}

  void run() {
    std::size_t free = 0;  // before it everything belongs to an address
    for (std::size_t at = 0; at < letters_.size(); ++at) {
      if (letters_[at].c != '@') continue;
      const auto end = look_at(at, free);
      if (end == at) continue;
      free = end;
      at = end - 1;
    }
  }

 private:
  // The end of the address or handle around this '@'; `at` where there is none.
  std::size_t look_at(std::size_t at, std::size_t free) {
    std::size_t first = at;
    while (first > free && is_of_local_part(letters_[first - 1].c)) --first;
    while (first < at && !is_of_name(letters_[first].c)) ++first;
    auto host = host_at(letters_, at + 1);
    read_comma(host);
    if (first == at) return is_preceded(at) ? at : handle(at, host);
    if (host.labels.empty() || !is_address(first, at, host)) return at;
    take(ContactKind::email, first, host.end, text(first, at) + "@" + name_of(host));
    return host.end;
  }

  bool is_preceded(std::size_t at) const { return at > 0 && is_of_name(letters_[at - 1].c); }

  // "john@gmail,com"
  void read_comma(Host& host) const {
    if (host.labels.size() != 1 || host.end >= letters_.size() || letters_[host.end].c != ',') {
      return;
    }
    const auto rest = host_at(letters_, host.end + 1);
    if (rest.labels.size() != 1 || !look_up(rest.labels[0]).has(Meaning::domain)) return;
    host.labels.push_back(rest.labels[0]);
    host.end = rest.end;
  }

  bool is_address(std::size_t first, std::size_t at, const Host& host) const {
    const auto last = look_up(host.labels.back());
    const bool known = last.has(Meaning::domain) || last.has(Meaning::common_domain);
    const bool provider = look_up(host.labels.front()).has(Meaning::mailbox);
    const bool one = host.labels.size() == 1;
    switch (letters_[at].manner) {
      case Manner::literal:
        return one ? provider : is_latin_word(host);
      case Manner::apart:
      case Manner::bracketed:
        return one ? provider : known;
      case Manner::spoken:
        if (one) return provider && (is_like_account(first, at) || is_before_domain(host.end));
        return known && (provider || host.has_manner) &&
               !look_up(text(first, at)).has(Meaning::common);
    }
    return false;
  }

  // "at gmail com"
  bool is_before_domain(std::size_t end) const {
    if (end >= letters_.size() || letters_[end].c != ' ') return false;
    const auto next = host_at(letters_, end + 1);
    return next.labels.size() == 1 && look_up(next.labels[0]).has(Meaning::domain);
  }

  bool is_latin_word(const Host& host) const {
    return host.end - host.last_label >= 2 && !is_digit(letters_[host.last_label].c);
  }

  // Something that is no common word: "anna.b", "anna99".
  bool is_like_account(std::size_t first, std::size_t end) const {
    return std::any_of(letters_.begin() + static_cast<std::ptrdiff_t>(first),
                       letters_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const Letter& letter) { return !is_letter(letter.c); });
  }

  // "@name", and of an address that began in an earlier message "@example.com".
  std::size_t handle(std::size_t at, const Host& host) {
    if (letters_[at].manner != Manner::literal) return at;
    if (host.labels.size() > 1 && look_up(host.labels.back()).has(Meaning::domain)) {
      take(ContactKind::email, at, host.end, "@" + name_of(host));
      return host.end;
    }
    const auto end = end_of_handle(letters_, at + 1);
    if (!is_handle(at + 1, end)) return at;
    take(ContactKind::handle, at, end, text(at, end));
    return end;
  }

  // A name with a capital addresses somebody in the conversation, and programs have
  // annotations.
  bool is_handle(std::size_t first, std::size_t end) const {
    if (end < first + 3 || is_digit(letters_[first].c)) return false;
    if (end < letters_.size() && letters_[end].c == '(') return false;
    const auto word_end = std::find_if_not(letters_.begin() + static_cast<std::ptrdiff_t>(first),
                                           letters_.begin() + static_cast<std::ptrdiff_t>(end),
                                           [](auto& x) { return is_latin(x.c); });
    const auto word = look_up(text(first, static_cast<std::size_t>(word_end - letters_.begin())));
    if (word.has(Meaning::annotation)) return false;
    if (letters_[first].capital) return has_digit_or_underscore(first, end);
    return is_like_account(first, end) || !word.has(Meaning::common);
  }

  bool has_digit_or_underscore(std::size_t first, std::size_t end) const {
    return std::any_of(letters_.begin() + static_cast<std::ptrdiff_t>(first),
                       letters_.begin() + static_cast<std::ptrdiff_t>(end),
                       [](const Letter& letter) { return letter.c == '_' || is_digit(letter.c); });
  }

  std::string text(std::size_t first, std::size_t end) const {
    std::string text;
    for (std::size_t i = first; i < end; ++i) append_utf8(text, letters_[i].c);
    return text;
  }

  void take(ContactKind kind, std::size_t first, std::size_t end, std::string key) {
    for (std::size_t i = first; i < end; ++i) letters_[i].taken = true;
    reading_.take({kind, letters_[first].first, letters_[end - 1].end, std::move(key)});
  }

  Reading& reading_;
  Letters& letters_;
};

}  // namespace

void find_addresses(Reading& reading) {
  auto letters = spell_out(reading);
  Emails(reading, letters).run();
  find_links(reading, letters);
}

}  // namespace chalkline::rules::contacts
