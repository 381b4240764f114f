#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "storage/people_search.h"

namespace chalkline {

struct PeopleQuery {
  std::vector<std::string> asked;  // at least one word
  std::optional<storage::NamedPerson> after;
  int limit = 20;
};
http::Parsed<PeopleQuery> parse_people(const http::Request& request);

// GET /api/inbox/people?q=&limit=&cursor= (S1-08, S1-17)
//   200 {items: [Person], nextCursor}: whom the caller may write to now, by the beginning of any
//       word of the name, without case and accents
//   400 bad_input: q of 1–100 characters, with a letter or digit
http::Response handle_people(app::Context& context, const http::Request& request);

}  // namespace chalkline
