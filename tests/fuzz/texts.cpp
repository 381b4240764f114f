#include <algorithm>
#include <chrono>
#include <string>

#include "fuzz/targets.h"
#include "http/fields.h"
#include "http/token.h"
#include "rules/people.h"
#include "rules/search_postings.h"
#include "rules/text.h"

namespace chalkline::fuzz {
namespace {

const http::VerificationKey& key() {
  static const auto one = http::make_verification_key("k", http::VerificationKey::Algorithm::hs256,
                                                      "thirty-two-bytes-of-a-fixed-secret");
  return *one;
}

std::variant<std::string, http::TokenFault> verify(std::string_view token) {
  return http::verify_token(token, "site", {&key(), 1}, std::chrono::sys_seconds());
}

// The first line is the query, the rest the text.
void check_search(std::string_view bytes) {
  const auto words = rules::search_words(bytes.substr(0, bytes.find('\n')));
  const auto body = bytes.substr(std::min(bytes.find('\n'), bytes.size()));
  const auto folded = rules::fold(body);
  promise(folded.letters.size() == folded.spans.size(), "every letter stands somewhere");
  const auto made = rules::snippet(words, body, folded);
  const auto size = rules::character_count(made.text);
  promise(size <= 160, "a snippet keeps its limit");
  for (const auto& [from, to] : made.matches) promise(from < to && to <= size, "a range is within");
  rules::postings_of(bytes, {{"a", "b"}, true});
  if (!rules::matches(words, folded)) return;
  rules::BlockWords block;
  rules::add_message(block, 7, rules::Time{}, folded);
  for (const auto& lookup : rules::search_lookups(words)) {
    promise(rules::postings_of(rules::pack(block[lookup.term.letter]), lookup).postings.size() == 1,
            "what matches is found in every place");
  }
}

}  // namespace

void token(std::string_view bytes) {
  promise(!std::holds_alternative<std::string>(verify(bytes)), "nobody signs by chance");
  // What sign_token makes is believed, with the person that was asked for, and not after a change.
  const std::string person(bytes.substr(0, 64));
  const auto good =
      http::sign_token(key(), person, "site", std::chrono::sys_seconds(std::chrono::hours(1)));
  const auto known = verify(good);
  const auto* const who = std::get_if<std::string>(&known);
  promise((who != nullptr) == rules::is_person_id(person), "a person id, and nothing else");
  promise(who == nullptr || *who == person, "the person that was signed for");
  if (bytes.size() < 2) return;
  auto changed = good;
  auto& letter = changed[static_cast<unsigned char>(bytes[0]) % changed.size()];
  if (letter == bytes[1]) return;
  letter = bytes[1];
  promise(!std::holds_alternative<std::string>(verify(changed)), "a changed token is not believed");
}

void text(std::string_view bytes) {
  const auto line = rules::preview(bytes, 20);
  const auto initials = rules::initials(bytes);
  rules::is_blank(bytes);
  check_search(bytes);
  for (std::size_t at = 0; at < bytes.size();) {
    const auto before = at;
    rules::next_code_point(bytes, at);
    promise(at > before && at <= bytes.size() && at - before <= 4, "one step at a time");
  }
  promise(!initials.empty(), "everybody has initials");
  if (!http::is_utf8(bytes)) return;
  promise(http::is_utf8(line), "a preview is UTF-8");
  promise(rules::character_count(line) <= 21, "a preview keeps its limit");
  promise(http::is_utf8(initials), "initials are UTF-8");
  promise(rules::character_count(bytes) <= bytes.size(), "a character has at least one byte");
}

}  // namespace chalkline::fuzz
