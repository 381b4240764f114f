#include "options.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include <CLI/CLI.hpp>

namespace chalkline::tool {

struct Options::Parser {
  std::string command;
  std::string_view help;
  CLI::App app;

  void add(CLI::Option* option, Need need) { option->required(need == Need::required); }
};

Options::Options(std::string command, std::string_view help) : parser_(std::make_unique<Parser>()) {
  parser_->command = std::move(command);
  parser_->help = help;
}
Options::~Options() = default;

void Options::text(const std::string& name, std::string& place, Need need) {
  parser_->add(parser_->app.add_option(name, place), need);
}

void Options::number(const std::string& name, long long& place, long long least, long long most,
                     Need need) {
  auto* const option = parser_->app.add_option(name, place);
  option->check(CLI::Range(least, most));
  parser_->add(option, need);
}

void Options::flag(const std::string& name, bool& place) { parser_->app.add_flag(name, place); }

void Options::word(const std::string& name, std::string& place, Need need) {
  parser_->add(parser_->app.add_option(name, place), need);
}

std::optional<int> Options::parse(Words words) {
  try {
    // CLI11 takes the words from the back.
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    parser_->app.parse(reversed);
    return std::nullopt;
  } catch (const CLI::CallForHelp&) {
    std::fwrite(parser_->help.data(), 1, parser_->help.size(), stdout);
    return 0;
  } catch (const CLI::ParseError& error) {
    std::fprintf(stderr, "chalkline: %s: %s; see chalkline %s --help\n", parser_->command.c_str(),
                 error.what(), parser_->command.c_str());
    return 2;
  }
}

}  // namespace chalkline::tool
