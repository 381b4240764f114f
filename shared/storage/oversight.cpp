#include "storage/oversight.h"

#include <array>
#include <utility>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_overseer_sql =
    "/* load_overseer */ SELECT id, roles, standing FROM people WHERE id = :person";

// Who has to belong to the overseer's institution: both, and the student of a parent thread, whose
// parent need not.
constexpr const char* load_overseen_thread_sql =
    "/* load_overseen_thread */ SELECT t.kind, t.low_id,"
    " me.id IN (t.low_id, t.high_id),"
    " NOT EXISTS (SELECT 1 FROM people p WHERE p.id IN (t.low_id, t.high_id,"
    "   t.student_id) AND NOT (p.id <=> t.parent_id)"
    "  AND NOT (p.institution_id <=> me.institution_id) AND NOT EXISTS (SELECT 1 FROM enrolments e"
    "   WHERE e.person_id = p.id AND e.institution_id = me.institution_id"
    "    AND e.state = 'active'))"
    "  AND me.institution_id IS NOT NULL"
    " FROM threads t JOIN people me ON me.id = :person WHERE t.id = :thread";

#define CHALKLINE_GRANT                                                         \
  " SELECT id, holder_id, thread_id, reason, at, until, IFNULL(ended_at, ''), " \
  "IFNULL(disclose_due, '') FROM oversight_grants"

constexpr const char* insert_grant_sql =
    "/* insert_grant */ INSERT INTO oversight_grants (holder_id, client_id, thread_id, reason, at,"
    " until, disclose_due) VALUES (:holder, NULLIF(:client_id, ''), :thread, :reason, :at, :until,"
    " NULLIF(:due, ''))";

constexpr const char* load_grant_by_client_id_sql =
    "/* load_grant_by_client_id */" CHALKLINE_GRANT
    " WHERE holder_id = :holder AND client_id = :client_id";

constexpr const char* load_standing_grant_sql =
    "/* load_standing_grant */" CHALKLINE_GRANT
    " WHERE holder_id = :holder AND thread_id = :thread AND until > :now AND ended_at IS NULL"
    " ORDER BY until DESC LIMIT 1";

constexpr const char* load_grants_sql =
    "/* load_grants */" CHALKLINE_GRANT
    " WHERE holder_id = :holder AND id < :below ORDER BY id DESC LIMIT :rows";

constexpr const char* lock_grant_sql =
    "/* lock_grant */" CHALKLINE_GRANT " WHERE id = :id AND holder_id = :holder FOR UPDATE";

constexpr const char* mark_grant_ended_sql =
    "/* mark_grant_ended */ UPDATE oversight_grants SET ended_at = :now WHERE id = :id";

constexpr const char* load_due_disclosures_sql =
    "/* load_due_disclosures */" CHALKLINE_GRANT
    " WHERE disclose_due > :since AND disclose_due <= :now ORDER BY disclose_due LIMIT :rows";

constexpr const char* mark_disclosed_sql =
    "/* mark_disclosed */ UPDATE oversight_grants SET disclose_due = NULL"
    " WHERE id = :id AND disclose_due IS NOT NULL";

constexpr const char* insert_audit_sql =
    "/* insert_audit */ INSERT INTO audit (at, actor_id, action, thread_id, grant_id, detail)"
    " VALUES (:at, :actor, :action, :thread, :grant, :detail)";

#define CHALKLINE_AUDIT " SELECT id, at, actor_id, action, thread_id, grant_id, detail FROM audit"

constexpr const char* load_audit_sql =
    "/* load_audit */" CHALKLINE_AUDIT " WHERE id < :below ORDER BY id DESC LIMIT :rows";

constexpr const char* load_audit_of_thread_sql =
    "/* load_audit_of_thread */" CHALKLINE_AUDIT
    " WHERE thread_id = :thread AND id < :below ORDER BY id DESC LIMIT :rows";

constexpr std::array<std::pair<AuditAction, std::string_view>, 4> actions{
    {{AuditAction::granted, "oversight_granted"},
     {AuditAction::read, "oversight_read"},
     {AuditAction::ended, "oversight_ended"},
     {AuditAction::disclosed, "oversight_disclosed"}}};

AuditAction action_from(const std::string& text) {
  for (const auto& [action, name] : actions) {
    if (name == text) return action;
  }
  return AuditAction::granted;
}

std::vector<rules::Grant> fetch_grants(Statement& statement) {
  std::vector<rules::Grant> grants;
  rules::Grant grant;
  std::string at;
  std::string until;
  std::string ended_at;
  std::string disclose_due;
  statement.into(grant.id, grant.holder_id, grant.thread_id, grant.reason, at, until, ended_at,
                 disclose_due);
  statement.fetch_all([&] {
    grant.at = time_from_sql(at);
    grant.until = time_from_sql(until);
    grant.ended_at = optional_time_from_sql(ended_at);
    grant.disclose_due = optional_time_from_sql(disclose_due);
    grants.push_back(grant);
  });
  return grants;
}

