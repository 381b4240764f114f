#pragma once

#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

// POST /api/reports/oversight {threadId, reason, clientId?}: the right to read one thread that is
// not one's own, for as long as the policy says. It is on record, and the thread is told as the
// policy says, in the same transaction.
//   201 Grant
//   200 Grant, Idempotent-Replay: this clientId has got it before
//   400 fields; a reason that nobody can read is `empty`
//   403 oversight_own_thread, oversight_not_allowed, oversight_needs_report
//   404 no such thread, or none that the caller oversees
//   422 client_id_reused
struct OversightDraft {
  std::string thread_id;
  std::string reason;
  std::string client_id;
};
http::Parsed<OversightDraft> parse_oversight(const http::Request& request);
http::Response handle_oversight(app::Context& context, const http::Request& request);

// GET /api/reports/oversight?limit=&cursor=: the caller's grants, the newest first, also those that
// are over.
//   200 {items, nextCursor}
//   400 fields
http::Response handle_grants(app::Context& context, const http::Request& request);

// DELETE /api/reports/oversight/{id}: the caller needs it no longer.
//   204 it is over, now or before
//   400 fields
//   404 no such grant, or somebody else's
http::Response handle_grant_end(app::Context& context, const http::Request& request);

}  // namespace chalkline
