#include <array>
#include <cstdio>
#include <exception>
#include <string_view>

#include "commands.h"

namespace {

using chalkline::tool::Words;

constexpr std::string_view help_text = R"(NAME
    chalkline - the operator's tool of Chalkline sites

SYNOPSIS
    chalkline COMMAND [OPTION...]
    chalkline COMMAND --help
    chalkline --help

COMMANDS
    migrate   brings databases up to this version
    import    takes people, courses, orders and the like from a file of events
    events    lists what came by webhook, and tries again what failed
    seed      fills a demo site with people and conversations from real texts
    token     prints a token for one person
    doctor    names what is wrong with sites, and how to mend it
    policy    tells why somebody may write, and what a changed policy would have refused
    verify    checks a transcript of a conversation, without any site
    audit     lists who read conversations of others, and why

ENVIRONMENT
    CHALKLINE_SITES   folder of the site files, <site>.yaml   (/etc/chalkline/sites)
    CHALKLINE_SHARE   folder with presets/ and sql/           (/usr/share/chalkline)

EXIT STATUS
    0  done
    1  could not, or something is wrong: one line on stderr says what to do
    2  wrong usage

EXAMPLES
    chalkline migrate
    chalkline import --site marketplace people.ndjson
    chalkline doctor --site marketplace
)";

struct Command {
  std::string_view name;
  int (*run)(Words words);
};

constexpr std::array<Command, 9> commands{{
    {"migrate", chalkline::tool::run_migrate},
    {"import", chalkline::tool::run_import},
    {"events", chalkline::tool::run_events},
    {"seed", chalkline::tool::run_seed},
    {"token", chalkline::tool::run_token},
    {"doctor", chalkline::tool::run_doctor},
    {"policy", chalkline::tool::run_policy},
    {"verify", chalkline::tool::run_verify},
    {"audit", chalkline::tool::run_audit},
}};

int run(std::string_view name, Words words) {
  for (const auto& command : commands) {
    if (command.name == name) return command.run(words);
  }
  std::fprintf(stderr, "chalkline: there is no command '%.*s'; see chalkline --help\n",
               static_cast<int>(name.size()), name.data());
  return 2;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("chalkline: say a command; see chalkline --help\n", stderr);
    return 2;
  }
  const std::string_view name = argv[1];
  if (name == "--help" || name == "-h") {
    std::fwrite(help_text.data(), 1, help_text.size(), stdout);
    return 0;
  }
  try {
    return run(name, Words(argv + 2, static_cast<std::size_t>(argc - 2)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "chalkline: %s\n", error.what());
    return 1;
  }
}
