#include "booking.h"

#include <utility>
#include <variant>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "app/tutor_offers.h"
#include "http/event_fields.h"
#include "http/problem.h"
#include "http/tickets.h"
#include "rules/drafts.h"
#include "rules/messages.h"
#include "rules/new_bookings.h"
#include "rules/people.h"
#include "storage/bookings.h"
#include "storage/people.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::BookingRecord;
using storage::Session;

struct Booked {
  BookingRecord record;
  bool repeated = false;
};
using Outcome = std::variant<Booked, rules::Refusal>;

const std::string& student_of(const BookingDraft& draft, const http::Request& request) {
  return draft.student_id ? *draft.student_id : request.person;
}

// S3-26: on somebody's behalf books support alone.
bool is_for_another(const BookingDraft& draft, const http::Request& request) {
  return student_of(draft, request) != request.person;
}

// The tutor on offer, and the two in messages.
struct Couple {
  app::TutorOffer offer;
  storage::ThreadRow pair;
};

Couple load_couple(app::Context& context, Session& session, const http::Request& request,
                   const BookingDraft& draft) {
  const auto& student = student_of(draft, request);
  return {
      app::load_tutor_offer(context, session, student, draft.tutor_id, draft.subject, request.now),
      app::load_tutor_pair(context, session, student, draft.tutor_id)};
}

// Everything about the two people and the time, except what others may be booking at this moment.
rules::NewBookingFacts facts_of(const app::Context& context, const http::Request& request,
                                const BookingDraft& draft, const Couple& couple) {
  const auto& [offer, pair] = couple;
  const auto& student = pair.facts.sender;
  const auto can = rules::decide_can(context.policy(), pair.facts, request.now);
  return {.by_support = is_for_another(draft, request),
          .is_tutor = offer.is_tutor,
          .is_student = student.known && student.roles.has(rules::Role::student),
          .messaging = can.refusal,
          .offered = offer.reason.has_value(),
          .inside_availability = offer.is_open(draft.starts_at, draft.starts_at + draft.length)};
}

BookingRecord record_of(const Couple& couple, const std::string& student, rules::Booking booking,
                        const std::string& subject) {
  BookingRecord record{.tutor = couple.pair.other, .facts = {std::move(booking)}};
  record.student.id = student;
  record.time_zone = couple.offer.availability->time_zone;
  if (!subject.empty()) record.subject = subject;
  return record;
}

// The guards come first: what is read behind them nobody else can change.
Outcome book(app::Context& context, Session& session, const http::Request& request,
             const BookingDraft& draft, const Couple& couple, rules::NewBookingFacts facts) {
  const auto& student = student_of(draft, request);
  storage::lock_booking_guards(session, draft.tutor_id, student);
  app::settle_bookings(session, context.policy(), draft.tutor_id, student, request.now);
  const rules::Interval<rules::Time> time{draft.starts_at, draft.starts_at + draft.length};
  facts.tutor_busy = storage::is_booked(session, draft.tutor_id, 0, time);
  facts.student_busy = storage::is_booked(session, student, 0, time);
  auto decision = rules::decide_new_booking(context.policy().bookings, facts,
                                            {draft.starts_at, draft.length}, request.now);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&decision)) return *refusal;
  // The tutor reads it.
  const auto subject = rules::decide_note(context.policy(),
                                          rules::relationship_of(couple.pair.facts), draft.subject);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&subject)) return *refusal;
  const auto record = app::store_new_booking(
      session, context.policy(),
      record_of(couple, student, std::get<rules::Booking>(std::move(decision)),
                std::get<std::string>(subject)),
      {request.person, draft.client_id}, request.now);
  return Booked{*storage::load_booking(session, record.id)};
}

