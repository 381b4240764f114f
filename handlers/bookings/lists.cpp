#include "lists.h"

#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "http/problem.h"
#include "http/token.h"
#include "rules/bookings.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::BookingRecord;
using storage::BookingPlace;
using storage::Session;

// Nobody has more sessions in front of them; who has is told of so many.
constexpr int most_upcoming = 1000;

// "milliseconds.id", two whole numbers.
std::string cursor_of(const BookingRecord& last) {
  return http::base64url(std::to_string(last.booking().starts_at.time_since_epoch().count()) + "." +
                         std::to_string(last.id));
}

std::optional<BookingPlace> place_from(std::string_view cursor) {
  constexpr long long year_9999 = 253'402'300'799'999;
  const auto text = http::from_base64url(cursor);
  if (!text) return std::nullopt;
  const char* const end = text->data() + text->size();
  long long starts_at = 0;
  long long id = 0;
  const auto [dot, fault] = std::from_chars(text->data(), end, starts_at);
  if (fault != std::errc() || dot == end || *dot != '.') return std::nullopt;
  const auto [rest, other_fault] = std::from_chars(dot + 1, end, id);
  const bool in_range = starts_at >= 0 && starts_at <= year_9999 && id > 0;
  if (other_fault != std::errc() || rest != end || !in_range) return std::nullopt;
  return BookingPlace{rules::Time(std::chrono::milliseconds(starts_at)), id};
}

bool is_upcoming(const app::Context& context, const BookingRecord& record, rules::Time now) {
  return rules::holds_time(rules::as_of(context.policy().bookings, record.facts, now).state);
}

json::object seen_by(const app::Context& context, const BookingRecord& record,
                     const http::Request& request) {
  const auto actor = app::booking_actor(record, request.person);
  return app::booking_json(context, record, actor.value_or(rules::BookingActor::support),
                           request.now);
}

std::vector<BookingRecord> load_page(Session& session, const http::Request& request,
                                     const ListQuery& query) {
  const int one_more = query.limit + 1;
  if (!query.past) {
    return storage::load_held_bookings(session, request.person, query.after, one_more, request.now);
  }
  return storage::load_ended_bookings(session, request.person, query.after, one_more, request.now);
}

}  // namespace

http::Parsed<ListQuery> parse_list(const http::Request& request) {
  constexpr long long most = 100;
  http::QueryFields fields(request);
  ListQuery query;
  const auto when = fields.text("when").value_or("upcoming");
  query.past = when == "past";
  if (!query.past && when != "upcoming") {
    fields.error("when", "malformed", "One of upcoming, past.");
  }
  query.limit = static_cast<int>(fields.integer("limit", 1, most).value_or(query.limit));
  if (const auto cursor = fields.text("cursor")) {
    query.after = place_from(*cursor);
    if (!query.after) fields.error("cursor", "malformed", "Must be a nextCursor of this list.");
  }
  return http::parsed(std::move(query), fields.finish());
}

http::Response handle_list(app::Context& context, const http::Request& request) {
  const auto parsed = parse_list(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<ListQuery>(parsed);
  auto records =
      context.database.read([&](Session& session) { return load_page(session, request, query); });
  const bool has_more = records.size() > static_cast<std::size_t>(query.limit);
  if (has_more) records.pop_back();
  json::array items;
  // What the clock has ended is past also where no worker has been there yet.
  for (const auto& record : records) {
    if (is_upcoming(context, record, request.now) == query.past) continue;
    items.push_back(seen_by(context, record, request));
  }
  return {.body = json::serialize(json::object{
              {"items", std::move(items)},
              {"nextCursor", has_more ? json::value(cursor_of(records.back())) : json::value()}})};
}

http::Response handle_upcoming(app::Context& context, const http::Request& request) {
  auto records = context.database.read([&](Session& session) {
    return storage::load_held_bookings(session, request.person, {}, most_upcoming, request.now);
  });
  std::erase_if(records, [&](const BookingRecord& record) {
    return !is_upcoming(context, record, request.now);
  });
  const auto next =
      records.empty() ? json::value() : json::value(seen_by(context, records.front(), request));
  return {.body = json::serialize(json::object{{"count", records.size()}, {"next", next}})};
}

http::Response handle_one(app::Context& context, const http::Request& request) {
  const auto id = app::booking_id(request.captures.front());
  const auto record =
      context.database.read([&](Session& session) { return storage::load_booking(session, id); });
  const auto actor = record ? app::booking_actor(*record, request.person) : std::nullopt;
  if (!actor) return http::refused(request, {rules::RefusalCode::not_found});
  return {.body = json::serialize(app::booking_json(context, *record, *actor, request.now))};
}

}  // namespace chalkline
