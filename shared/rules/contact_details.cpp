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

// Of each text beside the one that is looked at: a detail goes on where the text ended.
constexpr std::size_t other_characters = 200;

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
    if (begins && ++count == other_characters) return text.substr(at - 1);
  }
  return text;
}

std::string_view first_characters(std::string_view text) {
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < other_characters; ++count) {
    next_code_point(text, at);
  }
  return text.substr(0, at);
}

// Cells [first, end).
struct Part {
  std::size_t first = 0;
  std::size_t end = 0;
};

ContactSpan span_of(const contacts::Reading& reading, const Part& part, ContactKind kind) {
  return {reading.cells[part.first].from, reading.cells[part.end - 1].to, kind};
}

// What lies of a finding in the text `own` of a reading, without the white space around it; empty
// where nothing does.
Part part_within(const contacts::Reading& reading, const Finding& finding, std::size_t own) {
  const auto is_white = [&](std::size_t at) {
    const auto c = reading.cells[at].c;
    return c == ' ' || c == '\n' || c == contacts::message_end;
  };
  const bool last = own + 1 == reading.begins.size();
  const auto end = last ? reading.cells.size() : reading.begins[own + 1];
  Part part{std::max(finding.first, reading.begins[own]), std::min(finding.end, end)};
  while (part.first < part.end && is_white(part.first)) ++part.first;
  while (part.first < part.end && is_white(part.end - 1)) --part.end;
  return part;
}

bool overlaps(const std::vector<ContactSpan>& spans, const ContactSpan& span) {
  return std::any_of(spans.begin(), spans.end(),
                     [&](const auto& x) { return x.from < span.to && span.from < x.to; });
}

// The texts as they are read one behind the other: as many in front as the last of them would have
// been read with, had it been the newest.
std::vector<std::string_view> texts_around(std::string_view text,
                                           std::span<const std::string> earlier,
                                           std::span<const std::string> later) {
  std::vector<std::string_view> texts;
  const auto in_front = std::min(earlier.size(), contact_texts - later.size());
  for (const auto& each : earlier.last(in_front)) texts.push_back(last_characters(each));
  texts.push_back(text);
  for (const auto& each : later) texts.push_back(first_characters(each));
  return texts;
}

// Adds what the texts around this one make of it: a detail goes on in it, or was announced.
void add_continued(std::vector<ContactSpan>& spans, std::string_view text,
                   std::span<const std::string> earlier, std::span<const std::string> later,
                   const AllowedContacts& allowed) {
  const auto reading = scan(texts_around(text, earlier, later));
  const auto own = reading.begins.size() - 1 - later.size();
  for (const auto& finding : reading.findings) {
    const auto part = part_within(reading, finding, own);
    if (part.first >= part.end || allowed.have(finding)) continue;
    const auto span = span_of(reading, part, finding.kind);
    if (!overlaps(spans, span)) spans.push_back(span);
  }
  std::sort(spans.begin(), spans.end(),
            [](const auto& a, const auto& b) { return a.from < b.from; });
}

}  // namespace

std::vector<ContactSpan> find_contact_details(std::string_view text,
                                              std::span<const std::string> earlier,
                                              std::span<const std::string> allowed,
                                              std::span<const std::string> later) {
  const AllowedContacts passing(allowed);
  const auto reading = scan({&text, 1});
  std::vector<ContactSpan> spans;
  for (const auto& finding : reading.findings) {
    if (!passing.have(finding)) {
      spans.push_back(span_of(reading, {finding.first, finding.end}, finding.kind));
    }
  }
  if (!earlier.empty()) add_continued(spans, text, earlier, {}, passing);
  for (std::size_t i = 1; i <= std::min(later.size(), contact_texts); ++i) {
    add_continued(spans, text, earlier, later.first(i), passing);
  }
  return spans;
}

}  // namespace chalkline::rules
