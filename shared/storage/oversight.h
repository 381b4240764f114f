#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/oversight.h"
#include "storage/database.h"

namespace chalkline::storage {

// What the directory says of somebody who wants to oversee; none for a stranger to it.
std::optional<rules::Overseer> load_overseer(Session& session, const std::string& person);

// A thread as `overseer` stands to it, and one of its two members, by whom it can be taken.
struct OverseenRow {
  rules::OverseenThread thread;
  std::string low_id;
};
std::optional<OverseenRow> load_overseen_thread(Session& session, const std::string& overseer,
                                                long long thread);

// A new grant; its id. A duplicate of key `holder_client` is a Fault: this clientId has been used.
long long insert_grant(Session& session, const rules::Grant& grant, const std::string& client_id);

// The grant that `holder` got under this clientId.
std::optional<rules::Grant> load_grant_by_client_id(Session& session, const std::string& holder,
                                                    const std::string& client_id);
// The one that reaches furthest among those of `holder` that stand at `now` for this thread.
std::optional<rules::Grant> load_standing_grant(Session& session, const std::string& holder,
                                                long long thread, rules::Time now);
// Those of `holder`, the newest first, with ids below `below`; at most `limit`.
std::vector<rules::Grant> load_grants(Session& session, const std::string& holder, long long below,
                                      int limit);
// One of `holder`'s, taken until the end of the transaction.
std::optional<rules::Grant> lock_grant(Session& session, const std::string& holder, long long id);

void mark_grant_ended(Session& session, long long id, rules::Time now);

// Grants of which the thread is to be told at `now`, and not before `since`: at most `limit`, the
// longest due first.
std::vector<rules::Grant> load_due_disclosures(Session& session, rules::Time since, rules::Time now,
                                               int limit);
// Notes that the thread is told in this transaction; false where somebody else has told it.
bool mark_disclosed(Session& session, long long id);

// A row of the record of what overseers did. There is no way to change or delete one.
enum class AuditAction { granted, read, ended, disclosed };
std::string_view name_of(AuditAction action);

struct AuditRow {
  long long id = 0;  // given by insert_audit
  rules::Time at{};
  std::string actor_id;
  AuditAction action = AuditAction::granted;
  long long thread_id = 0;
  long long grant_id = 0;
  std::string detail;
};
void insert_audit(Session& session, const AuditRow& row);
// Rows with ids below `below`, the newest first; of one thread, or of all for 0.
std::vector<AuditRow> load_audit(Session& session, long long thread, long long below, int limit);

}  // namespace chalkline::storage
