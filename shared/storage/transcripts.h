#pragma once

#include <optional>

#include "rules/people.h"
#include "rules/threads.h"
#include "rules/transcripts.h"
#include "storage/database.h"

namespace chalkline::storage {

// A thread as its transcript begins: who is in it, and how far its chain has come. The roles of a
// parent thread's two are those that they have in it.
struct TrailThread {
  rules::ThreadKind kind = rules::ThreadKind::direct;
  rules::Person low;
  rules::Person high;
  std::optional<rules::Person> student;  // whom a parent thread is about
  rules::Time created_at{};
  long long last_seq = 0;
  rules::TrailHead head;
};
std::optional<TrailThread> load_trail_thread(Session& session, long long thread);

// Messages `first` to `last` of a thread as they were sent; what is older than the chain as it is
// now, and has changed at changed_at. `more` is left to the caller.
rules::TrailLines load_sent_lines(Session& session, long long thread, long long first,
                                  long long last);

// What messages of a thread were changed to, by entries behind `after` up to `last`; at most
// `limit`, and `more` where there are others.
rules::TrailLines load_changed_lines(Session& session, long long thread, long long after,
                                     long long last, int limit);

}  // namespace chalkline::storage
