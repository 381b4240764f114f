#pragma once

#include <optional>
#include <string>

#include "app/context.h"
#include "rules/time.h"

namespace chalkline::app {

// What is left unread, and when the reader first had read up to there; none where nothing had to be
// read up to there.
struct ReadingResult {
  int unread = 0;
  std::optional<rules::Time> read_at;
};

// `reader` opens a thread up to message `upto`, beyond its end meaning all: everything by others
// that they had not read before counts as read at `now` (S2-24), and whoever listens is told.
// Repeating changes nothing and writes nothing. None where the thread is not there or not theirs.
std::optional<ReadingResult> read_thread(Context& context, const std::string& reader,
                                         long long thread, long long upto, rules::Time now);

}  // namespace chalkline::app
