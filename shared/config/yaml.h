#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <yaml-cpp/yaml.h>

namespace chalkline::config {

// How errors name a file as a whole.
inline constexpr std::string_view whole_file = "document";

// A node of a YAML file, with what an error about it must name.
struct Value {
  YAML::Node node;
  std::string file;
  int line = 1;     // of its key; of the item itself in a list
  std::string key;  // where it stands, `tokens.keys[0].kid`; or whole_file

  // Throws Error, one line: `FILE:LINE: KEY: what`. Characters that would break the line become
  // `?`.
  [[noreturn]] void fail(std::string_view what) const;

  // The same with what the value is, and what it must be: "a number from 1 to 5".
  [[noreturn]] void refuse(std::string_view allowed) const;

  // The same for a secret: tells the value's kind and never the value.
  [[noreturn]] void refuse_secret(std::string_view allowed) const;

  // A single value without a YAML tag, and so neither a map, a list nor nothing.
  bool is_text() const;

  // A text that is not in quotes, as numbers and true and false must be.
  bool is_plain() const;
};

struct Entry {
  std::string name;
  Value value;
};

// The one document of a file, a map. Throws Error where it is anything else, or not YAML.
Value load_yaml(const std::filesystem::path& file);

// How an error names an entry of a map. A name unlike any key is most likely a value in the wrong
// place, perhaps a secret, as in {secret:"…"}: it shows as `…`.
std::string key_below(const Value& map, const std::string& name);

// A map's entries in the order of the file. Throws Error for something else than a map, for a name
// that is there twice and for one that is not a text.
std::vector<Entry> entries_of(const Value& map);

// A list's items in order. Throws Error for something else than a list.
std::vector<Value> items_of(const Value& list);

}  // namespace chalkline::config
