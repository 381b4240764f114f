#include "http/bookings.h"

#include <string>

#include "http/shapes.h"
#include "http/times.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;
using rules::BookingState;

json::value time_or_null(const std::optional<rules::Time>& time) {
  return time ? json::value(time_text(*time)) : json::value(nullptr);
}
json::value text_or_null(const std::optional<std::string>& text) {
  return text ? json::value(*text) : json::value(nullptr);
}

json::value price_json(const std::optional<rules::Price>& price) {
  if (!price) return nullptr;
  return json::object{{"amount", price->amount}, {"currency", price->currency}};
}

// The newest proposal while it waits for its answer.
json::value proposal_json(const rules::Booking& booking) {
  const auto& newest = booking.proposal;
  const bool answerable =
      booking.state == BookingState::requested || booking.state == BookingState::confirmed;
  if (!newest || newest->state != rules::ProposalState::open || !answerable) return nullptr;
  return json::object{{"id", std::to_string(newest->number)},
                      {"by", rules::name_of(newest->by)},
                      {"startsAt", time_text(newest->starts_at)},
                      {"reason", newest->reason}};
}

json::value cancellation_json(const rules::Booking& booking) {
  const auto& cancellation = booking.cancellation;
  if (!cancellation) return nullptr;
  return json::object{{"by", rules::name_of(cancellation->by)},
                      {"at", time_text(cancellation->at)},
                      {"late", cancellation->late},
                      {"reason", cancellation->reason}};
}

json::value payout_json(const rules::Booking& booking) {
  const auto payout = rules::payout_of(booking);
  return payout ? json::value(rules::name_of(*payout)) : json::value(nullptr);
}

void add_times(json::object& object, const BookingShape& shape) {
  const auto& booking = shape.record.booking();
  const bool may_run =
      booking.state == BookingState::confirmed || booking.state == BookingState::in_session;
  const bool waits = booking.state == BookingState::awaiting_payment;
  object["startsAt"] = time_text(booking.starts_at);
  object["endsAt"] = time_text(booking.ends_at());
  object["minutes"] = booking.length.count();
  object["enterFrom"] = time_text(rules::enter_from(shape.policy, booking));
  object["canEnter"] = shape.can_enter;
  object["timesOutAt"] = time_text(rules::times_out_at(shape.policy, booking));
  object["mayRunUntil"] = time_or_null(may_run ? shape.record.facts.next_starts_at : std::nullopt);
  object["payBy"] =
      time_or_null(waits ? std::optional(rules::pay_by(shape.policy, booking)) : std::nullopt);
}

json::value series_json(const std::optional<long long>& series) {
  return series ? json::value(std::to_string(*series)) : json::value(nullptr);
}

}  // namespace

json::object to_json(const BookingShape& shape) {
  const auto& record = shape.record;
  const auto& booking = record.booking();
  json::object object{{"id", std::to_string(record.id)},
                      {"externalId", text_or_null(record.external_id)},
                      {"state", rules::name_of(booking.state)},
                      {"tutor", to_json(record.tutor)},
                      {"student", to_json(record.student)}};
  add_times(object, shape);
  object["timeZone"] = record.time_zone;
  object["subject"] = text_or_null(record.subject);
  object["price"] = price_json(record.price);
  object["paid"] = booking.paid;
  object["version"] = booking.version();
  object["seriesId"] = series_json(record.series_id);
  object["proposal"] = proposal_json(booking);
  object["cancellation"] = cancellation_json(booking);
  object["payout"] = payout_json(booking);
  json::array actions;
  for (const auto action : shape.actions) actions.emplace_back(rules::name_of(action));
  object["actions"] = std::move(actions);
  return object;
}

json::object outgoing_json(const rules::BookingRecord& record) {
  const auto& booking = record.booking();
  return {{"bookingId", std::to_string(record.id)},
          {"externalId", text_or_null(record.external_id)},
          {"tutorId", record.tutor.id},
          {"studentId", record.student.id},
          {"state", rules::name_of(booking.state)},
          {"startsAt", time_text(booking.starts_at)},
          {"minutes", booking.length.count()},
          {"paid", booking.paid},
          {"payout", payout_json(booking)},
          {"version", booking.version()}};
}

}  // namespace chalkline::http
