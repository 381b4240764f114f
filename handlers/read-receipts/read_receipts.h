#pragma once

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline {

struct ReadDraft {
  long long thread_id = 0;
  long long upto = 0;
};
http::Parsed<ReadDraft> parse_read(const http::Request& request);

// POST /api/read-receipts {threadId, upTo} (S0-10, S2-24)
//   200 {unread, readAt}: what is left unread, and when the caller first had read up to `upTo`;
//   null when
//       nothing had to be read up to there. Beyond the last message means up to it. Repeating
//       changes nothing.
//   400 bad_input: threadId, upTo (0 or more) required
//   404 not_found: no such thread, or not the caller's
http::Response handle_read(app::Context& context, const http::Request& request);

struct ReceiptsQuery {
  long long thread_id = 0;
  long long from = 1;
};
http::Parsed<ReceiptsQuery> parse_receipts(const http::Request& request);

// GET /api/read-receipts?threadId=&from= (S0-10, S2-26)
//   200 [{seq, readAt}]: the caller's messages from seq `from` (1) on, at most 100
//   400 bad_input: threadId required; from a seq
//   404 not_found: no such thread, or not the caller's
http::Response handle_receipts(app::Context& context, const http::Request& request);

}  // namespace chalkline
