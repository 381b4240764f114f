#pragma once

#include <string>

#include "app/context.h"
#include "rules/messages.h"
#include "rules/threads.h"
#include "storage/threads.h"

namespace chalkline::app {

// Live events (contract §3, live), sent after COMMIT and best effort. Nothing is published to a
// person who listens to no stream.

// The name of a person's channel, unique over all sites.
std::string live_channel(const Context& context, const std::string& person);

// A message that is new or has changed: `message` to both and to whoever reads along, `badge` to
// who has not sent it. `row` is that of `person`, who is one of the two, from the locked thread.
void announce_message(Context& context, const std::string& person, const storage::ThreadRow& row,
                      const rules::Message& message, rules::Time now);

// What a thread was told in a transaction, to be announced when it is over: `row` is `person`'s.
struct Told {
  std::string person;
  storage::ThreadRow row;
  rules::Message message;
};
inline void announce_message(Context& context, const Told& told, rules::Time now) {
  announce_message(context, told.person, told.row, told.message, now);
}

// A thread that has changed for the one who keeps it: `thread` and `badge`.
void announce_thread(Context& context, const std::string& person, const storage::ThreadRow& row,
                     rules::Time now);

// A thread of which something changed that does not count as unread: `thread` alone.
void announce_change(Context& context, const storage::ListenedThread& thread, rules::Time now);

// A thread that `person` may not read any more: `thread` {id, closed: true} and `badge`.
void announce_closed(Context& context, const std::string& person, long long thread,
                     rules::Time now);

// What `reader` has read: `read` to the other where receipts are shown, `thread` and `badge` to the
// reader. Of a parent who reads along nobody is told.
void announce_reading(Context& context, const std::string& reader, const storage::ThreadRow& row,
                      long long upto, rules::Time now);

void announce_typing(Context& context, const std::string& person, const storage::ThreadRow& row,
                     rules::Time now);

}  // namespace chalkline::app
