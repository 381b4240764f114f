#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/directory.h"
#include "storage/database.h"

namespace chalkline::storage {

// One link a pair of parent and student (S2-14). The version of what the platform has told of it,
// -1 where it has told nothing; none when there is no link. Takes the row until the end of the
// transaction.
std::optional<long long> lock_parent_link_version(Session& session, const rules::ParentLink& link);
void insert_parent_link(Session& session, const rules::ParentLink& link);
void update_parent_link(Session& session, const rules::ParentLink& link);

// Whether the parent may read and write about the student: confirmed, and neither is erased.
bool has_standing_link(Session& session, const std::string& parent, const std::string& student);

// The pairs of parent and student that `person` is in, on either side, in whatever state; taken
// until the end of the transaction.
struct LinkedPair {
  std::string parent_id;
  std::string student_id;
};
std::vector<LinkedPair> lock_links_of(Session& session, const std::string& person);

}  // namespace chalkline::storage
