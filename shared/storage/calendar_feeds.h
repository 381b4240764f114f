#pragma once

#include <optional>
#include <string>

#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

// The secret by which a person's bookings can be read as a calendar, kept as its hash: one a
// person.

struct CalendarFeed {
  std::string token_hash;
  std::string salt;  // with the clientId of who asked for it, it gives the secret
  rules::Time made_at{};
};

// In place of the one before.
void put_calendar_feed(Session& session, const std::string& person, const CalendarFeed& feed);
void delete_calendar_feed(Session& session, const std::string& person);
std::optional<CalendarFeed> load_calendar_feed(Session& session, const std::string& person);
// Whose feed it is.
std::optional<std::string> load_calendar_owner(Session& session, const std::string& hash);

}  // namespace chalkline::storage
