#include "rules/contact_links.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace chalkline::rules::contacts {
namespace {

// Hosts that only lead elsewhere, and those of people's profiles.
constexpr std::array<std::string_view, 22> known_hosts{
    "bit.ly",  "t.me",       "wa.me",        "m.me",       "fb.me", "ig.me",
    "vk.me",   "goo.gl",     "youtu.be",     "discord.gg", "is.gd", "ow.ly",
    "cutt.ly", "linktr.ee",  "snapchat.com", "rb.gy",      "t.co",  "g.co",
    "lnkd.in", "instagr.am", "ln.ki",        "wa.link"};
// Names in programming that are written like hosts.
constexpr std::array<std::string_view, 8> names_of_software{
    "asp.net", "vb.net", "ado.net", "ml.net", "socket.io", "system.net", "java.net", "draw.io"};

bool is_one_of(const auto& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_white(char32_t c) { return c == ' ' || c == '\n' || c == message_end; }

class Links {
 public:
  Links(Reading& reading, Letters& letters) : reading_(reading), letters_(letters) {}

  void run() {
    for (std::size_t at = 0; at < letters_.size();) {
      if (letters_[at].taken || !is_of_name(letters_[at].c)) {
        ++at;
        continue;
      }
      const auto host = host_at(letters_, at);
      const auto end = look_at(host);
      at = std::max({host.end, end, at + 1});
    }
  }

 private:
  char32_t at(std::size_t i) const { return i < letters_.size() ? letters_[i].c : 0; }

  // The end of the link that begins with this host or scheme; 0: none.
  std::size_t look_at(const Host& host) {
    if (is_scheme(host)) return with_scheme(host);
    if (host.labels.size() < 2 || follows_sign(host.first)) return 0;
    if (!is_link(host)) return 0;
    return take(host.first, end_of_path(host.end), name_of(host));
  }

  bool is_scheme(const Host& host) const {
    return host.labels.size() == 1 && host.end - host.first <= 8 && at(host.end) == ':' &&
           at(host.end + 1) == '/' && at(host.end + 2) == '/';
  }

  std::size_t with_scheme(const Host& scheme) {
    const auto host = host_at(letters_, scheme.end + 3);
    if (host.labels.empty()) return 0;
    return take(scheme.first, end_of_path(host.end), name_of(host));
  }

  // The rest of a decorator, an address or a path.
  bool follows_sign(std::size_t first) const {
    if (first == 0) return false;
    const auto& before = letters_[first - 1];
    return before.manner == Manner::literal &&
           (before.c == '@' || before.c == '/' || before.c == '_' || before.c == '\\');
  }

  bool is_link(const Host& host) const {
    const auto name = name_of(host);
    if (is_one_of(names_of_software, name)) return false;
    if (is_one_of(known_hosts, name)) return true;
    if (host.labels.front() == "www" && host.labels.size() > 2) return true;
    if (at(host.end) == '(' || at(host.end) == '=') return false;
    const bool path = at(host.end) == '/' && is_of_name(at(host.end + 1));
    return path ? is_host_with_path(host) : is_bare_host(host);
  }

  bool is_host_with_path(const Host& host) const {
    const auto last = look_up(host.labels.back());
    const bool known = last.has(Meaning::domain) || last.has(Meaning::common_domain);
    return known && has_letter(label_before_last(host)) && !is_one_of_words(host);
  }

  bool is_bare_host(const Host& host) const {
    const auto last = look_up(host.labels.back());
    const auto& label = label_before_last(host);
    if (is_sentence_start(host) || is_package(host) || is_provider(host)) return false;
    if (!has_letter(label) && (label.size() < 3 || !last.has(Meaning::domain))) return false;
    if (last.has(Meaning::domain) && !last.has(Meaning::common)) return !is_one_of_words(host);
    if (last.has(Meaning::domain) && is_long(label)) return !is_one_of_words(host);
    const bool known = last.has(Meaning::domain) || last.has(Meaning::common_domain);
    return known && is_certain(host);
  }

  static const std::string& label_before_last(const Host& host) {
    return host.labels[host.labels.size() - 2];
  }

  // "gut.es geht" lacks a space; "lernfuchs.de" does not.
  static bool is_long(const std::string& label) {
    constexpr std::size_t bytes = 6;
    return label.size() >= bytes;
  }

  // "com.example.app"
  static bool is_package(const Host& host) {
    const auto& first = host.labels.front();
    return host.labels.size() > 2 && (first == "com" || first == "org" || first == "net");
  }

  // "gmail.com" is everybody's.
  static bool is_provider(const Host& host) {
    return host.labels.size() == 2 && look_up(host.labels.front()).has(Meaning::mailbox);
  }

  // "It was good.In the end": the last label alone has a capital.
  bool is_sentence_start(const Host& host) const {
    const auto& first = letters_[host.last_label];
    return first.capital && !letters_[host.end - 1].capital;
  }

  static bool has_letter(const std::string& label) {
    return std::any_of(label.begin(), label.end(), [](char c) { return c < '0' || c > '9'; });
  }

  // Spoken, "cheaplessons dot com" is a host, and "the dot com boom" and "el punto de" are none.
  bool is_one_of_words(const Host& host) const {
    const bool spoken =
        std::any_of(letters_.begin() + static_cast<std::ptrdiff_t>(host.first),
                    letters_.begin() + static_cast<std::ptrdiff_t>(host.end),
                    [](const Letter& letter) { return letter.manner == Manner::spoken; });
    return spoken && (look_up(host.labels.front()).has(Meaning::common) ||
                      look_up(host.labels.back()).has(Meaning::common));
  }

  // With a domain that is also a word.
  bool is_certain(const Host& host) const {
    if (host.has_manner) return false;
    const auto& label = host.labels[host.labels.size() - 2];
    const bool odd = std::any_of(label.begin(), label.end(),
                                 [](char c) { return c == '-' || (c >= '0' && c <= '9'); });
    return has_letter(label) && (odd || is_announced(host));
  }

  // "my website is anna.me"
  bool is_announced(const Host& host) const {
    constexpr std::size_t far = 12;  // letters
    const auto cell = letters_[host.first].first;
    const auto& tokens = reading_.tokens;
    auto token = std::upper_bound(tokens.begin(), tokens.end(), cell,
                                  [](std::size_t c, const Token& t) { return c < t.end; });
    for (int words = 0; token != tokens.begin() && words < 3;) {
      --token;
      if (cell - token->end > far * 2) return false;
      if (!token->is(TokenKind::word)) continue;
      ++words;
      if (token->has(Meaning::site)) return true;
    }
    return false;
  }

  std::size_t end_of_path(std::size_t end) const {
    constexpr std::u32string_view stops = U"\"<>\u2022";
    constexpr std::u32string_view trailing = U".,;:!?)]}'*_";
    const char32_t next = at(end);
    if (next != '/' && next != '?' && next != '#' && !(next == ':' && is_digit(at(end + 1)))) {
      return end;
    }
    const auto begin = end;
    while (end < letters_.size() && !is_white(at(end)) && stops.find(at(end)) == stops.npos) ++end;
    while (end > begin && trailing.find(at(end - 1)) != trailing.npos) --end;
    return end;
  }

  std::size_t take(std::size_t first, std::size_t end, std::string host) {
    for (std::size_t i = first; i < end; ++i) letters_[i].taken = true;
    reading_.take(
        {ContactKind::link, letters_[first].first, letters_[end - 1].end, std::move(host)});
    return end;
  }

  Reading& reading_;
  Letters& letters_;
};

}  // namespace

void find_links(Reading& reading, Letters& letters) { Links(reading, letters).run(); }

}  // namespace chalkline::rules::contacts
