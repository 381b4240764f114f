#pragma once

#include "app/context.h"

namespace chalkline {

// What search does not know yet goes into its index, a bounded piece at each run: threads are
// looked through in turn, each run where the one before ended. Any number may work at once; one
// that is killed leaves a thread as it was or indexed further. Where there is nothing to do, a run
// is one statement.
class Indexing {
 public:
  // Whether the turn through all threads has come to its end.
  bool run(app::Context& context);

 private:
  long long above_ = 0;
};

}  // namespace chalkline
