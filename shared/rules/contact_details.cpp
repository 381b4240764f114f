#include "rules/contact_details.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "rules/contact_tokens.h"
#include "rules/text.h"

namespace chalkline::rules {
namespace {

using contacts::Finding;
using contacts::Reading;

constexpr std::size_t earlier_texts = 5;
constexpr std::size_t earlier_characters = 200;  // of each: a detail goes on where the text ended

constexpr std::string_view mask_text = "•••";

Reading scan(std::span<const std::string_view> texts) {
  auto reading = contacts::read(texts);
  contacts::find_addresses(reading);
  contacts::find_phones(reading);
  contacts::find_handles(reading);
  std::sort(reading.findings.begin(), reading.findings.end(),
            [](const Finding& a, const Finding& b) { return a.first < b.first; });
  return reading;
}

std::string_view last_characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = text.size(); at > 0; --at) {
    const bool begins = (static_cast<unsigned char>(text[at - 1]) & 0xC0U) != 0x80U;
    if (begins && ++count == earlier_characters) return text.substr(at - 1);
  }
  return text;
}

ContactSpan span_of(const Reading& reading, const Finding& finding, std::size_t first) {
  return {reading.cells[first].from, reading.cells[finding.end - 1].to, finding.kind};
}

bool overlaps(const std::vector<ContactSpan>& spans, const ContactSpan& span) {
  return std::any_of(spans.begin(), spans.end(),
                     [&](const auto& x) { return x.from < span.to && span.from < x.to; });
}

// The digits of a phone number without what a country puts before it.
std::string_view national_part(std::string_view digits) {
  const auto first = digits.find_first_not_of('0');
  return first == digits.npos ? "" : digits.substr(first);
}

bool is_same_phone(std::string_view found, std::string_view allowed) {
  constexpr std::size_t enough = 7;        // digits
  constexpr std::size_t country_code = 3;  // at most
  auto a = national_part(found);
  auto b = national_part(allowed);
  if (a.size() < b.size()) std::swap(a, b);
  return b.size() >= enough && a.size() - b.size() <= country_code && a.ends_with(b);
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

class AllowedContacts {
 public:
  explicit AllowedContacts(std::span<const std::string> allowed) {
    for (const auto& text : allowed) keys_.push_back(contact_key(text));
  }
  bool have(const Finding& finding) const {
    return std::any_of(keys_.begin(), keys_.end(),
                       [&](const auto& key) { return !key.empty() && is_allowed(finding, key); });
  }

 private:
  std::vector<std::string> keys_;
};

// Adds what the earlier texts make of the newest one: a detail goes on in it, or was announced.
void add_continued(std::vector<ContactSpan>& spans, std::string_view text,
                   std::span<const std::string> earlier, const AllowedContacts& allowed) {
  std::vector<std::string_view> texts;
  const auto skipped = earlier.size() - std::min(earlier.size(), earlier_texts);
  for (const auto& each : earlier.subspan(skipped)) texts.push_back(last_characters(each));
  texts.push_back(text);
  const auto reading = scan(texts);
  const auto last_end = std::find_if(reading.cells.rbegin(), reading.cells.rend(),
                                     [](auto& cell) { return cell.c == contacts::message_end; });
  const auto begin = static_cast<std::size_t>(reading.cells.rend() - last_end);
  for (const auto& finding : reading.findings) {
    if (finding.end <= begin || allowed.have(finding)) continue;
    const auto span = span_of(reading, finding, std::max(finding.first, begin));
    if (!overlaps(spans, span)) spans.push_back(span);
  }
  std::sort(spans.begin(), spans.end(),
            [](const auto& a, const auto& b) { return a.from < b.from; });
}

bool is_only(std::string_view text, std::string_view characters) {
  return !text.empty() && text.find_first_not_of(characters) == text.npos;
}

}  // namespace

std::string_view name_of(ContactKind kind) {
  switch (kind) {
    case ContactKind::phone:
      return "phone";
    case ContactKind::email:
      return "email";
    case ContactKind::handle:
      return "handle";
    case ContactKind::link:
      return "link";
  }
  return {};
}

std::vector<ContactSpan> find_contact_details(std::string_view text,
                                              std::span<const std::string> earlier,
                                              std::span<const std::string> allowed) {
  const AllowedContacts passing(allowed);
  const auto reading = scan({&text, 1});
  std::vector<ContactSpan> spans;
  for (const auto& finding : reading.findings) {
    if (!passing.have(finding)) spans.push_back(span_of(reading, finding, finding.first));
  }
  if (!earlier.empty()) add_continued(spans, text, earlier, passing);
  return spans;
}

std::string masked(std::string_view text, std::span<const ContactSpan> spans) {
  std::string result;
  std::size_t position = 0;
  auto span = spans.begin();
  for (std::size_t at = 0; at < text.size(); ++position) {
    const auto start = at;
    next_code_point(text, at);
    while (span != spans.end() && position >= span->to) ++span;
    if (span == spans.end() || position < span->from) {
      result += text.substr(start, at - start);
    } else if (position == span->from) {
      result += mask_text;
    }
  }
  return result;
}

std::string contact_key(std::string_view detail) {
  const auto reading = contacts::read({&detail, 1});
  auto text = reading.text(0, reading.cells.size());
  const auto at = text.find('@');
  if (text.find(' ') == text.npos && at != text.npos) return text.size() > at + 1 ? text : "";
  if (is_only(text, "0123456789+-/(). ")) {
    std::erase_if(text, [](char c) { return c < '0' || c > '9'; });
    return text;
  }
  if (const auto scheme = text.find("://"); scheme != text.npos) text.erase(0, scheme + 3);
  text = text.substr(0, text.find('/'));
  if (text.starts_with("www.")) text.erase(0, 4);
  const bool is_host = text.find('.') != text.npos && text.find(' ') == text.npos;
  return is_host && !text.starts_with('.') && !text.ends_with('.') ? text : "";
}

ContactDecision decide_contact_details(const Policy::ContactDetailsBy& policy, Relationship state,
                                       std::vector<ContactSpan> spans) {
  if (spans.empty()) return {};
  const auto of_state = [&] {
    switch (state) {
      case Relationship::none:
        return policy.none;
      case Relationship::exploring:
        return policy.exploring;
      case Relationship::active:
        return policy.active;
      case Relationship::ended:
        return policy.ended;
    }
    return policy.none;
  };
  switch (of_state()) {
    case Policy::ContactDetails::off:
      return {};
    case Policy::ContactDetails::warn:
      return {ContactAnswer::warn, std::move(spans)};
    case Policy::ContactDetails::mask:
      return {ContactAnswer::mask, std::move(spans)};
    case Policy::ContactDetails::refuse:
      return {ContactAnswer::refuse, std::move(spans)};
  }
  return {};
}

Refusal contact_details_refusal(std::vector<ContactSpan> spans) {
  Refusal refusal{RefusalCode::contact_details_not_allowed};
  refusal.spans = std::move(spans);
  return refusal;
}

}  // namespace chalkline::rules
