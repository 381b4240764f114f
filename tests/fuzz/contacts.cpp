#include <string>
#include <vector>

#include "fuzz/targets.h"
#include "rules/contact_details.h"
#include "rules/text.h"

namespace chalkline::fuzz {
namespace {

std::size_t characters(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) rules::next_code_point(text, at);
  return count;
}

void check(std::string_view text, const std::vector<rules::ContactSpan>& spans) {
  std::size_t free = 0;
  for (const auto& span : spans) {
    promise(span.from >= free && span.from < span.to, "spans are in order and apart");
    free = span.to;
  }
  promise(free <= characters(text), "spans lie in the text");
}

// Where the masks stand in a masked text: every "•••" of it.
void check_masks(const std::string& hidden) {
  const auto spans = rules::find_contact_details(hidden);
  check(hidden, spans);
  std::size_t position = 0;
  auto span = spans.begin();
  for (std::size_t at = 0; at < hidden.size(); ++position) {
    while (span != spans.end() && position >= span->to) ++span;
    const bool found = span != spans.end() && position >= span->from;
    promise(!found || hidden.compare(at, 9, "•••") != 0, "nothing is found in a mask");
    rules::next_code_point(hidden, at);
  }
}

}  // namespace

void contacts(std::string_view bytes) {
  const auto end = bytes.find('\0');
  const auto text = bytes.substr(0, end);
  const std::vector<std::string> earlier = {
      std::string(end == bytes.npos ? std::string_view() : bytes.substr(end + 1))};
  check(text, rules::find_contact_details(text));
  check(text, rules::find_contact_details(text, earlier));
  check(text, rules::find_contact_details(text, {}, {}, earlier));
  rules::contact_key(text);
  const auto hidden = rules::masked(text, rules::find_contact_details(text));
  check_masks(hidden);
  promise(rules::stands_for(hidden, text), "what is masked stands for what it was");
}

}  // namespace chalkline::fuzz
