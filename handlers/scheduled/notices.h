#pragma once

#include "app/context.h"
#include "rules/time.h"

namespace chalkline {

// Shows on the pages that people have open what is due at `now` of channel `app` (S3-07): live
// event `notice`. Taken by a lease and a COMMIT first, as mails are, and looked at again: what does
// not hold any more is dropped as `overtaken`. Whoever has no page open is shown it when one is
// opened, until it is pointless, and then it is dropped as `away`: it is in the lists as well. Best
// effort, so what was shown once is not shown again.
void show_notices(app::Context& context, rules::Time now);

}  // namespace chalkline
