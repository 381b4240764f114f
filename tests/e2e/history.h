#pragma once

#include <string>
#include <vector>

#include "client.h"

namespace chalkline::e2e {

struct Line {
  long long seq = 0;
  std::string sender;
  std::string client_id;  // the reader's own messages only
  std::string body;
};

// The messages of one answer.
std::vector<Line> lines_of(const Answer& page);

// The whole of a thread from its beginning, page by page with after=.
std::vector<Line> history_of(Client& reader, const std::string& thread);

// Whether the lines are 1, 2, 3 … without a gap.
bool is_gapless(const std::vector<Line>& lines);

}  // namespace chalkline::e2e
