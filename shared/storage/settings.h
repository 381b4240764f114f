#pragma once

#include <optional>
#include <string>

#include "rules/people.h"
#include "rules/settings.h"
#include "storage/database.h"

namespace chalkline::storage {

// What a person has set, over what the platform says of them. None for somebody whom the directory
// does not know, or has erased.
std::optional<rules::Settings> load_settings(Session& session, const std::string& person);
// The same, taken until the end of the transaction.
std::optional<rules::Settings> lock_settings(Session& session, const std::string& person);

// All of it: the part that others look at, and the person's own choices, as a new row or over the
// old one.
void mark_settings(Session& session, const std::string& person, const rules::Settings& settings);
void put_choices(Session& session, const std::string& person, const rules::Settings& settings);

// What answers students while a person is on vacation.
std::string load_vacation_message(Session& session, const std::string& person);

// Notes that the vacation of `person`, on since `since`, answers in this thread at `now`; false
// where it has done so before.
bool mark_vacation_replied(Session& session, const std::string& person, long long thread,
                           rules::Time since, rules::Time now);

}  // namespace chalkline::storage
