#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "config/yaml.h"

namespace chalkline::config {

// One key that a file may have: its name, with dots for the maps it stands in, and what its value
// does to the target.
template <class Target>
struct Key {
  std::string name;
  std::function<void(const Value&, Target&)> read;
};

template <class Target>
using Keys = std::vector<Key<Target>>;

// A row of a table of keys: `read` checks and converts the value, `field` is where it goes.
template <class Target, class T>
Key<Target> key(std::string name, std::function<T(const Value&)> read, T Target::*field) {
  return {std::move(name), [read = std::move(read), field](const Value& value, Target& target) {
            target.*field = read(value);
          }};
}

// A row for a key that read_keys only finds, for the caller to look at.
template <class Target>
Key<Target> found_key(std::string name) {
  return {std::move(name), [](const Value&, Target&) {}};
}

// The rows of a part of the target, for the map `name`.
template <class Target, class Part>
Keys<Target> below(const std::string& name, Part Target::*part, const Keys<Part>& keys) {
  Keys<Target> rows;
  for (const auto& row : keys) {
    rows.push_back(
        {name + "." + row.name, [read = row.read, part](const Value& value, Target& target) {
           read(value, target.*part);
         }});
  }
  return rows;
}

// One table of several.
template <class Target>
Keys<Target> all(const std::vector<Keys<Target>>& tables) {
  Keys<Target> rows;
  for (const auto& table : tables) rows.insert(rows.end(), table.begin(), table.end());
  return rows;
}

// What a file gives, by dotted name, the maps on the way included.
using Given = std::map<std::string, Value, std::less<>>;

// Throws Error for a name in `map` that is neither one of `names` nor a map on the way to one.
Given find_keys(const Value& map, const std::vector<std::string>& names);

// Reads `map` into `target`; what the map does not give stays as it was.
template <class Target>
Given read_keys(const Value& map, const Keys<Target>& keys, Target& target) {
  std::vector<std::string> names;
  for (const auto& key : keys) names.push_back(key.name);
  Given given = find_keys(map, names);
  for (const auto& key : keys) {
    if (const auto value = given.find(key.name); value != given.end()) {
      key.read(value->second, target);
    }
  }
  return given;
}

// Throws Error where `map` does not give `name`.
void require(const Value& map, const Given& given, const std::string& name);

// Throws Error where both are given.
void require_one_at_most(const Given& given, const std::string& name, const std::string& other);

}  // namespace chalkline::config
