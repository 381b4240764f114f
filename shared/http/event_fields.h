#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/fields.h"
#include "rules/time.h"

namespace chalkline::http {

// The fields that events have in common. Every reader notes what is wrong in `fields`; what it then
// returns is not used.

// How one field must look beyond being a text on one line, of at most so many characters.
struct Form {
  std::size_t most;
  bool (*fits)(std::string_view);
  const char* says;
};
extern const Form id_form;
extern const Form name_form;
extern const Form email_form;
extern const Form phone_form;
extern const Form url_form;
extern const Form zone_form;
extern const Form locale_form;
extern const Form title_form;
extern const Form currency_form;
extern const Form date_form;
extern const Form word_form;

std::string required(JsonFields& fields, std::string_view field, const Form& form);
// None where it is absent or null.
std::optional<std::string> optional(JsonFields& fields, std::string_view field, const Form& form);

// One of a few words, by the function that knows them.
template <class From>
auto one_of(JsonFields& fields, std::string_view field, From from, const std::string& words) {
  fields.require(field);
  const auto text = fields.text(field, word_form.most);
  const auto value = text ? from(*text) : decltype(from(*text))();
  if (text && !value) fields.error(field, "malformed", "One of " + words + ".");
  return value;
}

// At most 100 texts; none where they are absent or null.
std::optional<std::vector<std::string>> words(JsonFields& fields, std::string_view field);

rules::Time required_time(JsonFields& fields, std::string_view field);
long long required_integer(JsonFields& fields, std::string_view field, long long least,
                           long long most);

// The two that an event is about are never the same; `other_field` holds `other`.
void check_apart(JsonFields& fields, const std::string& one, const std::string& other,
                 std::string_view other_field);

}  // namespace chalkline::http
