#include "live.h"

#include <cctype>
#include <chrono>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "app/live.h"
#include "http/fields.h"
#include "http/identity.h"
#include "http/problem.h"
#include "http/tickets.h"
#include "storage/live.h"

namespace chalkline {
namespace {

using storage::Session;

// The front server ends a stream after ten minutes at the latest; see nginx/routes.conf.
constexpr std::chrono::minutes longest_stream{11};

bool from_foreign_page(const app::Context& context, const http::Request& request) {
  return !request.parameter("HTTP_ORIGIN").empty() &&
         !http::from_own_origin(request, context.tenant);
}

bool asks_to_resume(const http::Request& request) {
  return !request.parameter("HTTP_IF_NONE_MATCH").empty() ||
         !request.parameter("HTTP_IF_MODIFIED_SINCE").empty();
}

// The front server would answer a websocket's handshake in its own way, without a body.
bool asks_for_stream(const http::Request& request) {
  std::string upgrade(request.parameter("HTTP_UPGRADE"));
  for (char& c : upgrade) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return request.parameter("HTTP_ACCEPT").find("text/event-stream") != std::string_view::npos &&
         upgrade.find("websocket") == std::string::npos;
}

// Of two requests with one ticket the database lets one through.
std::optional<std::string> use_ticket(app::Context& context, const http::Request& request,
                                      const std::string& ticket) {
  const std::string hash = http::ticket_hash(ticket);
  return context.database.write([&](Session& session) -> std::optional<std::string> {
    auto person = storage::load_live_ticket(session, hash, request.moment);
    if (person && !storage::delete_live_ticket(session, hash)) person.reset();
    return person;
  });
}

std::variant<http::Caller, http::Response> find_caller(app::Context& context,
                                                       const http::Request& request,
                                                       const std::optional<std::string>& ticket) {
  if (!ticket) return http::identify(request, context.tenant);
  auto person = use_ticket(context, request, *ticket);
  if (person) return http::Caller{std::move(*person)};
  return http::unauthorized(request, "token_invalid", "This ticket is not good, or was used.");
}

}  // namespace

http::Response handle_live(app::Context& context, const http::Request& request) {
  http::QueryFields fields(request);
  const auto ticket = fields.text("ticket");
  if (asks_to_resume(request)) {
    fields.error("If-None-Match", "conflicting", "A stream begins anew; catch up with after=.");
  }
  if (const auto errors = fields.finish(); !errors.empty()) return http::bad_input(request, errors);
  if (!asks_for_stream(request)) {
    return http::problem(request, 406, "not_acceptable",
                         "Ask for text/event-stream, and for no websocket.");
  }
  if (context.site.publish_socket.empty()) {
    return http::problem(request, 404, "not_found", "No live updates here: poll inbox/unread.");
  }
  if (from_foreign_page(context, request)) {
    return http::problem(request, 403, "cross_site", "Not from a page of another origin.");
  }
  auto caller = find_caller(context, request, ticket);
  if (auto* const response = std::get_if<http::Response>(&caller)) return std::move(*response);
  if (request.parameter("REQUEST_METHOD") == "HEAD") return {.content_type = "text/event-stream"};
  const auto& person = std::get<http::Caller>(caller).person;
  context.database.read([&](Session& session) {
    storage::mark_listening(session, person, request.moment + longest_stream);
    return true;
  });
  return {.content_type = "",
          .headers = {{"X-Accel-Redirect", "/-/live/" + app::live_channel(context, person)}}};
}

}  // namespace chalkline
