#include "tutors.h"

#include <string>
#include <utility>

#include <boost/json.hpp>

#include "http/problem.h"
#include "http/shapes.h"
#include "http/times.h"
#include "rules/new_bookings.h"
#include "rules/pick_tutor.h"
#include "rules/text.h"

namespace chalkline {
namespace {

namespace json = boost::json;

std::string word(http::QueryFields& fields, std::string_view field) {
  constexpr std::size_t most = 100;
  auto text = fields.text(field).value_or("");
  if (rules::character_count(text) > most) {
    fields.error(field, "too_long", "At most 100 characters.");
  }
  return text;
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
  http::QueryFields fields(request);
  app::TutorQuery query{.wish = {.subject = word(fields, "subject"),
                                 .age_group = word(fields, "ageGroup"),
                                 .gender = word(fields, "gender")},
                        .length = policy.shortest};
  const auto minutes = fields.integer("minutes", 1, day);
  if (minutes) query.length = std::chrono::minutes(*minutes);
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
  const auto tutors = context.database.read([&](storage::Session& session) {
    return app::list_tutors(context, session, request.person, query, request.now);
  });
  json::array items;
  for (const auto& tutor : tutors) items.push_back(to_json(tutor));
  return {.body =
              json::serialize(json::object{{"items", std::move(items)}, {"nextCursor", nullptr}})};
}

}  // namespace chalkline
