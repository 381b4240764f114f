#include "calendar.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "app/card_words.h"
#include "http/calendar.h"
#include "http/fields.h"
#include "http/problem.h"
#include "http/tickets.h"
#include "http/times.h"
#include "rules/bookings.h"
#include "storage/bookings.h"
#include "storage/calendar_feeds.h"
#include "storage/settings.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::BookingRecord;
using rules::BookingState;
using storage::Session;

constexpr std::chrono::days most_past{90};
constexpr int most_events = 1000;

http::EventStatus status_of(BookingState state) {
  switch (state) {
    case BookingState::awaiting_payment:
    case BookingState::requested:
      return http::EventStatus::tentative;
    case BookingState::declined:
    case BookingState::expired:
    case BookingState::cancelled:
      return http::EventStatus::cancelled;
    case BookingState::confirmed:
    case BookingState::in_session:
    case BookingState::completed:
    case BookingState::missed_by_student:
    case BookingState::missed_by_tutor:
    case BookingState::missed_by_both:
      break;
  }
  return http::EventStatus::confirmed;
}

std::string summary_for(const BookingRecord& record, const std::string& viewer,
                        const app::CardReader& reader) {
  if (viewer == record.tutor.id) return app::session_with(reader, record.student.name);
  if (viewer == record.student.id) return app::session_with(reader, record.tutor.name);
  return app::session_with(reader, record.student.name + " – " + record.tutor.name);
}

// What the clock has done and nobody has stored yet counts in the sequence as it will when stored.
http::CalendarEvent event_of(const app::Context& context, const BookingRecord& record,
                             const std::string& viewer, const app::CardReader& reader,
                             rules::Time now) {
  const auto booking = rules::as_of(context.policy().bookings, record.facts, now);
  return {.uid = "booking-" + std::to_string(record.id) + "@" + context.site.name,
          .sequence = record.sequence + booking.changes - record.booking().changes,
          .starts_at = booking.starts_at,
          .ends_at = booking.ends_at(),
          .status = status_of(booking.state),
          .summary = summary_for(record, viewer, reader)};
}

http::CalendarSource source_of(const app::Context& context) {
  const auto& mail = context.site.mail;
  return {mail.name.empty() ? context.site.name : mail.name, mail.from};
}

http::Response calendar_reply(std::string text) {
  return {.body = std::move(text), .content_type = "text/calendar; charset=utf-8"};
}

std::string feed_url(const std::string& token) {
  return "/api/bookings/calendar/" + token + ".ics";
}

struct NewFeed {
  std::string token;
  rules::Time since{};
  bool repeated = false;
};

// Of two that ask at once, the second waits here and finds what the first has made.
NewFeed renew(Session& session, const std::string& person, const std::string& client_id,
              rules::Time now) {
  storage::lock_settings(session, person);
  if (const auto known = storage::load_calendar_feed(session, person)) {
    auto token = http::derived_ticket(known->salt, client_id);
    if (http::ticket_hash(token) == known->token_hash) {
      return {std::move(token), known->made_at, true};
    }
  }
  const auto salt = http::random_text(32);
  auto token = http::derived_ticket(salt, client_id);
  storage::put_calendar_feed(session, person, {http::ticket_hash(token), salt, now});
  return {std::move(token), now, false};
}

}  // namespace

http::Parsed<std::string> parse_new_feed(const http::Request& request) {
  auto fields =
      request.body.empty() ? http::JsonFields(json::object(), "") : http::JsonFields(request);
  auto client_id = http::parse_client_id(fields, request).value_or("~" + http::random_text(16));
  return http::parsed(std::move(client_id), fields.finish());
}

http::Response handle_event(app::Context& context, const http::Request& request) {
  const auto id = app::booking_id(request.captures.front());
  const auto record =
      context.database.read([&](Session& session) { return storage::load_booking(session, id); });
  if (!record || !app::booking_actor(*record, request.person)) {
    return http::refused(request, {rules::RefusalCode::not_found});
  }
  const auto reader = context.database.read(
      [&](Session& session) { return app::load_card_reader(session, request.person); });
  const auto event = event_of(context, *record, request.person, reader, request.now);
  const bool off = event.status == http::EventStatus::cancelled;
  auto response = calendar_reply(
      http::calendar_text(off ? http::CalendarMethod::cancel : http::CalendarMethod::publish,
                          source_of(context), {event}, request.now));
  response.headers.emplace_back("Content-Disposition",
                                "attachment; filename=\"booking-" + std::to_string(id) + ".ics\"");
  return response;
}

http::Response handle_feed_state(app::Context& context, const http::Request& request) {
  const auto feed = context.database.read(
      [&](Session& session) { return storage::load_calendar_feed(session, request.person); });
  return {.body = json::serialize(json::object{
              {"active", feed.has_value()},
              {"since", feed ? json::value(http::time_text(feed->made_at)) : json::value()}})};
}

http::Response handle_new_feed(app::Context& context, const http::Request& request) {
  const auto parsed = parse_new_feed(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& client_id = std::get<std::string>(parsed);
  const auto made = context.database.write(
      [&](Session& session) { return renew(session, request.person, client_id, request.now); });
  http::Response response{
      .status = made.repeated ? 200 : 201,
      .body = json::serialize(
          json::object{{"url", feed_url(made.token)}, {"since", http::time_text(made.since)}})};
  if (made.repeated) response.headers.emplace_back("Idempotent-Replay", "true");
  return response;
}

http::Response handle_no_feed(app::Context& context, const http::Request& request) {
  context.database.write([&](Session& session) {
    storage::delete_calendar_feed(session, request.person);
    return true;
  });
  return {.status = 204};
}

http::Response handle_feed(app::Context& context, const http::Request& request) {
  const auto hash = http::ticket_hash(request.captures.front());
  const auto owner = context.database.read(
      [&](Session& session) { return storage::load_calendar_owner(session, hash); });
  if (!owner) return http::refused(request, {rules::RefusalCode::not_found});
  const auto reader = context.database.read(
      [&](Session& session) { return app::load_card_reader(session, *owner); });
  const auto records = context.database.read([&](Session& session) {
    return storage::load_bookings_since(session, *owner, request.now - most_past, most_events);
  });
  std::vector<http::CalendarEvent> events;
  for (const auto& record : records) {
    events.push_back(event_of(context, record, *owner, reader, request.now));
  }
  return calendar_reply(
      http::calendar_text(http::CalendarMethod::publish, source_of(context), events, request.now));
}

}  // namespace chalkline
