#pragma once

#include <optional>
#include <string>

#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

// The secret by which a person's bookings can be read as a calendar, kept as its hash: one a
// person.

// In place of the one before.
void put_calendar_feed(Session& session, const std::string& person, const std::string& hash,
                       rules::Time now);
void delete_calendar_feed(Session& session, const std::string& person);
// Since when the person has it; none: they have none.
std::optional<rules::Time> load_calendar_feed(Session& session, const std::string& person);
// Whose feed it is.
std::optional<std::string> load_calendar_owner(Session& session, const std::string& hash);

}  // namespace chalkline::storage
