#include "tutors.h"

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include <boost/json.hpp>

#include "app/threads.h"
#include "http/problem.h"
#include "http/shapes.h"
#include "http/token.h"
#include "rules/parents.h"
#include "storage/threads.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::Person;
using storage::Session;

// The pair of the parent and each tutor, as a thread about the student would see it.
std::vector<storage::ThreadRow> load_rows(app::Context& context, Session& session,
                                          const std::string& parent, const std::string& student,
                                          const std::vector<Person>& tutors) {
  std::vector<std::string> ids;
  ids.reserve(tutors.size());
  for (const auto& tutor : tutors) ids.push_back(tutor.id);
  auto rows = storage::load_pairs(session, parent, ids);
  for (auto& row : rows) {
    row.triple = rules::Triple{parent, row.other.id, student};
    row.facts.about = rules::ParentFacts{.sender_is_parent = true};
  }
  app::add_ties(context, session, parent, rows);
  return rows;
}

// Those of the tutors to whom the parent may write at `now`, in the order they came in.
std::vector<Person> only_open(app::Context& context, Session& session, const std::string& parent,
                              const std::string& student, std::vector<Person> tutors,
                              rules::Time now) {
  const auto rows = load_rows(context, session, parent, student, tutors);
  std::erase_if(tutors, [&](const Person& tutor) {
    const auto row =
        std::ranges::find_if(rows, [&](const auto& one) { return one.other.id == tutor.id; });
    return row == rows.end() || !rules::decide_can(context.policy(), row->facts, now).send;
  });
  return tutors;
}

// One more than asked for, where there are so many.
std::vector<Person> load_page(app::Context& context, Session& session, const http::Request& request,
                              const TutorsQuery& query) {
  constexpr int batch = 100;
  const auto wanted = static_cast<std::size_t>(query.limit) + 1;
  std::vector<Person> page;
  auto after = query.after;
  while (page.size() < wanted) {
    auto tutors = storage::load_tutors_of(session, query.student, after, batch);
    if (tutors.empty()) break;
    after = storage::NamedTutor{tutors.back().name, tutors.back().id};
    auto open =
        only_open(context, session, request.person, query.student, std::move(tutors), request.now);
    std::ranges::move(open, std::back_inserter(page));
  }
  if (page.size() > wanted) page.resize(wanted);
  return page;
}

using Outcome = std::variant<std::vector<Person>, rules::Refusal>;

Outcome load_tutors(app::Context& context, Session& session, const http::Request& request,
                    const TutorsQuery& query) {
  const auto facts = storage::load_parent_facts(session, {{request.person, "", query.student}});
  if (auto refusal = rules::refuse_unlinked(facts.at(0))) return *refusal;
  return load_page(context, session, request, query);
}

}  // namespace

std::string tutor_cursor_of(const Person& last) {
  return http::base64url(last.id + "|" + last.name);
}

std::optional<storage::NamedTutor> tutor_place_from(std::string_view cursor) {
  const auto text = http::from_base64url(cursor);
  const auto bar = text ? text->find('|') : std::string::npos;
  if (bar == std::string::npos) return std::nullopt;
  storage::NamedTutor place{text->substr(bar + 1), text->substr(0, bar)};
  const bool sound = rules::is_person_id(place.id) && http::is_utf8(place.name) &&
                     place.name.size() <= 800 && !http::has_control_character(place.name);
  return sound ? std::optional(std::move(place)) : std::nullopt;
}

http::Parsed<TutorsQuery> parse_tutors(const http::Request& request) {
  http::QueryFields fields(request);
  TutorsQuery query;
  query.student = fields.text("studentId").value_or("");
  fields.require("studentId");
  if (!query.student.empty() && !rules::is_person_id(query.student)) {
    fields.error("studentId", "malformed", "Must be the id of a person.");
  }
  query.limit = static_cast<int>(fields.integer("limit", 1, 100).value_or(20));
  if (const auto cursor = fields.text("cursor")) {
    query.after = tutor_place_from(*cursor);
    if (!query.after) fields.error("cursor", "malformed", "Must be a nextCursor of this list.");
  }
  return http::parsed(std::move(query), fields.finish());
}

http::Response handle_parent_tutors(app::Context& context, const http::Request& request) {
  const auto parsed = parse_tutors(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<TutorsQuery>(parsed);
  auto outcome = context.database.read(
      [&](Session& session) { return load_tutors(context, session, request, query); });
  if (const auto* const refusal = std::get_if<rules::Refusal>(&outcome)) {
    return http::refused(request, *refusal);
  }
  auto& tutors = std::get<std::vector<Person>>(outcome);
  const bool more = tutors.size() > static_cast<std::size_t>(query.limit);
  if (more) tutors.pop_back();
  json::array items;
  for (const auto& tutor : tutors) items.push_back(http::to_json(tutor));
  return {.body = json::serialize(json::object{
              {"items", std::move(items)},
              {"nextCursor", more ? json::value(tutor_cursor_of(tutors.back())) : nullptr}})};
}

}  // namespace chalkline
