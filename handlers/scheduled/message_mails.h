#pragma once

#include "app/context.h"
#include "mails.h"

namespace chalkline {

// S0-32: to whom messages of a thread wait for, with the other's name, the beginning of the newest
// one and the page of the conversation. Dropped as rules::alert_obstacle says; as `read` where
// nothing that somebody has written is left to read, removed messages among it; and as `nobody`
// where the thread is not theirs any more or no address is known.
MailPlan plan_new_message(app::Context& context, const storage::TakenTelling& taken,
                          rules::Time now);

}  // namespace chalkline
