#include "storage/inspection.h"

#include <memory>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_server_facts_sql =
    "/* load_server_facts */ SELECT VERSION(), @@global.innodb_flush_log_at_trx_commit,"
    " @@global.sql_mode, @@character_set_database, @@global.default_storage_engine,"
    " @@global.max_allowed_packet";

constexpr const char* load_cluster_switch_sql =
    "/* load_cluster_switch */ SHOW GLOBAL VARIABLES LIKE 'wsrep_on'";

constexpr const char* load_cluster_facts_sql =
    "/* load_cluster_facts */ SHOW GLOBAL STATUS WHERE Variable_name IN"
    " ('wsrep_cluster_status', 'wsrep_local_state_comment')";

// Grants name databases by pattern.
constexpr const char* load_privileges_sql =
    "/* load_privileges */ SELECT privilege_type FROM information_schema.schema_privileges"
    " WHERE grantee = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')"
    "  AND DATABASE() LIKE table_schema"
    " UNION SELECT privilege_type FROM information_schema.user_privileges"
    " WHERE grantee = CONCAT('''', REPLACE(CURRENT_USER(), '@', '''@'''), '''')";

constexpr const char* load_odd_tables_sql =
    "/* load_odd_tables */ SELECT table_name FROM information_schema.tables"
    " WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'"
    "  AND (engine <> 'InnoDB' OR table_collation NOT LIKE 'utf8mb4%') ORDER BY table_name";

constexpr const char* count_wrong_last_seq_sql =
    "/* count_wrong_last_seq */ SELECT COUNT(*) FROM threads t WHERE t.id > :above"
    " AND t.last_seq <> IFNULL((SELECT x.seq FROM messages x WHERE x.thread_id = t.id"
    "  ORDER BY x.seq DESC LIMIT 1), 0)";

constexpr const char* count_gaps_sql =
    "/* count_gaps */ SELECT COUNT(*) FROM (SELECT id, last_seq FROM threads"
    "  WHERE id > :above AND last_seq <= 10000 ORDER BY id DESC LIMIT 500) t"
    " WHERE t.last_seq <> (SELECT COUNT(*) FROM messages x WHERE x.thread_id = t.id)";

constexpr const char* count_missing_members_sql =
    "/* count_missing_members */ SELECT COUNT(*) FROM threads t"
    " LEFT JOIN thread_members a ON a.person_id = t.low_id AND a.thread_id = t.id"
    " LEFT JOIN thread_members b ON b.person_id = t.high_id AND b.thread_id = t.id"
    " LEFT JOIN closed_members c ON c.person_id = t.low_id AND c.thread_id = t.id"
    " LEFT JOIN closed_members d ON d.person_id = t.high_id AND d.thread_id = t.id"
    " WHERE t.id > :above AND ((a.thread_id IS NULL) <> (c.thread_id IS NOT NULL)"
    "  OR (b.thread_id IS NULL) <> (d.thread_id IS NOT NULL))";

constexpr const char* count_wrong_access_sql =
    "/* count_wrong_access */ SELECT COUNT(*) FROM threads t"
    " LEFT JOIN thread_members m ON m.person_id = t.parent_id AND m.thread_id = t.id"
    " WHERE t.kind = 'parent' AND t.id > :above AND (m.thread_id IS NOT NULL) <> EXISTS(SELECT 1"
    "  FROM parent_links l JOIN people p ON p.id = l.parent_id AND p.erased_at IS NULL"
    "  JOIN people s ON s.id = l.student_id AND s.erased_at IS NULL"
    "  WHERE l.parent_id = t.parent_id AND l.student_id = t.student_id AND l.state = 'confirmed')";

// Whoever reads along is none of the two, and a parent of one of them whose link stands; in a
// thread that is told so.
constexpr const char* count_stray_members_sql =
    "/* count_stray_members */ SELECT COUNT(*) FROM thread_members m"
    " LEFT JOIN threads t ON t.id = m.thread_id AND m.other_id IN (t.low_id, t.high_id)"
    "  AND IF(m.reads_along, m.student_id IN (t.low_id, t.high_id)"
    "   AND m.person_id NOT IN (t.low_id, t.high_id) AND t.guardian = 'parent_copied'"
    "   AND EXISTS(SELECT 1 FROM parent_links l WHERE l.parent_id = m.person_id"
    "    AND l.student_id = m.student_id AND l.state = 'confirmed'),"
    "  m.person_id IN (t.low_id, t.high_id))"
    " WHERE m.thread_id > :above AND t.id IS NULL";

constexpr const char* count_wrong_copies_sql =
    "/* count_wrong_copies */ SELECT COUNT(*) FROM thread_members m"
    " JOIN threads t ON t.id = m.thread_id"
    " WHERE m.thread_id > :above AND m.last_seq <> t.last_seq";

constexpr const char* count_wrong_unread_sql =
    "/* count_wrong_unread */ SELECT COUNT(*) FROM thread_members m WHERE m.thread_id > :above"
    " AND m.unread <> (SELECT COUNT(*) FROM messages x WHERE x.thread_id = m.thread_id"
    "  AND x.seq > m.read_upto AND NOT (x.sender_id <=> m.person_id))";

