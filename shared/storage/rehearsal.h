#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/messages.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// For the operator's tool: what has been sent, read and nothing else. No row is locked.

// The direct thread of the two; none where it has not begun.
std::optional<long long> find_direct_thread(Session& session, const rules::Pair& pair);

// Direct threads whose newest message is not older than `since`, behind thread `after`, at most
// `limit`, in order of their ids.
struct ThreadPair {
  long long id = 0;
  rules::Pair pair;
};
std::vector<ThreadPair> load_threads_since(Session& session, rules::Time since, long long after,
                                           int limit);

// A thread's messages behind seq `after`, at most `limit`, rising. Those older than `since` come
// without their text.
std::vector<rules::Message> load_sent(Session& session, long long thread, rules::Time since,
                                      long long after, int limit);

}  // namespace chalkline::storage
