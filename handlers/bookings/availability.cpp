#include "availability.h"

#include <array>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json.hpp>
#include <boost/json/monotonic_resource.hpp>

#include "app/tutor_offers.h"
#include "app/zones.h"
#include "http/availability.h"
#include "http/problem.h"
#include "http/times.h"
#include "rules/new_bookings.h"
#include "storage/availability.h"
#include "storage/people.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::Availability;
using rules::Date;
using rules::Time;
using storage::Session;

constexpr std::chrono::days most_apart{31};

bool is_tutor(Session& session, const std::string& person) {
  return storage::load_roles(session, person).has(rules::Role::tutor);
}

http::Response reply(const Availability& availability) {
  return {.body = json::serialize(http::to_json(availability))};
}

// Without hours of their own a tutor is in their own zone, and never there.
Availability load(Session& session, const std::string& tutor) {
  auto stored = storage::load_availability(session, tutor);
  return stored ? std::move(*stored)
                : Availability{.time_zone = storage::load_time_zone(session, tutor)};
}

Date parse_date(http::QueryFields& fields, std::string_view field) {
  fields.require(field);
  const auto text = fields.text(field);
  const auto date = text ? http::date_from(*text) : std::nullopt;
  if (text && !date) fields.error(field, "malformed", "Must be a date such as 2026-11-21.");
  return date.value_or(Date{});
}

// From the first moment of `from` to the last of `to`, as the caller's clocks show it.
rules::SlotQuery query_of(const SlotsDraft& draft, const rules::Zone& zone,
                          const rules::Policy::Bookings& policy) {
  return {.from = rules::utc_time(zone, rules::WallTime(draft.from)),
          .until = rules::utc_time(zone, rules::WallTime(draft.to + std::chrono::days(1))),
          .length = draft.length,
          .step = rules::booking_quantum,
          .lead = policy.lead};
}

// The times open to somebody, and whose clock says so.
struct Slots {
  std::vector<Time> starts;
  std::string time_zone;
};

// Whoever is on the list of any student may not be on that of one who may not write to them.
bool is_offered(app::Context& context, Session& session, const http::Request& request,
                const app::TutorOffer& offer) {
  if (offer.reason != rules::OfferReason::matching) return offer.reason.has_value();
  const auto pair = app::load_tutor_pair(context, session, request.person, offer.tutor_id);
  return rules::may_book(rules::decide_can(context.policy(), pair.facts, request.now).refusal);
}

// None: there is no such tutor.
std::optional<Slots> load_slots(app::Context& context, Session& session,
                                const http::Request& request, const SlotsDraft& draft) {
  const auto& tutor = request.captures.front();
  const auto offer =
      app::load_tutor_offer(context, session, request.person, tutor, "", request.now);
  const bool mine = tutor == request.person && is_tutor(session, tutor);
  if (!offer.is_tutor && !mine) return std::nullopt;
  Slots slots{.time_zone = offer.student_zone.empty() ? "UTC" : offer.student_zone};
  if (!is_offered(context, session, request, offer)) return slots;
  const auto query = query_of(draft, app::zone_or_utc(slots.time_zone), context.policy().bookings);
  slots.starts = app::load_open_starts(session, offer, request.person, query, request.now);
  return slots;
}

// A month has a thousand times: their memory is the stack's, as that of the heap is given back to
// the system and taken again for each answer.
http::Response slots_reply(const Slots& slots) {
  std::array<unsigned char, 256UL * 1024> buffer;
  json::monotonic_resource memory(buffer.data(), buffer.size());
  json::array items(&memory);
  items.reserve(slots.starts.size());
  for (const auto slot : slots.starts) {
    items.emplace_back(json::object_kind).get_object().emplace("startsAt", http::time_text(slot));
  }
  json::object body(&memory);
  body.emplace("items", std::move(items));
  body.emplace("timeZone", slots.time_zone);
  return {.body = json::serialize(body)};
}

}  // namespace

http::Parsed<Availability> parse_availability(const http::Request& request) {
  http::JsonFields fields(request);
  http::BadInput errors;
  auto availability = http::parse_availability(fields, errors);
  if (!availability.time_zone.empty() && app::find_zone(availability.time_zone) == nullptr) {
    fields.error("timeZone", "malformed", "Must be a time zone such as Europe/Berlin.");
  }
  auto found = fields.finish();
  found.insert(found.end(), errors.begin(), errors.end());
  return http::parsed(std::move(availability), std::move(found));
}

http::Response handle_my_availability(app::Context& context, const http::Request& request) {
  return reply(
      context.database.read([&](Session& session) { return load(session, request.person); }));
}

http::Response handle_set_availability(app::Context& context, const http::Request& request) {
  const auto parsed = parse_availability(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& availability = std::get<Availability>(parsed);
  const bool stored = context.database.write([&](Session& session) {
    if (!is_tutor(session, request.person)) return false;
    storage::mark_working_hours(session, request.person, availability);
    storage::delete_availability_exceptions(session, request.person);
    storage::insert_availability_exceptions(session, request.person, availability.exceptions);
    return true;
  });
  if (!stored) return http::refused(request, {rules::RefusalCode::role_missing});
  return reply(availability);
}

http::Response handle_availability(app::Context& context, const http::Request& request) {
  const auto& tutor = request.captures.front();
  const auto found = context.database.read([&](Session& session) {
    return is_tutor(session, tutor) ? std::optional(load(session, tutor)) : std::nullopt;
  });
  if (!found) return http::refused(request, {rules::RefusalCode::not_found});
  return reply(*found);
}

http::Parsed<SlotsDraft> parse_slots(const http::Request& request) {
  constexpr long long day = 24LL * 60;
  http::QueryFields fields(request);
  SlotsDraft draft{.from = parse_date(fields, "from"), .to = parse_date(fields, "to")};
  fields.require("minutes");
  draft.length = std::chrono::minutes(fields.integer("minutes", 1, day).value_or(1));
  auto errors = fields.finish();
  if (errors.empty() && (draft.to < draft.from || draft.to - draft.from > most_apart)) {
    errors.push_back({"to", "out_of_range", "No day before `from`, and at most 31 after it."});
  }
  return http::parsed(draft, std::move(errors));
}

http::Response handle_slots(app::Context& context, const http::Request& request) {
  const auto parsed = parse_slots(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& draft = std::get<SlotsDraft>(parsed);
  if (!rules::is_bookable_length(context.policy().bookings, draft.length)) {
    return http::refused(request, {rules::RefusalCode::bad_length});
  }
  const auto slots = context.database.read(
      [&](Session& session) { return load_slots(context, session, request, draft); });
  if (!slots) return http::refused(request, {rules::RefusalCode::not_found});
  return slots_reply(*slots);
}

}  // namespace chalkline
