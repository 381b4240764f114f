#include "app/series.h"

#include <utility>

#include "app/cards.h"
#include "app/tutor_offers.h"
#include "app/zones.h"
#include "http/series.h"
#include "rules/bookings.h"
#include "rules/messages.h"
#include "storage/availability.h"
#include "storage/bookings.h"
#include "storage/series.h"

namespace chalkline::app {
namespace {

namespace json = boost::json;
using rules::BookingActor;
using rules::SeriesRecord;
using storage::Session;

// What is booked of either around all of its lessons: alternatives lie on the same days.
rules::SeriesFacts load_facts(Session& session, const SeriesRecord& series, rules::Time now) {
  const auto zone = zone_or_utc(series.plan.time_zone);
  const auto starts = rules::starts_of(zone, series.plan);
  constexpr std::chrono::days around{2};
  const rules::Interval<rules::Time> span{starts.front() - around, starts.back() + around};
  auto availability = storage::load_availability(session, series.tutor.id);
  const auto tutor_zone = storage::load_time_zone(session, series.tutor.id);
  const auto student_zone = storage::load_time_zone(session, series.student.id);
  auto availability_zone = zone_or_utc(availability ? availability->time_zone : tutor_zone);
  return {.zone = zone,
          .availability_zone = std::move(availability_zone),
          .availability = std::move(availability),
          .tutor_zone = zone_or_utc(tutor_zone),
          .student_zone = zone_or_utc(student_zone),
          .tutor_busy = storage::load_booked(session, series.tutor.id, span, now),
          .student_busy = storage::load_booked(session, series.student.id, span, now)};
}

}  // namespace

std::optional<BookingActor> series_actor(const SeriesRecord& series, const std::string& person) {
  if (person == series.tutor.id) return BookingActor::tutor;
  if (person == series.student.id) return BookingActor::student;
  return std::nullopt;
}

std::vector<std::string_view> series_actions(const SeriesRecord& series, BookingActor actor) {
  const bool waits = series.state == rules::SeriesState::proposed;
  if (!waits || actor == series.proposed_by) return {};
  return {"accept", "decline"};
}

rules::Time first_start(const rules::SeriesPlan& plan) {
  return rules::starts_of(zone_or_utc(plan.time_zone), plan).front();
}

rules::NewBookingFacts load_series_facts(Context& context, Session& session,
                                         const SeriesRecord& series, rules::Time now) {
  const auto offer =
      load_tutor_offer(context, session, series.student.id, series.tutor.id, "", now);
  const auto pair = load_tutor_pair(context, session, series.student.id, series.tutor.id);
  const auto& student = pair.facts.sender;
  const auto can = rules::decide_can(context.policy(), pair.facts, now);
  return {.is_tutor = offer.is_tutor,
          .is_student = student.known && student.roles.has(rules::Role::student),
          .messaging = can.refusal,
          .offered = series.proposed_by == BookingActor::tutor || offer.reason.has_value()};
}

std::vector<rules::Occurrence> load_occurrences(const Context& context, Session& session,
                                                const SeriesRecord& series, rules::Time now) {
  if (series.state != rules::SeriesState::proposed) return {};
  const auto facts = load_facts(session, series, now);
  return rules::check_series(context.policy().bookings, series.plan, facts, now);
}

SeriesRecord store_series(Session& session, const rules::Policy& policy, SeriesRecord series,
                          const std::string& client_id, rules::Time now) {
  series.made_at = now;
  series.id = storage::insert_series(session, series, client_id);
  series.card = store_card(session, policy, series, now);
  if (series.card) storage::mark_series_card(session, series.id, *series.card);
  return series;
}

json::object series_json(const SeriesRecord& series,
                         const std::vector<rules::Occurrence>& occurrences, BookingActor actor) {
  return http::to_json(http::SeriesShape{series, occurrences, series_actions(series, actor)});
}

}  // namespace chalkline::app
