#include "send.h"

#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/guardians.h"
#include "app/live.h"
#include "app/sending.h"
#include "app/threads.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "http/tickets.h"
#include "rules/messages.h"
#include "rules/receipts.h"
#include "storage/messages.h"
#include "storage/people.h"
#include "storage/receipts.h"
#include "storage/settings.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::Session;
using storage::ThreadRow;

// What a send comes to: the message and its thread as the sender sees it afterwards.
struct Sent {
  ThreadRow row;
  rules::Message message;
  std::optional<rules::Message> vacation_reply;
  std::optional<app::Told> guardian_notice;
  rules::ContactDecision contact_details;
  std::optional<rules::Time> read_at;
  bool repeated = false;
};
using Outcome = std::variant<Sent, rules::Refusal>;

// Whom the draft is for: what the sender and they are to each other, and their thread, locked, if
// there is one already.
struct Target {
  std::optional<rules::Thread> thread;
  ThreadRow row;
};

// The seq that the next message of the thread will have.
long long next_seq(const Target& target) { return target.thread ? target.thread->last_seq + 1 : 1; }

std::optional<Target> lock_target(Session& session, const std::string& sender,
                                  const SendDraft& draft) {
  auto locked = draft.to ? storage::lock_direct_thread(session, sender, *draft.to)
                         : storage::lock_thread(session, sender, app::thread_id(*draft.thread_id));
  if (locked) return Target{std::move(locked->thread), std::move(locked->row)};
  if (!draft.to) return std::nullopt;
  return Target{std::nullopt, storage::load_pair(session, sender, *draft.to)};
}

// S0-03, S0-11: a student who writes first is exploring.
void begin_relationship(Session& session, const std::string& student, const std::string& tutor) {
  const auto pair = rules::pair_of(student, tutor);
  auto known = storage::lock_relationship(session, pair);
  auto state = known.value_or(storage::PairState{});
  (tutor == pair.low ? state.low_teaches : state.high_teaches) = rules::Relationship::exploring;
  if (known) {
    storage::update_relationship(session, pair, state);
  } else {
    storage::insert_relationship(session, pair, state);
  }
}

// S0-31: the vacation answers once, in the recipient's name, and is no reply (S0-23): whose
// messages stand unanswered stays as it is.
std::optional<rules::Message> store_vacation_reply(Session& session, const rules::Policy& policy,
                                                   rules::Thread& thread, ThreadRow& row,
                                                   rules::Time now) {
  const auto& tutor = row.other.id;
  if (!rules::is_answered_by_vacation(row.facts, now)) return std::nullopt;
  const auto since = row.facts.recipient.vacation->since;
  if (!storage::mark_vacation_replied(session, tutor, thread.id, since, now)) return std::nullopt;
  const auto text = storage::load_vacation_message(session, tutor);
  auto reply = app::store_message(session, thread, row,
                                  {.kind = rules::MessageKind::auto_reply,
                                   .sender_id = tutor,
                                   .body = rules::vacation_answer(policy, row.facts, text),
                                   .at = now});
  ++row.mine.unread;
  return reply;
}

// Before the first message both are told whether parents see the thread.
std::optional<app::Told> begin_openly(app::Context& context, Session& session,
                                      const http::Request& request, Target& target) {
  auto& [thread, row] = target;
  if (row.triple || thread->last_seq > 0) return std::nullopt;
  return app::settle_first(session, context.policy(), request.person, *thread, row, request.now);
}

Outcome send(app::Context& context, Session& session, const http::Request& request,
             const SendDraft& draft) {
  auto target = lock_target(session, request.person, draft);
  if (!target) return rules::Refusal{rules::RefusalCode::not_found};
  auto& row = target->row;
  app::add_ties(context, session, request.person, row);
  const auto earlier =
      app::load_earlier_texts(context, session, request.person, row, next_seq(*target));
  const auto decision = rules::decide_send(
      context.policy(), row.facts, {draft.text, draft.has_attachment, earlier}, request.now);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  if (!target->thread) {
    const auto pair = rules::pair_of(request.person, row.other.id);
    target->thread = app::begin_thread(session, pair, request.now);
  }
  const auto& acceptance = std::get<rules::Acceptance>(decision);
  if (acceptance.begins_relationship) {
    begin_relationship(session, request.person, row.other.id);
    row.facts.taught_by = rules::Relationship::exploring;
  }
  auto guardian_notice = begin_openly(context, session, request, *target);
  auto message =
      app::store_sent(session, context.policy(), *target->thread, row,
                      {.sender_id = request.person,
                       .body = rules::stored_text(draft.text, acceptance.contact_details),
                       .at = request.now,
                       .client_id = draft.client_id});
  auto vacation_reply =
      store_vacation_reply(session, context.policy(), *target->thread, row, request.now);
  return Sent{.row = std::move(row),
              .message = std::move(message),
              .vacation_reply = std::move(vacation_reply),
              .guardian_notice = std::move(guardian_notice),
              .contact_details = acceptance.contact_details};
}

