#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

// A ticket for one live stream, kept as its hash.
void insert_live_ticket(Session& session, const std::string& hash, const std::string& person,
                        rules::Time expires_at);
// Whose ticket this is, if it is good at `now`.
std::optional<std::string> load_live_ticket(Session& session, const std::string& hash,
                                            rules::Time now);
// Uses the ticket up; false where somebody else was faster.
bool delete_live_ticket(Session& session, const std::string& hash);
// Tickets that nobody used in time; how many there were.
long long delete_expired_tickets(Session& session, rules::Time now);

// A stream of this person may be open until then. The time never moves back. Nothing happens for a
// person the directory does not know.
void mark_listening(Session& session, const std::string& person, rules::Time live_until);

// Whether a stream of this person may be open now, by the machine's clock.
bool is_listening(Session& session, const std::string& person);
// Likewise which of these people; nobody else.
std::set<std::string> load_listening(Session& session, const std::vector<std::string>& people);

}  // namespace chalkline::storage
