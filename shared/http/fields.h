#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json.hpp>

#include "http/problem.h"
#include "http/request.h"
#include "http/times.h"
#include "rules/time.h"

namespace chalkline::http {

// What a parse_ function makes of untrusted input: a typed draft, or everything that is wrong with
// it.
template <class Draft>
using Parsed = std::variant<Draft, BadInput>;

template <class Draft>
Parsed<Draft> parsed(Draft draft, BadInput errors) {
  if (!errors.empty()) return errors;
  return draft;
}

// Whole numbers that every JSON reader keeps exactly (RFC 8259 §6).
inline constexpr long long max_integer = (1LL << 53) - 1;

// A text free of control characters other than tab, line feed and carriage return.
bool has_control_character(std::string_view text);

// Takes a JSON object apart, field by field. Each reader says whether the field is there
// and well-formed, and notes what is wrong; whatever no reader has asked for is an unknown field.
class JsonFields {
 public:
  explicit JsonFields(const Request& request);
  // An object inside of another: `within` goes before its fields' names in errors.
  JsonFields(boost::json::object object, std::string within);

  bool has(std::string_view field) const;
  // Whether the field is there and null, which leaves nothing more to read.
  bool null(std::string_view field);
  // A text of at most `most` characters, without control characters.
  std::optional<std::string> text(std::string_view field, std::size_t most);
  // A text of any length: what it may hold is for rules to say.
  std::optional<std::string> free_text(std::string_view field);
  // A list of at most `most_texts` such texts.
  std::optional<std::vector<std::string>> texts(std::string_view field, std::size_t most_texts,
                                                std::size_t most);
  std::optional<boost::json::object> object(std::string_view field);
  // A list of at most `most` objects, each to be taken apart within "<field>[<its place>].".
  std::optional<std::vector<boost::json::object>> objects(std::string_view field, std::size_t most);
  std::optional<bool> flag(std::string_view field);
  std::optional<long long> integer(std::string_view field, long long least, long long most);
  // A number, whole or not.
  std::optional<double> number(std::string_view field, double least, double most);
  // RFC 3339 or null; the outer optional is empty when the field is absent.
  std::optional<std::optional<rules::Time>> time_or_null(std::string_view field);

  void require(std::string_view field);
  void error(std::string_view field, std::string_view code, std::string detail);
  // Everything that is wrong, unknown fields included.
  BadInput finish();

 private:
  const boost::json::value* take(std::string_view field);
  std::optional<std::string> text_in(const boost::json::value& value, std::string_view field);
  std::optional<std::string> short_text_in(const boost::json::value& value, std::string_view field,
                                           std::size_t most);

  boost::json::object object_;
  std::string within_;
  std::vector<std::string> asked_;
  BadInput errors_;
  bool malformed_ = false;
};

// The same for a query string. A parameter named twice is an error.
class QueryFields {
 public:
  explicit QueryFields(const Request& request);

  std::optional<std::string> text(std::string_view field);
  std::optional<long long> integer(std::string_view field, long long least, long long most);
  void require(std::string_view field);
  void error(std::string_view field, std::string_view code, std::string detail);
  BadInput finish();

 private:
  std::map<std::string, std::string, std::less<>> values_;
  std::vector<std::string> asked_;
  BadInput errors_;
};

// clientId of the body, or the header Idempotency-Key; both only when they agree (contract §1).
std::optional<std::string> parse_client_id(JsonFields& fields, const Request& request);

// Percent-decoding (RFC 3986); none where it is broken or not UTF-8. In a query '+' is a space.
std::optional<std::string> percent_decoded(std::string_view text, bool plus_is_space);

bool is_utf8(std::string_view text);

}  // namespace chalkline::http
