#include "rules/people.h"

#include <algorithm>
#include <array>

#include "rules/text.h"

namespace chalkline::rules {
namespace {

constexpr std::array<std::string_view, role_count> role_names{
    "tutor", "student", "parent", "institution_admin", "support", "moderator", "platform_admin"};
constexpr std::array<std::string_view, 4> standing_names{"ok", "needs_improvement", "suspended",
                                                         "rejected"};
constexpr std::array<std::string_view, 4> relationship_names{"none", "exploring", "active",
                                                             "ended"};

template <class Enum, std::size_t n>
std::optional<Enum> find_name(const std::array<std::string_view, n>& names, std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

// Small letters from `first` to `last`, every `step`th one, whose capital stands `back` before
// them.
struct SmallLetters {
  char32_t first;
  char32_t last;
  char32_t step;
  char32_t back;
};

// The scripts that have capitals and that tutoring sites are written in: Latin with its supplement
// and first extension, Greek, Cyrillic. U+00FF alone has its capital behind it: see capital.
constexpr std::array<SmallLetters, 16> small_letters{{
    {U'a', U'z', 1, 0x20},
    {0xE0, 0xF6, 1, 0x20},
    {0xF8, 0xFE, 1, 0x20},
    {0x101, 0x12F, 2, 1},
    {0x133, 0x137, 2, 1},
    {0x13A, 0x148, 2, 1},
    {0x14B, 0x177, 2, 1},
    {0x17A, 0x17E, 2, 1},
    {0x3AC, 0x3AC, 1, 0x26},
    {0x3AD, 0x3AF, 1, 0x25},
    {0x3B1, 0x3C1, 1, 0x20},
    {0x3C3, 0x3CB, 1, 0x20},
    {0x3CC, 0x3CC, 1, 0x40},
    {0x3CD, 0x3CE, 1, 0x3F},
    {0x430, 0x44F, 1, 0x20},
    {0x450, 0x45F, 1, 0x50},
}};

// Everything that has no capital stays as it is.
char32_t capital(char32_t c) {
  if (c == 0xFF) return 0x178;
  for (const auto& range : small_letters) {
    if (c < range.first || c > range.last) continue;
    return (c - range.first) % range.step == 0 ? c - range.back : c;
  }
  return c;
}

// Brackets, quotes and the like, of ASCII and of General Punctuation.
bool is_punctuation(char32_t c) {
  return (c > 0x20 && c < 0x30) || (c > 0x39 && c < 0x41) || (c > 0x5A && c < 0x61) ||
         (c > 0x7A && c < 0x7F) || c == 0xA1 || c == 0xAB || c == 0xBB || c == 0xBF ||
         (c >= 0x2010 && c <= 0x205E);
}

bool is_combining(char32_t c) { return c >= 0x300 && c <= 0x36F; }

// The first letter of the word that begins at `at`, with the accents that follow it.
std::string first_letter(std::string_view name, std::size_t at) {
  std::string letter;
  append_utf8(letter, capital(next_code_point(name, at)));
  while (at < name.size()) {
    std::size_t next = at;
    const char32_t mark = next_code_point(name, next);
    if (!is_combining(mark)) break;
    append_utf8(letter, mark);
    at = next;
  }
  return letter;
}

}  // namespace

std::string_view name_of(Role role) { return role_names.at(static_cast<std::size_t>(role)); }
std::optional<Role> role_from(std::string_view name) { return find_name<Role>(role_names, name); }

std::string_view name_of(Standing standing) {
  return standing_names.at(static_cast<std::size_t>(standing));
}
std::optional<Standing> standing_from(std::string_view name) {
  return find_name<Standing>(standing_names, name);
}

std::string_view name_of(Relationship state) {
  return relationship_names.at(static_cast<std::size_t>(state));
}
std::optional<Relationship> relationship_from(std::string_view name) {
  return find_name<Relationship>(relationship_names, name);
}

Relationship stronger(Relationship a, Relationship b) {
  for (const auto state : {Relationship::active, Relationship::exploring, Relationship::ended}) {
    if (a == state || b == state) return state;
  }
  return Relationship::none;
}

Role shown_role(Roles roles) {
  for (int i = 0; i < role_count; ++i) {
    if (roles.has(static_cast<Role>(i))) return static_cast<Role>(i);
  }
  return Role::student;
}

std::string initials(std::string_view name) {
  std::optional<std::size_t> first;
  std::size_t last = 0;
  bool in_word = false;
  for (std::size_t at = 0; at < name.size();) {
    const std::size_t start = at;
    const char32_t c = next_code_point(name, at);
    if (!in_word && !is_blank(c) && !is_punctuation(c)) {
      if (!first) first = start;
      last = start;
      in_word = true;
    } else if (is_blank(c)) {
      in_word = false;
    }
  }
  if (!first) return "?";
  return last == *first ? first_letter(name, *first)
                        : first_letter(name, *first) + first_letter(name, last);
}

bool is_person_id(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '_' || c == ':' || c == '-';
  };
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed);
}

}  // namespace chalkline::rules
