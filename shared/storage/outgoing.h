#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

// What this site tells other servers. Writers only insert and wait for nobody. Who reads, in one
// transaction, takes the counter, looks for committed events without a seq and gives them theirs:
// so seq rises in an order in which no reader can miss an event that is committed later. The other
// way, a counter that every writer holds until its COMMIT, would let a site commit one message at a
// time.

// `data` is a JSON object as text. Belongs into the transaction of what it tells.
void insert_outgoing_event(Session& session, const std::string& type, const std::string& data,
                           rules::Time now);

// Whether there is an event without a seq.
bool has_unnumbered_events(Session& session);

// The newest seq given; takes the counter until the end of the transaction. To be the first
// statement of it.
long long lock_outgoing_counter(Session& session);
// Events without a seq, the oldest `limit` by id. What is not committed is not seen and not waited
// for.
std::vector<long long> load_unnumbered_events(Session& session, int limit);
void number_outgoing_event(Session& session, long long id, long long seq);
void mark_outgoing_counter(Session& session, long long last);

struct OutgoingEvent {
  long long seq = 0;
  std::string type;
  rules::Time at{};
  std::string data;  // JSON object
};
// The `limit` events after `after`, in rising order of seq.
std::vector<OutgoingEvent> load_outgoing_events(Session& session, long long after, int limit);

// What was told before `before` by the machine's clock, whenever it happened, also what nobody has
// read: at most 10,000; how many there were.
long long delete_old_outgoing_events(Session& session, rules::Time before);

}  // namespace chalkline::storage
