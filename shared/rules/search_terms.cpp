#include "rules/search_terms.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "rules/text.h"

namespace chalkline::rules {
namespace {

constexpr std::size_t rest_letters = 23;
constexpr std::size_t most_lookups = 8;
constexpr std::size_t snippet_characters = 160;
constexpr std::size_t characters_before = 40;

using Found = Snippet::Range;

std::string utf8(std::u32string_view letters) {
  std::string text;
  for (const char32_t c : letters) append_utf8(text, c);
  return text;
}

SearchTerm term_of(std::u32string_view word) {
  return {utf8(word.substr(0, 1)), utf8(word.substr(1, rest_letters))};
}

void add_terms(std::vector<SearchTerm>& terms, std::u32string_view word, bool unspaced) {
  if (!unspaced) return terms.push_back(term_of(word));
  for (std::size_t i = 0; i < word.size(); ++i) terms.push_back(term_of(word.substr(i, 2)));
}

bool matches(const SearchWord& word, std::u32string_view other) {
  if (word.unspaced) return other.find(word.letters) != std::u32string_view::npos;
  return word.prefix ? other.starts_with(word.letters) : other == word.letters;
}

void add_lookups(std::vector<SearchLookup>& lookups, const SearchWord& word) {
  const std::u32string_view letters(word.letters);
  if (!word.unspaced) return lookups.push_back({term_of(letters), word.prefix});
  if (letters.size() == 1) return lookups.push_back({term_of(letters), true});
  for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
    lookups.push_back({term_of(letters.substr(i, 2))});
  }
}

// Adds where `word` stands in one word of the text, in code points of the text.
void add_matches(std::vector<Found>& found, const SearchWord& word, const FoldedText& text,
                 const FoldedText::Word& place) {
  const auto other = text[place];
  const auto add = [&](std::size_t at) {
    const auto begin = place.begin + at;
    found.push_back({text.spans[begin].from, text.spans[begin + word.letters.size() - 1].to});
  };
  if (word.unspaced != place.unspaced) return;
  if (!word.unspaced) {
    if (matches(word, other)) add(0);
    return;
  }
  for (auto at = other.find(word.letters); at != std::u32string_view::npos;
       at = other.find(word.letters, at + 1)) {
    add(at);
  }
}

// What overlaps becomes one.
std::vector<Found> merged(std::vector<Found> ranges) {
  std::ranges::sort(ranges, {}, &Found::from);
  std::vector<Found> merged;
  for (const auto& range : ranges) {
    if (!merged.empty() && range.from < merged.back().to) {
      merged.back().to = std::max(merged.back().to, range.to);
    } else {
      merged.push_back(range);
    }
  }
  return merged;
}

// Where the words stand: in rising order.
std::vector<Found> find_matches(const SearchWords& words, const FoldedText& text) {
  std::vector<Found> found;
  for (const auto& place : text.words) {
    for (const auto& word : words) add_matches(found, word, text, place);
  }
  return merged(std::move(found));
}

std::vector<char32_t> characters_of(std::string_view text) {
  std::vector<char32_t> characters;
  characters.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) characters.push_back(next_code_point(text, at));
  return characters;
}

bool is_space(char32_t c) { return is_blank(c) && !is_mark(c); }

// Whether a cut before character `at` separates nothing that belongs together.
bool may_cut(const std::vector<char32_t>& characters, std::size_t at) {
  constexpr char32_t joiner = 0x200D;
  const bool flag = characters[at] >= 0x1F1E6 && characters[at] <= 0x1F1FF;
  return !is_mark(characters[at]) && !flag && (at == 0 || characters[at - 1] != joiner);
}

// Where to begin between `from` and `last`: at a word, where one begins near.
std::size_t good_start(const std::vector<char32_t>& characters, std::size_t from,
                       std::size_t last) {
  constexpr std::size_t near = 20;
  for (auto at = from; at < std::min(last, from + near); ++at) {
    if (is_space(characters[at - 1])) return at;
  }
  while (from < last && !may_cut(characters, from)) ++from;
  return from;
}

// The characters [from, to) of a text that its snippet shows.
Found window(const std::vector<char32_t>& characters, Found first) {
  const auto size = characters.size();
  if (size <= snippet_characters) return {0, size};
  const auto inner = snippet_characters - 2;  // for "…" at both ends
  std::size_t from = first.from > characters_before ? first.from - characters_before : 0;
  from = std::min(from, size - inner);
  if (from > 0) from = good_start(characters, from, first.from);
  std::size_t to = std::min(size, from + inner);
  while (to < size && to > first.to && !may_cut(characters, to)) --to;
  return {from, to};
}

}  // namespace

SearchWords search_words(std::string_view query) {
  const auto text = fold(query);
  SearchWords words;
  for (const auto& word : text.words) {
    words.push_back({.letters = std::u32string(text[word]), .unspaced = word.unspaced});
  }
  if (!words.empty()) words.back().prefix = true;
  return words;
}

bool matches(const SearchWords& words, const FoldedText& text) {
  return std::ranges::all_of(words, [&](const SearchWord& word) {
    return std::ranges::any_of(text.words, [&](const FoldedText::Word& place) {
      return word.unspaced == place.unspaced && matches(word, text[place]);
    });
  });
}

std::vector<SearchTerm> index_terms(const FoldedText& text) {
  std::vector<SearchTerm> terms;
  for (const auto& word : text.words) add_terms(terms, text[word], word.unspaced);
  std::ranges::sort(terms);
  terms.erase(std::unique(terms.begin(), terms.end()), terms.end());
  return terms;
}

std::vector<SearchLookup> search_lookups(const SearchWords& words) {
  std::vector<SearchLookup> lookups;
  for (const auto& word : words) add_lookups(lookups, word);
  // Long words are rare ones.
  const auto key = [](const SearchLookup& lookup) {
    const auto size = lookup.term.letter.size() + lookup.term.rest.size();
    return std::tuple(-static_cast<long>(size), lookup.term, lookup.prefix);
  };
  std::ranges::sort(lookups, {}, key);
  const auto same = [&](const auto& a, const auto& b) { return key(a) == key(b); };
  lookups.erase(std::unique(lookups.begin(), lookups.end(), same), lookups.end());
  lookups.resize(std::min(lookups.size(), most_lookups));
  return lookups;
}

Snippet snippet(const SearchWords& words, std::string_view body, const FoldedText& folded) {
  const auto found = find_matches(words, folded);
  const auto characters = characters_of(body);
  const auto [from, to] = window(characters, found.empty() ? Found{} : found.front());
  Snippet made;
  const std::size_t shift = from > 0 ? 1 : 0;
  if (shift > 0) made.text = "…";
  for (std::size_t i = from; i < to; ++i) {
    append_utf8(made.text, is_space(characters[i]) ? U' ' : characters[i]);
  }
  if (to < characters.size()) made.text += "…";
  for (const auto& range : found) {
    const auto begin = std::max(range.from, from);
    const auto end = std::min(range.to, to);
    if (begin < end) made.matches.push_back({begin - from + shift, end - from + shift});
  }
  return made;
}

}  // namespace chalkline::rules
