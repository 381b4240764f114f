#include "acts.h"

#include <optional>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "http/event_fields.h"
#include "http/fields.h"
#include "http/problem.h"
#include "rules/bookings.h"
#include "storage/bookings.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::BookingTrigger;
using storage::Session;

constexpr std::size_t most_reason = 1000;

// What an act has come to.
struct Done {
  rules::BookingRecord record;
  rules::BookingActor actor;
  bool changed = false;
};
using Outcome = std::variant<Done, rules::Refusal>;

// The time that a booking would move to, if the act is about one.
std::optional<rules::Time> other_start(const rules::Booking& booking,
                                       const rules::BookingAct& act) {
  if (act.trigger == BookingTrigger::propose) return act.starts_at;
  if (act.trigger == BookingTrigger::accept_proposal && booking.proposal) {
    return booking.proposal->starts_at;
  }
  return std::nullopt;
}

void load_busy(Session& session, rules::BookingRecord& record, const rules::BookingAct& act) {
  const auto start = other_start(record.booking(), act);
  if (!start) return;
  const rules::Interval<rules::Time> time{*start, *start + record.booking().length};
  record.facts.tutor_busy = storage::is_booked(session, record.tutor.id, record.id, time);
  record.facts.student_busy = storage::is_booked(session, record.student.id, record.id, time);
}

// The guards come first: what is read behind them nobody else can change.
Outcome act_once(app::Context& context, Session& session, const http::Request& request,
                 const storage::BookingPair& pair, const rules::BookingAct& act) {
  storage::lock_booking_guards(session, pair.tutor_id, pair.student_id);
  app::settle_bookings(session, context.policy(), pair.tutor_id, pair.student_id, request.now);
  auto record = storage::load_booking(session, pair.id);
  if (!record) return rules::Refusal{rules::RefusalCode::not_found};
  load_busy(session, *record, act);
  auto decision = rules::decide_booking(context.policy().bookings, record->facts, act, request.now);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  const bool changed =
      app::store_booking(session, context.policy(), *record,
                         std::get<rules::Booking>(std::move(decision)), request.now);
  return Done{std::move(*record), act.actor, changed};
}

http::Response act_on(app::Context& context, const http::Request& request, rules::BookingAct act) {
  const auto id = app::booking_id(request.captures.front());
  const auto pair = context.database.read(
      [&](Session& session) { return storage::load_booking_pair(session, id); });
  const auto actor = pair ? app::booking_actor(*pair, request.person) : std::nullopt;
  if (!actor) return http::refused(request, {rules::RefusalCode::not_found});
  act.actor = *actor;
  const auto outcome = context.database.write(
      [&](Session& session) { return act_once(context, session, request, *pair, act); });
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& done = std::get<Done>(outcome);
  if (done.changed) app::announce_booking(context, done.record, request.now);
  const bool created = done.changed && act.trigger == BookingTrigger::propose;
  return {
      .status = created ? 201 : 200,
      .body = json::serialize(app::booking_json(context, done.record, done.actor, request.now))};
}

http::Response answer_proposal(app::Context& context, const http::Request& request,
                               BookingTrigger trigger) {
  constexpr long long most_proposals = 1'000'000;
  const auto number = app::booking_id(request.captures.at(1));
  if (number > most_proposals) return http::refused(request, {rules::RefusalCode::not_found});
  return act_on(context, request, {.trigger = trigger, .proposal = static_cast<int>(number)});
}

http::Parsed<rules::BookingAct> parse_cancel(const http::Request& request) {
  rules::BookingAct act{.trigger = BookingTrigger::cancel};
  if (request.body.empty()) return act;
  http::JsonFields fields(request);
  if (!fields.null("reason")) act.reason = fields.text("reason", most_reason).value_or("");
  return http::parsed(std::move(act), fields.finish());
}

http::Parsed<rules::BookingAct> parse_proposal(const http::Request& request) {
  http::JsonFields fields(request);
  rules::BookingAct act{.trigger = BookingTrigger::propose};
  act.starts_at = http::required_time(fields, "startsAt");
  fields.require("reason");
  act.reason = fields.text("reason", most_reason).value_or("");
  http::parse_client_id(fields, request);
  return http::parsed(std::move(act), fields.finish());
}

http::Response act_as_parsed(app::Context& context, const http::Request& request,
                             const http::Parsed<rules::BookingAct>& parsed) {
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  return act_on(context, request, std::get<rules::BookingAct>(parsed));
}

}  // namespace

http::Response handle_confirm(app::Context& context, const http::Request& request) {
  return act_on(context, request, {.trigger = BookingTrigger::confirm});
}
http::Response handle_decline(app::Context& context, const http::Request& request) {
  return act_on(context, request, {.trigger = BookingTrigger::decline});
}
http::Response handle_cancel(app::Context& context, const http::Request& request) {
  return act_as_parsed(context, request, parse_cancel(request));
}
http::Response handle_enter(app::Context& context, const http::Request& request) {
  return act_on(context, request, {.trigger = BookingTrigger::enter});
}
http::Response handle_leave(app::Context& context, const http::Request& request) {
  return act_on(context, request, {.trigger = BookingTrigger::leave});
}
http::Response handle_propose(app::Context& context, const http::Request& request) {
  return act_as_parsed(context, request, parse_proposal(request));
}
http::Response handle_accept(app::Context& context, const http::Request& request) {
  return answer_proposal(context, request, BookingTrigger::accept_proposal);
}
http::Response handle_turn_down(app::Context& context, const http::Request& request) {
  return answer_proposal(context, request, BookingTrigger::decline_proposal);
}

}  // namespace chalkline
