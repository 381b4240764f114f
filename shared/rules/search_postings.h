#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/search_terms.h"
#include "rules/time.h"

namespace chalkline::rules {

// So many messages of a thread are indexed together; a message's place in its block counts from 0.
// Small blocks are cheap to write again and soon tell what is new; large ones save look-ups.
inline constexpr int search_block = 1024;

// The words of a block that begin with one letter: what stands behind the letter, and the places of
// the messages that hold the word, in rising order.
using LetterWords = std::map<std::string, std::vector<int>>;
// Of each letter.
using BlockWords = std::map<std::string, LetterWords>;

// The message at `place` says this; places are added in rising order.
void add_message(BlockWords& words, int place, const FoldedText& text);

// How the words of a letter are kept: for each, in rising order, its rest, a zero byte, the number
// of places, the places, each number in two bytes, the lower one first. Empty: there are more than
// is worth keeping, and any message of the block may hold any of them.
std::string pack(const LetterWords& words);
// What is kept with more added to it; a place that is there already stays once.
std::string merge(std::string_view packed, const LetterWords& more);
// The places that a look-up finds, in rising order, each once. Bytes that are no such text end it.
std::vector<int> places_of(std::string_view packed, const SearchLookup& lookup);

// The times of a block's messages, from its first one on, as they are kept beside the words: six
// bytes each, milliseconds of the Unix epoch, the lowest first.
std::string put_times(std::string kept, int place, const std::vector<Time>& times);
// The time at a place; none where none is kept.
std::optional<Time> time_at(std::string_view kept, int place);

// No text is longer than this, so that writing one again stays cheap.
inline constexpr std::size_t most_packed_bytes = 200'000;

}  // namespace chalkline::rules
