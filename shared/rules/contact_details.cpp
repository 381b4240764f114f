#include "rules/contact_details.h"

#include <algorithm>
#include <string_view>

#include "rules/contact_allowed.h"
#include "rules/contact_tokens.h"
#include "rules/text.h"

namespace chalkline::rules {
namespace {

using contacts::AllowedContacts;
using contacts::Finding;

constexpr std::size_t earlier_texts = 5;
constexpr std::size_t earlier_characters = 200;  // of each: a detail goes on where the text ended

constexpr std::string_view mask_text = "•••";

contacts::Reading scan(std::span<const std::string_view> texts) {
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

ContactSpan span_of(const contacts::Reading& reading, const Finding& finding, std::size_t first) {
  return {reading.cells[first].from, reading.cells[finding.end - 1].to, finding.kind};
}

// Where the part of a finding behind `begin` begins, white space left out.
std::size_t begin_of_part(const contacts::Reading& reading, const Finding& finding,
                          std::size_t begin) {
  auto first = std::max(finding.first, begin);
  while (first < finding.end && (reading.cells[first].c == ' ' || reading.cells[first].c == '\n')) {
    ++first;
  }
  return first;
}

bool overlaps(const std::vector<ContactSpan>& spans, const ContactSpan& span) {
  return std::any_of(spans.begin(), spans.end(),
                     [&](const auto& x) { return x.from < span.to && span.from < x.to; });
}

// Adds what the earlier texts make of the newest one: a detail goes on in it, or was announced.
void add_continued(std::vector<ContactSpan>& spans, std::string_view text,
                   std::span<const std::string> earlier, const AllowedContacts& allowed) {
  std::vector<std::string_view> texts;
  const auto skipped = earlier.size() - std::min(earlier.size(), earlier_texts);
  for (const auto& each : earlier.subspan(skipped)) texts.push_back(last_characters(each));
  texts.push_back(text);
  const auto reading = scan(texts);
  const auto begin = reading.begins.back();
  for (const auto& finding : reading.findings) {
    const auto first = begin_of_part(reading, finding, begin);
    if (first >= finding.end || allowed.have(finding)) continue;
    const auto span = span_of(reading, finding, first);
    if (!overlaps(spans, span)) spans.push_back(span);
  }
  std::sort(spans.begin(), spans.end(),
            [](const auto& a, const auto& b) { return a.from < b.from; });
}

}  // namespace

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

}  // namespace chalkline::rules
