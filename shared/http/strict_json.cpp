#include "http/strict_json.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/error.hpp>
#include <boost/json/value_stack.hpp>

namespace chalkline::http {
namespace {

namespace json = boost::json;

// Receives what Boost's parser reads and builds the value, as Boost's own handler does; beyond that
// it remembers the names of the open objects, because Boost lets the last of two equal names win.
// The parser's interface fixes the functions' names; each returns whether to go on.
class Builder {
 public:
  static constexpr std::size_t max_object_size = json::object::max_size();
  static constexpr std::size_t max_array_size = json::array::max_size();
  static constexpr std::size_t max_key_size = json::string::max_size();
  static constexpr std::size_t max_string_size = json::string::max_size();

  Builder() { stack_.reset(); }

  json::value release() { return stack_.release(); }
  const std::string* duplicate() const { return duplicate_ ? &*duplicate_ : nullptr; }

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) { return true; }
  bool on_array_begin(json::error_code&) { return true; }

  bool on_object_end(std::size_t members, json::error_code& error) {
    if (has_duplicate(members)) return stop(error);
    stack_.push_object(members);
    return true;
  }

  bool on_array_end(std::size_t items, json::error_code&) {
    stack_.push_array(items);
    return true;
  }

  bool on_key_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    name_.append(part.data(), part.size());
    return true;
  }

  bool on_key(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_key(part);
    name_.append(part.data(), part.size());
    names_.push_back(std::move(name_));
    name_.clear();
    return true;
  }

  bool on_string_part(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_chars(part);
    return true;
  }

  bool on_string(json::string_view part, std::size_t, json::error_code&) {
    stack_.push_string(part);
    return true;
  }

  bool on_number_part(json::string_view, json::error_code&) { return true; }

  bool on_int64(std::int64_t number, json::string_view, json::error_code&) {
    stack_.push_int64(number);
    return true;
  }

  bool on_uint64(std::uint64_t number, json::string_view, json::error_code&) {
    stack_.push_uint64(number);
    return true;
  }

  bool on_double(double number, json::string_view, json::error_code& error) {
    if (!std::isfinite(number)) return stop(error);
    stack_.push_double(number);
    return true;
  }

  bool on_bool(bool value, json::error_code&) {
    stack_.push_bool(value);
    return true;
  }

  bool on_null(json::error_code&) {
    stack_.push_null();
    return true;
  }

  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  // Looks at the names of the object that ends, the last of the list, and takes them off it.
  bool has_duplicate(std::size_t members) {
    const auto begin = names_.end() - static_cast<std::ptrdiff_t>(members);
    std::sort(begin, names_.end());
    const auto twice = std::adjacent_find(begin, names_.end());
    if (twice != names_.end()) duplicate_ = std::move(*twice);
    names_.erase(begin, names_.end());
    return duplicate_.has_value();
  }

  static bool stop(json::error_code& error) {
    error = json::error::exception;
    return false;
  }

  json::value_stack stack_;
  std::string name_;                // the name being read, which may come in several parts
  std::vector<std::string> names_;  // of all open objects, the innermost one's last
  std::optional<std::string> duplicate_;
};

JsonFault fault_of(const Builder& builder, const json::error_code& error) {
  if (const auto* name = builder.duplicate()) return {JsonFault::Kind::duplicate_key, *name};
  if (error == json::error::too_deep) return {JsonFault::Kind::too_deep, {}};
  return {JsonFault::Kind::malformed, {}};
}

}  // namespace

std::optional<json::value> parse_strict(std::string_view text, JsonFault* fault) {
  json::parse_options options;
  options.max_depth = max_json_depth;
  json::basic_parser<Builder> parser(options);
  json::error_code error;
  const std::size_t used = parser.write_some(false, text.data(), text.size(), error);
  if (!error && used == text.size()) return parser.handler().release();
  if (fault != nullptr) *fault = fault_of(parser.handler(), error);
  return std::nullopt;
}

}  // namespace chalkline::http
