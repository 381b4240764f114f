#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/parent_links.h"
#include "rules/policy.h"
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
  std::optional<std::string> birth_date;  // the student's
  std::string student_zone;               // where the platform says that the student lives
};
// The links of a person on one side, the newest first: at most 500.
std::vector<LinkRow> load_links_as_parent(Session& session, const std::string& parent);
std::vector<LinkRow> load_links_as_student(Session& session, const std::string& student);
std::optional<LinkRow> load_link(Session& session, long long id);

// A link with what decides how long it stands, and what the parent sees of the student's threads.
struct GuardedLink {
  rules::StoredLink link;
  bool both_there = false;                // neither is unknown or erased
  std::optional<std::string> birth_date;  // the student's
  std::string student_zone;               // where the platform says that the student lives
  std::string student_name;
  std::string parent_name;
  std::string parent_email;   // may be empty
  std::string parent_locale;  // this and the next: as the parent has set it, or the platform says
  std::string parent_zone;
  rules::GuardianMode mode = rules::GuardianMode::kept_private;  // as the threads are
  std::optional<rules::Time> since;                              // since when
  std::optional<rules::Time> digested_upto;

  // Whether the parent may read and write about the student.
  bool stands() const { return link.stands() && both_there; }
};
std::optional<GuardedLink> load_guarded_link(Session& session, const std::string& parent,
                                             const std::string& student);
std::optional<GuardedLink> load_guarded_link(Session& session, long long id);
// Those with higher ids than `above`, in the order of ids: at most `limit`.
std::vector<GuardedLink> load_guarded_links(Session& session, long long above, int limit);

// The student's threads have been brought to this mode, now.
void mark_link_mode(Session& session, long long id, rules::GuardianMode mode, rules::Time now);
void mark_digested(Session& session, long long id, rules::Time upto);

// The pairs of parent and student that any of `people` is in, on either side, in whatever state,
// each once; the second takes them until the end of the transaction.
struct LinkedPair {
  std::string parent_id;
  std::string student_id;
};
std::vector<LinkedPair> load_links_of(Session& session, const std::vector<std::string>& people);
std::vector<LinkedPair> lock_links_of(Session& session, const std::vector<std::string>& people);

}  // namespace chalkline::storage
