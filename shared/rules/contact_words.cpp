#include "rules/contact_words.h"

#include <algorithm>
#include <unordered_map>

namespace chalkline::rules::contacts {
namespace {

using Dictionary = std::unordered_map<std::string_view, Word>;

void add(Dictionary& dictionary, const WordList& list) {
  for (std::size_t at = 0; at < list.words.size();) {
    const auto end = std::min(list.words.find(' ', at), list.words.size());
    auto& word = dictionary[list.words.substr(at, end - at)];
    word.meanings |= static_cast<std::uint32_t>(list.meaning);
    if (!list.digits.empty()) word.digits = list.digits;
    at = end + 1;
  }
}

Dictionary read_vocabulary() {
  Dictionary dictionary;
  for (const auto& list : vocabulary()) add(dictionary, list);
  return dictionary;
}

}  // namespace

Word look_up(std::string_view folded) {
  static const Dictionary dictionary = read_vocabulary();
  const auto found = dictionary.find(folded);
  return found == dictionary.end() ? Word{} : found->second;
}

}  // namespace chalkline::rules::contacts
