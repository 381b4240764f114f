#include "changes.h"

#include <functional>
#include <optional>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/live.h"
#include "app/paper_trail.h"
#include "app/threads.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "rules/messages.h"
#include "rules/receipts.h"
#include "rules/text.h"
#include "storage/messages.h"
#include "storage/receipts.h"
#include "storage/search.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::Session;

// A message that somebody wants to change, with its thread as they see it; both are locked.
struct Target {
  rules::Thread thread;
  storage::ThreadRow row;
  rules::Message message;
  int version = 1;  // of what the message says

  rules::EditFacts facts(const std::string& person) const {
    return {.kind = message.kind, .mine = message.sender_id == person, .sent_at = message.at};
  }
};

// What a message becomes, and what was found in its text.
struct Wanted {
  rules::Message message;
  rules::ContactDecision contact_details;
};
using Decision = std::variant<Wanted, rules::Refusal>;
using Decide = std::function<Decision(Session&, const Target&)>;

// What a change came to; `changed` is false where it had been done before.
struct Change {
  Target target;
  rules::ContactDecision contact_details;
  bool changed = false;
};
using Outcome = std::variant<Change, rules::Refusal>;

std::optional<Target> lock_target(Session& session, const http::Request& request) {
  const auto thread = app::thread_id(request.captures.at(0));
  auto locked = storage::lock_thread(session, request.person, thread);
  if (!locked) return std::nullopt;
  auto said = storage::lock_message(session, thread, app::message_seq(request.captures.at(1)));
  if (!said) return std::nullopt;
  return Target{std::move(locked->thread), std::move(locked->row), std::move(said->message),
                said->version};
}

// The text before is kept for moderation, the new one is the next entry of the chain; the list
// shows the new one where it shows this message.
void store(Session& session, Target& target) {
  auto& [thread, row, message, version] = target;
  app::seal(thread, message, version + 1);
  storage::insert_message_version(session, message.thread_id, message.seq,
                                  message.edited_at.value_or(message.at), thread.trail.entry);
  storage::update_message(session, message);
  storage::mark_trail(session, thread.id, thread.trail);
  storage::unindex_from(session, message.thread_id, message.seq);
  auto& last = row.mine.last;
  if (!last || last->seq != message.seq) return;
  last->kind = message.kind;
  last->preview = rules::preview(message.body);
  storage::mark_preview(session, message.thread_id, *last);
}

Outcome change(Session& session, const http::Request& request, const Decide& decide) {
  auto target = lock_target(session, request);
  if (!target) return rules::Refusal{rules::RefusalCode::not_found};
  auto decision = decide(session, *target);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  auto& [message, contact_details] = std::get<Wanted>(decision);
  const bool changed = message.body != target->message.body || message.kind != target->message.kind;
  if (changed) {
    target->message = std::move(message);
    store(session, *target);
  }
  return Change{std::move(*target), std::move(contact_details), changed};
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

http::Response reply(app::Context& context, const http::Request& request, const Change& change) {
  const auto& target = change.target;
  auto message = http::to_json(http::MessageShape{
      target.message, request.person, read_at(context, target, request.person), target.row.triple});
  if (!change.contact_details.spans.empty()) {
    message["warnings"] = json::array{http::to_json(change.contact_details)};
  }
  return {.body = json::serialize(message)};
}

http::Response run(app::Context& context, const http::Request& request, const Decide& decide) {
  const auto outcome =
      context.database.write([&](Session& session) { return change(session, request, decide); });
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& done = std::get<Change>(outcome);
  if (done.changed) {
    app::announce_message(context, request.person, done.target.row, done.target.message,
                          request.now);
  }
  return reply(context, request, done);
}

Decision decide_change(app::Context& context, Session& session, const http::Request& request,
                       const Target& target, const std::string& text) {
  auto row = target.row;
  app::add_ties(context, session, request.person, row);
  const auto earlier =
      app::load_earlier_texts(context, session, request.person, row, target.message.seq);
  const auto later =
      app::load_later_texts(context, session, request.person, row, target.message.seq);
  auto decision =
      rules::decide_edit(context.policy(), row.facts, target.facts(request.person),
                         {.text = text, .earlier = earlier, .later = later}, request.now);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  auto& found = std::get<rules::ContactDecision>(decision);
  Wanted wanted{target.message, std::move(found)};
  wanted.message.body = rules::stored_text(text, wanted.contact_details);
  wanted.message.edited_at = rules::time_of_change(target.message, request.now);
  return wanted;
}

Decision decide_removal(const app::Context& context, const http::Request& request,
                        const Target& target) {
  const auto facts = target.facts(request.person);
  if (auto refusal =
          rules::refuse_removal(context.policy(), target.row.facts, facts, request.now)) {
    return *refusal;
  }
  Wanted wanted{target.message, {}};
  wanted.message.kind = rules::MessageKind::removed;
  wanted.message.body.clear();
  if (facts.kind != rules::MessageKind::removed) {
    wanted.message.edited_at = rules::time_of_change(target.message, request.now);
  }
  return wanted;
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
  return run(context, request, [&](Session& session, const Target& target) {
    return decide_change(context, session, request, target, text);
  });
}

http::Response handle_removal(app::Context& context, const http::Request& request) {
  return run(context, request, [&](Session&, const Target& target) {
    return decide_removal(context, request, target);
  });
}

}  // namespace chalkline
