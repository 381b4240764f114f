#include "series_answers.h"

#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "app/cards.h"
#include "app/series.h"
#include "http/event_fields.h"
#include "http/problem.h"
#include "http/times.h"
#include "rules/booking_tellings.h"
#include "storage/bookings.h"
#include "storage/outbox.h"
#include "storage/series.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::BookingActor;
using rules::Refusal;
using rules::RefusalCode;
using rules::SeriesRecord;
using rules::SeriesState;
using storage::Session;

// A series as it is now, and what was booked of it just now.
struct Answered {
  SeriesRecord series;
  std::vector<rules::BookingRecord> booked = {};
  bool changed = false;
};
using Outcome = std::variant<Answered, Refusal>;

// What one of the two says to a series.
struct Answer {
  BookingActor actor;
  SeriesState wish;
  const std::vector<rules::Time>& named;  // starts that are accepted; empty: all
};

rules::BookingRecord book(Session& session, const app::Context& context, const SeriesRecord& series,
                          rules::Time start, rules::Time now) {
  rules::BookingRecord record{.tutor = series.tutor,
                              .student = series.student,
                              .time_zone = series.plan.time_zone,
                              .series_id = series.id};
  record.booking() = rules::book_of_series(context.policy().bookings, series.plan, start, now);
  return app::store_new_booking(session, context.policy(), std::move(record), {}, now);
}

// The guards come first: what is read behind them nobody else can change.
Outcome answer(app::Context& context, Session& session, const SeriesRecord& known,
               const Answer& said, rules::Time now) {
  storage::lock_booking_guards(session, known.tutor.id, known.student.id);
  app::settle_bookings(session, context.policy(), known.tutor.id, known.student.id, now);
  Answered done{.series = *storage::load_series(session, known.id)};
  const auto refusal = rules::refuse_series_answer(done.series, said.actor, said.wish);
  if (refusal) return *refusal;
  if (done.series.state == said.wish) return done;
  if (said.wish == SeriesState::accepted) {
    const auto pair = app::load_series_facts(context, session, done.series, now);
    if (const auto strangers = rules::refuse_pair(pair)) return *strangers;
    const auto occurrences = app::load_occurrences(context, session, done.series, now);
    const auto chosen = rules::choose_starts(occurrences, said.named);
    if (const auto* const none = std::get_if<Refusal>(&chosen)) return *none;
    for (const auto start : std::get<std::vector<rules::Time>>(chosen)) {
      done.booked.push_back(book(session, context, done.series, start, now));
    }
    storage::insert_tellings(session, rules::tellings_of(done.series, now), now);
  }
  storage::mark_series_state(session, known.id, said.wish, now);
  done.series.state = said.wish;
  done.changed = true;
  return done;
}

void announce(app::Context& context, const Answered& done, rules::Time now) {
  const auto& series = done.series;
  if (series.card) app::announce_card(context, series.tutor.id, *series.card, now);
  for (const auto& record : done.booked) app::announce_booking(context, record, now);
}

http::Response answer_as(app::Context& context, const http::Request& request, SeriesState wish,
                         const std::vector<rules::Time>& named) {
  const auto id = app::booking_id(request.captures.front());
  const auto known =
      context.database.read([&](Session& session) { return storage::load_series(session, id); });
  const auto actor = known ? app::series_actor(*known, request.person) : std::nullopt;
  if (!actor) return http::refused(request, {RefusalCode::not_found});
  const auto outcome = context.database.write([&](Session& session) {
    return answer(context, session, *known, {*actor, wish, named}, request.now);
  });
  if (const auto* const refusal = std::get_if<Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& done = std::get<Answered>(outcome);
  if (done.changed) announce(context, done, request.now);
  return {.body = json::serialize(app::series_json(done.series, {}, *actor))};
}

}  // namespace

http::Response handle_one_series(app::Context& context, const http::Request& request) {
  const auto id = app::booking_id(request.captures.front());
  const auto series =
      context.database.read([&](Session& session) { return storage::load_series(session, id); });
  const auto actor = series ? app::series_actor(*series, request.person) : std::nullopt;
  if (!actor) return http::refused(request, {RefusalCode::not_found});
  const auto occurrences = context.database.read([&](Session& session) {
    return app::load_occurrences(context, session, *series, request.now);
  });
  return {.body = json::serialize(app::series_json(*series, occurrences, *actor))};
}

http::Parsed<std::vector<rules::Time>> parse_acceptance(const http::Request& request) {
  std::vector<rules::Time> starts;
  if (request.body.empty()) return starts;
  http::JsonFields fields(request);
  const auto texts = http::words(fields, "startsAt");
  if (texts && texts->empty()) fields.error("startsAt", "too_short", "Name one at least.");
  for (const auto& text : texts.value_or(std::vector<std::string>())) {
    const auto time = http::parse_time(text);
    if (!time) fields.error("startsAt", "malformed", "Must be RFC 3339 times.");
    starts.push_back(time.value_or(rules::Time{}));
  }
  return http::parsed(std::move(starts), fields.finish());
}

http::Response handle_accept_series(app::Context& context, const http::Request& request) {
  const auto parsed = parse_acceptance(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  return answer_as(context, request, SeriesState::accepted,
                   std::get<std::vector<rules::Time>>(parsed));
}

http::Response handle_decline_series(app::Context& context, const http::Request& request) {
  return answer_as(context, request, SeriesState::declined, {});
}

}  // namespace chalkline
