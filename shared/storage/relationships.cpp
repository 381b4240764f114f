#include "storage/relationships.h"

#include <string>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

// Ids are one longer than the table's columns hold, which refuse it: JSON_TABLE itself would cut it
// off.
#define CHALKLINE_PAIRS                                        \
  " JSON_TABLE(:pairs, '$[*]' COLUMNS ("                       \
  "low VARCHAR(65) CHARACTER SET ascii PATH '$[0]', "          \
  "high VARCHAR(65) CHARACTER SET ascii PATH '$[1]', "         \
  "low_teaches VARCHAR(20) CHARACTER SET ascii PATH '$[2]', "  \
  "high_teaches VARCHAR(20) CHARACTER SET ascii PATH '$[3]', " \
  "low_version BIGINT PATH '$[4]', "                           \
  "high_version BIGINT PATH '$[5]', "                          \
  "low_blocks INT PATH '$[6]', "                               \
  "high_blocks INT PATH '$[7]', "                              \
  "low_referred INT PATH '$[8]', "                             \
  "high_referred INT PATH '$[9]')) AS n"
#define CHALKLINE_STORED                                                                      \
  " STRAIGHT_JOIN relationships r FORCE INDEX (PRIMARY) ON r.low_id = n.low AND r.high_id = " \
  "n.high"

constexpr const char* lock_relationships_sql =
    "/* lock_relationships */ SELECT r.low_id, r.high_id, r.low_teaches, r.high_teaches,"
    " r.low_version, r.high_version, r.low_blocks, r.high_blocks FROM" CHALKLINE_PAIRS
        CHALKLINE_STORED " FOR UPDATE";

constexpr const char* insert_relationships_sql =
    "/* insert_relationships */ INSERT INTO relationships (low_id, high_id, low_teaches,"
    " high_teaches, low_version, high_version, low_blocks, high_blocks, low_referred,"
    " high_referred) SELECT n.low, n.high, n.low_teaches, n.high_teaches, n.low_version,"
    " n.high_version, n.low_blocks, n.high_blocks, n.low_referred, n.high_referred"
    " FROM" CHALKLINE_PAIRS;

constexpr const char* update_relationships_sql =
    "/* update_relationships */ UPDATE" CHALKLINE_PAIRS CHALKLINE_STORED
    " SET r.low_teaches = n.low_teaches, r.high_teaches = n.high_teaches,"
    " r.low_version = n.low_version, r.high_version = n.high_version,"
    " r.low_blocks = n.low_blocks, r.high_blocks = n.high_blocks,"
    " r.low_referred = (r.low_referred OR n.low_referred),"
    " r.high_referred = (r.high_referred OR n.high_referred)";

std::string bit_text(bool value) { return value ? "1" : "0"; }

std::string json_of_pairs(std::span<const RelationshipRow> rows) {
  std::vector<std::vector<std::string>> texts;
  texts.reserve(rows.size());
  for (const auto& [pair, state, low_referred, high_referred] : rows) {
    texts.push_back({pair.low, pair.high, std::string(rules::name_of(state.low_teaches)),
                     std::string(rules::name_of(state.high_teaches)),
                     std::to_string(state.low_version), std::to_string(state.high_version),
                     bit_text(state.low_blocks), bit_text(state.high_blocks),
                     bit_text(low_referred), bit_text(high_referred)});
  }
  return json_rows(texts);
}

void write_pairs(Session& session, const char* sql, std::span<const RelationshipRow> rows) {
  if (rows.empty()) return;
  const std::string pairs = json_of_pairs(rows);
  Statement statement(session, sql);
  statement.use(pairs, "pairs");
  execute_unless_raced(statement);
}

}  // namespace

std::vector<RelationshipRow> lock_relationships(Session& session,
                                                std::span<const rules::Pair> pairs) {
  std::vector<RelationshipRow> stored;
  if (pairs.empty()) return stored;
  std::vector<std::vector<std::string>> ids;
  for (const auto& pair : pairs) ids.push_back({pair.low, pair.high});
  const std::string json = json_rows(ids);
  RelationshipRow next;
  std::string low_teaches;
  std::string high_teaches;
  int low_blocks = 0;
  int high_blocks = 0;
  Statement statement(session, lock_relationships_sql);
  statement.use(json, "pairs").into(next.pair.low, next.pair.high, low_teaches, high_teaches);
  statement.into(next.state.low_version, next.state.high_version, low_blocks, high_blocks);
  statement.fetch_all([&] {
    next.state.low_teaches =
        rules::relationship_from(low_teaches).value_or(rules::Relationship::none);
    next.state.high_teaches =
        rules::relationship_from(high_teaches).value_or(rules::Relationship::none);
    next.state.low_blocks = low_blocks != 0;
    next.state.high_blocks = high_blocks != 0;
    stored.push_back(next);
  });
  return stored;
}

void insert_relationships(Session& session, std::span<const RelationshipRow> rows) {
  write_pairs(session, insert_relationships_sql, rows);
}

void update_relationships(Session& session, std::span<const RelationshipRow> rows) {
  write_pairs(session, update_relationships_sql, rows);
}

}  // namespace chalkline::storage
