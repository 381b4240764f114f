#include "http/fields.h"

#include <algorithm>
#include <charconv>

#include "http/strict_json.h"
#include "rules/text.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

BadInput unknown_fields(const std::vector<std::string>& there,
                        const std::vector<std::string>& asked) {
  BadInput errors;
  for (const auto& field : there) {
    if (std::find(asked.begin(), asked.end(), field) == asked.end()) {
      errors.push_back({field, "unknown_field", "There is no such field here."});
    }
  }
  return errors;
}

std::string range_text(long long least, long long most) {
  return "A whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".";
}

std::optional<long long> whole_number(std::string_view text) {
  long long number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

FieldError json_error(const JsonFault& fault) {
  switch (fault.kind) {
    case JsonFault::Kind::malformed:
      return {"", "malformed", "The body is not JSON in UTF-8."};
    case JsonFault::Kind::duplicate_key:
      return {fault.key, "duplicate_field", "The body names this field twice."};
    case JsonFault::Kind::too_deep:
      return {"", "malformed", "The body is nested too deeply."};
  }
  return {};
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

bool has_control_character(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && c != '\t' && c != '\n' && c != '\r') || byte == 0x7F;
  });
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t start = at;
    const char32_t c = rules::next_code_point(text, at);
    const std::size_t shortest = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    const bool replaced = c == 0xFFFD && text.substr(start, 3) != "\xEF\xBF\xBD";
    if (replaced || at - start != shortest || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) {
      return false;
    }
  }
  return true;
}

JsonFields::JsonFields(const Request& request) : errors_(QueryFields(request).finish()) {
  JsonFault fault;
  auto value = parse_strict(request.body, &fault);
  if (!value) {
    errors_.push_back(json_error(fault));
    malformed_ = true;
  } else if (!value->is_object()) {
    errors_.push_back({"", "wrong_type", "The body must be a JSON object."});
    malformed_ = true;
  } else {
    object_ = std::move(value->get_object());
  }
}

JsonFields::JsonFields(json::object object, std::string within)
    : object_(std::move(object)), within_(std::move(within)) {}

bool JsonFields::has(std::string_view field) const { return object_.contains(field); }

bool JsonFields::null(std::string_view field) {
  const auto* const value = object_.if_contains(field);
  if (value == nullptr || !value->is_null()) return false;
  asked_.emplace_back(field);
  return true;
}

const json::value* JsonFields::take(std::string_view field) {
  asked_.emplace_back(field);
  return object_.if_contains(field);
}

