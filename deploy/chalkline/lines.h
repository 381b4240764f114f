#pragma once

#include <cstddef>
#include <fstream>
#include <istream>
#include <string>

namespace chalkline::tool {

// The lines of a file, or of standard input for "-", one after the other. A line that is longer
// than any event can be is cut, and told so: memory does not grow with the file.
class Lines {
 public:
  static constexpr std::size_t longest = 1 << 20;

  // Throws CommandError when the file cannot be read.
  explicit Lines(const std::string& path);

  // The next line that is not blank; false at the end.
  bool next();
  const std::string& text() const { return text_; }
  std::size_t number() const { return number_; }
  bool too_long() const { return too_long_; }

 private:
  bool read_line();

  std::ifstream file_;
  std::istream& in_;
  std::string text_;
  std::size_t number_ = 0;
  bool too_long_ = false;
};

}  // namespace chalkline::tool
