#pragma once

#include <optional>

#include "rules/threads.h"
#include "storage/database.h"

namespace chalkline::storage {

// What each of a pair, as a client, thinks of the other as a tutor (S4-19), with the versions of
// what told it. A version of 0 without a negative review: nothing was told.
struct PairReviews {
  bool low_negative = false;  // of low as the tutor, by high
  bool high_negative = false;
  long long low_version = 0;
  long long high_version = 0;
};
// None when the pair has no row. Takes the row until the end of the transaction.
std::optional<PairReviews> lock_reviews(Session& session, const rules::Pair& pair);
// A pair that is nothing to each other so far, but for this.
void insert_reviews(Session& session, const rules::Pair& pair, const PairReviews& reviews);
void update_reviews(Session& session, const rules::Pair& pair, const PairReviews& reviews);

}  // namespace chalkline::storage
