#include "rules/search_postings.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <numeric>
#include <optional>
#include <utility>

namespace chalkline::rules {
namespace {

constexpr std::size_t time_bytes = 6;

void append_number(std::string& text, std::size_t number) {
  text += static_cast<char>(number & 0xFFU);
  text += static_cast<char>(number >> 8U);
}

std::size_t number_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  return byte(at) | static_cast<std::size_t>(byte(at + 1)) << 8U;
}

// One word of a packed text.
struct Entry {
  std::string_view rest;
  std::string_view places;
};

std::optional<Entry> take_entry(std::string_view& packed) {
  const auto end = packed.find('\0');
  if (end == std::string_view::npos || end + 3 > packed.size()) return std::nullopt;
  const auto bytes = 2 * number_at(packed, end + 1);
  if (end + 3 + bytes > packed.size()) return std::nullopt;
  const Entry entry{packed.substr(0, end), packed.substr(end + 3, bytes)};
  packed.remove_prefix(end + 3 + bytes);
  return entry;
}

// Whether each place is among them.
using Places = std::array<bool, search_block>;

void mark_places(Places& places, std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    const auto place = number_at(bytes, at);
    if (place < places.size()) places[place] = true;
  }
}

void append_places(std::vector<int>& list, std::string_view bytes) {
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    const auto place = number_at(bytes, at);
    if (place < search_block) list.push_back(static_cast<int>(place));
  }
}

std::vector<int> listed(const Places& places) {
  std::vector<int> list;
  for (int place = 0; place < search_block; ++place) {
    if (places[static_cast<std::size_t>(place)]) list.push_back(place);
  }
  return list;
}

}  // namespace

void add_message(BlockWords& words, int place, const FoldedText& text) {
  for (auto& [letter, rest] : index_terms(text)) {
    words[std::move(letter)][std::move(rest)].push_back(place);
  }
}

std::string pack(const LetterWords& words) {
  std::string text;
  for (const auto& [rest, places] : words) {
    text += rest;
    text += '\0';
    append_number(text, places.size());
    for (const int place : places) append_number(text, static_cast<std::size_t>(place));
    if (text.size() > most_packed_bytes) return {};
  }
  return text;
}

std::string merge(std::string_view packed, const LetterWords& more) {
  if (packed.empty()) return {};
  LetterWords words = more;
  while (const auto entry = take_entry(packed)) {
    auto& list = words[std::string(entry->rest)];
    Places places{};
    for (const int place : list) places[static_cast<std::size_t>(place)] = true;
    mark_places(places, entry->places);
    list = listed(places);
  }
  return pack(words);
}

std::vector<int> places_of(std::string_view packed, const SearchLookup& lookup) {
  std::vector<int> places(packed.empty() ? search_block : 0);
  std::iota(places.begin(), places.end(), 0);
  const auto& rest = lookup.term.rest;
  while (const auto entry = take_entry(packed)) {
    const bool found = lookup.prefix ? entry->rest.starts_with(rest) : entry->rest == rest;
    if (found) append_places(places, entry->places);
    if (!found && entry->rest > rest) break;
  }
  std::ranges::sort(places);
  const auto twice = std::ranges::unique(places);
  places.erase(twice.begin(), twice.end());
  return places;
}

std::string put_times(std::string kept, int place, const std::vector<Time>& times) {
  const auto begin = static_cast<std::size_t>(place) * time_bytes;
  kept.resize(std::max(kept.size(), begin + times.size() * time_bytes));
  std::size_t at = begin;
  for (const auto& time : times) {
    auto rest = static_cast<std::uint64_t>(time.time_since_epoch().count());
    for (std::size_t i = 0; i < time_bytes; ++i, rest >>= 8U) {
      kept[at++] = static_cast<char>(rest & 0xFFU);
    }
  }
  return kept;
}

std::optional<Time> time_at(std::string_view kept, int place) {
  const auto begin = static_cast<std::size_t>(place) * time_bytes;
  if (begin + time_bytes > kept.size()) return std::nullopt;
  std::uint64_t number = 0;
  for (std::size_t i = time_bytes; i > 0; --i) {
    number = number << 8U | static_cast<unsigned char>(kept[begin + i - 1]);
  }
  return Time(std::chrono::milliseconds(number));
}

}  // namespace chalkline::rules
