#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace chalkline::rules::contacts {

// What a word may mean to the scanner; several at once.
enum class Meaning : std::uint32_t {
  digits = 1U << 0U,             // says a number: "sieben", "seventy"
  repeat = 1U << 1U,             // "double seven"
  at = 1U << 2U,                 // says "@"
  dot = 1U << 3U,                // says "."
  phone = 1U << 4U,              // a number after it is for calling: "call", "WhatsApp"
  number = 1U << 5U,             // "number", which is one for calling if it is somebody's
  mine = 1U << 6U,               // "my"
  counted = 1U << 7U,            // a number after it names a page, an exercise, an order
  arithmetic = 1U << 8U,         // numbers beside it are for calculating
  service = 1U << 9U,            // a network that has handles
  common_service = 1U << 10U,    // the same, where its name is also a common word: "line"
  numbered_service = 1U << 11U,  // a network whose handles are numbers
  mailbox = 1U << 12U,           // a provider of mail
  naming = 1U << 13U,            // "username"
  is = 1U << 14U,                // "is": between a network and the handle
  on = 1U << 15U,                // "on": between the handle and a network
  site = 1U << 16U,              // "website"
  domain = 1U << 17U,            // the last part of a host's name
  common_domain = 1U << 18U,     // the same, where it is also a common word: "it"
  common = 1U << 19U,            // nobody's handle: "the", "tomorrow"
  annotation = 1U << 20U,        // after '@' in programs
};

struct Word {
  std::uint32_t meanings = 0;
  std::string_view digits;  // of Meaning::digits

  bool has(Meaning meaning) const { return (meanings & static_cast<std::uint32_t>(meaning)) != 0; }
};

// A word as fold() leaves it, in UTF-8.
Word look_up(std::string_view folded);

// What look_up knows: lists of words between spaces, as fold() leaves them.
struct WordList {
  Meaning meaning;
  std::string_view words;
  std::string_view digits = {};
};
std::span<const WordList> vocabulary();

}  // namespace chalkline::rules::contacts
