#include "lines.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <iostream>

#include "commands.h"

namespace chalkline::tool {

Lines::Lines(const std::string& path) : in_(path == "-" ? std::cin : file_) {
  if (path == "-") return;
  if (std::filesystem::is_directory(path)) {
    throw CommandError(path + " is a folder: name a file of events");
  }
  errno = 0;
  file_.open(path, std::ios::binary);
  if (!file_) throw CommandError(path + " cannot be read: " + std::strerror(errno));
}

bool Lines::next() {
  while (read_line()) {
    if (too_long_ || text_.find_first_not_of(" \t\r") != std::string::npos) return true;
  }
  return false;
}

bool Lines::read_line() {
  constexpr int end = std::char_traits<char>::eof();
  auto* const bytes = in_.rdbuf();
  text_.clear();
  too_long_ = false;
  if (bytes->sgetc() == end) return false;
  ++number_;
  for (int c = bytes->sbumpc(); c != end && c != '\n'; c = bytes->sbumpc()) {
    if (text_.size() < longest) {
      text_ += std::char_traits<char>::to_char_type(c);
    } else {
      too_long_ = true;
    }
  }
  return true;
}

}  // namespace chalkline::tool
