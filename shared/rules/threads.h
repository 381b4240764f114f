#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "rules/paper_trail.h"
#include "rules/people.h"
#include "rules/time.h"

namespace chalkline::rules {

enum class ThreadKind { direct, parent };
std::string_view name_of(ThreadKind kind);

enum class MessageKind { text, auto_reply, card, removed };
std::string_view name_of(MessageKind kind);
std::optional<MessageKind> message_kind_from(std::string_view name);

// Two people in the one order that does not depend on who asks.
struct Pair {
  std::string low;
  std::string high;

  const std::string& other_than(std::string_view person) const {
    return person == low ? high : low;
  }
};
Pair pair_of(std::string_view one, std::string_view other);

// The name of the one direct thread of a pair (S0-07). '|' is in no person id, so no two pairs
// share a key.
std::string direct_key(const Pair& pair);

// The row that stands for a thread and is its lock: whoever writes into the thread takes it first.
struct Thread {
  long long id = 0;
  Pair pair;
  long long last_seq = 0;      // of the newest message; 0: none yet
  std::string last_sender_id;  // empty: none yet
  int unanswered = 0;  // messages in a row by last_sender, cards and automatic replies left out
  Time created_at{};
  TrailHead trail = {};  // of its chain (S2-02)

  // How many messages in a row `person` has sent without an answer (S0-22, S4-18).
  int unanswered_by(std::string_view person) const {
    return last_sender_id == person ? unanswered : 0;
  }
};

// What the list shows of the newest message.
struct LastMessage {
  long long seq = 0;
  std::optional<std::string> sender_id;
  MessageKind kind = MessageKind::text;
  std::string preview;
  Time at{};
};

// How one member keeps a thread, and what it shows them: a row of the inbox.
struct Membership {
  long long thread_id = 0;
  ThreadKind kind = ThreadKind::direct;
  std::optional<LastMessage> last;
  Time last_activity_at{};
  int unread = 0;  // messages of others above read_upto: the one definition (S2-25, S4-03)
  bool marked_unread = false;
  bool pinned = false;
  bool archived = false;
  bool muted = false;
  std::optional<Time> snoozed_until;
  bool wake_on_message = true;
  long long read_upto = 0;
  int unanswered = 0;  // this member's messages in a row without an answer
};

// What a member's row becomes with the newest message `sent`; `unanswered` are the member's.
Membership after_sending(Membership mine, const LastMessage& sent, int unanswered);

// A change of how a member keeps a thread; what is absent stays.
struct Keeping {
  std::optional<bool> pinned;
  std::optional<bool> archived;
  std::optional<bool> muted;
  std::optional<bool> marked_unread;
  std::optional<bool> wake_on_message;
  std::optional<std::optional<Time>> snoozed_until;
};
Membership keep(Membership mine, const Keeping& change);

// Unread in a person's inbox: the threads that show as unread, and the messages in them. Archived
// threads and those that sleep do not count.
struct Badge {
  long long threads = 0;
  long long messages = 0;
};

}  // namespace chalkline::rules
