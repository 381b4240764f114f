#pragma once

#include <map>
#include <string>
#include <vector>

namespace chalkline::e2e {

// What a program that has ended said on standard output and standard error; status as a shell tells
// it.
struct Ended {
  int status = 0;
  std::string output;
  std::string errors;
};

// Runs a program to its end with `input` on standard input. Where `environment` is given it is all
// that the program has; else it has ours.
Ended run_program(const std::vector<std::string>& words, const std::string& input = "",
                  const std::map<std::string, std::string>* environment = nullptr);

}  // namespace chalkline::e2e
