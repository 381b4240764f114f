#pragma once

#include "rules/messages.h"
#include "rules/threads.h"
#include "storage/database.h"
#include "storage/thread_changes.h"
#include "storage/threads.h"

namespace chalkline::app {

// Storing what has been decided, in the session's open transaction. The thread has been taken
// before (storage::lock_thread and the like), so nobody else writes into it meanwhile.

// Writes `message` as the next one of `thread`, whoever or whatever has said it: seq, thread, its
// seal in the thread's chain and a time that is not before the newest message's are filled in.
// `thread` and `row` become what they are afterwards. It counts for no cap: whose messages stand
// unanswered stays as it is.
rules::Message store_message(storage::Session& session, rules::Thread& thread,
                             storage::ThreadRow& row, rules::Message message);

// The same for what a person sends, `row` being theirs: one more without an answer (S0-22), and an
// answer to the other where the policy lets a reply be one (S0-23), who is told of it by mail if
// they want that and do not read it before (S0-32): one statement more, and none where no mail
// would be sent. The message has a sender.
rules::Message store_sent(storage::Session& session, const rules::Policy& policy,
                          rules::Thread& thread, storage::ThreadRow& row, rules::Message message);

}  // namespace chalkline::app
