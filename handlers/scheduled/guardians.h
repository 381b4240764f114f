#pragma once

#include "app/context.h"
#include "rules/time.h"

namespace chalkline {

// What time and a changed policy do to links of parents and students (policy `guardian`): a link
// lapses when the student comes of age; a student's threads follow the policy; parents' digests
// fall due. A bounded piece at each run: links are looked through in turn, each run where the one
// before ended, and only those that are not as they should be are taken. Any number may work at
// once: each piece is one transaction, which looks again under the link's lock.
class Guardians {
 public:
  // Whether the turn through all links has come to its end.
  bool run(app::Context& context, rules::Time now);

 private:
  long long above_ = 0;
};

}  // namespace chalkline
