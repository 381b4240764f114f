#pragma once

#include <optional>
#include <string>

#include "rules/directory.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// The version of what is stored about an order; none when it is not known yet. Takes the row until
// the end of the transaction.
std::optional<long long> lock_order_version(Session& session, const std::string& order);
void insert_order(Session& session, const rules::OrderRecord& order);
void update_order(Session& session, const rules::OrderRecord& order);

// Starts the count of unanswered messages afresh in the pair's direct thread, if there is one
// (S4-18). Takes the thread's row.
void mark_cap_lifted(Session& session, const rules::Pair& pair);

}  // namespace chalkline::storage
