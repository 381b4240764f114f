#include "http/booking_events.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "http/availability.h"
#include "http/event_fields.h"
#include "http/hours.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;
using rules::BookingActor;
using rules::BookingState;
using rules::BookingTrigger;

struct ToldType {
  std::string_view name;
  BookingTrigger trigger;
};
constexpr std::array<ToldType, 8> told_types{
    {{"booking.requested", BookingTrigger::told_requested},
     {"booking.paid", BookingTrigger::told_paid},
     {"booking.confirmed", BookingTrigger::told_confirmed},
     {"booking.declined", BookingTrigger::told_declined},
     {"booking.rescheduled", BookingTrigger::told_rescheduled},
     {"booking.cancelled", BookingTrigger::told_cancelled},
     {"booking.completed", BookingTrigger::told_completed},
     {"booking.missed", BookingTrigger::told_missed}}};

constexpr std::array<std::string_view, 12> known_fields{
    "version", "externalId", "bookingId", "tutorId",  "studentId", "startsAt",
    "minutes", "subject",    "amount",    "currency", "reason",    "by"};

// Digits alone; 0, which no booking has, for anything else.
long long id_from(const std::string& text) {
  long long id = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), id);
  return fault == std::errc() && end == text.data() + text.size() ? id : 0;
}

void parse_names(JsonFields& data, rules::BookingReport& report) {
  report.external_id = optional(data, "externalId", id_form);
  if (const auto id = optional(data, "bookingId", id_form)) report.booking_id = id_from(*id);
  if (!data.has("bookingId")) data.require("externalId");
  report.tutor_id = optional(data, "tutorId", id_form);
  report.student_id = optional(data, "studentId", id_form);
  check_apart(data, report.tutor_id.value_or(""), report.student_id.value_or(""), "studentId");
}

void parse_moments(JsonFields& data, rules::BookingEvent& event) {
  constexpr long long longest = 24LL * 60;
  event.starts_at = data.time_or_null("startsAt").value_or(std::nullopt);
  if (!data.null("minutes")) {
    const auto minutes = data.integer("minutes", 1, longest);
    if (minutes) event.length = std::chrono::minutes(*minutes);
  }
}

std::optional<rules::Price> parse_price(JsonFields& data) {
  const auto currency = optional(data, "currency", currency_form);
  if (data.null("amount")) return std::nullopt;
  const auto amount = data.integer("amount", 0, max_integer);
  if (data.has("amount")) data.require("currency");
  if (!amount || !currency) return std::nullopt;
  return rules::Price{*amount, *currency};
}

std::optional<BookingActor> canceller_from(std::string_view name) {
  return rules::booking_actor_from(name);
}

std::optional<BookingState> misser_from(std::string_view name) {
  return rules::booking_state_from("missed_by_" + std::string(name));
}

void parse_by(JsonFields& data, rules::BookingEvent& event) {
  if (data.null("by") || !data.has("by")) return;
  if (event.trigger == BookingTrigger::told_missed) {
    event.missed = one_of(data, "by", misser_from, "student, tutor, both").value_or(event.missed);
  } else {
    event.by = one_of(data, "by", canceller_from, "student, tutor, support, booking_system")
                   .value_or(event.by);
  }
}

}  // namespace

std::optional<BookingTrigger> booking_trigger_from(std::string_view type) {
  const auto* const found = std::find_if(told_types.begin(), told_types.end(),
                                         [&](const ToldType& each) { return each.name == type; });
  return found == told_types.end() ? std::nullopt : std::optional(found->trigger);
}

void keep_booking_fields(json::object& data) {
  std::vector<std::string> others;
  for (const auto& field : data) {
    const auto known = std::find(known_fields.begin(), known_fields.end(), field.key());
    if (known == known_fields.end()) others.emplace_back(field.key());
  }
  for (const auto& name : others) data.erase(name);
}

rules::BookingReport parse_booking_report(JsonFields& data, BookingTrigger trigger, rules::Time at,
                                          long long version) {
  constexpr std::size_t most_subject = 200;
  constexpr std::size_t most_reason = 1000;
  rules::BookingReport report{.event = {.trigger = trigger, .version = version, .at = at}};
  parse_names(data, report);
  parse_moments(data, report.event);
  report.price = parse_price(data);
  if (!data.null("subject")) report.subject = data.text("subject", most_subject);
  if (!data.null("reason")) report.event.reason = data.text("reason", most_reason).value_or("");
  parse_by(data, report.event);
  return report;
}

rules::SeriesReport parse_series_report(JsonFields& data, long long version) {
  constexpr long long longest = 24LL * 60;
  rules::SeriesReport report{.external_id = required(data, "externalId", id_form),
                             .tutor_id = required(data, "tutorId", id_form),
                             .student_id = required(data, "studentId", id_form),
                             .plan = {.time_zone = required(data, "timeZone", zone_form)},
                             .version = version};
  auto& plan = report.plan;
  plan.day = static_cast<int>(required_integer(data, "day", 1, 7));
  plan.at = parse_clock(data, "at");
  plan.from = date_from(required(data, "from", date_form)).value_or(rules::Date{});
  plan.length = std::chrono::minutes(required_integer(data, "minutes", 1, longest));
  plan.count = static_cast<int>(required_integer(data, "count", 1, rules::most_lessons));
  check_apart(data, report.tutor_id, report.student_id, "studentId");
  return report;
}

}  // namespace chalkline::http
