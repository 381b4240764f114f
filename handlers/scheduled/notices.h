#pragma once

#include "app/context.h"
#include "rules/time.h"

namespace chalkline {

// Shows on the pages that people have open what is due at `now` of channel `app` (S3-07): live
// event `notice`. Taken by a lease and a COMMIT first, as mails are, and looked at again: what does
// not hold any more is dropped as `overtaken`, and as `away` where the person has no page open, who
// sees it in the lists instead. Best effort, so there is no second try.
void show_notices(app::Context& context, rules::Time now);

}  // namespace chalkline
