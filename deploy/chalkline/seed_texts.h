#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "seed_random.h"

namespace chalkline::tool {

// What people write to each other: pieces of the files below a folder, in whatever languages these
// are, and among them lines of our own with emoji and from right to left.
class Texts {
 public:
  // Reads UTF-8 files: pieces between lines with a single % (as of fortune) or, where there is
  // none, between blank lines. Links, *.dat and *.u8 are left out. Throws CommandError when there
  // is nothing to read.
  Texts(const std::filesystem::path& folder, std::size_t most_characters);

  // At most `most_characters`, never blank, no control characters but line feed and tab.
  std::string message(Random& random) const;
  std::size_t count() const { return pieces_.size(); }

 private:
  void add_file(const std::filesystem::path& file);
  void add_piece(std::string_view piece);

  std::size_t most_characters_;
  std::size_t bytes_ = 0;
  std::vector<std::string> pieces_;
  std::vector<std::size_t> short_ones_;
};

// A piece without control characters, overstrikes and white space around it; not longer than
// `most_characters`. Empty where nothing is left or it is not UTF-8.
std::string clean_piece(std::string_view piece, std::size_t most_characters);

}  // namespace chalkline::tool
