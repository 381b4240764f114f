#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace chalkline::tool {

// The words after a command's name.
using Words = std::span<const char* const>;

enum class Need { optional, required };

// What a command takes from its command line, read into the places named here. They must outlive
// it. `help` is the command's whole manual page, and --help prints it.
class Options {
 public:
  Options(std::string command, std::string_view help);
  ~Options();
  Options(const Options&) = delete;
  Options& operator=(const Options&) = delete;

  // `--name VALUE`.
  void text(const std::string& name, std::string& place, Need need);
  void number(const std::string& name, long long& place, long long least, long long most,
              Need need);
  // `--name`.
  void flag(const std::string& name, bool& place);
  // A word without a dash.
  void word(const std::string& name, std::string& place, Need need);

  // Reads the words. An exit code: there is nothing left to do, because the help was asked for or,
  // told in one line on stderr, because a word does not fit.
  std::optional<int> parse(Words words);

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace chalkline::tool
