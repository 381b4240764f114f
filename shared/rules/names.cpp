#include "rules/names.h"

#include <algorithm>

#include "rules/folding.h"
#include "rules/text.h"

namespace chalkline::rules {
namespace {

// More than names have, but for one of well over a hundred letters without a space.
constexpr std::size_t most_words = 100;
constexpr std::size_t most_letters = 40;

std::string word_text(std::u32string_view letters) {
  std::string text;
  for (const char32_t c : letters.substr(0, most_letters)) append_utf8(text, c);
  return text;
}

std::vector<std::string> whole_words(const FoldedText& folded) {
  std::vector<std::string> words;
  words.reserve(folded.words.size());
  for (const auto& word : folded.words) words.push_back(word_text(folded[word]));
  return words;
}

void add_endings(std::vector<std::string>& words, const FoldedText& folded) {
  for (const auto& word : folded.words) {
    const auto letters = folded[word];
    for (std::size_t i = 1; word.unspaced && i < letters.size(); ++i) {
      words.push_back(word_text(letters.substr(i)));
    }
  }
}

}  // namespace

// Endings come last: where there are too many, no word is lost for those of the one before it.
std::vector<std::string> name_words(std::string_view name) {
  const auto folded = fold(name);
  auto words = whole_words(folded);
  add_endings(words, folded);
  if (words.size() > most_words) words.resize(most_words);
  std::ranges::sort(words);
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::vector<std::string> asked_name_words(std::string_view query) {
  auto words = whole_words(fold(query));
  std::ranges::reverse(words);
  std::ranges::stable_sort(
      words, [](const auto& a, const auto& b) { return character_count(a) > character_count(b); });
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
