#pragma once

#include "rules/messages.h"
#include "rules/threads.h"

namespace chalkline::app {

// Puts what `message` says into its thread's chain (S2-02): the message gets its seal, and the
// thread a new head. `version` counts what the message has said, 1 being as it was sent, and came
// about when it was edited, or else sent. The thread is taken, so that no two entries have one
// number. Throws where the machine has no randomness to give.
void seal(rules::Thread& thread, rules::Message& message, int version);

}  // namespace chalkline::app
