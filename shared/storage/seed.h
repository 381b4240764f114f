#pragma once

#include <span>
#include <string>

#include "rules/messages.h"
#include "rules/receipts.h"
#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// Rows by the thousand, for filling a demo site (chalkline seed). One statement each, best in the
// order of the primary key; an empty span writes nothing. People and what ties
// them are written as elsewhere.

// With the ids they have.
void insert_threads(Session& session, std::span<const rules::Thread> threads);
void insert_messages(Session& session, std::span<const rules::Message> messages);

struct ReadMarkRow {
  long long thread_id = 0;
  rules::ReadMark mark;
};
void insert_read_marks(Session& session, std::span<const ReadMarkRow> rows);

struct MembershipRow {
  std::string person_id;
  std::string other_id;
  rules::Membership mine;
};
void insert_memberships(Session& session, std::span<const MembershipRow> rows);

// Threads that others begin from now on have ids from `next` on.
void reserve_thread_ids(Session& session, long long next);
// 0 where there is none.
long long load_last_thread_id(Session& session);
// Whether there is anybody whose id begins so.
bool has_people_named(Session& session, const std::string& prefix);
// Lets the server's planner know what has come in.
void refresh_statistics(Session& session);

}  // namespace chalkline::storage
