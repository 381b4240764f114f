#include "rules/search_postings.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace chalkline::rules {
namespace {

// None is a byte of UTF-8, nor of a number.
constexpr char before_rest = '\xFF';
constexpr char behind_rest = '\xFE';

constexpr std::size_t posting_bytes = 8;
constexpr unsigned bits = 7;

void append_posting(std::string& text, const Posting& posting) {
  const auto at = posting.at.value_or(Time{}).time_since_epoch().count();
  const auto number =
      static_cast<std::uint64_t>(at) * search_block + static_cast<std::uint64_t>(posting.place);
  for (std::size_t i = posting_bytes; i > 0; --i) {
    text += static_cast<char>(number >> ((i - 1) * bits) & 0x7FU);
  }
}

Posting posting_from(const char* bytes) {
  std::uint64_t number = 0;
  for (std::size_t i = 0; i < posting_bytes; ++i) {
    number = number << bits | static_cast<unsigned char>(bytes[i]);
  }
  return {static_cast<int>(number % search_block),
          Time(std::chrono::milliseconds(number / search_block))};
}

// One word of a packed text.
struct Entry {
  std::string_view rest;
  std::string_view postings;
};

std::optional<Entry> take_entry(std::string_view& packed) {
  const auto middle = packed.find(behind_rest);
  if (!packed.starts_with(before_rest) || middle == std::string_view::npos) return std::nullopt;
  const auto end = std::min(packed.find(before_rest, middle), packed.size());
  const Entry entry{packed.substr(1, middle - 1), packed.substr(middle + 1, end - middle - 1)};
  packed.remove_prefix(end);
  return entry.postings.size() % posting_bytes == 0 ? std::optional(entry) : std::nullopt;
}

// The words of a packed text from the first one on that is not below `rest`, found by halves.
std::string_view words_from(std::string_view packed, std::string_view rest) {
  std::size_t low = 0;
  for (std::size_t high = packed.size(); low < high;) {
    const auto middle = low + (high - low) / 2;
    const auto word = packed.find(before_rest, middle);
    const auto behind = packed.substr(std::min(word, packed.size() - 1) + 1);
    const bool is_below =
        word != std::string_view::npos && behind.substr(0, behind.find(behind_rest)) < rest;
    (is_below ? low : high) = is_below ? word + 1 : middle;
  }
  return packed.substr(std::min(packed.find(before_rest, low), packed.size()));
}

void append_postings(std::vector<Posting>& list, std::string_view bytes) {
  auto at = list.size();
  list.resize(at + bytes.size() / posting_bytes);
  for (; !bytes.empty(); bytes.remove_prefix(posting_bytes)) {
    list[at++] = posting_from(bytes.data());
  }
}

// By place, each once.
void put_in_order(std::vector<Posting>& list) {
  const auto falls = [](const Posting& a, const Posting& b) { return a.place >= b.place; };
  const auto same = [](const Posting& a, const Posting& b) { return a.place == b.place; };
  if (std::ranges::adjacent_find(list, falls) == list.end()) return;
  std::ranges::sort(list, {}, &Posting::place);
  list.erase(std::unique(list.begin(), list.end(), same), list.end());
}

FoundPostings all_places() {
  FoundPostings all;
  for (int place = 0; place < search_block; ++place) all.postings.push_back({place, {}});
  return all;
}

// How many of a word's postings are not after a time.
std::size_t count_upto(std::string_view bytes, const std::optional<Time>& upto) {
  std::size_t count = bytes.size() / posting_bytes;
  for (std::size_t low = 0; upto && low < count;) {
    const auto middle = low + (count - low) / 2;
    const bool is_after = posting_from(bytes.data() + middle * posting_bytes).at > upto;
    (is_after ? count : low) = is_after ? middle : middle + 1;
  }
  return count;
}

void add_slice(FoundPostings& found, std::string_view bytes, const SearchSlice& slice) {
  const auto end = count_upto(bytes, slice.upto);
  const auto count = std::min(end, slice.most);
  append_postings(found.postings,
                  bytes.substr((end - count) * posting_bytes, count * posting_bytes));
  found.is_cut = found.is_cut || count < end;
}

void keep_newest(FoundPostings& found, std::size_t most) {
  auto& list = found.postings;
  if (list.size() <= most) return;
  list.erase(list.begin(), list.end() - static_cast<long>(most));
  found.is_cut = true;
}

}  // namespace

void add_message(BlockWords& words, int place, Time at, const FoldedText& text) {
  for (auto& [letter, rest] : index_terms(text)) {
    words[std::move(letter)][std::move(rest)].push_back({place, at});
  }
}

std::string pack(const LetterWords& words) {
  std::string text;
  for (const auto& [rest, postings] : words) {
    (text += before_rest).append(rest) += behind_rest;
    for (const auto& posting : postings) append_posting(text, posting);
    if (text.size() > most_packed_bytes) return {};
  }
  return text;
}

std::string merge(std::string_view packed, const LetterWords& more) {
  if (packed.empty()) return {};
  LetterWords words = more;
  while (const auto entry = take_entry(packed)) {
    auto& list = words[std::string(entry->rest)];
    append_postings(list, entry->postings);
    put_in_order(list);
  }
  return pack(words);
}

FoundPostings postings_of(std::string_view packed, const SearchLookup& lookup,
                          const SearchSlice& slice) {
  if (packed.empty()) return all_places();
  FoundPostings found;
  const std::string_view rest = lookup.term.rest;
  auto words = words_from(packed, rest);
  while (const auto entry = take_entry(words)) {
    const bool fits = lookup.prefix ? entry->rest.starts_with(rest) : entry->rest == rest;
    if (!fits) break;
    add_slice(found, entry->postings, slice);
  }
  put_in_order(found.postings);
  keep_newest(found, slice.most);
  return found;
}

}  // namespace chalkline::rules
