#pragma once

#include <vector>

#include "app/parent_access.h"
#include "http/problem.h"
#include "rules/events.h"

namespace chalkline::app {

// What became of one event; of a failed one with everything that is wrong.
struct Verdict {
  rules::EventOutcome outcome = rules::EventOutcome::applied;
  http::BadInput errors = {};
  std::vector<AccessChange> access = {};  // to be announced after COMMIT
};

}  // namespace chalkline::app
