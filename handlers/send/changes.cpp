#include "changes.h"

#include <functional>
#include <optional>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/live.h"
#include "app/threads.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "rules/messages.h"
#include "rules/text.h"
#include "storage/messages.h"
#include "storage/receipts.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

using storage::Session;

// A message that somebody wants to change, with its thread as they see it; both are locked.
struct Target {
  storage::ThreadRow row;
  rules::Message message;
};

// What a change came to; `changed` is false where it had been done before.
struct Change {
  Target target;
  bool changed = false;
};
using Outcome = std::variant<Change, rules::Refusal>;

// What a message becomes, or why not; the same message where there is nothing to do.
using Decide = std::function<std::variant<rules::Message, rules::Refusal>(const Target&,
                                                                          const rules::EditFacts&)>;

std::optional<Target> lock_target(Session& session, const http::Request& request) {
  const auto thread = app::thread_id(request.captures.at(0));
  auto locked = storage::lock_thread(session, request.person, thread);
  if (!locked) return std::nullopt;
  auto message = storage::lock_message(session, thread, app::message_seq(request.captures.at(1)));
  if (!message) return std::nullopt;
  return Target{std::move(locked->row), std::move(*message)};
}

// The text before is kept for moderation; the list shows the new one where it shows this message.
void store(Session& session, Target& target, const http::Request& request) {
  const auto& message = target.message;
  storage::insert_message_version(session, message.thread_id, message.seq, request.now);
  storage::update_message(session, message);
  auto& last = target.row.mine.last;
  if (!last || last->seq != message.seq) return;
  last->kind = message.kind;
  last->preview = rules::preview(message.body);
  const auto pair = rules::pair_of(request.person, target.row.other.id);
  storage::mark_preview(session, pair, message.thread_id, *last);
}

Outcome change(Session& session, const http::Request& request, const Decide& decide) {
  auto target = lock_target(session, request);
  if (!target) return rules::Refusal{rules::RefusalCode::not_found};
  const rules::EditFacts facts{.kind = target->message.kind,
                               .mine = target->message.sender_id == request.person,
                               .sent_at = target->message.at};
  auto decision = decide(*target, facts);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  auto& wanted = std::get<rules::Message>(decision);
  const bool changed = wanted.body != target->message.body || wanted.kind != target->message.kind;
  if (changed) {
    target->message = std::move(wanted);
    store(session, *target, request);
  }
  return Change{std::move(*target), changed};
}

std::optional<rules::Time> read_at(app::Context& context, const Target& target,
                                   const std::string& sender) {
  const auto& row = target.row;
  if (!rules::shows_receipts(context.policy(), row.mine.kind, row.receipts_hidden)) {
    return std::nullopt;
  }
  const auto marks = context.database.read([&](Session& session) {
    return storage::load_read_marks(session, target.message.thread_id, sender, row.other.id,
                                    target.message.seq, 1);
  });
  return rules::read_at(marks, row.other.id, target.message.seq);
}

http::Response run(app::Context& context, const http::Request& request, const Decide& decide) {
  const auto outcome =
      context.database.write([&](Session& session) { return change(session, request, decide); });
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& [target, changed] = std::get<Change>(outcome);
  if (changed) {
    app::announce_message(context, request.person, target.row, target.message, request.now);
  }
  return {.body = boost::json::serialize(http::to_json(http::MessageShape{
              target.message, request.person, read_at(context, target, request.person)}))};
}

}  // namespace

http::Parsed<std::string> parse_change(const http::Request& request) {
  http::JsonFields fields(request);
  auto text = fields.free_text("message").value_or("");
  fields.require("message");
  return http::parsed(std::move(text), fields.finish());
}

http::Response handle_change(app::Context& context, const http::Request& request) {
  const auto parsed = parse_change(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& text = std::get<std::string>(parsed);
  return run(context, request,
             [&](const Target& target,
                 const rules::EditFacts& facts) -> std::variant<rules::Message, rules::Refusal> {
               if (auto refusal = rules::refuse_edit(context.policy(), target.row.facts, facts,
                                                     text, request.now)) {
                 return *refusal;
               }
               rules::Message message = target.message;
               message.body = text;
               message.edited_at = request.now;
               return message;
             });
}

http::Response handle_removal(app::Context& context, const http::Request& request) {
  if (const auto errors = http::QueryFields(request).finish(); !errors.empty()) {
    return http::bad_input(request, errors);
  }
  return run(context, request,
             [&](const Target& target,
                 const rules::EditFacts& facts) -> std::variant<rules::Message, rules::Refusal> {
               if (auto refusal = rules::refuse_removal(context.policy(), facts, request.now)) {
                 return *refusal;
               }
               rules::Message message = target.message;
               message.kind = rules::MessageKind::removed;
               message.body.clear();
               if (target.message.kind != message.kind) message.edited_at = request.now;
               return message;
             });
}

}  // namespace chalkline
