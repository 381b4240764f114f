#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/directory.h"
#include "rules/orders.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// The versions of what is stored about an order; none when it is not known yet. Takes the row until
// the end of the transaction.
std::optional<rules::OrderVersions> lock_order_versions(Session& session, const std::string& order);
void insert_order(Session& session, const rules::OrderRecord& order);
// What both kinds of orders tell. Whatever only one of them tells stays, and the versions.
void update_order(Session& session, const rules::OrderRecord& order);
// What order.recorded alone tells, and its version.
void update_order_link(Session& session, const rules::OrderRecord& order);
// It is a package from now on: what package.purchased alone tells, and its version.
void update_package(Session& session, const rules::OrderRecord& package);

// Orders that are packages, as their cards show them (S0-19); those that are not there are left
// out.
struct PackageRow {
  std::string id;
  std::string tutor_id;
  std::string student_id;
  std::string title;
  std::string state;  // open, paid, cancelled, refunded
  std::optional<int> lessons;
  std::optional<int> minutes;  // of each lesson
};
std::vector<PackageRow> load_packages(Session& session, const std::vector<std::string>& ids);

// Starts the count of unanswered messages afresh in the pair's direct thread, if there is one
// (S4-18). Takes the thread's row.
void mark_cap_lifted(Session& session, const rules::Pair& pair);

}  // namespace chalkline::storage
