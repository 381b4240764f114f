#include "acts.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "http/event_fields.h"
#include "http/fields.h"
#include "http/problem.h"
#include "rules/bookings.h"
#include "rules/drafts.h"
#include "storage/bookings.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::BookingTrigger;
using storage::Session;

constexpr std::size_t most_reason = 1000;

// What somebody wants of a booking; a proposal may have a name that makes it safe to repeat.
struct Wish {
  rules::BookingAct act;
  std::optional<std::string> client_id = {};
};

// What an act has come to.
struct Done {
  rules::BookingRecord record;
  bool changed = false;
  bool repeated = false;
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

// What this clientId has proposed before, whatever has become of it: the same once more, or a
// refusal of another one.
std::optional<Outcome> find_repeat(const app::Context& context, Session& session,
                                   const http::Request& request, const rules::BookingRecord& record,
                                   const Wish& wish) {
  if (!wish.client_id) return std::nullopt;
  const auto first =
      storage::load_proposal_by_client_id(session, record.id, {request.person, *wish.client_id});
  if (!first) return std::nullopt;
  const bool same = first->starts_at == wish.act.starts_at &&
                    rules::is_kept_as(context.policy(), wish.act.reason, first->reason);
  if (!same) return rules::Refusal{rules::RefusalCode::client_id_reused};
  return Done{.record = record, .repeated = true};
}

// The reason as it is kept, as the other reads it, or why it cannot be (S1-19).
std::variant<std::string, rules::Refusal> decide_reason(const app::Context& context,
                                                        Session& session,
                                                        const rules::BookingRecord& record,
                                                        const std::string& reason) {
  if (reason.empty()) return reason;
  const auto pair = storage::load_pair(session, record.student.id, record.tutor.id);
  return rules::decide_note(context.policy(), rules::relationship_of(pair.facts), reason);
}

// A reason counts where the act changes something: what has been done can be repeated.
std::variant<rules::Booking, rules::Refusal> decide(const app::Context& context, Session& session,
                                                    const http::Request& request,
                                                    const rules::BookingRecord& record,
                                                    rules::BookingAct act) {
  auto reason = decide_reason(context, session, record, act.reason);
  if (auto* const kept = std::get_if<std::string>(&reason)) act.reason = std::move(*kept);
  auto decision = rules::decide_booking(context.policy().bookings, record.facts, act, request.now);
  const auto* const after = std::get_if<rules::Booking>(&decision);
  const auto* const refusal = std::get_if<rules::Refusal>(&reason);
  if (refusal != nullptr && after != nullptr && *after != record.booking()) return *refusal;
  return decision;
}

Outcome store(app::Context& context, Session& session, const http::Request& request,
              rules::BookingRecord record, const Wish& wish, rules::Booking after) {
  const bool changed =
      app::store_booking(session, context.policy(), record, std::move(after), request.now);
  if (wish.client_id) {
    storage::insert_proposal_client(session, record.id, {request.person, *wish.client_id},
                                    record.booking().proposal->number);
  }
  return Done{.record = std::move(record), .changed = changed};
}

// The guards come first: what is read behind them nobody else can change.
Outcome act_once(app::Context& context, Session& session, const http::Request& request,
                 const storage::BookingPair& pair, const Wish& wish) {
  storage::lock_booking_guards(session, pair.tutor_id, pair.student_id);
  app::settle_bookings(session, context.policy(), pair.tutor_id, pair.student_id, request.now);
  auto record = storage::load_booking(session, pair.id);
  if (!record) return rules::Refusal{rules::RefusalCode::not_found};
  if (auto repeat = find_repeat(context, session, request, *record, wish))
    return std::move(*repeat);
  load_busy(session, *record, wish.act);
  auto decision = decide(context, session, request, *record, wish.act);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  return store(context, session, request, std::move(*record), wish,
               std::get<rules::Booking>(std::move(decision)));
}

http::Response reply(const app::Context& context, const http::Request& request, const Done& done,
                     const rules::BookingAct& act) {
  const bool created = done.changed && act.trigger == BookingTrigger::propose;
  const auto body = app::booking_json(context, done.record, act.actor, request.now);
  http::Response response{.status = created ? 201 : 200, .body = json::serialize(body)};
  if (done.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

http::Response act_on(app::Context& context, const http::Request& request, Wish wish) {
  const auto id = app::booking_id(request.captures.front());
  const auto pair = context.database.read(
      [&](Session& session) { return storage::load_booking_pair(session, id); });
  const auto actor = pair ? app::booking_actor(*pair, request.person) : std::nullopt;
  if (!actor) return http::refused(request, {rules::RefusalCode::not_found});
  wish.act.actor = *actor;
  const auto outcome = context.database.write(
      [&](Session& session) { return act_once(context, session, request, *pair, wish); });
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& done = std::get<Done>(outcome);
  if (done.changed) app::announce_booking(context, done.record, request.now);
  return reply(context, request, done, wish.act);
}

http::Response answer_proposal(app::Context& context, const http::Request& request,
                               BookingTrigger trigger) {
  constexpr long long most_proposals = 1'000'000;
  const auto number = app::booking_id(request.captures.at(1));
  if (number > most_proposals) return http::refused(request, {rules::RefusalCode::not_found});
  return act_on(context, request, {{.trigger = trigger, .proposal = static_cast<int>(number)}});
}

http::Parsed<Wish> parse_cancel(const http::Request& request) {
  Wish wish{{.trigger = BookingTrigger::cancel}};
  if (request.body.empty()) return wish;
  http::JsonFields fields(request);
  if (!fields.null("reason")) wish.act.reason = fields.text("reason", most_reason).value_or("");
  return http::parsed(std::move(wish), fields.finish());
}

http::Parsed<Wish> parse_proposal(const http::Request& request) {
  http::JsonFields fields(request);
  Wish wish{{.trigger = BookingTrigger::propose}};
  wish.act.starts_at = http::required_time(fields, "startsAt");
  fields.require("reason");
  wish.act.reason = fields.text("reason", most_reason).value_or("");
  wish.client_id = http::parse_client_id(fields, request);
  return http::parsed(std::move(wish), fields.finish());
}

http::Response act_as_parsed(app::Context& context, const http::Request& request,
                             const http::Parsed<Wish>& parsed) {
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  return act_on(context, request, std::get<Wish>(parsed));
}

}  // namespace

http::Response handle_confirm(app::Context& context, const http::Request& request) {
  return act_on(context, request, {{.trigger = BookingTrigger::confirm}});
}
http::Response handle_decline(app::Context& context, const http::Request& request) {
  return act_on(context, request, {{.trigger = BookingTrigger::decline}});
}
http::Response handle_cancel(app::Context& context, const http::Request& request) {
  return act_as_parsed(context, request, parse_cancel(request));
}
http::Response handle_enter(app::Context& context, const http::Request& request) {
  return act_on(context, request, {{.trigger = BookingTrigger::enter}});
}
http::Response handle_leave(app::Context& context, const http::Request& request) {
  return act_on(context, request, {{.trigger = BookingTrigger::leave}});
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
