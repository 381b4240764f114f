#include "app/events.h"

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

Verdict apply(storage::Session& session, const rules::Policy& policy, const http::ReadEvent& event,
              rules::Time now, Aftermath& aftermath) {
  if (const auto* const errors = std::get_if<http::BadInput>(&event)) {
    return {EventOutcome::failed, *errors};
  }
  if (std::holds_alternative<http::UnknownEvent>(event)) return {EventOutcome::recorded};
  if (const auto* const report = std::get_if<rules::BookingReport>(&event)) {
    return apply_booking_report(session, policy, *report, now);
  }
  if (const auto* const report = std::get_if<rules::SeriesReport>(&event)) {
    return apply_series_report(session, policy, *report, now);
  }
  const auto& said = std::get<rules::DirectoryEvent>(event);
  aftermath.access.clear();
  aftermath.card.reset();
  const bool news = apply_event(session, policy, said, now, aftermath);
  return {.outcome = news ? EventOutcome::applied : EventOutcome::ignored,
          .access = std::move(aftermath.access),
          .card = std::move(aftermath.card)};
}

// What a Fault says names a statement and a number, and no value.
Verdict apply_with_care(storage::Session& session, const rules::Policy& policy,
                        const http::ReadEvent& event, rules::Time now, Aftermath& aftermath) {
  storage::set_savepoint(session);
  try {
    return apply(session, policy, event, now, aftermath);
  } catch (const storage::Fault& fault) {
    if (fault.kind != storage::Fault::Kind::other) throw;
    storage::roll_back_to_savepoint(session);
    return {EventOutcome::failed, {{"", "refused", fault.what()}}};
  }
}

}  // namespace

std::vector<Verdict> apply_events(storage::Session& session, const rules::Policy& policy,
                                  std::span<const http::ReceivedEvent> events, rules::Time now,
                                  Care care) {
  std::vector<Verdict> verdicts;
  verdicts.reserve(events.size());
  Aftermath aftermath;
  for (const auto& event : events) {
    verdicts.push_back(care == Care::each
                           ? apply_with_care(session, policy, event.read, now, aftermath)
                           : apply(session, policy, event.read, now, aftermath));
  }
  keep_known_names(session, aftermath.names);
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
