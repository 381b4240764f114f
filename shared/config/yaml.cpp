#include "config/yaml.h"

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <set>
#include <system_error>

#include "config/site.h"

namespace chalkline::config {
namespace {

// A value as an error shows it: in quotes, not without end and not cut inside a character.
std::string in_quotes(std::string_view text) {
  constexpr std::size_t enough = 40;
  if (text.size() <= enough) return "'" + std::string(text) + "'";
  auto end = enough;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return "'" + std::string(text.substr(0, end)) + "…'";
}

std::string kind_of(const Value& value) {
  if (!value.node.IsDefined() || value.node.IsNull()) return "is empty";
  if (value.node.IsMap()) return "is a map";
  if (value.node.IsSequence()) return "is a list";
  return value.is_text() ? "is a text" : "has a YAML tag";
}

std::string description_of(const Value& value) {
  return value.is_text() ? "is " + in_quotes(value.node.Scalar()) : kind_of(value);
}

int line_of(const YAML::Node& node) { return node.Mark().line + 1; }

// yaml-cpp's message, without the name of an anchor that its later versions add: it may be a secret
// that begins with `*`.
std::string reason_of(const YAML::Exception& error) {
  if (error.msg.starts_with(YAML::ErrorMsg::UNKNOWN_ANCHOR)) return YAML::ErrorMsg::UNKNOWN_ANCHOR;
  return error.msg;
}

std::vector<YAML::Node> load_documents(const Value& document) {
  std::ifstream stream(document.file);
  if (!stream) document.fail("cannot be read: " + std::generic_category().message(errno));
  if (std::filesystem::is_directory(document.file)) document.fail("is a folder, not a file");
  try {
    return YAML::LoadAll(stream);
  } catch (const YAML::Exception& error) {
    Value where = document;
    where.line = error.mark.line + 1;
    where.fail("is not YAML: " + reason_of(error) + "; texts with special characters need quotes");
  }
}

}  // namespace

void Value::fail(std::string_view what) const {
  std::string text = file + ":" + std::to_string(line) + ": " + key + ": " + std::string(what);
  const auto breaks_the_line = [](char c) {
    return static_cast<unsigned char>(c) < ' ' || c == 127;
  };
  std::ranges::replace_if(text, breaks_the_line, '?');
  throw Error(text);
}

void Value::refuse(std::string_view allowed) const {
  fail(description_of(*this) + "; must be " + std::string(allowed));
}

void Value::refuse_secret(std::string_view allowed) const {
  const std::string what = is_text() ? "is not usable" : kind_of(*this);
  fail(what + "; must be " + std::string(allowed));
}

bool Value::is_text() const {
  if (!node.IsDefined() || !node.IsScalar()) return false;
  return node.Tag() == "?" || node.Tag() == "!";  // without and with quotes
}

bool Value::is_plain() const { return is_text() && node.Tag() == "?"; }

Value load_yaml(const std::filesystem::path& file) {
  Value document{{}, file.string(), 1, std::string(whole_file)};
  const auto documents = load_documents(document);
  if (documents.size() > 1) document.fail("holds several YAML documents; must be one");
  if (!documents.empty()) document.node = documents.front();
  if (!document.node.IsMap()) document.refuse("a map of keys, such as `site: NAME`");
  return document;
}

std::string key_below(const Value& map, const std::string& name) {
  constexpr std::size_t longest_known = 24;
  constexpr std::string_view letters =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
  const bool is_word = name.size() <= longest_known && name.find_first_not_of(letters) == name.npos;
  const std::string shown = is_word ? name : "…";
  return map.key == whole_file ? shown : map.key + "." + shown;
}

std::vector<Entry> entries_of(const Value& map) {
  if (!map.node.IsDefined() || !map.node.IsMap()) map.refuse("a map of keys");
  std::vector<Entry> entries;
  std::set<std::string> names;
  for (const auto& pair : map.node) {
    if (!pair.first.IsScalar()) map.fail("has a key that is not a text; must be a map of keys");
    const std::string& name = pair.first.Scalar();
    Value value{pair.second, map.file, line_of(pair.first), key_below(map, name)};
    if (!names.insert(name).second) value.fail("is there twice; must be there once");
    entries.push_back({name, std::move(value)});
  }
  return entries;
}

std::vector<Value> items_of(const Value& list) {
  if (!list.node.IsDefined() || !list.node.IsSequence()) list.refuse("a list, as in [a, b]");
  std::vector<Value> items;
  for (std::size_t i = 0; i < list.node.size(); ++i) {
    const YAML::Node node = list.node[i];
    const auto key = list.key + "[" + std::to_string(i) + "]";
    items.push_back({node, list.file, node.IsNull() ? list.line : line_of(node), key});
  }
  return items;
}

}  // namespace chalkline::config