// What this clientId has sent before: the same message once more, or a refusal of another one.
std::optional<Outcome> find_repeat(app::Context& context, Session& session,
                                   const http::Request& request, const SendDraft& draft) {
  auto first = storage::load_message_by_client_id(session, request.person, draft.client_id);
  if (!first) return std::nullopt;
  auto row = storage::load_thread(session, request.person, first->thread_id);
  if (!row) return std::nullopt;
  app::add_ties(context, session, request.person, *row);
  const bool same_thread = draft.to ? !row->triple && *draft.to == row->other.id
                                    : app::thread_id(*draft.thread_id) == first->thread_id;
  auto told = app::find_told_again(context, session, *row, *first, draft.text);
  if (!same_thread || !told) return rules::Refusal{rules::RefusalCode::client_id_reused};
  const auto marks = storage::load_read_marks(session, first->thread_id, request.person,
                                              row->other.id, first->seq, 1);
  Sent sent{.row = std::move(*row),
            .message = std::move(*first),
            .contact_details = std::move(*told),
            .repeated = true};
  if (rules::shows_receipts(context.policy(), sent.row.mine.kind, sent.row.receipts_hidden)) {
    sent.read_at = rules::read_at(marks, sent.row.other.id, sent.message.seq);
  }
  return sent;
}

// Sends once. What an earlier try with this clientId has sent is found where the new one is refused
// or meets its unique key.
Outcome send_once(app::Context& context, const http::Request& request, const SendDraft& draft) {
  std::optional<Outcome> outcome;
  try {
    outcome = context.database.write(
        [&](Session& session) { return send(context, session, request, draft); });
    if (std::holds_alternative<Sent>(*outcome)) return std::move(*outcome);
  } catch (const storage::Fault& fault) {
    if (fault.key != "sender_client") throw;
  }
  auto repeat = context.database.read(
      [&](Session& session) { return find_repeat(context, session, request, draft); });
  if (repeat) return std::move(*repeat);
  if (outcome) return std::move(*outcome);
  return rules::Refusal{rules::RefusalCode::client_id_reused};
}

http::Response reply(const app::Context& context, const http::Request& request, const Sent& sent) {
  auto message = http::to_json(
      http::MessageShape{sent.message, request.person, sent.read_at, sent.row.triple});
  if (!sent.contact_details.spans.empty()) {
    message["warnings"] = json::array{http::to_json(sent.contact_details)};
  }
  const json::object body{{"thread", app::thread_json(context, sent.row, request.now)},
                          {"message", std::move(message)}};
  http::Response response{.status = sent.repeated ? 200 : 201, .body = json::serialize(body)};
  if (sent.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

}  // namespace

http::Parsed<SendDraft> parse_send(const http::Request& request) {
  http::JsonFields fields(request);
  SendDraft draft;
  draft.to = fields.text("to", 64);
  draft.thread_id = fields.text("threadId", 64);
  draft.text = fields.free_text("message").value_or("");
  draft.client_id = http::parse_client_id(fields, request).value_or("~" + http::random_text(16));
  draft.has_attachment = fields.text("attachmentId", 64).has_value();
  fields.require("message");
  if (draft.to && !rules::is_person_id(*draft.to)) {
    fields.error("to", "malformed", "Must be the id of a person.");
  }
  if (fields.has("to") && fields.has("threadId")) {
    fields.error("threadId", "conflicting", "Give to or threadId, not both.");
  }
  if (!fields.has("threadId")) fields.require("to");
  return http::parsed(std::move(draft), fields.finish());
}

http::Response handle_send(app::Context& context, const http::Request& request) {
  const auto parsed = parse_send(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto outcome = send_once(context, request, std::get<SendDraft>(parsed));
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& sent = std::get<Sent>(outcome);
  if (!sent.repeated) {
    if (sent.guardian_notice) app::announce_message(context, *sent.guardian_notice, request.now);
    app::announce_message(context, request.person, sent.row, sent.message, request.now);
    if (sent.vacation_reply) {
      app::announce_message(context, request.person, sent.row, *sent.vacation_reply, request.now);
    }
  }
  return reply(context, request, sent);
}

http::Response handle_typing(app::Context& context, const http::Request& request) {
  http::JsonFields fields(request);
  const auto id = app::thread_id(fields.text("threadId", 64).value_or(""));
  fields.require("threadId");
  if (const auto errors = fields.finish(); !errors.empty()) return http::bad_input(request, errors);
  const auto row = context.database.read([&](Session& session) {
    auto found = storage::load_thread(session, request.person, id);
    if (found) app::add_ties(context, session, request.person, *found);
    return found;
  });
  if (!row) return http::refused(request, {rules::RefusalCode::not_found});
  const auto can = rules::decide_can(context.policy(), row->facts, request.now);
  if (can.refusal) return http::refused(request, *can.refusal);
  app::announce_typing(context, request.person, *row, request.now);
  return {.status = 204};
}

}  // namespace chalkline
