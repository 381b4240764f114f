#include <algorithm>
#include <cstdio>
#include <string>

#include "commands.h"
#include "http/fields.h"
#include "http/times.h"
#include "storage/oversight.h"

namespace chalkline::tool {
namespace {

constexpr std::string_view help_text = R"(NAME
    chalkline audit - lists what overseers did

SYNOPSIS
    chalkline audit --site SITE [--thread ID] [--limit N]

DESCRIPTION
    Prints a line for each time that somebody got the right to read a conversation of others, read it, or
    gave the right up, and that the conversation was told: time, what, by whom, conversation, grant, and
    the reason or what was read, separated by tabs. The newest come first.

    The record is written in the transaction that does what it says, and nothing here changes or deletes
    any of it.

OPTIONS
    --site SITE    the site
    --thread ID    of this conversation alone
    --limit N      at most so many lines: 1 to 100000. Default: 100

EXIT STATUS
    0  listed     1  could not     2  wrong usage
)";

void print(const storage::AuditRow& row) {
  std::printf("%s\t%s\t%s\t%lld\t%lld\t%s\n", http::time_text(row.at).c_str(),
              std::string(storage::name_of(row.action)).c_str(), row.actor_id.c_str(),
              row.thread_id, row.grant_id, row.detail.c_str());
}

// A page at a time, so that memory does not grow with the record.
void print_all(storage::Database& database, long long thread, long long limit) {
  constexpr long long page = 500;
  long long below = http::max_integer;
  while (limit > 0) {
    const auto rows = database.read([&](storage::Session& session) {
      return storage::load_audit(session, thread, below, static_cast<int>(std::min(limit, page)));
    });
    for (const auto& row : rows) print(row);
    if (rows.empty()) return;
    below = rows.back().id;
    limit -= static_cast<long long>(rows.size());
  }
}

}  // namespace

int run_audit(Words words) {
  std::string site;
  long long thread = 0;
  long long limit = 100;
  Options options("audit", help_text);
  options.text("--site", site, Need::required);
  options.number("--thread", thread, 1, http::max_integer, Need::optional);
  options.number("--limit", limit, 1, 100'000, Need::optional);
  if (const auto exit = options.parse(words)) return *exit;
  auto sites = app::Sites::load();
  auto& context = site_named(sites, site);
  try {
    print_all(context.database, thread, limit);
  } catch (const storage::Fault& fault) {
    throw CommandError(explain(site, fault));
  }
  return 0;
}

}  // namespace chalkline::tool
