#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/messages.h"
#include "storage/database.h"

namespace chalkline::storage {

// Messages of a thread in rising order of seq, and the end of the thread.
struct MessagePage {
  std::string other_id;
  std::optional<rules::Triple> triple;  // of a parent thread
  long long last_seq = 0;
  bool receipts_hidden = false;  // one of the two hides theirs
  std::vector<rules::Message> messages;
};

// The `limit` messages before `before`, for a member; none where the thread is not there or not
// `person`'s. Any number above the last seq asks for the newest.
std::optional<MessagePage> load_messages_before(Session& session, const std::string& person,
                                                long long thread, long long before, int limit);
// The `limit` messages after `after`.
std::optional<MessagePage> load_messages_after(Session& session, const std::string& person,
                                               long long thread, long long after, int limit);

// The messages from `first` to `last`. Whose thread it is has been looked at.
std::vector<rules::Message> load_messages_between(Session& session, long long thread,
                                                  long long first, long long last);

// What `sender` has written in a thread among the messages from `first` up to and without `before`,
// the newest last; only what people have typed.
std::vector<std::string> load_texts_of(Session& session, long long thread,
                                       const std::string& sender, long long first,
                                       long long before);

// The newest that somebody else than `person` has written behind message `read_upto`, of what is
// still there; none: nothing.
std::optional<std::string> load_newest_unread_text(Session& session, long long thread,
                                                   const std::string& person, long long read_upto);

// What `sender` has sent under this clientId before.
std::optional<rules::Message> load_message_by_client_id(Session& session, const std::string& sender,
                                                        const std::string& client_id);

// Likewise of a message to all parents of a student: every copy (rules::copy_client_id).
std::vector<rules::Message> load_copies(Session& session, const std::string& sender,
                                        const std::string& client_id);

// One message, taken until the end of the transaction; the thread has been taken before. None where
// there is no such message.
struct LockedMessage {
  rules::Message message;  // without its seal
  int version = 1;         // of what it says now; the first is 1
};
std::optional<LockedMessage> lock_message(Session& session, long long thread, long long seq);

// What message `seq` says now, kept with its seal for moderation before it changes (contract §3:
// history kept for reports). Versions count from 1. What takes its place has entry `next_entry` in
// the thread's chain.
void insert_message_version(Session& session, long long thread, long long seq, rules::Time now,
                            long long next_entry);
// What a message said when it was sent; none where it has never changed.
std::optional<std::string> load_first_version(Session& session, long long thread, long long seq);

// A new text, when it came, and its seal.
void update_message(Session& session, const rules::Message& message);

// A duplicate of key `sender_client` is a Fault: this clientId has been used.
void insert_message(Session& session, const rules::Message& message);

}  // namespace chalkline::storage
