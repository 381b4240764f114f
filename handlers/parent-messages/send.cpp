#include "send.h"

#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json.hpp>

#include "app/live.h"
#include "app/sending.h"
#include "app/threads.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "http/tickets.h"
#include "rules/messages.h"
#include "rules/receipts.h"
#include "storage/messages.h"
#include "storage/parent_threads.h"
#include "storage/receipts.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::Refusal;
using rules::RefusalCode;
using rules::Triple;
using storage::Session;
using storage::ThreadRow;

// One message in one parent's thread, and the thread as the sender sees it afterwards.
struct Copy {
  ThreadRow row;
  rules::Message message;
  rules::ContactDecision contact_details;
  std::optional<rules::Time> read_at;
};
struct Sent {
  std::vector<Copy> copies;
  bool repeated = false;
};
using Outcome = std::variant<Sent, Refusal>;

bool is_to_all(const ParentDraft& draft) { return draft.address.parent == rules::all_parents; }

// A thread that is about to get a message; taken if there is one already.
struct Target {
  std::optional<rules::Thread> thread;
  ThreadRow row;
};

// What the thread would be. The link is taken: it cannot end while its first thread begins.
ThreadRow load_beginning(Session& session, const std::string& sender, const Triple& triple) {
  storage::lock_link(session, triple.parent, triple.student);
  const bool by_parent = sender == triple.parent;
  auto row = storage::load_pair(session, sender, by_parent ? triple.tutor : triple.parent);
  row.mine.kind = rules::ThreadKind::parent;
  row.triple = triple;
  row.facts.about = rules::ParentFacts{.sender_is_parent = by_parent};
  return row;
}

Target lock_target(Session& session, const std::string& sender, const Triple& triple) {
  auto locked = storage::lock_parent_thread(session, sender, triple);
  if (locked) return {std::move(locked->thread), std::move(locked->row)};
  return {std::nullopt, load_beginning(session, sender, triple)};
}

std::variant<Copy, Refusal> send_into(app::Context& context, Session& session,
                                      const http::Request& request, const ParentDraft& draft,
                                      const Triple& triple, std::string client_id) {
  auto [thread, row] = lock_target(session, request.person, triple);
  app::add_ties(context, session, request.person, row);
  const auto earlier = app::load_earlier_texts(context, session, request.person, row,
                                               thread ? thread->last_seq + 1 : 1);
  const auto decision = rules::decide_parent_send(context.policy(), row.facts,
                                                  {draft.text, draft.has_attachment, earlier});
  if (const auto* const refusal = std::get_if<Refusal>(&decision)) return *refusal;
  if (!thread) thread = app::begin_parent_thread(session, triple, request.now);
  const auto& contact_details = std::get<rules::Acceptance>(decision).contact_details;
  auto message = app::store_sent(session, context.policy(), *thread, row,
                                 {.sender_id = request.person,
                                  .body = rules::stored_text(draft.text, contact_details),
                                  .at = request.now,
                                  .client_id = std::move(client_id)});
  return Copy{std::move(row), std::move(message), contact_details};
}

using Choice = std::variant<std::vector<Triple>, Refusal>;

// S2-22: a tutor does not name the parent, unless there are several.
Choice choose_as_tutor(app::Context& context, Session& session,
                       const rules::ParentAddress& address) {
  const Triple no_parent{"", address.tutor, address.student};
  const auto facts = storage::load_parent_facts(session, {no_parent});
  if (auto refusal = rules::refuse_ineligible(context.policy(), facts.at(0))) return *refusal;
  const auto parents =
      rules::choose_parents(storage::load_linked_parents(session, address.student), address);
  if (const auto* const refusal = std::get_if<Refusal>(&parents)) return *refusal;
  std::vector<Triple> triples;
  for (const auto& parent : std::get<std::vector<rules::Person>>(parents)) {
    triples.push_back({parent.id, address.tutor, address.student});
  }
  return triples;
}

Choice choose_threads(app::Context& context, Session& session, const std::string& sender,
                      const rules::ParentAddress& address) {
  const auto side = rules::decide_side(sender, address);
  if (const auto* const refusal = std::get_if<Refusal>(&side)) return *refusal;
  const auto& triple = std::get<std::optional<Triple>>(side);
  if (triple) return std::vector{*triple};
  return choose_as_tutor(context, session, address);
}

Outcome send(app::Context& context, Session& session, const http::Request& request,
             const ParentDraft& draft) {
  const auto choice = choose_threads(context, session, request.person, draft.address);
  if (const auto* const refusal = std::get_if<Refusal>(&choice)) return *refusal;
  Sent sent;
  for (const auto& triple : std::get<std::vector<Triple>>(choice)) {
    auto client_id = sent.copies.empty() ? draft.client_id
                                         : rules::copy_client_id(draft.client_id, triple.parent);
    auto copy = send_into(context, session, request, draft, triple, std::move(client_id));
    if (const auto* const refusal = std::get_if<Refusal>(&copy)) return *refusal;
    sent.copies.push_back(std::move(std::get<Copy>(copy)));
  }
  return sent;
}

