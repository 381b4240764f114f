#include "rules/addresses.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "rules/dialling.h"
#include "rules/text.h"

namespace chalkline::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// --- email ---

bool is_local_part(std::string_view text) {
  constexpr std::string_view marks = "!#$%&'*+-/=?^_`{|}~.";
  if (text.empty() || text.size() > 64) return false;
  if (text.front() == '.' || text.back() == '.') return false;
  if (text.find("..") != std::string_view::npos) return false;
  return std::ranges::all_of(text, [&](char c) {
    return is_letter(c) || is_digit(c) || marks.find(c) != std::string_view::npos;
  });
}

bool is_label(std::string_view text) {
  if (text.empty() || text.size() > 63 || text.front() == '-' || text.back() == '-') return false;
  return std::ranges::all_of(text, [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

bool is_domain(std::string_view text) {
  for (auto dot = text.find('.'); dot != std::string_view::npos; dot = text.find('.')) {
    if (!is_label(text.substr(0, dot))) return false;
    text.remove_prefix(dot + 1);
  }
  return is_label(text);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// --- phone ---

// A written number, taken apart.
struct Written {
  bool plus = false;  // the code of a country stands first
  std::string digits;
};

std::optional<char> digit_of(char32_t c) {
  constexpr std::array<char32_t, 6> zeros{U'0', 0x660, 0x6F0, 0x966, 0x9E6, 0xFF10};
  for (const auto zero : zeros) {
    if (c >= zero && c <= zero + 9) return static_cast<char>('0' + (c - zero));
  }
  return std::nullopt;
}

bool is_separator(char32_t c) {
  constexpr std::u32string_view marks = U"-./()\u2212\uFF0D\uFF0E\uFF0F\uFF08\uFF09";
  const bool dash = c >= 0x2010 && c <= 0x2015;
  return dash || marks.find(c) != std::u32string_view::npos || is_blank(c);
}

std::optional<Written> take_apart(std::string_view text) {
  Written written;
  if (text.starts_with("tel:")) text.remove_prefix(4);
  for (std::size_t at = 0; at < text.size();) {
    const auto c = next_code_point(text, at);
    if (const auto digit = digit_of(c)) {
      written.digits += *digit;
    } else if ((c == U'+' || c == U'\uFF0B') && written.digits.empty() && !written.plus) {
      written.plus = true;
    } else if (!is_separator(c)) {
      return std::nullopt;
    }
  }
  return written;
}

const Dialling* dialling_of(std::string_view country) {
  const auto all = all_dialling();
  const auto found = std::ranges::find(all, country, &Dialling::country);
  return found == all.end() ? nullptr : &*found;
}

// No code begins with another one.
const Dialling* dialling_by_code(std::string_view digits) {
  const auto all = all_dialling();
  const auto found =
      std::ranges::find_if(all, [&](const auto& row) { return digits.starts_with(row.code); });
  return found == all.end() ? nullptr : &*found;
}

std::optional<std::string> joined(std::string_view code, std::string_view rest) {
  constexpr std::size_t fewest = 8;
  constexpr std::size_t most = 15;
  const auto size = code.size() + rest.size();
  if (size < fewest || size > most) return std::nullopt;
  return "+" + std::string(code) + std::string(rest);
}

// From the country's code on.
std::optional<std::string> from_abroad(std::string_view digits) {
  const auto* const row = dialling_by_code(digits);
  if (row == nullptr) return std::nullopt;
  digits.remove_prefix(row->code.size());
  // "+49 (0) 171": no number begins with the zero that leads into the country.
  if (row->trunk == "0" && digits.starts_with('0')) digits.remove_prefix(1);
  return joined(row->code, digits);
}

bool has_trunk(const Dialling& row, std::string_view digits) {
  if (row.trunk.empty() || !digits.starts_with(row.trunk)) return false;
  // Where it is no zero a number may begin with it too, and is a digit shorter.
  return row.trunk.starts_with('0') || digits.size() >= 11;
}

std::optional<std::string> from_inside(const Dialling& row, std::string_view digits) {
  for (const std::string_view abroad : {row.abroad, std::string_view("00")}) {
    if (digits.starts_with(abroad)) return from_abroad(digits.substr(abroad.size()));
  }
  if (has_trunk(row, digits)) return joined(row.code, digits.substr(row.trunk.size()));
  // 491715550123, as programs keep it.
  if (digits.starts_with(row.code) && digits.size() >= 11) return from_abroad(digits);
  return joined(row.code, digits);
}

}  // namespace

std::optional<std::string> email_address(std::string_view text) {
  constexpr std::size_t most = 254;
  text = trimmed(text);
  const auto at = text.rfind('@');
  if (text.size() > most || at == std::string_view::npos) return std::nullopt;
  if (!is_local_part(text.substr(0, at)) || !is_domain(text.substr(at + 1))) return std::nullopt;
  std::string address(text);
  std::ranges::transform(address, address.begin(), lower);
  return address;
}

std::optional<std::string> phone_number(std::string_view text, std::string_view country) {
  const auto written = take_apart(text);
  if (!written) return std::nullopt;
  if (written->plus) return from_abroad(written->digits);
  const auto* const row = dialling_of(country);
  if (row != nullptr) return from_inside(*row, written->digits);
  const bool abroad = written->digits.starts_with("00");
  return abroad ? from_abroad(std::string_view(written->digits).substr(2)) : std::nullopt;
}

bool is_like_phone(std::string_view text) {
  const auto written = take_apart(text);
  return written && written->digits.size() >= 5 && written->digits.size() <= 20;
}

std::string country_of(std::string_view locale, std::string_view otherwise) {
  auto at = locale.find('-');
  while (at != std::string_view::npos) {
    const auto end = locale.find('-', at + 1);
    const auto tag = locale.substr(at + 1, end == std::string_view::npos ? end : end - at - 1);
    if (tag.size() == 1) break;  // what follows is an extension's
    if (tag.size() == 2 && is_letter(tag[0]) && is_letter(tag[1])) {
      return {static_cast<char>(lower(tag[0]) - 'a' + 'A'),
              static_cast<char>(lower(tag[1]) - 'a' + 'A')};
    }
    at = end;
  }
  return std::string(otherwise);
}

bool is_country(std::string_view code) { return dialling_of(code) != nullptr; }

}  // namespace chalkline::rules
