#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/parent_access.h"
#include "rules/guardians.h"
#include "rules/policy.h"
#include "storage/database.h"
#include "storage/threads.h"

namespace chalkline::app {

// The one place where direct threads are opened to the parents of a student under age, and closed
// again, in the session's open transaction (policy `guardian`). Every change is a message in the
// thread (`notice` {code}). A parent who reads along becomes a member of the thread: read-only,
// because decide_send refuses `reads_along`. The rules that say how a thread is to be kept are in
// rules/guardians.h.

// Why a thread changes: the student's majority is told in other words than a link that ends.
enum class GuardianCause : std::uint8_t { link, majority };

// When a student comes of age where the platform says that they live; none without a birth date.
std::optional<rules::Time> of_age_at(const rules::Policy& policy,
                                     const std::optional<std::string>& birth_date,
                                     const std::string& zone);

// Before the first message of a thread, which is taken: whoever writes and reads it is told first.
// `thread` and `row` become what they are afterwards. Nothing is read where the site keeps all
// threads private.
std::optional<Told> settle_first(storage::Session& session, const rules::Policy& policy,
                                 const std::string& person, rules::Thread& thread,
                                 storage::ThreadRow& row, rules::Time now);

// Every direct thread of the student with messages in it is brought to what it is to be; what has
// changed is to be announced after COMMIT. Idempotent.
std::vector<AccessChange> settle_threads_of(storage::Session& session, const rules::Policy& policy,
                                            const std::string& student, rules::Time now,
                                            GuardianCause cause);
// The same of the one direct thread of two people, if there is one.
std::vector<AccessChange> settle_thread_of(storage::Session& session, const rules::Policy& policy,
                                           const std::string& one, const std::string& other,
                                           rules::Time now);

// The parent threads of a link that is about to lapse are told why, while the parent is still in
// them.
std::vector<AccessChange> tell_of_majority(storage::Session& session, const std::string& parent,
                                           const std::string& student, rules::Time now);

}  // namespace chalkline::app
