#include "app/run.h"

#include <cstdio>
#include <string>
#include <vector>

#include "app/sites.h"
#include "http/log.h"
#include "storage/health.h"

namespace chalkline::app {
namespace {

http::Response database_unavailable(const http::Request& request) {
  auto response = http::problem(request, 503, "database_unavailable",
                                "The database cannot be reached just now. Nothing was changed.");
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

// A fault of the database is a 503 where trying again helps, and else a 500.
http::Response answer(Context& context, const http::Route& route, const http::Request& request) {
  try {
    return route.answer(context, request);
  } catch (const storage::Fault& fault) {
    http::log_fault(request.id, fault.what());
    switch (fault.kind) {
      case storage::Fault::Kind::unavailable:
      case storage::Fault::Kind::lost:
      case storage::Fault::Kind::conflict:
        return database_unavailable(request);
      case storage::Fault::Kind::duplicate:
      case storage::Fault::Kind::other:
        break;
    }
    return http::problem(request, 500, "internal_error", "Something went wrong on our side.");
  }
}

// 200 when the database does work; otherwise the 503 of any other request. Whatever a monitor adds
// to its query is not read.
http::Response handle_healthz(Context& context, const http::Request& /*request*/) {
  context.database.read([](storage::Session& session) { return storage::load_health(session); });
  return {.body = R"({"status":"ok"})"};
}

constexpr std::string_view help_text = R"(
NAME
    %F - Chalkline's endpoint family "%F"

SYNOPSIS
    %F            (started by a web server or a process manager)
    %F --help

DESCRIPTION
    With a listening socket as standard input it speaks FastCGI until SIGTERM; otherwise it answers
    one plain CGI request from its environment and standard input.

ENVIRONMENT
    CHALKLINE_SITES   folder of the site files, <site>.yaml   (/etc/chalkline/sites)
    CHALKLINE_SHARE   folder with presets/ and sql/           (/usr/share/chalkline)

PARAMETERS
    Besides those of CGI the web server sets SITE, the name of the site, and may set REQUEST_ID.
    Neither may come from the client.

EXIT STATUS
    0 after SIGTERM or one CGI request; 1 when a site file is wrong, with one line that says why.

ROUTES
)";

void print_help(std::string_view family, std::span<const http::Route> routes) {
  std::string text(help_text.substr(1));
  for (auto at = text.find("%F"); at != std::string::npos; at = text.find("%F", at)) {
    text.replace(at, 2, family);
  }
  for (const auto& route : routes) {
    text += "    " + std::string(route.method) + " " + std::string(route.path) + "\n";
  }
  std::fputs(text.c_str(), stdout);
}

std::vector<http::Route> with_health(std::span<const http::Route> routes) {
  std::vector<http::Route> all(routes.begin(), routes.end());
  all.push_back(
      {"GET", "/healthz", http::Access::stranger, 0, handle_healthz, http::Query::reads_query});
  return all;
}

}  // namespace

int run(int argc, char** argv, std::string_view family, std::span<const http::Route> routes) {
  if (argc > 1) {
    const bool help = std::string_view(argv[1]) == "--help";
    print_help(family, routes);
    return help ? 0 : 1;
  }
  try {
    Sites sites = Sites::load();
    const auto all = with_health(routes);
    return http::serve({.family = family,
                        .routes = all,
                        .tenant_of = [&](std::string_view site) { return sites.tenant(site); },
                        .answer =
                            [&](const http::Route& route, const http::Request& request) {
                              return answer(*sites.context(request.site), route, request);
                            }});
  } catch (const config::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}

}  // namespace chalkline::app
