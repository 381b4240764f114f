#include "storage/parent_links.h"

#include <string>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* lock_parent_link_version_sql =
    "/* lock_parent_link_version */ SELECT version FROM parent_links"
    " WHERE parent_id = :parent AND student_id = :student FOR UPDATE";

constexpr const char* insert_parent_link_sql =
    "/* insert_parent_link */ INSERT INTO parent_links (parent_id, student_id, state, changed_at,"
    " version) VALUES (:parent, :student, :state, :at, :version)";

constexpr const char* update_parent_link_sql =
    "/* update_parent_link */ UPDATE parent_links SET state = :state, changed_at = :at,"
    " version = :version WHERE parent_id = :parent AND student_id = :student";

constexpr const char* has_standing_link_sql =
    "/* has_standing_link */ SELECT 1 FROM parent_links l"
    " JOIN people p ON p.id = l.parent_id AND p.erased_at IS NULL"
    " JOIN people s ON s.id = l.student_id AND s.erased_at IS NULL"
    " WHERE l.parent_id = :parent AND l.student_id = :student AND l.state = 'confirmed'";

constexpr const char* lock_links_of_sql =
    "/* lock_links_of */ SELECT parent_id, student_id FROM parent_links"
    " WHERE parent_id = :person OR student_id = :person2 FOR UPDATE";

std::string state_name(rules::LinkState state) {
  switch (state) {
    case rules::LinkState::pending:
      return "pending";
    case rules::LinkState::confirmed:
      return "confirmed";
    case rules::LinkState::ended:
      return "ended";
  }
  return {};
}

void write_parent_link(Session& session, const char* sql, const rules::ParentLink& link) {
  const std::string state = state_name(link.state);
  const std::string at = sql_time(link.at);
  Statement statement(session, sql);
  statement.use(link.parent_id, "parent").use(link.student_id, "student").use(state, "state");
  statement.use(at, "at").use(link.version, "version");
  execute_unless_raced(statement);
}

}  // namespace

std::optional<long long> lock_parent_link_version(Session& session, const rules::ParentLink& link) {
  long long version = 0;
  Statement statement(session, lock_parent_link_version_sql);
  statement.use(link.parent_id, "parent").use(link.student_id, "student").into(version);
  return statement.fetch_one() ? std::optional(version) : std::nullopt;
}

void insert_parent_link(Session& session, const rules::ParentLink& link) {
  write_parent_link(session, insert_parent_link_sql, link);
}

void update_parent_link(Session& session, const rules::ParentLink& link) {
  write_parent_link(session, update_parent_link_sql, link);
}

std::vector<LinkedPair> lock_links_of(Session& session, const std::string& person) {
  std::vector<LinkedPair> pairs;
  LinkedPair pair;
  Statement statement(session, lock_links_of_sql);
  statement.use(person, "person").use(person, "person2").into(pair.parent_id, pair.student_id);
  statement.fetch_all([&] { pairs.push_back(pair); });
  return pairs;
}

bool has_standing_link(Session& session, const std::string& parent, const std::string& student) {
  int one = 0;
  Statement statement(session, has_standing_link_sql);
  statement.use(parent, "parent").use(student, "student").into(one);
  return statement.fetch_one();
}

}  // namespace chalkline::storage
