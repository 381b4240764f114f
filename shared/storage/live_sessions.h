#pragma once

#include <optional>
#include <string>

#include "rules/directory.h"
#include "storage/database.h"

namespace chalkline::storage {

// Who is in a live session (S4-09), as the newest event of each session says. The version of what
// is stored about one; none when it is not known. Takes its rows until the end of the transaction.
std::optional<long long> lock_session_version(Session& session, const std::string& id);
// Forgets who was said to be in it.
void delete_session_people(Session& session, const std::string& id);
// One of its people, as `change` says.
void insert_session_person(Session& session, const rules::SessionChange& change,
                           const std::string& person);

// Sessions of which nothing was told since `before` by the machine's clock, whenever they started
// or ended: at most 10,000 rows; how many there were.
long long delete_old_sessions(Session& session, rules::Time before);

}  // namespace chalkline::storage
