#pragma once

#include <span>
#include <vector>

#include <boost/json.hpp>

#include "app/verdicts.h"
#include "http/deliveries.h"
#include "http/problem.h"
#include "rules/events.h"
#include "rules/policy.h"
#include "rules/time.h"
#include "storage/database.h"
#include "storage/events.h"

namespace chalkline::app {

// How a database that refuses an event is met. `together`: the refusal ends the transaction.
// `each`: behind a savepoint, so that it ends that event alone and is its verdict.
enum class Care { together, each };

// Applies events in their order, in the session's open transaction: a verdict for each. Who can be
// found by name is kept once for all of them.
std::vector<Verdict> apply_events(storage::Session& session, const rules::Policy& policy,
                                  std::span<const http::ReceivedEvent> events, rules::Time now,
                                  Care care);

// Runs `work(Session&, Care)` in one transaction: quickly, and once more with care where the
// database has refused something.
template <class Work>
auto write_events(storage::Database& database, Work&& work) {
  try {
    return database.write([&](storage::Session& s) { return work(s, Care::together); });
  } catch (const storage::Fault& fault) {
    if (fault.kind != storage::Fault::Kind::other) throw;
  }
  return database.write([&](storage::Session& s) { return work(s, Care::each); });
}

// The row that records an event; the payload of a failed one alone is kept.
storage::EventRow event_row(const http::ReceivedEvent& event, const Verdict& verdict);

// A list of {field, code, detail}: of a verdict, and as the record keeps it.
boost::json::array errors_json(const http::BadInput& errors);
boost::json::array errors_json(const storage::EventRow& row);

}  // namespace chalkline::app
