#pragma once

#include <span>
#include <vector>

#include "rules/threads.h"
#include "storage/database.h"
#include "storage/people.h"

namespace chalkline::storage {

// What two people are to each other, of many pairs in one statement.
struct RelationshipRow {
  rules::Pair pair;
  PairState state;
  // That the low one, the high one has brought the other to the site as their tutor (S3-24). Once
  // written it stays: where these are read, and where they are false, they say nothing.
  bool low_referred = false;
  bool high_referred = false;
};

// Those of `pairs` that are stored; taken until the end of the transaction. Best in rising order,
// as rows are taken in theirs.
std::vector<RelationshipRow> lock_relationships(Session& session,
                                                std::span<const rules::Pair> pairs);
// Each pair once; none of the first stored, all of the second.
void insert_relationships(Session& session, std::span<const RelationshipRow> rows);
void update_relationships(Session& session, std::span<const RelationshipRow> rows);

}  // namespace chalkline::storage
