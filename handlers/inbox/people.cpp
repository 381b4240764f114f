#include "people.h"

#include <utility>

#include <boost/json.hpp>

#include "app/people.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "http/token.h"
#include "rules/names.h"
#include "rules/people.h"
#include "rules/text.h"

namespace chalkline {
namespace {

namespace json = boost::json;

constexpr std::size_t most_characters = 100;

// "word|id": no word has a '|', nor has an id.
std::string cursor_of(const storage::NamedPerson& last) {
  return http::base64url(last.word + "|" + last.person_id);
}

std::optional<storage::NamedPerson> person_from(std::string_view cursor) {
  const auto text = http::from_base64url(cursor);
  if (!text || !http::is_utf8(*text)) return std::nullopt;
  const auto bar = text->find('|');
  if (bar == std::string::npos || bar == 0) return std::nullopt;
  storage::NamedPerson last{text->substr(0, bar), text->substr(bar + 1)};
  if (!rules::is_person_id(last.person_id)) return std::nullopt;
  return last;
}

std::vector<std::string> parse_words(http::QueryFields& fields) {
  const auto text = fields.text("q");
  fields.require("q");
  if (!text) return {};
  if (rules::character_count(*text) > most_characters) {
    fields.error("q", "too_long", "At most 100 characters.");
    return {};
  }
  auto asked = rules::asked_name_words(*text);
  if (asked.empty()) fields.error("q", "empty", "Must have a letter or digit.");
  return asked;
}

}  // namespace

http::Parsed<PeopleQuery> parse_people(const http::Request& request) {
  http::QueryFields fields(request);
  PeopleQuery query{.asked = parse_words(fields)};
  query.limit = static_cast<int>(fields.integer("limit", 1, 100).value_or(20));
  if (const auto cursor = fields.text("cursor")) {
    query.after = person_from(*cursor);
    if (!query.after) fields.error("cursor", "malformed", "Must be a nextCursor of this list.");
  }
  return http::parsed(std::move(query), fields.finish());
}

http::Response handle_people(app::Context& context, const http::Request& request) {
  const auto parsed = parse_people(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<PeopleQuery>(parsed);
  const auto page =
      app::find_people(context, request.person, query.asked, query.after, query.limit, request.now);
  json::array items;
  for (const auto& found : page.people) {
    items.emplace_back(http::to_json(found.person, found.hours));
  }
  return {.body = json::serialize(json::object{
              {"items", std::move(items)},
              {"nextCursor", page.next ? json::value(cursor_of(*page.next)) : json::value()}})};
}

}  // namespace chalkline
