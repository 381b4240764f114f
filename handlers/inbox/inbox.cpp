#include "inbox.h"

#include <array>
#include <chrono>
#include <string>
#include <utility>

#include <boost/json.hpp>
#include <boost/json/monotonic_resource.hpp>

#include "app/threads.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "http/tickets.h"
#include "storage/live.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::Session;
using storage::Show;

constexpr std::array<std::pair<std::string_view, Show>, 4> shows{{{"all", Show::all},
                                                                  {"unread", Show::unread},
                                                                  {"archived", Show::archived},
                                                                  {"parents", Show::parents}}};

std::optional<Show> show_from(std::string_view name) {
  for (const auto& [known, show] : shows) {
    if (known == name) return show;
  }
  return std::nullopt;
}

// Whether one of the tags in If-None-Match is `etag`; weak comparison.
bool matches(std::string_view if_none_match, std::string_view etag) {
  return if_none_match == "*" || if_none_match.find(etag) != std::string_view::npos;
}

}  // namespace

http::Parsed<app::ThreadListQuery> parse_inbox(const http::Request& request) {
  http::QueryFields fields(request);
  auto query = app::parse_thread_list(fields);
  const auto show = show_from(fields.text("show").value_or("all"));
  if (!show) fields.error("show", "out_of_range", "One of all, unread, archived, parents.");
  query.show = show.value_or(Show::all);
  return http::parsed(query, fields.finish());
}

http::Response handle_inbox(app::Context& context, const http::Request& request) {
  const auto parsed = parse_inbox(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<app::ThreadListQuery>(parsed);
  const auto list = context.database.read([&](Session& session) {
    return app::load_thread_list(context, session, request.person, query, request.now);
  });

  std::array<unsigned char, 65'536> buffer;
  json::monotonic_resource memory(buffer.data(), buffer.size());
  json::array items(&memory);
  items.reserve(list.rows.size());
  for (const auto& row : list.rows) {
    items.emplace_back(app::thread_json(context, row, request.now, &memory));
  }
  json::object body(&memory);
  body.emplace("items", std::move(items));
  body.emplace("nextCursor",
               list.next_cursor ? json::value(*list.next_cursor) : json::value(nullptr));
  return {.body = json::serialize(body)};
}

http::Response handle_unread(app::Context& context, const http::Request& request) {
  const auto badge = context.database.read(
      [&](Session& session) { return storage::load_badge(session, request.person, request.now); });
  const std::string etag =
      '"' + std::to_string(badge.threads) + '-' + std::to_string(badge.messages) + '"';
  http::Response response{.body = json::serialize(http::to_json(badge))};
  if (matches(request.parameter("HTTP_IF_NONE_MATCH"), etag)) response = {.status = 304};
  response.headers = {{"ETag", etag}, {"Cache-Control", "private, no-cache"}};
  return response;
}

http::Response handle_live_ticket(app::Context& context, const http::Request& request) {
  const std::string ticket = http::make_ticket();
  const std::string hash = http::ticket_hash(ticket);
  context.database.read([&](Session& session) {
    storage::insert_live_ticket(session, hash, request.person,
                                request.moment + std::chrono::seconds(60));
    return true;
  });
  return {.body = json::serialize(json::object{{"ticket", ticket}})};
}

}  // namespace chalkline