// A message of an earlier try with its thread as it is now; none where the sender may not read it
// any more.
std::optional<Copy> load_copy(app::Context& context, Session& session, const std::string& sender,
                              rules::Message message) {
  auto row = storage::load_thread(session, sender, message.thread_id);
  if (!row || !row->triple) return std::nullopt;
  app::add_ties(context, session, sender, *row);
  Copy copy{std::move(*row), std::move(message), {}};
  const auto& other = copy.row.other.id;
  if (rules::shows_receipts(context.policy(), copy.row.mine.kind, copy.row.receipts_hidden)) {
    const auto marks = storage::load_read_marks(session, copy.message.thread_id, sender, other,
                                                copy.message.seq, 1);
    copy.read_at = rules::read_at(marks, other, copy.message.seq);
  }
  return copy;
}

// Whether the draft says what the copy said when it was first sent.
bool says_the_same(app::Context& context, Session& session, const ParentDraft& draft, Copy& copy) {
  auto told = app::find_told_again(context, session, copy.row, copy.message, draft.text);
  if (!told) return false;
  copy.contact_details = std::move(*told);
  const auto& triple = *copy.row.triple;
  return triple.tutor == draft.address.tutor && triple.student == draft.address.student;
}

// Whether the draft goes to whom the copies went to. One copy was to all only where there is no
// other parent.
bool goes_to_the_same(Session& session, const ParentDraft& draft, const std::vector<Copy>& copies) {
  const auto& asked = draft.address.parent;
  if (!is_to_all(draft)) {
    return copies.size() == 1 && (!asked || *asked == copies.front().row.triple->parent);
  }
  if (copies.size() > 1) return true;
  const auto linked = storage::load_linked_parents(session, draft.address.student);
  return linked.size() == 1 && linked.front().id == copies.front().row.triple->parent;
}

// What this clientId has sent before: the same once more, or a refusal of another message.
std::optional<Outcome> find_repeat(app::Context& context, Session& session,
                                   const http::Request& request, const ParentDraft& draft) {
  auto messages = storage::load_copies(session, request.person, draft.client_id);
  if (messages.empty()) return std::nullopt;
  Sent sent{{}, true};
  for (auto& message : messages) {
    auto copy = load_copy(context, session, request.person, std::move(message));
    if (!copy || !says_the_same(context, session, draft, *copy)) {
      return Refusal{RefusalCode::client_id_reused};
    }
    sent.copies.push_back(std::move(*copy));
  }
  if (!goes_to_the_same(session, draft, sent.copies)) {
    return Refusal{RefusalCode::client_id_reused};
  }
  return sent;
}

// Sends once. What an earlier try with this clientId has sent is found where the new one is refused
// or meets its unique key.
Outcome send_once(app::Context& context, const http::Request& request, const ParentDraft& draft) {
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
  return Refusal{RefusalCode::client_id_reused};
}

json::object copy_json(const Copy& copy, const std::string& sender) {
  auto message =
      http::to_json(http::MessageShape{copy.message, sender, copy.read_at, copy.row.triple});
  if (!copy.contact_details.spans.empty()) {
    message["warnings"] = json::array{http::to_json(copy.contact_details)};
  }
  return message;
}

http::Response reply(const http::Request& request, const ParentDraft& draft, const Sent& sent) {
  json::array items;
  for (const auto& copy : sent.copies) items.push_back(copy_json(copy, request.person));
  const auto body =
      is_to_all(draft) ? json::object{{"items", std::move(items)}} : items.front().as_object();
  http::Response response{.status = sent.repeated ? 200 : 201, .body = json::serialize(body)};
  if (sent.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

void check_person_id(auto& fields, std::string_view name, const std::optional<std::string>& id) {
  if (id && !rules::is_person_id(*id)) {
    fields.error(name, "malformed", "Must be the id of a person.");
  }
}

}  // namespace

http::Parsed<ParentDraft> parse_parent_send(const http::Request& request) {
  http::JsonFields fields(request);
  ParentDraft draft;
  const auto tutor = fields.text("tutorId", 64);
  const auto student = fields.text("studentId", 64);
  draft.address = {tutor.value_or(""), student.value_or(""), fields.text("parentId", 64)};
  draft.text = fields.free_text("message").value_or("");
  draft.client_id = http::parse_client_id(fields, request).value_or("~" + http::random_text(16));
  draft.has_attachment = fields.text("attachmentUrl", 2000).has_value();
  for (const auto* const field : {"tutorId", "studentId", "message"}) fields.require(field);
  check_person_id(fields, "tutorId", tutor);
  check_person_id(fields, "studentId", student);
  check_person_id(fields, "parentId", draft.address.parent);
  return http::parsed(std::move(draft), fields.finish());
}

http::Response handle_parent_send(app::Context& context, const http::Request& request) {
  const auto parsed = parse_parent_send(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& draft = std::get<ParentDraft>(parsed);
  const auto outcome = send_once(context, request, draft);
  if (const auto* const refusal = std::get_if<Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& sent = std::get<Sent>(outcome);
  if (!sent.repeated) {
    for (const auto& copy : sent.copies) {
      app::announce_message(context, request.person, copy.row, copy.message, request.now);
    }
  }
  return reply(request, draft, sent);
}

}  // namespace chalkline
