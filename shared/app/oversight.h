#pragma once

#include <optional>
#include <string>

#include "app/live.h"
#include "rules/messages.h"
#include "rules/oversight.h"
#include "storage/oversight.h"

namespace chalkline::app {

// Adds a row about this grant to the record of what overseers did, in the session's open
// transaction, which does what the row says.
void record(storage::Session& session, const rules::Grant& grant, storage::AuditAction action,
            rules::Time now, const std::string& detail = {});

// Tells the thread that somebody outside of it may read it, or could until a moment ago: a message
// of nobody's, in the session's open transaction. It says neither who nor why. None where it has
// been told before, or nobody is left to be told. Takes the thread.
std::optional<Told> disclose(storage::Session& session, const rules::Grant& grant, rules::Time now);

}  // namespace chalkline::app
