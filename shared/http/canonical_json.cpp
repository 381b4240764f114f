#include "http/canonical_json.h"

#include <algorithm>
#include <stdexcept>
#include <string_view>
#include <vector>

#include <boost/json.hpp>

#include "rules/canonical_json.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

void append(std::string& text, const json::value& value);

void append_object(std::string& text, const json::object& object) {
  std::vector<const json::key_value_pair*> members;
  members.reserve(object.size());
  for (const auto& member : object) members.push_back(&member);
  std::ranges::sort(members, {},
                    [](const auto* member) { return std::string_view(member->key()); });
  text += '{';
  for (const auto* const member : members) {
    if (text.back() != '{') text += ',';
    rules::append_canonical(text, member->key());
    text += ':';
    append(text, member->value());
  }
  text += '}';
}

void append_array(std::string& text, const json::array& array) {
  text += '[';
  for (const auto& item : array) {
    if (&item != array.data()) text += ',';
    append(text, item);
  }
  text += ']';
}

void append(std::string& text, const json::value& value) {
  switch (value.kind()) {
    case json::kind::null:
      text += "null";
      return;
    case json::kind::bool_:
      text += value.get_bool() ? "true" : "false";
      return;
    case json::kind::int64:
      text += std::to_string(value.get_int64());
      return;
    case json::kind::uint64:
      text += std::to_string(value.get_uint64());
      return;
    case json::kind::double_:
      throw std::invalid_argument("a number with a fraction");
    case json::kind::string:
      rules::append_canonical(text, value.get_string());
      return;
    case json::kind::array:
      append_array(text, value.get_array());
      return;
    case json::kind::object:
      append_object(text, value.get_object());
      return;
  }
}

}  // namespace

std::string canonical_json(const json::value& value) {
  std::string text;
  append(text, value);
  return text;
}

}  // namespace chalkline::http
