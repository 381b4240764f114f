#include "doctor.h"

#include <cstdio>

#include "commands.h"

namespace chalkline::tool {
namespace {

constexpr std::string_view help_text = R"(NAME
    chalkline doctor - names what is wrong with sites, and how to mend it

SYNOPSIS
    chalkline doctor [--site SITE]

DESCRIPTION
    Looks at site files, keys and clock; at the database server, its settings that data depends on,
    the user's rights, tables and pending migrations; at whether rows that belong together agree, in
    the newest 50000 threads; for events that failed; for bookings to come of which clocks will show
    another time than they were made for, and whether the scheduler has looked for them; and at the
    socket for live updates. It changes nothing and prints no secret.

    Each line begins with ok, warn (works, but not as it should) or FAIL, and behind the dash stands
    what to do.

OPTIONS
    --site SITE   this site alone; otherwise every site in CHALKLINE_SITES

EXIT STATUS
    0  nothing fails     1  something does     2  wrong usage

EXAMPLES
    chalkline doctor
    chalkline doctor --site marketplace | grep -v ^ok
)";

}  // namespace

void Report::ok(const std::string& what) { print("ok", what, ""); }
void Report::warn(const std::string& what, const std::string& mend) { print("warn", what, mend); }
void Report::fail(const std::string& what, const std::string& mend) {
  healthy_ = false;
  print("FAIL", what, mend);
}

void Report::print(const char* verdict, const std::string& what, const std::string& mend) {
  std::printf("%-4s  %-12s  %s%s%s\n", verdict, site_.c_str(), what.c_str(),
              mend.empty() ? "" : " — ", mend.c_str());
  std::fflush(stdout);
}

int run_doctor(Words words) {
  std::string only;
  Options options("doctor", help_text);
  options.text("--site", only, Need::optional);
  if (const auto exit = options.parse(words)) return *exit;
  const auto examined = examine_files(only);
  bool healthy = examined.healthy;
  for (const auto& [name, site] : examined.sites) {
    Report report(name);
    examine_settings(report, site);
    examine_database(report, site);
    healthy = report.healthy() && healthy;
  }
  return healthy ? 0 : 1;
}

}  // namespace chalkline::tool
