#pragma once

#include <span>
#include <vector>

#include "rules/directory.h"
#include "storage/database.h"

namespace chalkline::storage {

// Those of `enrolments` (person, course, batch and role) that are stored, as they are; their rows
// are taken until the end of the transaction. Best in rising order, as rows are taken in theirs.
std::vector<rules::Enrolment> lock_enrolments(Session& session,
                                              std::span<const rules::Enrolment> enrolments);
// Each one once; none of the first stored, all of the second.
void insert_enrolments(Session& session, std::span<const rules::Enrolment> enrolments);
void update_enrolments(Session& session, std::span<const rules::Enrolment> enrolments);

}  // namespace chalkline::storage
