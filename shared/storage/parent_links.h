#pragma once

#include <optional>

#include "rules/directory.h"
#include "storage/database.h"

namespace chalkline::storage {

// One link a pair of parent and student (S2-14). The version of what the platform has told of it,
// -1 where it has told nothing; none when there is no link. Takes the row until the end of the
// transaction.
std::optional<long long> lock_parent_link_version(Session& session, const rules::ParentLink& link);
void insert_parent_link(Session& session, const rules::ParentLink& link);
void update_parent_link(Session& session, const rules::ParentLink& link);

}  // namespace chalkline::storage
