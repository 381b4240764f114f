#include "rules/names.h"

#include <algorithm>

#include "rules/folding.h"
#include "rules/text.h"

namespace chalkline::rules {
namespace {

constexpr std::size_t most_words = 16;
constexpr std::size_t most_asked = 8;
constexpr std::size_t most_letters = 40;

std::string utf8(std::u32string_view letters) {
  std::string text;
  for (const char32_t c : letters.substr(0, most_letters)) append_utf8(text, c);
  return text;
}

std::vector<std::string> words_of(std::string_view name, bool endings) {
  const auto folded = fold(name);
  std::vector<std::string> words;
  for (const auto& word : folded.words) {
    const auto letters = folded[word];
    words.push_back(utf8(letters));
    for (std::size_t i = 1; endings && word.unspaced && i < letters.size(); ++i) {
      words.push_back(utf8(letters.substr(i)));
    }
  }
  return words;
}

}  // namespace

std::vector<std::string> name_words(std::string_view name) {
  auto words = words_of(name, true);
  if (words.size() > most_words) words.resize(most_words);
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::vector<std::string> asked_name_words(std::string_view query) {
  auto words = words_of(query, false);
  std::ranges::stable_sort(
      words, [](const auto& a, const auto& b) { return character_count(a) > character_count(b); });
  if (words.size() > most_asked) words.resize(most_asked);
  return words;
}

bool matches_name(const std::vector<std::string>& asked, std::string_view name) {
  const auto words = name_words(name);
  return std::ranges::all_of(asked, [&](const auto& prefix) {
    return std::ranges::any_of(words, [&](const auto& word) { return word.starts_with(prefix); });
  });
}

std::string first_name_word(std::string_view name, std::string_view asked) {
  for (auto& word : name_words(name)) {
    if (word.starts_with(asked)) return word;
  }
  return {};
}

}  // namespace chalkline::rules
