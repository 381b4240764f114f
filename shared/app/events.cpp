#include "app/events.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/booking_reports.h"
#include "app/directory.h"
#include "app/known_names.h"
#include "http/strict_json.h"
#include "storage/savepoints.h"

namespace chalkline::app {
namespace {

namespace json = boost::json;
using rules::EventOutcome;

using Events = std::span<const http::ReceivedEvent>;

std::vector<const rules::DirectoryEvent*> directory_events(Events events) {
  std::vector<const rules::DirectoryEvent*> found;
  for (const auto& event : events) {
    const auto* const said = std::get_if<rules::DirectoryEvent>(&event.read);
    if (said) found.push_back(said);
  }
  return found;
}

// What holds for all events of a transaction.
struct Transaction {
  storage::Session& session;
  const rules::Policy& policy;
  rules::Time now;
};

Verdict apply_event(const Transaction& transaction, const http::ReadEvent& event,
                    Directory& directory) {
  if (const auto* const errors = std::get_if<http::BadInput>(&event)) {
    return {EventOutcome::failed, *errors};
  }
  if (std::holds_alternative<http::UnknownEvent>(event)) return {EventOutcome::recorded};
  if (const auto* const said = std::get_if<rules::DirectoryEvent>(&event)) {
    return {directory.take(*said) ? EventOutcome::applied : EventOutcome::ignored};
  }
  directory.step_aside();
  if (const auto* const report = std::get_if<rules::BookingReport>(&event)) {
    return apply_booking_report(transaction.session, transaction.policy, *report, transaction.now);
  }
  return apply_series_report(transaction.session, transaction.policy,
                             std::get<rules::SeriesReport>(event), transaction.now);
}

// What is to be announced of what has been written meanwhile is told with `verdict`.
void add_aftermath(Aftermath aftermath, Verdict& verdict) {
  std::ranges::move(aftermath.access, std::back_inserter(verdict.access));
  if (aftermath.card) verdict.card = std::move(aftermath.card);
  verdict.threads.add(aftermath.threads);
}

std::vector<Verdict> apply_together(const Transaction& transaction, Events events,
                                    NameNews& names) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(events.size());
  Directory directory(transaction.session, transaction.policy, transaction.now,
                      directory_events(events), names);
  for (const auto& event : events) {
    verdicts.push_back(apply_event(transaction, event.read, directory));
    add_aftermath(directory.take_aftermath(), verdicts.back());
  }
  directory.write();
  if (!verdicts.empty()) add_aftermath(directory.take_aftermath(), verdicts.back());
  return verdicts;
}

// What a Fault says names a statement and a number, and no value.
Verdict apply_with_care(const Transaction& transaction, Events event, NameNews& names) {
  storage::set_savepoint(transaction.session);
  try {
    return std::move(apply_together(transaction, event, names).front());
  } catch (const storage::Fault& fault) {
    if (fault.kind != storage::Fault::Kind::other) throw;
    storage::roll_back_to_savepoint(transaction.session);
    return {EventOutcome::failed, {{"", "refused", fault.what()}}};
  }
}

std::vector<Verdict> apply_one_by_one(const Transaction& transaction, Events events,
                                      NameNews& names) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(events.size());
  for (std::size_t i = 0; i < events.size(); ++i) {
    verdicts.push_back(apply_with_care(transaction, events.subspan(i, 1), names));
  }
  return verdicts;
}

}  // namespace

std::vector<Verdict> apply_events(storage::Session& session, const rules::Policy& policy,
                                  std::span<const http::ReceivedEvent> events, rules::Time now,
                                  Care care) {
  NameNews names;
  const Transaction transaction{session, policy, now};
  auto verdicts = care == Care::together ? apply_together(transaction, events, names)
                                         : apply_one_by_one(transaction, events, names);
  keep_known_names(session, names);
  return verdicts;
}

storage::EventRow event_row(const http::ReceivedEvent& event, const Verdict& verdict) {
  storage::EventRow row{.type = event.type, .outcome = verdict.outcome};
  if (verdict.outcome != EventOutcome::failed) return row;
  row.errors = json::serialize(errors_json(verdict.errors));
  row.payload = event.payload;
  return row;
}

json::array errors_json(const http::BadInput& errors) {
  json::array list;
  for (const auto& error : errors) {
    list.push_back({{"field", error.field}, {"code", error.code}, {"detail", error.detail}});
  }
  return list;
}

json::array errors_json(const storage::EventRow& row) {
  const auto list = http::parse_strict(row.errors);
  return list && list->is_array() ? list->get_array() : json::array();
}

}  // namespace chalkline::app
