#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace chalkline::rules {

// What sort of contact detail a place in a text is (S1-19).
enum class ContactKind : std::uint8_t { phone, email, handle, link };
std::string_view name_of(ContactKind kind);

// A contact detail in a text: its characters [from, to), counted from 0 in Unicode code points, not
// in bytes and not in UTF-16 units. In JavaScript: [...text].slice(from, to).join('').
struct ContactSpan {
  std::size_t from = 0;
  std::size_t to = 0;
  ContactKind kind = ContactKind::phone;

  bool operator==(const ContactSpan&) const = default;
};

}  // namespace chalkline::rules
