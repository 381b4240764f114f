#include "messages.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "app/reading.h"
#include "http/problem.h"
#include "storage/parent_threads.h"

namespace chalkline {
namespace {

using rules::Refusal;
using rules::RefusalCode;
using rules::Triple;
using storage::Session;

using Found = std::variant<long long, Refusal>;

// A parent's own thread. Where there is none, who is no parent of the student learns no more.
Found find_as_parent(Session& session, const std::string& parent, const Triple& triple) {
  const auto thread = storage::load_parent_thread_id(session, parent, triple);
  if (thread) return *thread;
  const auto facts = storage::load_parent_facts(session, {triple});
  return rules::refuse_absent_thread(facts.at(0));
}

Found find_thread(Session& session, const std::string& person,
                  const rules::ParentAddress& address) {
  const auto side = rules::decide_side(person, address);
  if (const auto* const refusal = std::get_if<Refusal>(&side)) return *refusal;
  const auto& triple = std::get<std::optional<Triple>>(side);
  if (triple) return find_as_parent(session, person, *triple);
  return rules::choose_thread(storage::load_threads_about(session, person, address.student),
                              address.parent);
}

void check_person_id(auto& fields, std::string_view name, const std::optional<std::string>& id) {
  if (id && !rules::is_person_id(*id)) {
    fields.error(name, "malformed", "Must be the id of a person.");
  }
}

}  // namespace

http::Parsed<ParentPageQuery> parse_parent_page(const http::Request& request) {
  http::QueryFields fields(request);
  ParentPageQuery query;
  const auto tutor = fields.text("tutorId");
  const auto student = fields.text("studentId");
  query.address = {tutor.value_or(""), student.value_or(""), fields.text("parentId")};
  query.page = app::parse_page_fields(fields);
  fields.require("tutorId");
  fields.require("studentId");
  check_person_id(fields, "tutorId", tutor);
  check_person_id(fields, "studentId", student);
  check_person_id(fields, "parentId", query.address.parent);
  return http::parsed(std::move(query), fields.finish());
}

http::Response handle_parent_messages(app::Context& context, const http::Request& request) {
  const auto parsed = parse_parent_page(request);
  if (const auto* const errors = std::get_if<http::BadInput>(&parsed)) {
    return http::bad_input(request, *errors);
  }
  const auto& query = std::get<ParentPageQuery>(parsed);
  const auto found = context.database.read(
      [&](Session& session) { return find_thread(session, request.person, query.address); });
  if (const auto* const refusal = std::get_if<Refusal>(&found)) {
    return http::refused(request, *refusal);
  }
  const auto thread = std::get<long long>(found);
  app::read_thread(context, request.person, thread, http::max_integer, request.now);
  const auto page = context.database.read([&](Session& session) {
    return app::load_page(context, session, request.person, thread, query.page, request.now);
  });
  if (!page) return http::refused(request, {RefusalCode::not_found});
  return app::page_response(context, request.person, *page, query.page);
}

}  // namespace chalkline
