#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/search_terms.h"
#include "rules/search_walk.h"

namespace chalkline {

struct SearchQuery {
  rules::SearchWords words;
  std::optional<rules::SearchPlace> before;
  int limit = 20;
};
http::Parsed<SearchQuery> parse_search(const http::Request& request);

// A place in the results as the opaque text that clients bring back.
std::string search_cursor_of(const rules::SearchPlace& place);
std::optional<rules::SearchPlace> search_place_from(std::string_view cursor);

// GET /api/inbox/search?q=&limit=&cursor=
//   200 {items: [{thread: {id, kind, with}, message, snippet: {text, matches: [{from, to}]}}],
//       nextCursor}: newest first, of the caller's threads alone; removed messages never
//   400 bad_input: q of 1–200 characters and 1–8 words, limit 1–100, cursor as given
http::Response handle_search(app::Context& context, const http::Request& request);

}  // namespace chalkline
