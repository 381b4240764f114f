#include "app/limits.h"

#include "storage/limits.h"

namespace chalkline::app {

std::optional<rules::Refusal> count_action(storage::Session& session, const rules::Policy& policy,
                                           rules::LimitedAction action, const std::string& person,
                                           rules::Time now) {
  const auto window = rules::window_of(action, now);
  storage::count_action(session, person, action, window);
  const int count = storage::load_action_count(session, person, action, window);
  return rules::refuse_action(policy.limits, action, count, now);
}

}  // namespace chalkline::app
