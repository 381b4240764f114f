#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/parent_links.h"
#include "storage/database.h"

namespace chalkline::storage {

// One link a pair of parent and student (S2-14). Both take the row until the end of the
// transaction; none when there is no link.
std::optional<rules::StoredLink> lock_parent_link(Session& session, const std::string& parent,
                                                  const std::string& student);
std::optional<rules::StoredLink> lock_parent_link(Session& session, long long id);

// Returns the new link's id; its own is not looked at.
long long insert_parent_link(Session& session, const rules::StoredLink& link);
// By its id.
void update_parent_link(Session& session, const rules::StoredLink& link);

// A link with the two it is about, as answers show it.
struct LinkRow {
  rules::StoredLink link;
  rules::Person parent;
  rules::Person student;
};
// The links of a person on one side, the newest first: at most 500.
std::vector<LinkRow> load_links_as_parent(Session& session, const std::string& parent);
std::vector<LinkRow> load_links_as_student(Session& session, const std::string& student);
std::optional<LinkRow> load_link(Session& session, long long id);

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
