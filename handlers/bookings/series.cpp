#include "series.h"

#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "app/cards.h"
#include "app/series.h"
#include "app/zones.h"
#include "http/availability.h"
#include "http/event_fields.h"
#include "http/hours.h"
#include "http/problem.h"
#include "http/tickets.h"
#include "rules/new_bookings.h"
#include "storage/bookings.h"
#include "storage/series.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::BookingActor;
using rules::Refusal;
using rules::RefusalCode;
using rules::SeriesRecord;
using storage::Session;

struct Proposed {
  SeriesRecord series;
  std::vector<rules::Occurrence> occurrences;
  bool repeated = false;
};
using Outcome = std::variant<Proposed, Refusal>;

SeriesRecord record_of(const SeriesDraft& draft, const http::Request& request) {
  const bool by_tutor = draft.student_id.has_value();
  return {.tutor = {.id = by_tutor ? request.person : *draft.tutor_id},
          .student = {.id = by_tutor ? *draft.student_id : request.person},
          .proposed_by = by_tutor ? BookingActor::tutor : BookingActor::student,
          .plan = draft.plan};
}

Proposed propose(app::Context& context, Session& session, const SeriesRecord& series,
                 const std::string& client_id, rules::Time now) {
  storage::lock_booking_guards(session, series.tutor.id, series.student.id);
  app::settle_bookings(session, context.policy(), series.tutor.id, series.student.id, now);
  const auto id = app::store_series(session, context.policy(), series, client_id, now).id;
  auto stored = *storage::load_series(session, id);
  auto occurrences = app::load_occurrences(context, session, stored, now);
  return {std::move(stored), std::move(occurrences)};
}

std::optional<Outcome> find_repeat(app::Context& context, const http::Request& request,
                                   const SeriesDraft& draft) {
  return context.database.read([&](Session& session) -> std::optional<Outcome> {
    auto first = storage::load_series_by_client_id(session, request.person, draft.client_id);
    if (!first) return std::nullopt;
    const auto wish = record_of(draft, request);
    const bool same = first->tutor.id == wish.tutor.id && first->student.id == wish.student.id &&
                      first->plan == wish.plan;
    if (!same) return Refusal{RefusalCode::client_id_reused};
    auto occurrences = app::load_occurrences(context, session, *first, request.now);
    return Proposed{std::move(*first), std::move(occurrences), true};
  });
}

Outcome propose_once(app::Context& context, const http::Request& request,
                     const SeriesDraft& draft) {
  if (auto repeat = find_repeat(context, request, draft)) return std::move(*repeat);
  const auto series = record_of(draft, request);
  const auto refusal = context.database.read([&](Session& session) {
    return rules::refuse_pair(app::load_series_facts(context, session, series, request.now));
  });
  if (refusal) return *refusal;
  try {
    return context.database.write([&](Session& session) {
      return propose(context, session, series, draft.client_id, request.now);
    });
  } catch (const storage::Fault& fault) {
    if (fault.key != "proposer_client") throw;
  }
  return find_repeat(context, request, draft).value_or(Refusal{RefusalCode::client_id_reused});
}

void parse_partner(http::JsonFields& fields, const http::Request& request, SeriesDraft& draft) {
  draft.tutor_id = http::optional(fields, "tutorId", http::id_form);
  draft.student_id = http::optional(fields, "studentId", http::id_form);
  if (draft.tutor_id && draft.student_id) {
    fields.error("studentId", "conflicting", "Give tutorId or studentId, not both.");
  }
  if (!fields.has("studentId")) fields.require("tutorId");
  const auto& other = draft.tutor_id ? draft.tutor_id : draft.student_id;
  if (other == request.person) {
    fields.error(draft.tutor_id ? "tutorId" : "studentId", "conflicting",
                 "Must be another person.");
  }
}

void parse_plan(http::JsonFields& fields, const http::Request& request, rules::SeriesPlan& plan) {
  constexpr long long week = 7LL * 24 * 60;
  plan.time_zone = http::required(fields, "timeZone", http::zone_form);
  const auto* const zone = app::find_zone(plan.time_zone);
  if (!plan.time_zone.empty() && zone == nullptr) {
    fields.error("timeZone", "malformed", "Must be a time zone such as Europe/Berlin.");
  }
  plan.day = static_cast<int>(http::required_integer(fields, "day", 1, 7));
  plan.at = http::parse_clock(fields, "at");
  plan.length = std::chrono::minutes(http::required_integer(fields, "minutes", 1, week));
  plan.count = static_cast<int>(http::required_integer(fields, "count", 1, rules::most_lessons));
  const auto from = http::optional(fields, "from", http::date_form);
  const auto today = rules::date_in(app::zone_or_utc(plan.time_zone), request.now);
  plan.from = from ? http::date_from(*from).value_or(today) : today;
}

}  // namespace

http::Parsed<SeriesDraft> parse_series(const http::Request& request) {
  http::JsonFields fields(request);
  SeriesDraft draft;
  parse_partner(fields, request, draft);
  parse_plan(fields, request, draft.plan);
  draft.client_id = http::parse_client_id(fields, request).value_or("~" + http::random_text(16));
  return http::parsed(std::move(draft), fields.finish());
}

http::Response handle_series(app::Context& context, const http::Request& request) {
  const auto parsed = parse_series(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& draft = std::get<SeriesDraft>(parsed);
  if (!rules::is_bookable_length(context.policy().bookings, draft.plan.length)) {
    return http::refused(request, {RefusalCode::bad_length});
  }
  const auto outcome = propose_once(context, request, draft);
  if (const auto* const refusal = std::get_if<Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& proposed = std::get<Proposed>(outcome);
  const auto& series = proposed.series;
  if (!proposed.repeated && series.card) {
    app::announce_card(context, series.tutor.id, *series.card, request.now);
  }
  const auto body = app::series_json(series, proposed.occurrences, series.proposed_by);
  http::Response response{.status = proposed.repeated ? 200 : 201, .body = json::serialize(body)};
  if (proposed.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

}  // namespace chalkline