// What this clientId has booked before: the same once more, or a refusal of another one. A booking
// that has been moved since is still the same.
std::optional<Outcome> find_repeat(const app::Context& context, Session& session,
                                   const http::Request& request, const BookingDraft& draft) {
  auto first = storage::load_booking_by_client_id(session, request.person, draft.client_id);
  if (!first) return std::nullopt;
  const auto& booking = first->booking();
  const bool moved = booking.proposal || booking.told.time;
  const bool same =
      first->tutor.id == draft.tutor_id && first->student.id == student_of(draft, request) &&
      rules::is_kept_as(context.policy(), draft.subject, first->subject.value_or("")) &&
      (moved || (booking.starts_at == draft.starts_at && booking.length == draft.length));
  if (!same) return rules::Refusal{rules::RefusalCode::client_id_reused};
  return Booked{std::move(*first), true};
}

// None where an earlier try with this clientId has booked already: the new one meets its unique
// key.
std::optional<Outcome> try_to_book(app::Context& context, const http::Request& request,
                                   const BookingDraft& draft, const Couple& couple,
                                   const rules::NewBookingFacts& facts) {
  try {
    return context.database.write(
        [&](Session& session) { return book(context, session, request, draft, couple, facts); });
  } catch (const storage::Fault& fault) {
    if (fault.key != "booker_client") throw;
    return std::nullopt;
  }
}

// Books once. What an earlier try with this clientId has booked is found where the new one is
// refused or meets its unique key.
Outcome book_once(app::Context& context, const http::Request& request, const BookingDraft& draft,
                  const Couple& couple) {
  const auto facts = facts_of(context, request, draft, couple);
  std::optional<Outcome> outcome;
  const bool pair_known = facts.is_tutor && facts.is_student;
  if (pair_known) outcome = try_to_book(context, request, draft, couple, facts);
  if (outcome && std::holds_alternative<Booked>(*outcome)) return std::move(*outcome);
  auto repeat = context.database.read(
      [&](Session& session) { return find_repeat(context, session, request, draft); });
  if (repeat) return std::move(*repeat);
  if (outcome) return std::move(*outcome);
  return rules::Refusal{pair_known ? rules::RefusalCode::client_id_reused
                                   : rules::RefusalCode::tutor_not_offered};
}

http::Response reply(const app::Context& context, const http::Request& request,
                     const Booked& booked, rules::BookingActor actor) {
  const auto body = app::booking_json(context, booked.record, actor, request.now);
  http::Response response{.status = booked.repeated ? 200 : 201, .body = json::serialize(body)};
  if (booked.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

}  // namespace

http::Parsed<BookingDraft> parse_booking(const http::Request& request) {
  constexpr std::size_t most_subject = 200;
  constexpr long long week = 7LL * 24 * 60;
  http::JsonFields fields(request);
  BookingDraft draft{.tutor_id = http::required(fields, "tutorId", http::id_form),
                     .student_id = http::optional(fields, "studentId", http::id_form),
                     .starts_at = http::required_time(fields, "startsAt")};
  fields.require("minutes");
  draft.length = std::chrono::minutes(fields.integer("minutes", -week, week).value_or(0));
  if (!fields.null("subject")) draft.subject = fields.text("subject", most_subject).value_or("");
  draft.client_id = http::parse_client_id(fields, request).value_or("~" + http::random_text(16));
  return http::parsed(std::move(draft), fields.finish());
}

http::Response handle_booking(app::Context& context, const http::Request& request) {
  const auto parsed = parse_booking(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& draft = std::get<BookingDraft>(parsed);
  const bool for_another = is_for_another(draft, request);
  const bool is_support = for_another && context.database.read([&](Session& session) {
    return storage::load_roles(session, request.person).has(rules::Role::support);
  });
  if (for_another && !is_support) {
    return http::refused(request, {rules::RefusalCode::role_missing});
  }
  const auto couple = context.database.read(
      [&](Session& session) { return load_couple(context, session, request, draft); });
  const auto outcome = book_once(context, request, draft, couple);
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  const auto& booked = std::get<Booked>(outcome);
  if (!booked.repeated) app::announce_booking(context, booked.record, request.now);
  return reply(context, request, booked,
               for_another ? rules::BookingActor::support : rules::BookingActor::student);
}

}  // namespace chalkline
