#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "rules/events.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

// The record of what other servers have told. Times are the machine's.

// Remembers a request by its webhook-id; false where it is known already. A request that is just
// being taken elsewhere is waited for.
bool insert_delivery(Session& session, const std::string& id, rules::Time now);

// What became of one event of a delivery.
struct EventRow {
  long long id = 0;
  std::string delivery_id;
  int item = 0;  // place in the delivery, from 0
  std::string type;
  rules::Time received_at{};
  rules::EventOutcome outcome = rules::EventOutcome::applied;
  std::string errors;   // of a failed one: JSON array of {field, code, detail}; otherwise empty
  std::string payload;  // of a failed one
};
// `id` is given by the database.
void insert_event(Session& session, const EventRow& event);
// Of those that have not failed, many at once.
void insert_events(Session& session, std::span<const EventRow> events);

// A delivery's events in their order, without payloads.
std::vector<EventRow> load_delivered(Session& session, const std::string& delivery);

// The newest `limit` events, or those of one outcome, newest first, without payloads.
std::vector<EventRow> load_events(Session& session, std::optional<rules::EventOutcome> outcome,
                                  int limit);
std::optional<EventRow> load_event(Session& session, long long id);
long long count_failed_events(Session& session);
// The failed ones, oldest first.
std::vector<long long> load_failed_ids(Session& session, int limit);

// Takes the row until the end of the transaction.
std::optional<EventRow> lock_event(Session& session, long long id);
// Outcome, errors and payload as they are now.
void update_event(Session& session, const EventRow& event);

// What was received before `before`: at most 10,000; how many there were.
long long delete_old_deliveries(Session& session, rules::Time before);
long long delete_old_events(Session& session, rules::Time before);

}  // namespace chalkline::storage
