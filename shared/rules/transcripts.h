#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "rules/paper_trail.h"
#include "rules/threads.h"
#include "rules/time.h"

namespace chalkline::rules {

// What a thread's transcript (S2-02) tells in one line: a message as it was sent, or what it was
// changed to, or that it was removed.
struct TrailLine {
  long long seq = 0;
  int version = 1;
  MessageKind kind = MessageKind::text;
  std::optional<std::string> sender_id;
  Time at{};  // when this version came about
  std::string body;
  std::optional<std::string> notice;  // as in Message
  std::optional<Seal> seal;           // none: older than the chain
  std::optional<Time>
      changed_at;           // when another took its place; older than the chain: the last time
  bool superseded = false;  // it is not what the message says now
};

// Whether a text is missing, and why: `earlier` is kept from the parties, as it is kept for
// moderation alone (contract §3); `erased` is gone, and its salt with it.
enum class Withheld { no, earlier, erased };

// Takes the texts away that a reader may not see, and their salts; an overseer sees all there are.
Withheld withhold(TrailLine& line, bool overseer);

// Lines of a thread behind a place: those of sending, in order of seq, and those of changes, in
// order of entry. `more`: there are others behind the last one.
struct TrailLines {
  std::vector<TrailLine> lines;
  bool more = false;
};

// Both as one, in the order of entries, what is older than the chain before all else; at most
// `most` lines, and none behind which another may be missing.
TrailLines merge_trail(TrailLines sent, TrailLines changes, std::size_t most);

}  // namespace chalkline::rules
