#pragma once

#include <array>
#include <cstddef>
#include <functional>
#include <span>
#include <string_view>

#include "http/identity.h"
#include "http/request.h"

namespace chalkline::app {
struct Context;
}

namespace chalkline::http {

// Who may call a route.
enum class Access {
  person,     // a valid token; by cookie a write must also be meant (is_meant)
  stranger,   // anyone: the handler decides
  signature,  // a server that signs as Standard Webhooks do, with one of the site's secrets
};

// Whether the function of a route reads the query.
enum class Query { no_query, reads_query };

// What a body may be, without parameters; of these only charset=utf-8 is taken.
inline constexpr std::array<std::string_view, 1> json_body{"application/json"};
inline constexpr std::array<std::string_view, 2> json_or_lines_body{"application/json",
                                                                    "application/x-ndjson"};

// A row of a family's route table: the preconditions of its function, as data. `path` begins with
// /api/ and has {…} for one segment, or for what is in front of a fixed ending; of several rows
// that fit a path the first one counts. `body_limit` is in bytes; 0: the route takes no body,
// though an empty object, which says nothing, is let through. Fields that a route does not take are
// refused here: all of a body or a query that it does not read. Those that it reads are for its own
// parse_ function, by JsonFields or QueryFields, to judge.
struct Route {
  std::string_view method;
  std::string_view path;
  Access access;
  std::size_t body_limit;
  Response (*answer)(app::Context& context, const Request& request);
  Query query = Query::no_query;
  std::span<const std::string_view> media_types = json_body;
};

// What serving needs from outside of http/: the sites, and the way into a route's function.
// `answer` may throw: that is a 500.
struct House {
  std::string_view family;
  std::span<const Route> routes;
  std::function<const Tenant*(std::string_view site)> tenant_of;
  std::function<Response(const Route& route, const Request& request)> answer;
};

// The whole of serving, for FastCGI and CGI alike. In this order: site, route (404, 405), caller
// (401), intent (403), body (413, 415, 400), signature of the body (401), fields that nobody reads
// (400), the route's function, one log line. Returns the exit code.
int serve(const House& house);

}  // namespace chalkline::http
