#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chalkline::rules {

// Addresses by which people name each other, as they are compared and kept.

// An email address in small letters: local@domain of letters, digits and what else RFC 5321 allows
// without quotes, in ASCII, at most 254 bytes. None for anything else; white space around it is
// left out.
std::optional<std::string> email_address(std::string_view text);

// A phone number in E.164 (+491715550123), from how people write one: with +, 00 or the country's
// own prefix for calls abroad; or as it is dialled inside of `country`, an ISO 3166 code in
// capitals or empty; with spaces, hyphens, dots, slashes and parentheses, in the digits of other
// scripts, with a superfluous (0). None where it is no number, where its country is not known, or
// where it has too few or too many digits; whether a number is in use is not looked at.
std::optional<std::string> phone_number(std::string_view text, std::string_view country);

// Whether the text has the look of a phone number, whatever country it may be of.
bool is_like_phone(std::string_view text);

// The country that a person's numbers are of: the region of a BCP 47 tag (de-AT, zh-Hant-TW), or
// else `otherwise`.
std::string country_of(std::string_view locale, std::string_view otherwise);

// Whether it is one of the countries whose dialling is known.
bool is_country(std::string_view code);

// Whether a kept address is a phone number.
inline bool is_phone(std::string_view address) { return address.starts_with('+'); }

}  // namespace chalkline::rules