std::optional<std::string> JsonFields::text_in(const json::value& value, std::string_view field) {
  if (!value.is_string()) {
    error(field, "wrong_type", "Must be a text.");
    return std::nullopt;
  }
  std::string text(value.get_string());
  if (has_control_character(text)) {
    error(field, "control_character", "Control characters are not taken.");
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> JsonFields::short_text_in(const json::value& value,
                                                     std::string_view field, std::size_t most) {
  auto text = text_in(value, field);
  if (!text) return std::nullopt;
  if (text->empty()) {
    error(field, "empty", "Must not be empty.");
    return std::nullopt;
  }
  if (rules::character_count(*text) > most) {
    error(field, "too_long", "At most " + std::to_string(most) + " characters.");
    return std::nullopt;
  }
  return text;
}

std::optional<std::string> JsonFields::free_text(std::string_view field) {
  const auto* const value = take(field);
  return value == nullptr ? std::nullopt : text_in(*value, field);
}

std::optional<std::string> JsonFields::text(std::string_view field, std::size_t most) {
  const auto* const value = take(field);
  return value == nullptr ? std::nullopt : short_text_in(*value, field, most);
}

std::optional<std::vector<std::string>> JsonFields::texts(std::string_view field,
                                                          std::size_t most_texts,
                                                          std::size_t most) {
  const auto* const value = take(field);
  if (value == nullptr) return std::nullopt;
  if (!value->is_array()) {
    error(field, "wrong_type", "Must be a list of texts.");
    return std::nullopt;
  }
  if (value->get_array().size() > most_texts) {
    error(field, "too_long", "At most " + std::to_string(most_texts) + " texts.");
    return std::nullopt;
  }
  std::vector<std::string> texts;
  for (const auto& item : value->get_array()) {
    auto text =
        short_text_in(item, std::string(field) + "[" + std::to_string(texts.size()) + "]", most);
    if (!text) return std::nullopt;
    texts.push_back(std::move(*text));
  }
  return texts;
}

std::optional<json::object> JsonFields::object(std::string_view field) {
  const auto* const value = take(field);
  if (value == nullptr) return std::nullopt;
  if (value->is_object()) return value->get_object();
  error(field, "wrong_type", "Must be an object.");
  return std::nullopt;
}

std::optional<std::vector<json::object>> JsonFields::objects(std::string_view field,
                                                             std::size_t most) {
  const auto* const value = take(field);
  if (value == nullptr) return std::nullopt;
  if (!value->is_array()) {
    error(field, "wrong_type", "Must be a list of objects.");
    return std::nullopt;
  }
  if (value->get_array().size() > most) {
    error(field, "too_long", "At most " + std::to_string(most) + " of them.");
    return std::nullopt;
  }
  std::vector<json::object> objects;
  for (const auto& item : value->get_array()) {
    const auto place = std::string(field) + "[" + std::to_string(objects.size()) + "]";
    if (!item.is_object()) error(place, "wrong_type", "Must be an object.");
    objects.push_back(item.is_object() ? item.get_object() : json::object());
  }
  return objects;
}

std::optional<bool> JsonFields::flag(std::string_view field) {
  const auto* const value = take(field);
  if (value == nullptr) return std::nullopt;
  if (value->is_bool()) return value->get_bool();
  error(field, "wrong_type", "Must be true or false.");
  return std::nullopt;
}

std::optional<long long> JsonFields::integer(std::string_view field, long long least,
                                             long long most) {
  const auto* const value = take(field);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    error(field, "wrong_type", range_text(least, most));
    return std::nullopt;
  }
  if (value->is_int64() && value->get_int64() >= least && value->get_int64() <= most) {
    return value->get_int64();
  }
  error(field, "out_of_range", range_text(least, most));
  return std::nullopt;
}

std::optional<double> JsonFields::number(std::string_view field, double least, double most) {
  const auto* const value = take(field);
  if (value == nullptr) return std::nullopt;
  if (!value->is_number()) {
    error(field, "wrong_type", "Must be a number.");
    return std::nullopt;
  }
  const auto number = value->to_number<double>();
  if (number >= least && number <= most) return number;
  error(field, "out_of_range",
        "A number from " + json::serialize(json::value(least)) + " to " +
            json::serialize(json::value(most)) + ".");
  return std::nullopt;
}

std::optional<std::optional<rules::Time>> JsonFields::time_or_null(std::string_view field) {
  const auto* const value = take(field);
  if (value == nullptr) return std::nullopt;
  if (value->is_null()) return std::optional<rules::Time>();
  if (!value->is_string()) {
    error(field, "wrong_type", "Must be a time or null.");
    return std::nullopt;
  }
  const auto time = parse_time(value->get_string());
  if (!time) {
    error(field, "malformed", "Must be a time such as 2026-11-21T20:40:00.000Z.");
    return std::nullopt;
  }
  return time;
}

void JsonFields::require(std::string_view field) {
  if (!malformed_ && !has(field)) error(field, "required", "Must be given.");
}

void JsonFields::error(std::string_view field, std::string_view code, std::string detail) {
  errors_.push_back({within_ + std::string(field), code, std::move(detail)});
}

BadInput JsonFields::finish() {
  std::vector<std::string> there;
  for (const auto& member : object_) there.emplace_back(member.key());
  auto unknown = unknown_fields(there, asked_);
  for (auto& error : unknown) error.field.insert(0, within_);
  errors_.insert(errors_.end(), unknown.begin(), unknown.end());
  return std::move(errors_);
}

QueryFields::QueryFields(const Request& request) {
  std::string_view rest = request.query;
  while (!rest.empty()) {
    const auto pair = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), pair.size() + 1));
    if (pair.empty()) continue;
    const auto equals = std::min(pair.find('='), pair.size());
    const auto name = percent_decoded(pair.substr(0, equals), true);
    const auto value = percent_decoded(pair.substr(std::min(pair.size(), equals + 1)), true);
    if (!name || !value || has_control_character(*name) || has_control_character(*value)) {
      error(name && !has_control_character(*name) ? *name : "", "malformed",
            "Must be percent-encoded UTF-8 without control characters.");
    } else if (!values_.emplace(*name, *value).second) {
      error(*name, "duplicate_field", "The query names this parameter twice.");
    }
  }
}

std::optional<std::string> QueryFields::text(std::string_view field) {
  asked_.emplace_back(field);
  const auto found = values_.find(field);
  return found == values_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<long long> QueryFields::integer(std::string_view field, long long least,
                                              long long most) {
  const auto value = text(field);
  if (!value) return std::nullopt;
  const auto number = whole_number(*value);
  if (number && *number >= least && *number <= most) return number;
  error(field, number ? "out_of_range" : "wrong_type", range_text(least, most));
  return std::nullopt;
}

void QueryFields::require(std::string_view field) {
  if (values_.find(field) == values_.end()) error(field, "required", "Must be given.");
}

void QueryFields::error(std::string_view field, std::string_view code, std::string detail) {
  errors_.push_back({std::string(field), code, std::move(detail)});
}

BadInput QueryFields::finish() {
  std::vector<std::string> there;
  for (const auto& [field, value] : values_) there.push_back(field);
  auto unknown = unknown_fields(there, asked_);
  errors_.insert(errors_.end(), unknown.begin(), unknown.end());
  return std::move(errors_);
}

std::optional<std::string> parse_client_id(JsonFields& fields, const Request& request) {
  constexpr std::size_t most = 64;
  auto in_body = fields.text("clientId", most);
  const auto header = request.parameter("HTTP_IDEMPOTENCY_KEY");
  if (header.empty()) return in_body;
  if (!is_utf8(header) || has_control_character(header) || rules::character_count(header) > most) {
    fields.error("Idempotency-Key", "malformed", "At most 64 characters of UTF-8.");
  } else if (in_body && *in_body != header) {
    fields.error("Idempotency-Key", "conflicting", "clientId says something else.");
  }
  return std::string(header);
}

std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      const int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      decoded += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      decoded += plus_is_space && text[i] == '+' ? ' ' : text[i];
    }
  }
  if (!is_utf8(decoded)) return std::nullopt;
  return decoded;
}

}  // namespace chalkline::http
