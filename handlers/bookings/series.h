#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "http/fields.h"
#include "http/request.h"
#include "rules/series.h"

namespace chalkline {

// A series as one side proposes it to the other: exactly one of the two is named.
struct SeriesDraft {
  std::optional<std::string> tutor_id;
  std::optional<std::string> student_id;
  rules::SeriesPlan plan;  // `from` is the day of the request where none is given
  std::string client_id;
};
http::Parsed<SeriesDraft> parse_series(const http::Request& request);

// POST /api/bookings/series {studentId|tutorId, timeZone, day, at, minutes, count, from?} (S0-20)
//   201 Series: every lesson with its verdict, as a card in the conversation
//   200 the same, with Idempotent-Replay: true: this clientId has proposed this before
//   400 bad_input: timeZone, day, at, minutes, count (1 to 52) required; studentId or tutorId
//   403 tutor_not_offered (also to somebody who does not exist), not_allowed_to_message and the
//   like 422 bad_length, client_id_reused
http::Response handle_series(app::Context& context, const http::Request& request);

}  // namespace chalkline
