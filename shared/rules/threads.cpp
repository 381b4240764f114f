#include "rules/threads.h"

#include <utility>

namespace chalkline::rules {

std::string_view name_of(ThreadKind kind) {
  switch (kind) {
    case ThreadKind::direct:
      return "direct";
    case ThreadKind::parent:
      return "parent";
  }
  return {};
}

std::string_view name_of(MessageKind kind) {
  switch (kind) {
    case MessageKind::text:
      return "text";
    case MessageKind::auto_reply:
      return "auto_reply";
    case MessageKind::card:
      return "card";
    case MessageKind::removed:
      return "removed";
  }
  return {};
}

std::optional<MessageKind> message_kind_from(std::string_view name) {
  for (const auto kind :
       {MessageKind::text, MessageKind::auto_reply, MessageKind::card, MessageKind::removed}) {
    if (name_of(kind) == name) return kind;
  }
  return std::nullopt;
}

Pair pair_of(std::string_view one, std::string_view other) {
  return one < other ? Pair{std::string(one), std::string(other)}
                     : Pair{std::string(other), std::string(one)};
}

std::string direct_key(const Pair& pair) { return pair.low + "|" + pair.high; }

std::string parent_key(const Triple& triple) {
  return triple.parent + "|" + triple.tutor + "|" + triple.student;
}

std::optional<Triple> triple_of(std::string_view parent, std::string_view student,
                                std::string_view one, std::string_view other) {
  if (parent.empty()) return std::nullopt;
  return Triple{std::string(parent), std::string(parent == one ? other : one),
                std::string(student)};
}

Membership after_sending(Membership mine, const LastMessage& sent, int unanswered) {
  mine.last = sent;
  mine.last_activity_at = sent.at;
  mine.unanswered = unanswered;
  return mine;
}

Membership keep(Membership mine, const Keeping& change) {
  mine.pinned = change.pinned.value_or(mine.pinned);
  mine.archived = change.archived.value_or(mine.archived);
  mine.muted = change.muted.value_or(mine.muted);
  mine.marked_unread = change.marked_unread.value_or(mine.marked_unread);
  mine.wake_on_message = change.wake_on_message.value_or(mine.wake_on_message);
  mine.snoozed_until = change.snoozed_until.value_or(mine.snoozed_until);
  return mine;
}

}  // namespace chalkline::rules