std::optional<rules::Grant> fetch_grant(Statement& statement) {
  auto grants = fetch_grants(statement);
  return grants.empty() ? std::nullopt : std::optional(std::move(grants.front()));
}

}  // namespace

std::optional<rules::Overseer> load_overseer(Session& session, const std::string& person) {
  rules::Overseer overseer;
  int roles = 0;
  std::string standing;
  Statement statement(session, load_overseer_sql);
  statement.use(person, "person").into(overseer.id, roles, standing);
  if (!statement.fetch_one()) return std::nullopt;
  overseer.roles = {static_cast<std::uint32_t>(roles)};
  overseer.standing = rules::standing_from(standing).value_or(rules::Standing::rejected);
  return overseer;
}

std::optional<OverseenRow> load_overseen_thread(Session& session, const std::string& overseer,
                                                long long thread) {
  OverseenRow row;
  std::string kind;
  int is_member = 0;
  int in_institution = 0;
  Statement statement(session, load_overseen_thread_sql);
  statement.use(overseer, "person").use(thread, "thread");
  statement.into(kind, row.low_id, is_member, in_institution);
  if (!statement.fetch_one()) return std::nullopt;
  row.thread.kind = kind == "parent" ? rules::ThreadKind::parent : rules::ThreadKind::direct;
  row.thread.is_member = is_member != 0;
  row.thread.in_institution = in_institution != 0;
  return row;
}

long long insert_grant(Session& session, const rules::Grant& grant, const std::string& client_id) {
  const std::string at = sql_time(grant.at);
  const std::string until = sql_time(grant.until);
  const std::string due = sql_time(grant.disclose_due);
  Statement statement(session, insert_grant_sql);
  statement.use(grant.holder_id, "holder").use(client_id, "client_id");
  statement.use(grant.thread_id, "thread").use(grant.reason, "reason").use(at, "at");
  statement.use(until, "until").use(due, "due");
  statement.execute();
  long long id = 0;
  session.soci.get_last_insert_id("oversight_grants", id);
  return id;
}

std::optional<rules::Grant> load_grant_by_client_id(Session& session, const std::string& holder,
                                                    const std::string& client_id) {
  Statement statement(session, load_grant_by_client_id_sql);
  statement.use(holder, "holder").use(client_id, "client_id");
  return fetch_grant(statement);
}

std::optional<rules::Grant> load_standing_grant(Session& session, const std::string& holder,
                                                long long thread, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, load_standing_grant_sql);
  statement.use(holder, "holder").use(thread, "thread").use(at, "now");
  return fetch_grant(statement);
}

std::vector<rules::Grant> load_grants(Session& session, const std::string& holder, long long below,
                                      int limit) {
  Statement statement(session, load_grants_sql);
  statement.use(holder, "holder").use(below, "below").use(limit, "rows");
  return fetch_grants(statement);
}

std::optional<rules::Grant> lock_grant(Session& session, const std::string& holder, long long id) {
  Statement statement(session, lock_grant_sql);
  statement.use(id, "id").use(holder, "holder");
  return fetch_grant(statement);
}

void mark_grant_ended(Session& session, long long id, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, mark_grant_ended_sql);
  statement.use(at, "now").use(id, "id");
  statement.execute();
}

std::vector<rules::Grant> load_due_disclosures(Session& session, rules::Time since, rules::Time now,
                                               int limit) {
  const std::string from = sql_time(since);
  const std::string at = sql_time(now);
  Statement statement(session, load_due_disclosures_sql);
  statement.use(from, "since").use(at, "now").use(limit, "rows");
  return fetch_grants(statement);
}

bool mark_disclosed(Session& session, long long id) {
  Statement statement(session, mark_disclosed_sql);
  statement.use(id, "id");
  return statement.execute() > 0;
}

std::string_view name_of(AuditAction action) {
  return actions.at(static_cast<std::size_t>(action)).second;
}

void insert_audit(Session& session, const AuditRow& row) {
  const std::string at = sql_time(row.at);
  const std::string action(name_of(row.action));
  Statement statement(session, insert_audit_sql);
  statement.use(at, "at").use(row.actor_id, "actor").use(action, "action");
  statement.use(row.thread_id, "thread").use(row.grant_id, "grant").use(row.detail, "detail");
  statement.execute();
}

std::vector<AuditRow> load_audit(Session& session, long long thread, long long below, int limit) {
  std::vector<AuditRow> rows;
  AuditRow row;
  std::string at;
  std::string action;
  Statement statement(session, thread == 0 ? load_audit_sql : load_audit_of_thread_sql);
  if (thread != 0) statement.use(thread, "thread");
  statement.use(below, "below").use(limit, "rows");
  statement.into(row.id, at, row.actor_id, action, row.thread_id, row.grant_id, row.detail);
  statement.fetch_all([&] {
    row.at = time_from_sql(at);
    row.action = action_from(action);
    rows.push_back(row);
  });
  return rows;
}

}  // namespace chalkline::storage
