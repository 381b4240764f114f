#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "handlers/house.h"

namespace chalkline::handlers::tests {

// Several processes of one family behind one socket, as in a pool, and many who ask them at once.
class Crowd {
 public:
  Crowd(const std::string& family, int processes);

  // Sends all of them before it waits for any answer; how often each verdict came.
  std::map<std::string, int> ask_at_once(const std::vector<Call>& calls);

 private:
  Listener listener_;
  std::vector<std::unique_ptr<Process>> processes_;
};

// Schedulers that do at once, each one time, what is due at `now` (RFC 3339).
std::vector<std::unique_ptr<Process>> start_workers(const std::string& now, int count);
// Likewise, until all have ended well.
void run_workers(const std::string& now, int count = 1);
// Likewise one, of the marketplace alone, whose site file says `more` at its end.
void run_worker_told(const std::string& now, const std::string& more);

}  // namespace chalkline::handlers::tests
