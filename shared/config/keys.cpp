#include "config/keys.h"

#include <algorithm>
#include <set>

namespace chalkline::config {
namespace {

using Names = std::vector<std::string>;

bool is_map_on_the_way(const Names& names, const std::string& name) {
  return std::ranges::any_of(names, [&](const auto& each) { return each.starts_with(name + "."); });
}

// The names that may stand in the map which `prefix` leads to: "forced, on, off".
std::string names_below(const Names& names, const std::string& prefix) {
  std::set<std::string> words;
  for (const auto& name : names) {
    if (!name.starts_with(prefix)) continue;
    const auto rest = name.substr(prefix.size());
    words.insert(rest.substr(0, rest.find('.')));
  }
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// A name without a value may be a secret that lost its key, so it is not shown.
[[noreturn]] void refuse_key(const Value& map, Value entry, const std::string& allowed) {
  const bool has_value = !entry.node.IsNull();
  if (!has_value) entry.key = key_below(map, "…");
  entry.fail((has_value ? "is not a key; keys here: "
                        : "is not a key followed by a colon, a space and a value; keys here: ") +
             allowed);
}

void find_below(const Value& map, const std::string& prefix, const Names& names, Given& given) {
  for (const auto& [word, value] : entries_of(map)) {
    const auto name = prefix + word;
    const bool is_key = std::ranges::count(names, name) > 0;
    const bool is_map = is_map_on_the_way(names, name);
    const bool is_one_word = word.find('.') == word.npos;
    if (!is_one_word || !(is_key || is_map)) refuse_key(map, value, names_below(names, prefix));
    given.emplace(name, value);
    if (is_map) find_below(value, name + ".", names, given);
  }
}

// The innermost given map that `name` stands in.
const Value& surrounding(const Value& map, const Given& given, const std::string& name) {
  for (auto dot = name.rfind('.'); dot != name.npos && dot > 0; dot = name.rfind('.', dot - 1)) {
    if (const auto found = given.find(name.substr(0, dot)); found != given.end()) {
      return found->second;
    }
  }
  return map;
}

}  // namespace

Given find_keys(const Value& map, const Names& names) {
  Given given;
  find_below(map, "", names, given);
  return given;
}

void require(const Value& map, const Given& given, const std::string& name) {
  if (given.contains(name)) return;
  Value missing = surrounding(map, given, name);
  missing.key = map.key == whole_file ? name : map.key + "." + name;
  missing.fail("is missing; must be given");
}

void require_one_at_most(const Given& given, const std::string& name, const std::string& other) {
  if (!given.contains(name) || !given.contains(other)) return;
  given.find(other)->second.fail("stands beside " + name + "; must be one of the two");
}

}  // namespace chalkline::config
