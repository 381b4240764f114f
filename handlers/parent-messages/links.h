#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "link_view.h"

namespace chalkline {

struct LinksQuery {
  int limit = 20;
  std::optional<LinkName> after;
};
http::Parsed<LinksQuery> parse_links(const http::Request& request);

// GET /api/parent/links?limit=&cursor=
//   200 {items, nextCursor, me: {id, roles}}: first the requests that wait for an answer, the
//       caller's own and those to the caller's addresses, and the caller's own that were declined;
//       then the caller's links, also those that have ended
//   400 bad_input
http::Response handle_links(app::Context& context, const http::Request& request);

// Whom a request is for: one address, as it was typed.
struct LinkDraft {
  rules::LinkSide asked_as = rules::LinkSide::parent;
  std::string field;
  std::string address;
  std::optional<std::string> client_id;
};
http::Parsed<LinkDraft> parse_ask(const http::Request& request);

// POST /api/parent/links {studentEmail | studentPhone} by a parent (S2-09),
//                        {parentEmail} by a student (S2-12)
//   201 a pending request; the answer, and the time it takes, are the same whether or not somebody
//       owns the address
//   200 the request or link there is already; with its clientId: Idempotent-Replay
//   400 bad_input: one address required; also a phone number that makes no sense where the caller
//       is
//   403 role_missing, sender_suspended, sender_rejected
//   422 link_to_yourself, client_id_reused
//   429 rate_limited
http::Response handle_ask(app::Context& context, const http::Request& request);

}  // namespace chalkline
