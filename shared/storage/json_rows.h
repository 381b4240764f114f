#pragma once

#include <initializer_list>
#include <string>

namespace chalkline::storage {

// JSON of numbers alone, row by row: "[[1,2],[3,4]]".
class JsonRows {
 public:
  JsonRows& row(std::initializer_list<long long> numbers) {
    text_ += text_.empty() ? "[[" : "],[";
    const char* between = "";
    for (const long long number : numbers) {
      text_ += between + std::to_string(number);
      between = ",";
    }
    return *this;
  }
  // A text without quotes, backslashes and control characters.
  JsonRows& text(const std::string& value) {
    text_ += ",\"" + value + "\"";
    return *this;
  }
  std::string json() const { return text_.empty() ? "[]" : text_ + "]]"; }

 private:
  std::string text_;
};

}  // namespace chalkline::storage
