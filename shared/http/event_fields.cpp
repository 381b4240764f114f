#include "http/event_fields.h"

#include <algorithm>

#include "http/times.h"
#include "rules/people.h"
#include "rules/text.h"

namespace chalkline::http {
namespace {

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Area/Location, UTC, Etc/GMT+3: what may be an IANA name. Whether this machine knows the zone is
// for app/zones.h to say; a platform may know more of them.
bool is_time_zone(std::string_view text) {
  return is_letter_or_digit(text.front()) && is_letter_or_digit(text.back()) &&
         text.find("//") == std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return is_letter_or_digit(c) || c == '/' || c == '_' || c == '-' || c == '+';
         });
}

// Subtags of one to eight letters and digits between hyphens, the first of two to eight letters.
bool is_locale(std::string_view text) {
  std::size_t length = 0;
  bool first = true;
  for (const char c : std::string(text) + "-") {
    if (c == '-') {
      if (length < (first ? 2U : 1U) || length > 8) return false;
      length = 0;
      first = false;
    } else {
      const bool digit = c >= '0' && c <= '9';
      if (!is_letter_or_digit(c) || (first && digit)) return false;
      ++length;
    }
  }
  return true;
}

bool is_email(std::string_view text) {
  const auto at = text.rfind('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find(' ') == std::string_view::npos;
}

bool is_phone(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What a page may show or lead to: on the web, or of the site itself.
bool is_web_url(std::string_view text) {
  return (text.starts_with("https://") || text.starts_with("http://") ||
          (text.starts_with('/') && !text.starts_with("//"))) &&
         text.find(' ') == std::string_view::npos;
}

bool is_currency(std::string_view text) {
  return text.size() == 3 &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

bool is_date(std::string_view text) {
  return text.size() == 10 && parse_time(std::string(text) + "T00:00:00Z").has_value();
}

bool is_visible(std::string_view text) { return !rules::is_blank(text); }

bool is_one_line(std::string_view text) {
  return text.find_first_of("\t\r\n") == std::string_view::npos;
}

std::optional<std::string> read(JsonFields& fields, std::string_view field, const Form& form) {
  auto text = fields.text(field, form.most);
  if (!text) return std::nullopt;
  if (!is_one_line(*text)) {
    fields.error(field, "control_character", "Must be one line.");
    return std::nullopt;
  }
  if (!form.fits(*text)) {
    fields.error(field, "malformed", form.says);
    return std::nullopt;
  }
  return text;
}

}  // namespace

const Form id_form{64, rules::is_person_id, "1–64 of A-Z a-z 0-9 . _ : -"};
const Form name_form{200, is_visible, "Must have something to see."};
const Form email_form{320, is_email, "Must be an email address."};
const Form phone_form{32, is_phone, "Must be a telephone number."};
const Form url_form{2000, is_web_url, "Must begin with https://, http:// or one slash."};
const Form zone_form{64, is_time_zone, "Must be a time zone such as Europe/Berlin."};
const Form locale_form{35, is_locale, "Must be a language tag such as en-GB."};
const Form title_form{500, is_visible, "Must have something to see."};
const Form currency_form{3, is_currency, "Must be a currency such as EUR."};
const Form date_form{10, is_date, "Must be a date such as 2009-04-17."};
const Form word_form{100, is_visible, "Must have something to see."};

std::string required(JsonFields& fields, std::string_view field, const Form& form) {
  fields.require(field);
  return read(fields, field, form).value_or("");
}

std::optional<std::string> optional(JsonFields& fields, std::string_view field, const Form& form) {
  return fields.null(field) ? std::nullopt : read(fields, field, form);
}

std::optional<std::vector<std::string>> words(JsonFields& fields, std::string_view field) {
  constexpr std::size_t most_words = 100;
  if (fields.null(field)) return std::nullopt;
  auto texts = fields.texts(field, most_words, word_form.most);
  for (const auto& text : texts.value_or(std::vector<std::string>())) {
    if (is_one_line(text)) continue;
    fields.error(field, "control_character", "Each must be one line.");
  }
  return texts;
}

rules::Time required_time(JsonFields& fields, std::string_view field) {
  fields.require(field);
  if (fields.null(field)) {
    fields.error(field, "wrong_type", "Must be a time.");
    return {};
  }
  return fields.time_or_null(field).value_or(std::nullopt).value_or(rules::Time{});
}

long long required_integer(JsonFields& fields, std::string_view field, long long least,
                           long long most) {
  fields.require(field);
  return fields.integer(field, least, most).value_or(least);
}

void check_apart(JsonFields& fields, const std::string& one, const std::string& other,
                 std::string_view other_field) {
  if (!one.empty() && one == other)
    fields.error(other_field, "conflicting", "Must be another one.");
}

}  // namespace chalkline::http
