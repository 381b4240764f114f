#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/guardians.h"
#include "app/parent_access.h"
#include "rules/parent_links.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::app {

// The one place where links between parents and students change, in the session's open transaction:
// whoever tells it, a link that stands opens the parent's threads about the student, and one that
// ends or waits closes them (S2-06). What people decide here the platform is told
// (`parent_link.changed`).

// What the parent may read follows the link, whether both are still there, and the student's age;
// whatever has changed.
std::vector<AccessChange> follow_parent_link(storage::Session& session, const rules::Policy& policy,
                                             const std::string& parent, const std::string& student,
                                             rules::Time now,
                                             GuardianCause cause = GuardianCause::link);

// What the platform says; false for what is no news. Events go by version, and one that is older
// than what the two have decided here since does not bring a link back (rules::judge). What so
// opens or closes is appended to `access`.
bool apply_parent_link(storage::Session& session, const rules::Policy& policy,
                       const rules::ParentLink& told, rules::Time now,
                       std::vector<AccessChange>& access);

// A link as it is now, and whose threads that has opened or closed: to be announced after COMMIT.
struct LinkChange {
  rules::StoredLink link;
  std::vector<AccessChange> access = {};
};

// The pair's link stands from now on, by the answer to `request`: a new one, or the one that had
// ended. Nothing happens to one that stands.
LinkChange begin_parent_link(storage::Session& session, const rules::Policy& policy,
                             const std::string& parent, const std::string& student,
                             long long request, rules::Time now);

// Brings a link, which is locked, into `state`; nothing happens where it is in it.
LinkChange change_parent_link(storage::Session& session, const rules::Policy& policy,
                              rules::StoredLink link, rules::LinkState state, rules::Time now);

// How long the link stands by itself.
rules::LinkTerm load_link_term(storage::Session& session, const rules::Policy& policy,
                               const rules::StoredLink& link, rules::Time now);

// The student lets a link, which is locked, stand beyond majority; one that has lapsed stands
// again.
LinkChange renew_parent_link(storage::Session& session, const rules::Policy& policy,
                             rules::StoredLink link, rules::Time now);

// Ends a link whose time is over; none where it is not, or another worker was faster. The threads
// are told why.
std::optional<LinkChange> lapse_parent_link(storage::Session& session, const rules::Policy& policy,
                                            long long link, rules::Time now);

}  // namespace chalkline::app
