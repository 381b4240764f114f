#include "rules/names.h"

#include <algorithm>

#include "rules/folding.h"
#include "rules/text.h"

namespace chalkline::rules {
namespace {

constexpr std::size_t most_words = 16;
constexpr std::size_t most_asked = 8;
constexpr std::size_t most_letters = 40;

std::string word_text(std::u32string_view letters) {
  std::string text;
  for (const char32_t c : letters.substr(0, most_letters)) append_utf8(text, c);
  return text;
}

std::vector<std::string> words_of(std::string_view name, bool endings) {
  const auto folded = fold(name);
  std::vector<std::string> words;
  for (const auto& word : folded.words) {
    const auto letters = folded[word];
    words.push_back(word_text(letters));
    for (std::size_t i = 1; endings && word.unspaced && i < letters.size(); ++i) {
      words.push_back(word_text(letters.substr(i)));
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
  std::ranges::reverse(words);
  std::ranges::stable_sort(
      words, [](const auto& a, const auto& b) { return character_count(a) > character_count(b); });
  if (words.size() > most_asked) words.resize(most_asked);
  return words;
}

std::string found_word(const std::vector<std::string>& asked, std::string_view name) {
  const auto words = name_words(name);
  const auto begun_by = [&](const std::string& prefix) {
    return std::ranges::find_if(words, [&](const auto& word) { return word.starts_with(prefix); });
  };
  const bool fits = std::ranges::all_of(
      asked, [&](const auto& prefix) { return begun_by(prefix) != words.end(); });
  return fits && !asked.empty() ? *begun_by(asked.front()) : "";
}

}  // namespace chalkline::rules
