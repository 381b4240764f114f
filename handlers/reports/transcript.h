#pragma once

#include <optional>
#include <string>
#include <vector>

#include "http/transcripts.h"
#include "reader.h"
#include "rules/oversight.h"
#include "rules/transcripts.h"
#include "storage/transcripts.h"

namespace chalkline {

// A line as one reader sees it.
struct ShownLine {
  rules::TrailLine line;
  rules::Withheld withheld = rules::Withheld::no;
  std::optional<rules::Time> read_at;  // by who did not send it; none: not yet, or not shown
};

// A thread's paper trail, or a part of it, for one reader (S2-02).
struct Transcript {
  std::string site;
  long long thread_id = 0;
  storage::TrailThread thread;
  Reader reader;
  std::optional<rules::Grant> grant;  // by which an overseer reads; none: a party
  bool receipts_shown = true;
  rules::Time now{};
  std::vector<ShownLine> lines;
  http::TrailPlace from;                   // behind which it begins
  http::TrailPlace through;                // where it ends
  http::TrailPlace head;                   // where the thread ends
  std::optional<std::string> next_cursor;  // none: it goes to the end
};

// The document's transcript, as docs/openapi.yaml describes it; `page` is null.
boost::json::object to_json(const Transcript& transcript);

}  // namespace chalkline