constexpr const char* count_wrong_has_unread_sql =
    "/* count_wrong_has_unread */ SELECT COUNT(*) FROM thread_members m"
    " WHERE m.thread_id > :above AND m.has_unread <> (m.unread > 0 OR m.marked_unread <> 0)";

constexpr const char* count_wrong_read_upto_sql =
    "/* count_wrong_read_upto */ SELECT COUNT(*) FROM thread_members m"
    " WHERE m.thread_id > :above AND m.read_upto <> IFNULL((SELECT r.upto_seq FROM read_marks r"
    "  WHERE r.thread_id = m.thread_id AND r.person_id = m.person_id"
    "  ORDER BY r.upto_seq DESC LIMIT 1), 0)";

constexpr const char* count_wrong_known_sql =
    "/* count_wrong_known */ SELECT COUNT(*) FROM (SELECT owner_id, SUM(indexed_upto) AS known"
    "  FROM search_threads WHERE owner_id IN (SELECT owner_id FROM search_threads"
    "   WHERE thread_id > :above) GROUP BY owner_id) s"
    " LEFT JOIN search_owners o ON o.owner_id = s.owner_id WHERE IFNULL(o.messages, 0) <> s.known";

const char* sql_of(Disagreement kind) {
  switch (kind) {
    case Disagreement::last_seq:
      return count_wrong_last_seq_sql;
    case Disagreement::gap:
      return count_gaps_sql;
    case Disagreement::members:
      return count_missing_members_sql;
    case Disagreement::access:
      return count_wrong_access_sql;
    case Disagreement::stray:
      return count_stray_members_sql;
    case Disagreement::copies:
      return count_wrong_copies_sql;
    case Disagreement::unread:
      return count_wrong_unread_sql;
    case Disagreement::has_unread:
      return count_wrong_has_unread_sql;
    case Disagreement::read_upto:
      return count_wrong_read_upto_sql;
    case Disagreement::known:
      return count_wrong_known_sql;
  }
  return nullptr;
}

// Numbers of the client library (2000 and above) and of the server.
Access access_from(unsigned int error) {
  switch (error) {
    case 2002:  // no socket there
    case 2003:  // no server there
    case 2005:  // unknown host
      return Access::no_server;
    case 1045:  // wrong password
    case 1698:  // the user has no password login
      return Access::wrong_login;
    case 1044:  // no right to the database, or no such database for one without rights
    case 1049:
      return Access::no_database;
    default:
      return Access::other;
  }
}

}  // namespace

AccessTry try_access(const Address& address) {
  const std::unique_ptr<MYSQL, void (*)(MYSQL*)> connection(mysql_init(nullptr), mysql_close);
  const unsigned int patience = 5;
  mysql_options(connection.get(), MYSQL_OPT_CONNECT_TIMEOUT, &patience);
  const bool local = !address.socket.empty();
  const auto* const opened = mysql_real_connect(
      connection.get(), local ? nullptr : address.host.c_str(), address.user.c_str(),
      address.password.c_str(), address.name.c_str(), static_cast<unsigned int>(address.port),
      local ? address.socket.c_str() : nullptr, 0);
  if (opened != nullptr) return {.access = Access::open};
  const unsigned int error = mysql_errno(connection.get());
  return {.access = access_from(error), .error = error};
}

ServerFacts load_server_facts(Session& session) {
  ServerFacts facts;
  Statement statement(session, load_server_facts_sql);
  statement.into(facts.version, facts.flush_log_at_commit, facts.sql_mode, facts.charset,
                 facts.engine, facts.largest_packet);
  statement.fetch_one();
  return facts;
}

ClusterFacts load_cluster_facts(Session& session) {
  std::string name;
  std::string value;
  Statement is_on(session, load_cluster_switch_sql);
  is_on.into(name, value);
  ClusterFacts facts;
  if (!is_on.fetch_one() || value != "ON") return facts;
  Statement statement(session, load_cluster_facts_sql);
  statement.into(name, value);
  statement.fetch_all(
      [&] { (name == "wsrep_cluster_status" ? facts.status : facts.state) = value; });
  return facts;
}

std::vector<std::string> load_privileges(Session& session) {
  std::vector<std::string> privileges;
  std::string privilege;
  Statement statement(session, load_privileges_sql);
  statement.into(privilege);
  statement.fetch_all([&] { privileges.push_back(privilege); });
  return privileges;
}

std::vector<std::string> load_odd_tables(Session& session) {
  std::vector<std::string> tables;
  std::string table;
  Statement statement(session, load_odd_tables_sql);
  statement.into(table);
  statement.fetch_all([&] { tables.push_back(table); });
  return tables;
}

long long count_disagreements(Session& session, Disagreement kind, long long above) {
  long long count = 0;
  Statement statement(session, sql_of(kind));
  statement.use(above, "above").into(count);
  statement.fetch_one();
  return count;
}

}  // namespace chalkline::storage
