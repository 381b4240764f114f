#include "threads.h"

#include <optional>
#include <utility>

#include <boost/json.hpp>

#include "app/threads.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "storage/parent_threads.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::Session;

struct Page {
  app::ThreadList list;
  rules::Person me;
};

Page load_page(app::Context& context, Session& session, const http::Request& request,
               const app::ThreadListQuery& query) {
  auto list = app::load_thread_list(context, session, request.person, query, request.now);
  if (list.rows.empty()) return {std::move(list), {}};
  return {std::move(list), storage::load_person(session, request.person)};
}

json::object item_json(const app::Context& context, const storage::ThreadRow& row,
                       const rules::Person& me, rules::Time now) {
  auto item = app::thread_json(context, row, now);
  const bool i_am_parent = row.triple->parent == me.id;
  item.emplace("parent", http::to_json(i_am_parent ? me : row.other));
  item.emplace("tutor", http::to_json(i_am_parent ? row.other : me));
  return item;
}

}  // namespace

http::Parsed<app::ThreadListQuery> parse_parent_threads(const http::Request& request) {
  http::QueryFields fields(request);
  auto query = app::parse_thread_list(fields);
  query.show = storage::Show::parents;
  return http::parsed(query, fields.finish());
}

http::Response handle_parent_threads(app::Context& context, const http::Request& request) {
  const auto parsed = parse_parent_threads(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<app::ThreadListQuery>(parsed);
  const auto page = context.database.read(
      [&](Session& session) { return load_page(context, session, request, query); });
  json::array items;
  for (const auto& row : page.list.rows) {
    items.push_back(item_json(context, row, page.me, request.now));
  }
  const auto& next = page.list.next_cursor;
  return {.body = json::serialize(
              json::object{{"items", std::move(items)},
                           {"nextCursor", next ? json::value(*next) : json::value(nullptr)}})};
}

}  // namespace chalkline
