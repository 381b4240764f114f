#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "storage/parent_threads.h"

namespace chalkline {

struct TutorsQuery {
  std::string student;
  std::optional<storage::NamedTutor> after;
  int limit = 20;
};
http::Parsed<TutorsQuery> parse_tutors(const http::Request& request);

// A place in the list as the opaque text that clients bring back.
std::string tutor_cursor_of(const rules::Person& last);
std::optional<storage::NamedTutor> tutor_place_from(std::string_view cursor);

// GET /api/parent/tutors?studentId=&limit=&cursor= (S2-11, S2-16)
//   200 {items: [Person], nextCursor}: by name, exactly those to whom POST /api/parent/messages
//       lets the caller write about the student
//   400 bad_input: studentId required; limit 1–100, cursor as given
//   403 parent_not_linked (also where there is no such student)
http::Response handle_parent_tutors(app::Context& context, const http::Request& request);

}  // namespace chalkline
