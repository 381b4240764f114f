#pragma once

#include <string>
#include <vector>

#include "support/test_site.h"

namespace chalkline::tests {

// What a command said, and how it ended.
struct Said {
  int status = -1;
  std::string out;
  std::string err;
};

// Runs bin/chalkline, the one built beside this suite, with the site's folders in its environment.
Said run_tool(const TestSite& site, const std::vector<std::string>& words,
              const std::string& input = "");

// Writes a file into the site's temporary folder and says where.
std::string write_file(const TestSite& site, const std::string& name, const std::string& content);

// How many lines of a text have this in them.
int lines_with(const std::string& text, const std::string& part);

inline bool contains(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace chalkline::tests
