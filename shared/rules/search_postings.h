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
inline constexpr int search_block = 512;

// That a message holds a word: its place, and when it was sent, which the index knows unless there
// were too many words to keep.
struct Posting {
  int place = 0;
  std::optional<Time> at;
  bool operator==(const Posting&) const = default;
};

// The words of a block that begin with one letter: what stands behind the letter, and the messages
// that hold the word, by place.
using LetterWords = std::map<std::string, std::vector<Posting>>;
// Of each letter.
using BlockWords = std::map<std::string, LetterWords>;

// The message at `place`, of `at`, says this; places are added in rising order.
void add_message(BlockWords& words, int place, Time at, const FoldedText& text);

// How the words of a letter are kept: for each, in rising order, the byte 255, its rest, the byte
// 254, and its postings by place, each in eight bytes below 128, the highest seven bits first: the
// milliseconds of the Unix epoch (until the year 6429) times `search_block`, and the place. So
// where a word begins can be told from anywhere within. Empty: there are more than is worth
// keeping, and any message of the block may hold any of them.
std::string pack(const LetterWords& words);
// What is kept with more added to it; a place that is there already stays once.
std::string merge(std::string_view packed, const LetterWords& more);

// Of what a look-up finds in a block the newest ones, at most `most` of those not after a time.
struct SearchSlice {
  std::optional<Time> upto;
  std::size_t most = search_block;
};
// By place, each once; whether older ones are left out.
struct FoundPostings {
  std::vector<Posting> postings;
  bool is_cut = false;
};
// What a look-up finds in what is kept. Bytes that are no such text end it.
// What has no times is not sliced: within a thread time does not go back, else nobody knows.
FoundPostings postings_of(std::string_view packed, const SearchLookup& lookup,
                          const SearchSlice& slice = {});

// No text is longer than this, so that writing one again stays cheap.
inline constexpr std::size_t most_packed_bytes = 400'000;

}  // namespace chalkline::rules
