#include <cstdio>

#include "app/migrations.h"
#include "commands.h"

namespace chalkline::tool {
namespace {

constexpr std::string_view help_text = R"(NAME
    chalkline migrate - brings databases up to this version

SYNOPSIS
    chalkline migrate [--site SITE] [--resume]

DESCRIPTION
    Applies the files of CHALKLINE_SHARE/sql/migrations that a site's database has not got yet, in
    their order, and writes each down in the table schema_migrations. Prints a line for each. Forward
    only. Any number may run at once, on any number of machines: one applies a file, the others wait.

    It refuses to touch a database that is newer than these files, or that has what no file is.

    MySQL and MariaDB commit every change of a table by itself, so a file can break off half-way.
    The number of its statements that are done is kept. Mend what stopped it, then say --resume.

OPTIONS
    --site SITE   this site alone; otherwise every site in CHALKLINE_SITES
    --resume      go on with a file that has broken off, behind its last finished statement. Only
                  when no other migrate is at work. If that statement was at work when the server
                  died, it may say that what it makes is there: then count it by hand,
                  UPDATE schema_migrations SET statements_done = statements_done + 1
                  WHERE applied_at IS NULL, and say --resume again.

EXIT STATUS
    0  every database is up to date     1  one is not     2  wrong usage

EXAMPLES
    chalkline migrate
    chalkline migrate --site marketplace
)";

void migrate_site(const app::Context& context, const std::vector<app::Migration>& files,
                  bool resume) {
  const auto& name = context.site.name;
  auto database = patient_database(context);
  int count = 0;
  try {
    app::migrate(database, files, {.resume = resume, .applied = [&](const app::Migration& file) {
                                     std::printf("%s: applied %s\n", name.c_str(),
                                                 file.file.c_str());
                                     std::fflush(stdout);
                                     ++count;
                                   }});
  } catch (const app::MigrationError& error) {
    throw CommandError(name + ": " + error.what());
  } catch (const storage::Fault& fault) {
    throw CommandError(explain(name, fault));
  }
  if (count == 0) std::printf("%s: up to date, nothing to do\n", name.c_str());
}

}  // namespace

int run_migrate(Words words) {
  std::string site;
  bool resume = false;
  Options options("migrate", help_text);
  options.text("--site", site, Need::optional);
  options.flag("--resume", resume);
  if (const auto exit = options.parse(words)) return *exit;
  auto sites = app::Sites::load();
  const auto files = app::load_migrations(config::share_folder() / "sql" / "migrations");
  for (const auto* context : sites_named(sites, site)) migrate_site(*context, files, resume);
  return 0;
}

}  // namespace chalkline::tool
