#include "rules/contact_allowed.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/contact_details.h"

namespace chalkline::rules {
namespace contacts {
namespace {

// The digits of a phone number without what a country puts before it.
std::string_view national_part(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  return first == digits.npos ? "" : digits.substr(first);
}

bool is_same_phone(std::string_view found, std::string_view allowed) {
  constexpr std::size_t enough = 8;        // digits, to be the same with and without a code
  constexpr std::size_t country_code = 3;  // at most
  auto a = national_part(found);
  auto b = national_part(allowed);
  if (a.size() < b.size()) std::swap(a, b);
  return a == b || (b.size() >= enough && a.size() - b.size() <= country_code && a.ends_with(b));
}

bool is_below(std::string_view host, std::string_view domain) {
  return host == domain || (host.ends_with(domain) && host.size() > domain.size() &&
                            host[host.size() - domain.size() - 1] == '.');
}

bool is_allowed(const Finding& finding, const std::string& key) {
  const bool is_domain = key.find('@') == key.npos && key.find('.') != key.npos;
  switch (finding.kind) {
    case ContactKind::phone:
      return !is_domain && is_same_phone(finding.key, key);
    case ContactKind::email:
      return finding.key == key ||
             (is_domain && is_below(finding.key.substr(finding.key.find('@') + 1), key));
    case ContactKind::handle:
      return finding.key == key;
    case ContactKind::link:
      return is_domain && is_below(finding.key, key);
  }
  return false;
}

}  // namespace

AllowedContacts::AllowedContacts(std::span<const std::string> allowed) {
  for (const auto& text : allowed) keys_.push_back(contact_key(text));
}

bool AllowedContacts::have(const Finding& finding) const {
  return std::any_of(keys_.begin(), keys_.end(),
                     [&](const auto& key) { return !key.empty() && is_allowed(finding, key); });
}

}  // namespace contacts

std::string contact_key(std::string_view detail) {
  const auto reading = contacts::read({&detail, 1});
  auto text = reading.text(0, reading.cells.size());
  const auto at = text.find('@');
  if (text.find(' ') == text.npos && at != text.npos) return text.size() > at + 1 ? text : "";
  if (!text.empty() && text.find_first_not_of("0123456789+-/(). ") == text.npos) {
    std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
    return text;
  }
  if (const auto scheme = text.find("://"); scheme != text.npos) text.erase(0, scheme + 3);
  text = text.substr(0, text.find('/'));
  if (text.starts_with("www.")) text.erase(0, 4);
  const bool is_host = text.find('.') != text.npos && text.find(' ') == text.npos;
  return is_host && !text.starts_with('.') && !text.ends_with('.') ? text : "";
}

}  // namespace chalkline::rules
