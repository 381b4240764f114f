#include "http/shapes.h"

#include <utility>

#include "http/problem.h"
#include "http/strict_json.h"
#include "http/times.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

json::value optional_time(const std::optional<rules::Time>& time, const json::storage_ptr& memory) {
  if (!time) return nullptr;
  return json::value(std::string_view(time_text(*time)), memory);
}

json::value optional_text(const std::optional<std::string>& text, const json::storage_ptr& memory) {
  if (!text) return nullptr;
  return json::value(std::string_view(*text), memory);
}

// As it was put together here. That of a card names what it shows, which is told as `card`.
json::value notice_of(const rules::Message& message, const json::storage_ptr& memory) {
  if (!message.notice || message.kind == rules::MessageKind::card) return nullptr;
  return json::value(parse_strict(*message.notice).value_or(nullptr), memory);
}

json::value last_message(const std::optional<rules::LastMessage>& last,
                         const json::storage_ptr& memory) {
  if (!last) return nullptr;
  json::object shape(memory);
  shape.reserve(5);
  shape.emplace("seq", last->seq);
  shape.emplace("senderId", optional_text(last->sender_id, memory));
  shape.emplace("kind", rules::name_of(last->kind));
  shape.emplace("preview", last->preview);
  shape.emplace("at", time_text(last->at));
  return shape;
}

json::value refusal_shape(const std::optional<rules::Refusal>& refusal,
                          const json::storage_ptr& memory) {
  if (!refusal) return nullptr;
  json::object shape(memory);
  shape.reserve(5);
  shape.emplace("code", rules::name_of(refusal->code));
  shape.emplace("detail", sentence(*refusal));
  shape.emplace("unlockedBy", names_of(refusal->unlocked_by));
  if (refusal->limit) shape.emplace("limit", *refusal->limit);
  if (refusal->until) shape.emplace("until", time_text(*refusal->until));
  return shape;
}

// S2-03, S2-21, S2-22. What the system says has no role.
void add_triple(json::object& object, const rules::Message& message, const rules::Triple& triple) {
  object.emplace("parentId", triple.parent);
  object.emplace("tutorId", triple.tutor);
  object.emplace("studentId", triple.student);
  if (!message.sender_id) {
    object.emplace("role", nullptr);
  } else {
    object.emplace("role", message.sender_id == triple.parent ? "PARENT" : "TUTOR");
  }
}

json::object can_shape(const rules::Can& can, const json::storage_ptr& memory) {
  json::object shape(memory);
  shape.reserve(4);
  shape.emplace("send", can.send);
  shape.emplace("attach", can.attach);
  shape.emplace("refusal", refusal_shape(can.refusal, memory));
  shape.emplace("remaining", can.remaining ? json::value(*can.remaining) : json::value(nullptr));
  return shape;
}

json::value hours_shape(const std::optional<rules::HoursNow>& hours,
                        const json::storage_ptr& memory) {
  if (!hours) return nullptr;
  json::object shape(memory);
  shape.reserve(2);
  shape.emplace("openNow", hours->open_now);
  shape.emplace("opensAt", optional_time(hours->opens_at, memory));
  return shape;
}

}  // namespace

json::array names_of(const std::vector<rules::Lift>& lifts) {
  json::array names;
  for (const auto lift : lifts) names.emplace_back(rules::name_of(lift));
  return names;
}

json::array to_json(const std::vector<rules::ContactSpan>& spans) {
  json::array list;
  for (const auto& span : spans) {
    list.push_back({{"from", span.from}, {"to", span.to}, {"kind", rules::name_of(span.kind)}});
  }
  return list;
}

json::object to_json(const rules::ContactDecision& warning) {
  const bool masked = warning.answer == rules::ContactAnswer::mask;
  return {{"code", masked ? "contact_details_masked" : "contact_details"},
          {"spans", to_json(warning.spans)}};
}

json::object to_json(const rules::Person& person, const json::storage_ptr& memory) {
  json::object shape(memory);
  shape.reserve(6);
  shape.emplace("id", person.id);
  shape.emplace("name", person.name);
  shape.emplace("initials", rules::initials(person.name));
  shape.emplace("avatarUrl", optional_text(person.avatar_url, memory));
  shape.emplace("role", rules::name_of(rules::shown_role(person.roles)));
  return shape;
}

json::object to_json(const rules::Person& person, const std::optional<rules::HoursNow>& hours,
                     const json::storage_ptr& memory) {
  auto shape = to_json(person, memory);
  shape.emplace("hours", hours_shape(hours, memory));
  return shape;
}

json::object to_json(const rules::Badge& badge) {
  return {{"threads", badge.threads}, {"messages", badge.messages}};
}

json::object to_json(const ThreadShape& thread, const json::storage_ptr& memory) {
  const auto& mine = thread.mine;
  json::object shape(memory);
  shape.reserve(18);
  shape.emplace("id", std::to_string(mine.thread_id));
  shape.emplace("kind", rules::name_of(mine.kind));
  shape.emplace("with", to_json(thread.other, thread.other_hours, memory));
  shape.emplace("student",
                thread.student ? json::value(to_json(*thread.student, memory)) : nullptr);
  shape.emplace("relationship", rules::name_of(thread.relationship));
  shape.emplace("lastMessage", last_message(mine.last, memory));
  shape.emplace("lastActivityAt", time_text(mine.last_activity_at));
  shape.emplace("unread", mine.unread);
  shape.emplace("markedUnread", mine.marked_unread);
  shape.emplace("pinned", mine.pinned);
  shape.emplace("archived", mine.archived);
  shape.emplace("muted", mine.muted);
  shape.emplace("snoozedUntil", optional_time(mine.snoozed_until, memory));
  shape.emplace("wakeOnMessage", mine.wake_on_message);
  shape.emplace("blockedByMe", thread.blocked_by_me);
  shape.emplace("communicationDisabled", thread.communication_disabled);
  shape.emplace("can", can_shape(thread.can, memory));
  return shape;
}

json::object to_json(const MessageShape& shape, const json::storage_ptr& memory) {
  const auto& message = shape.message;
  json::object object(memory);
  object.reserve(16);
  object.emplace("threadId", std::to_string(message.thread_id));
  object.emplace("seq", message.seq);
  object.emplace("kind", rules::name_of(message.kind));
  object.emplace("senderId", optional_text(message.sender_id, memory));
  object.emplace("body", message.body);
  object.emplace("attachment", nullptr);
  object.emplace("card", shape.card == nullptr ? json::value() : json::value(*shape.card, memory));
  object.emplace("notice", notice_of(message, memory));
  object.emplace("at", time_text(message.at));
  object.emplace("editedAt", optional_time(message.edited_at, memory));
  object.emplace("readAt", optional_time(shape.read_at, memory));
  if (message.sender_id == shape.viewer) {
    object.emplace("clientId", optional_text(rules::client_id_given(message), memory));
  }
  if (shape.triple) add_triple(object, message, *shape.triple);
  return object;
}

json::object to_json(const rules::Order& order, const json::storage_ptr& memory) {
  json::object object(memory);
  object.reserve(7);
  object.emplace("id", order.id);
  object.emplace("title", order.title);
  object.emplace("amount", order.amount);
  object.emplace("currency", order.currency);
  object.emplace("state", order.state);
  object.emplace("at", time_text(order.at));
  object.emplace("url", optional_text(order.url, memory));
  return object;
}

}  // namespace chalkline::http
