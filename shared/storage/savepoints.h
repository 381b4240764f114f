#pragma once

#include "storage/database.h"

namespace chalkline::storage {

// A place in the open transaction to which a part of it can be taken back. There is one: setting it
// again moves it.
void set_savepoint(Session& session);
void roll_back_to_savepoint(Session& session);

}  // namespace chalkline::storage
