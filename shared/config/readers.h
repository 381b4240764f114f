#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/yaml.h"

namespace chalkline::config {

// The readers that tables of keys are made of. Each turns a value into a field of its type, or
// throws an Error that says what is allowed.
template <class T>
using Reader = std::function<T(const Value&)>;

using Allowed = bool (*)(std::string_view);

// true or false; not yes, no, on, off, which YAML 1.1 took for the same.
Reader<bool> flag();

// A whole number in decimal digits, without unit, sign, quotes or leading zeros, divisible by
// `step`.
Reader<std::int64_t> whole(std::int64_t least, std::int64_t most, const std::string& unit = "",
                           std::int64_t step = 1);

// The same as an int.
Reader<int> number(int least, int most);

// A number as above, or the word off.
Reader<std::optional<int>> number_or_off(int least, int most);

// A text for which `allowed` holds; `what` describes such texts: "an absolute path".
Reader<std::string> text(std::string what, Allowed allowed);

// The same for a text that no error may show.
Reader<std::string> secret(std::string what, Allowed allowed);

// The content, without a line end after it, of the file whose absolute path is the value. Throws
// Error for a file that cannot be read or has no content, and where `allowed` does not hold for it.
Reader<std::string> secret_file(std::string what, Allowed allowed);

// A list of different texts, each read by `item`.
Reader<std::vector<std::string>> list_of(Reader<std::string> item);

// A duration: a number as above, counted in the unit of `Unit`.
template <class Unit, class Field = Unit>
Reader<Field> duration(int least, int most, const std::string& unit, int step = 1) {
  return [read = whole(least, most, unit, step)](const Value& value) {
    return std::chrono::duration_cast<Field>(Unit(read(value)));
  };
}

// "one of: a, b, c"
template <class T>
std::string one_of(const std::vector<std::pair<std::string, T>>& words) {
  std::string text;
  for (const auto& [word, meaning] : words) text += (text.empty() ? "" : ", ") + word;
  return "one of: " + text;
}

// One of some words. Words alone: true or yes is none of them, on and off may be.
template <class T>
Reader<T> choice(std::vector<std::pair<std::string, T>> words) {
  return [words = std::move(words)](const Value& value) {
    for (const auto& [word, meaning] : words) {
      if (value.is_text() && value.node.Scalar() == word) return meaning;
    }
    value.refuse(one_of(words));
  };
}

// A list of some of the words, none twice: true for the flags it names, false for the others.
template <class Flags>
Reader<Flags> subset(std::vector<std::pair<std::string, bool Flags::*>> words) {
  return [words = std::move(words)](const Value& list) {
    Flags flags;
    for (const auto& [word, field] : words) flags.*field = false;
    const auto which = choice(words);
    for (const auto& item : items_of(list)) {
      if (std::exchange(flags.*which(item), true)) item.fail("is there twice; must be there once");
    }
    return flags;
  };
}

}  // namespace chalkline::config
