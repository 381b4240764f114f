#include "threads.h"

#include <optional>
#include <utility>

#include <boost/json.hpp>

#include "app/live.h"
#include "app/threads.h"
#include "http/problem.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

using storage::Session;
using storage::ThreadRow;

long long thread_of(const http::Request& request) { return app::thread_id(request.captures.at(0)); }

http::Response reply(const app::Context& context, const ThreadRow& row, rules::Time now) {
  return {.body = boost::json::serialize(app::thread_json(context, row, now))};
}

}  // namespace

http::Response handle_thread(app::Context& context, const http::Request& request) {
  const auto row = context.database.read([&](Session& session) {
    auto found = storage::load_thread(session, request.person, thread_of(request));
    if (found) app::add_ties(context, session, request.person, *found);
    return found;
  });
  if (!row) return http::refused(request, {rules::RefusalCode::not_found});
  return reply(context, *row, request.now);
}

http::Parsed<rules::Keeping> parse_keeping(const http::Request& request) {
  http::JsonFields fields(request);
  rules::Keeping change;
  change.pinned = fields.flag("pinned");
  change.archived = fields.flag("archived");
  change.muted = fields.flag("muted");
  change.marked_unread = fields.flag("markedUnread");
  change.wake_on_message = fields.flag("wakeOnMessage");
  change.snoozed_until = fields.time_or_null("snoozedUntil");
  return http::parsed(change, fields.finish());
}

http::Response handle_keep(app::Context& context, const http::Request& request) {
  const auto parsed = parse_keeping(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& change = std::get<rules::Keeping>(parsed);
  const auto row = context.database.write([&](Session& session) -> std::optional<ThreadRow> {
    auto locked = storage::lock_thread(session, request.person, thread_of(request));
    if (!locked) return std::nullopt;
    auto& mine = locked->row.mine;
    mine = rules::keep(std::move(mine), change);
    storage::mark_keeping(session, request.person, mine);
    app::add_ties(context, session, request.person, locked->row);
    return std::move(locked->row);
  });
  if (!row) return http::refused(request, {rules::RefusalCode::not_found});
  app::announce_thread(context, request.person, *row, request.now);
  return reply(context, *row, request.now);
}

}  // namespace chalkline
