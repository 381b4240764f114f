#include "tutors.h"

#include <string>
#include <utility>

#include <boost/json.hpp>

#include "http/problem.h"
#include "http/shapes.h"
#include "http/times.h"
#include "http/token.h"
#include "rules/new_bookings.h"
#include "rules/people.h"
#include "rules/pick_tutor.h"
#include "rules/text.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using storage::TutorPlace;

std::string word(http::QueryFields& fields, std::string_view field) {
  constexpr std::size_t most = 100;
  auto text = fields.text(field).value_or("");
  if (rules::character_count(text) > most) {
    fields.error(field, "too_long", "At most 100 characters.");
  }
  return text;
}

// "reason.id", a line's end, and the name, which may hold anything else.
std::string cursor_of(const TutorPlace& place) {
  std::string text = std::to_string(static_cast<int>(place.reason));
  text += "." + place.id;
  text += "\n" + place.name;
  return http::base64url(text);
}

std::optional<TutorPlace> place_from(std::string_view cursor) {
  constexpr std::size_t most_name = 200;
  const auto text = http::from_base64url(cursor);
  const auto line = text ? text->find('\n') : std::string::npos;
  if (line == std::string::npos || line < 2 || text->at(1) != '.') return std::nullopt;
  const int reason = text->front() - '0';
  TutorPlace place{.name = text->substr(line + 1), .id = text->substr(2, line - 2)};
  const bool good = reason >= 0 && reason <= static_cast<int>(rules::OfferReason::matching) &&
                    rules::is_person_id(place.id) && http::is_utf8(place.name) &&
                    !http::has_control_character(place.name) &&
                    rules::character_count(place.name) <= most_name;
  if (!good) return std::nullopt;
  place.reason = static_cast<rules::OfferReason>(reason);
  return place;
}

json::object to_json(const app::ListedTutor& listed) {
  const auto next =
      listed.next_start ? json::value(http::time_text(*listed.next_start)) : json::value(nullptr);
  return {{"tutor", http::to_json(listed.tutor)},
          {"reason", rules::name_of(listed.reason)},
          {"nextStartsAt", next}};
}

}  // namespace

http::Parsed<app::TutorQuery> parse_tutors(const http::Request& request,
                                           const rules::Policy::Bookings& policy) {
  constexpr long long day = 24LL * 60;
  constexpr long long most = 100;
  http::QueryFields fields(request);
  app::TutorQuery query{.wish = {.subject = word(fields, "subject"),
                                 .age_group = word(fields, "ageGroup"),
                                 .gender = word(fields, "gender")},
                        .length = policy.shortest};
  const auto minutes = fields.integer("minutes", 1, day);
  if (minutes) query.length = std::chrono::minutes(*minutes);
  query.limit = static_cast<int>(fields.integer("limit", 1, most).value_or(query.limit));
  if (const auto cursor = fields.text("cursor")) {
    query.after = place_from(*cursor);
    if (!query.after) fields.error("cursor", "malformed", "Must be a nextCursor of this list.");
  }
  return http::parsed(std::move(query), fields.finish());
}

http::Response handle_tutors(app::Context& context, const http::Request& request) {
  const auto parsed = parse_tutors(request, context.policy().bookings);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<app::TutorQuery>(parsed);
  if (!rules::is_bookable_length(context.policy().bookings, query.length)) {
    return http::refused(request, {rules::RefusalCode::bad_length});
  }
  const auto page = context.database.read([&](storage::Session& session) {
    return app::list_tutors(context, session, request.person, query, request.now);
  });
  json::array items;
  for (const auto& tutor : page.tutors) items.push_back(to_json(tutor));
  const auto next = page.next ? json::value(cursor_of(*page.next)) : json::value();
  return {.body = json::serialize(json::object{{"items", std::move(items)}, {"nextCursor", next}})};
}

}  // namespace chalkline
