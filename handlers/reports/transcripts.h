#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "http/transcripts.h"

namespace chalkline {

// GET /api/reports/transcripts/{threadId}?cursor=: the paper trail of a thread (S2-02), for its
// members, and for whoever has a standing grant to oversee it (S2-07). Every version of every
// message in the order in which they came about, with receipts, the chain, its head and the site's
// signature. A long one comes in parts.
//   200 text/html or application/json, as `Accept` prefers; JSON where it has no preference
//   400 fields
//   404 no such thread, or none that the caller may read now
//   406 the caller takes neither
// Each reading by an overseer is on record, in the transaction that reads.
struct TranscriptQuery {
  bool html = false;
  bool acceptable = true;
  http::TrailPlace from;
};
http::Parsed<TranscriptQuery> parse_transcript(const http::Request& request);
http::Response handle_transcript(app::Context& context, const http::Request& request);

}  // namespace chalkline
