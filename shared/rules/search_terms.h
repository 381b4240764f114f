#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rules/folding.h"

namespace chalkline::rules {

// What a search asks for (GET /api/inbox/search?q=). A message matches when each of the words is
// one of its words; the last one may also be the beginning of one. A word of a script without
// spaces matches wherever it stands.
struct SearchWord {
  std::u32string letters;
  bool unspaced = false;
  bool prefix = false;
};
using SearchWords = std::vector<SearchWord>;
inline constexpr std::size_t max_search_words = 8;

// The words of a query, as many as there are; none in a text of nothing but white space and
// punctuation. "e-mail" is two words, as it is in a message.
SearchWords search_words(std::string_view query);

bool matches(const SearchWords& words, const FoldedText& text);

// A word as the index knows it: its first letter, and at most 23 more. Of a word without spaces
// every letter is one with its neighbour behind it, the last letter one on its own.
struct SearchTerm {
  std::string letter;
  std::string rest;

  // NOLINTNEXTLINE(modernize-use-nullptr): clang-tidy 14 takes the default for a null pointer.
  auto operator<=>(const SearchTerm&) const = default;
};

// Under which terms a message is found: each once, in rising order.
std::vector<SearchTerm> index_terms(const FoldedText& text);

// Where to look for the words: a message that matches is found in every one of these places.
// `prefix`: under every term with this letter whose rest begins so. At most eight, those first that
// are likely to find the fewest; what they leave open is for `matches` to say.
struct SearchLookup {
  SearchTerm term;
  bool prefix = false;
};
std::vector<SearchLookup> search_lookups(const SearchWords& words);

// The part of a message that a list of results shows: at most 160 characters around the first
// match, on one line, "…" where something is left out. `matches` count its characters (code
// points), from 0; they rise and do not overlap.
struct Snippet {
  struct Range {
    std::size_t from = 0;
    std::size_t to = 0;  // behind the last one
    bool operator==(const Range&) const = default;
  };
  std::string text;
  std::vector<Range> matches;
};
// `folded` is what the body folds to.
Snippet snippet(const SearchWords& words, std::string_view body, const FoldedText& folded);

}  // namespace chalkline::rules
