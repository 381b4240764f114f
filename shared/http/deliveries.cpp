#include "http/deliveries.h"

#include <algorithm>
#include <optional>

#include <boost/json.hpp>

#include "http/strict_json.h"
#include "rules/text.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

constexpr std::size_t most_type_characters = 100;

std::string type_of(const json::value& event) {
  const auto* const object = event.if_object();
  const auto* const type = object == nullptr ? nullptr : object->if_contains("type");
  if (type == nullptr || !type->is_string()) return {};
  std::string name(type->get_string());
  return rules::character_count(name) > most_type_characters ? std::string() : name;
}

// Whatever is no UTF-8 becomes U+FFFD.
std::string as_utf8(std::string_view text) {
  if (is_utf8(text)) return std::string(text);
  std::string clean;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    rules::next_code_point(text, at);
    const auto letter = text.substr(start, at - start);
    clean += is_utf8(letter) ? std::string(letter) : "\xEF\xBF\xBD";
  }
  return clean;
}

FieldError error_of(const JsonFault& fault) {
  switch (fault.kind) {
    case JsonFault::Kind::duplicate_key:
      return {fault.key, "duplicate_field", "The event names this field twice."};
    case JsonFault::Kind::too_deep:
      return {"", "malformed", "The event is nested too deeply."};
    case JsonFault::Kind::malformed:
      break;
  }
  return {"", "malformed", "The event is not JSON in UTF-8."};
}

constexpr std::string_view blanks = " \t\r\n";

std::string_view without_blanks(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(blanks), text.size());
  const auto end = text.find_last_not_of(blanks);
  return text.substr(begin, end == std::string_view::npos ? 0 : end + 1 - begin);
}

// The lines of NDJSON that are not blank.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    if (!without_blanks(line).empty()) lines.push_back(without_blanks(line));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return lines;
}

// Where a text of JSON stands while it is read: between the items of an array, or within one.
class Depth {
 public:
  // How many brackets and braces are open behind `c`.
  int after(char c) {
    if (escaped_) {
      escaped_ = false;
    } else if (in_text_) {
      escaped_ = c == '\\';
      in_text_ = c != '"';
    } else if (c == '"') {
      in_text_ = true;
    } else if (c == '[' || c == '{') {
      ++open_;
    } else if (c == ']' || c == '}') {
      --open_;
    }
    return open_;
  }
  // Whether a comma here separates items.
  bool between_items() const { return open_ == 1 && !in_text_; }

 private:
  int open_ = 0;
  bool in_text_ = false;
  bool escaped_ = false;
};

// The texts of an array's items, whatever they are; none where it does not end with the text.
std::optional<std::vector<std::string_view>> items_of(std::string_view array) {
  std::vector<std::string_view> items;
  Depth depth;
  std::size_t begin = 1;
  for (std::size_t at = 0; at < array.size(); ++at) {
    const bool ends = depth.after(array[at]) == 0;
    if (!ends && !(array[at] == ',' && depth.between_items())) continue;
    const auto item = without_blanks(array.substr(begin, at - begin));
    if (!ends || !item.empty() || !items.empty()) items.push_back(item);
    begin = at + 1;
    if (ends) return begin == array.size() ? std::optional(std::move(items)) : std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

ReceivedEvent parse_event_text(std::string_view text) {
  JsonFault fault;
  const auto value = parse_strict(text, &fault);
  if (!value) return {{}, as_utf8(text), BadInput{error_of(fault)}};
  return {type_of(*value), std::string(text), parse_event(*value)};
}

Parsed<Delivery> parse_delivery(const Request& request) {
  if (auto errors = QueryFields(request).finish(); !errors.empty()) return errors;
  const auto body = without_blanks(request.body);
  const bool lines = request.content_type == "application/x-ndjson";
  const bool batch = lines || body.starts_with('[');
  const auto texts = lines   ? std::optional(lines_of(body))
                     : batch ? items_of(body)
                             : std::optional(std::vector{body});
  if (!texts) return BadInput{{"", "malformed", "The array does not end where the body does."}};
  if (texts->size() > most_events) {
    return BadInput{{"", "too_long", "At most " + std::to_string(most_events) + " events."}};
  }
  Delivery delivery{.single = !batch, .events = {}};
  delivery.events.reserve(texts->size());
  for (const auto text : *texts) delivery.events.push_back(parse_event_text(text));
  return delivery;
}

}  // namespace chalkline::http
