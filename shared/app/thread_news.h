#pragma once

#include <set>
#include <string>
#include <utility>

#include "app/context.h"
#include "rules/time.h"

namespace chalkline::app {

// Whose threads events have changed: what their members may write there (S4-18, S4-20), or what the
// feed shows (S4-02).
struct ThreadNews {
  std::set<std::string> people;  // all threads of theirs, and those about them
  // Tutor and student: their direct thread, and those of the student's parents with the tutor.
  std::set<std::pair<std::string, std::string>> taught;

  bool empty() const { return people.empty() && taught.empty(); }
  void add(const ThreadNews& more);
};

// After COMMIT, `thread` to each member of these threads who listens, best effort: of the most
// recent hundred, in three statements for however many; none where there is no news.
void announce_thread_news(Context& context, const ThreadNews& news, rules::Time now);

}  // namespace chalkline::app
