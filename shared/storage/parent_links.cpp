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

}  // namespace chalkline::storage
