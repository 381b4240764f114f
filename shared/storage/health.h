#pragma once

#include "storage/database.h"

namespace chalkline::storage {

// Throws a Fault unless the server does real work: a node outside of a cluster's majority still
// answers SELECT 1, so this reads a table.
bool load_health(Session& session);

}  // namespace chalkline::storage
