#include "messages.h"

#include "app/threads.h"
#include "http/problem.h"

namespace chalkline {

http::Parsed<app::PageQuery> parse_page(const http::Request& request) {
  http::QueryFields fields(request);
  const auto query = app::parse_page_fields(fields);
  return http::parsed(query, fields.finish());
}

http::Response handle_messages(app::Context& context, const http::Request& request) {
  const auto parsed = parse_page(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<app::PageQuery>(parsed);
  const auto thread = app::thread_id(request.captures.at(0));
  const auto page = context.database.read([&](storage::Session& session) {
    return app::load_page(context, session, request.person, thread, query, request.now);
  });
  if (!page) return http::refused(request, {rules::RefusalCode::not_found});
  return app::page_response(context, request.person, *page, query);
}

}  // namespace chalkline
