#include "storage/reviews.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* lock_reviews_sql =
    "/* lock_reviews */ SELECT low_negative, high_negative, low_review_version,"
    " high_review_version FROM relationships WHERE low_id = :low AND high_id = :high FOR UPDATE";

constexpr const char* insert_reviews_sql =
    "/* insert_reviews */ INSERT INTO relationships (low_id, high_id, low_negative, high_negative,"
    " low_review_version, high_review_version)"
    " VALUES (:low, :high, :low_negative, :high_negative, :low_version, :high_version)";

constexpr const char* update_reviews_sql =
    "/* update_reviews */ UPDATE relationships SET low_negative = :low_negative,"
    " high_negative = :high_negative, low_review_version = :low_version,"
    " high_review_version = :high_version WHERE low_id = :low AND high_id = :high";

void write_reviews(Session& session, const char* sql, const rules::Pair& pair,
                   const PairReviews& reviews) {
  const int low_negative = reviews.low_negative ? 1 : 0;
  const int high_negative = reviews.high_negative ? 1 : 0;
  Statement statement(session, sql);
  statement.use(pair.low, "low").use(pair.high, "high").use(low_negative, "low_negative");
  statement.use(high_negative, "high_negative").use(reviews.low_version, "low_version");
  statement.use(reviews.high_version, "high_version");
  execute_unless_raced(statement);
}

}  // namespace

std::optional<PairReviews> lock_reviews(Session& session, const rules::Pair& pair) {
  PairReviews reviews;
  int low_negative = 0;
  int high_negative = 0;
  Statement statement(session, lock_reviews_sql);
  statement.use(pair.low, "low").use(pair.high, "high");
  statement.into(low_negative, high_negative, reviews.low_version, reviews.high_version);
  if (!statement.fetch_one()) return std::nullopt;
  reviews.low_negative = low_negative != 0;
  reviews.high_negative = high_negative != 0;
  return reviews;
}

void insert_reviews(Session& session, const rules::Pair& pair, const PairReviews& reviews) {
  write_reviews(session, insert_reviews_sql, pair, reviews);
}

void update_reviews(Session& session, const rules::Pair& pair, const PairReviews& reviews) {
  write_reviews(session, update_reviews_sql, pair, reviews);
}

}  // namespace chalkline::storage
