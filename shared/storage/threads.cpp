#include "storage/threads.h"

#include "storage/sql.h"
#include "storage/thread_columns.h"

namespace chalkline::storage {
namespace {

#define CHALKLINE_INBOX                                                        \
  " FROM people me"                                                            \
  " STRAIGHT_JOIN thread_members m FORCE INDEX (inbox) ON m.person_id = me.id" \
  " STRAIGHT_JOIN people o ON o.id = m.other_id"                               \
  " LEFT JOIN relationships r ON r.low_id = LEAST(m.person_id, m.other_id)"    \
  "  AND r.high_id = GREATEST(m.person_id, m.other_id)"                        \
  " LEFT JOIN people s ON s.id = m.student_id"                                 \
  " WHERE me.id = :person AND m.archived = :archived"                          \
  "  AND (m.snoozed_until IS NULL OR m.snoozed_until <= :now)"
#define CHALKLINE_INBOX_ORDER                                                    \
  " ORDER BY m.pinned DESC, m.has_unread DESC, m.last_at DESC, m.thread_id DESC" \
  " LIMIT :rows"

constexpr const char* load_inbox_sql =
    "/* load_inbox */ SELECT" CHALKLINE_THREAD_COLUMNS CHALKLINE_INBOX CHALKLINE_INBOX_ORDER;

constexpr const char* load_inbox_first_sql =
    "/* load_inbox_first */ SELECT" CHALKLINE_THREAD_COLUMNS CHALKLINE_INBOX
    " AND m.pinned IN (0, 1) AND m.has_unread >= :has_unread AND (:kind = '' OR m.kind = "
    ":kind2)" CHALKLINE_INBOX_ORDER;

// The four alternatives are four ranges of the index, one behind the other; a row comparison would
// read all that stands before.
constexpr const char* load_inbox_next_sql =
    "/* load_inbox_next */ SELECT" CHALKLINE_THREAD_COLUMNS
    " FROM people me"
    " STRAIGHT_JOIN thread_members m FORCE INDEX (inbox) ON m.person_id = me.id"
    " STRAIGHT_JOIN people o ON o.id = m.other_id"
    " LEFT JOIN relationships r ON r.low_id = LEAST(m.person_id, m.other_id)"
    "  AND r.high_id = GREATEST(m.person_id, m.other_id)"
    " LEFT JOIN people s ON s.id = m.student_id"
    " WHERE me.id = :person AND m.archived = :archived"
    "  AND m.has_unread >= :has_unread AND (m.snoozed_until IS NULL OR m.snoozed_until <= :now)"
    "  AND (:kind = '' OR m.kind = :kind2)"
    "  AND (m.pinned < :pinned"
    "   OR (m.pinned = :pinned2 AND m.has_unread < :unread)"
    "   OR (m.pinned = :pinned3 AND m.has_unread = :unread2 AND m.last_at < :last_at)"
    "   OR (m.pinned = :pinned4 AND m.has_unread = :unread3 AND m.last_at = :last_at2"
    "    AND m.thread_id < :thread))"
    " ORDER BY m.pinned DESC, m.has_unread DESC, m.last_at DESC, m.thread_id DESC"
    " LIMIT :rows";

constexpr const char* load_thread_sql =
    "/* load_thread */ SELECT" CHALKLINE_THREAD_COLUMNS "," CHALKLINE_CLOSER_LOOK_AT_THREAD
    " FROM thread_members m"
    " STRAIGHT_JOIN people me ON me.id = m.person_id"
    " STRAIGHT_JOIN people o ON o.id = m.other_id"
    " LEFT JOIN relationships r ON r.low_id = LEAST(m.person_id, m.other_id)"
    "  AND r.high_id = GREATEST(m.person_id, m.other_id)"
    " LEFT JOIN people s ON s.id = m.student_id"
    " LEFT JOIN thread_members z FORCE INDEX (PRIMARY) ON z.person_id = m.other_id AND z.thread_id "
    "= m.thread_id"
    " WHERE m.person_id = :person AND m.thread_id = :thread";

constexpr const char* load_pair_sql =
    "/* load_pair */ SELECT IFNULL(me.id, ''), IFNULL(me.roles, 0), IFNULL(me.standing, 'ok'),"
    " IFNULL(o.id, ''), IFNULL(o.name, ''), IFNULL(o.avatar_url, ''), IFNULL(o.roles, 0),"
    " IFNULL(o.standing, 'ok'), IFNULL(r.low_teaches, 'none'), IFNULL(r.high_teaches, "
    "'none'), " CHALKLINE_MARKS
    ", o.vacation_since, o.vacation_until, o.working_hours," CHALKLINE_CLOSER_LOOK
    "," CHALKLINE_ALERT
    " FROM (SELECT 1 AS one) AS single"
    " LEFT JOIN people me ON me.id = :person"
    " LEFT JOIN people o ON o.id = :other LEFT JOIN settings w ON w.person_id = o.id"
    " LEFT JOIN relationships r ON r.low_id = :low AND r.high_id = :high";

constexpr const char* load_pairs_sql =
    "/* load_pairs */ SELECT me.id, me.roles, me.standing, o.id, o.name, o.avatar_url, o.roles,"
    " o.standing, r.low_teaches, r.high_teaches, " CHALKLINE_MARKS
    ", o.vacation_since, o.vacation_until, o.working_hours,"
    " m.last_seq, m.unanswered"
    " FROM JSON_TABLE(:others, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN people o ON o.id = x.id STRAIGHT_JOIN people me ON me.id = :person"
    " LEFT JOIN threads t ON t.kind = 'direct'"
    "  AND t.thread_key = CONCAT(LEAST(me.id, o.id), '|', GREATEST(me.id, o.id))"
    " LEFT JOIN thread_members m FORCE INDEX (PRIMARY) ON m.person_id = :person"
    "  AND m.thread_id = t.id"
    " LEFT JOIN relationships r ON r.low_id = LEAST(me.id, o.id)"
    "  AND r.high_id = GREATEST(me.id, o.id)";

#define CHALKLINE_TAUGHT(N)                                    \
  " FROM JSON_TABLE(:taught" N                                 \
  ", '$[*]' COLUMNS"                                           \
  " (thread_key VARCHAR(200) CHARACTER SET ascii PATH '$[0]'," \
  " tutor VARCHAR(64) CHARACTER SET ascii PATH '$[1]',"        \
  " student VARCHAR(64) CHARACTER SET ascii PATH '$[2]')) AS x"
#define CHALKLINE_ASKED(N)     \
  " FROM JSON_TABLE(:people" N \
  ", '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"

// Whether somebody listens can be told of a member alone. The last part is cut off, as somebody may
// have thousands.
constexpr const char* load_listened_threads_sql =
    "/* load_listened_threads */ SELECT" CHALKLINE_THREAD_COLUMNS
    " FROM ("
    "SELECT t.id" CHALKLINE_TAUGHT("1")
    " STRAIGHT_JOIN threads t ON t.kind = 'direct' AND t.thread_key = x.thread_key"
    " UNION SELECT t.id" CHALKLINE_TAUGHT("2")
    " STRAIGHT_JOIN threads t FORCE INDEX (of_student) ON t.student_id = x.student"
    "  AND (t.low_id = x.tutor OR t.high_id = x.tutor)"
    " UNION SELECT t.id" CHALKLINE_ASKED("1")
    " STRAIGHT_JOIN threads t FORCE INDEX (of_student) ON t.student_id = x.id"
    " UNION (SELECT m.thread_id" CHALKLINE_ASKED("2")
    " STRAIGHT_JOIN thread_members m FORCE INDEX (PRIMARY) ON m.person_id = x.id LIMIT :looked_at)"
    ") AS asked"
    " STRAIGHT_JOIN thread_members m FORCE INDEX (of_thread) ON m.thread_id = asked.id"
    " STRAIGHT_JOIN people me ON me.id = m.person_id AND me.live_until > UTC_TIMESTAMP(3)"
    " STRAIGHT_JOIN people o ON o.id = m.other_id"
    " LEFT JOIN relationships r ON r.low_id = LEAST(m.person_id, m.other_id)"
    "  AND r.high_id = GREATEST(m.person_id, m.other_id)"
    " LEFT JOIN people s ON s.id = m.student_id"
    " ORDER BY m.last_at DESC, m.thread_id DESC LIMIT :rows";

constexpr const char* load_badge_sql =
    "/* load_badge */ SELECT COUNT(*), CAST(IFNULL(SUM(unread), 0) AS SIGNED)"
    " FROM thread_members FORCE INDEX (inbox)"
    " WHERE person_id = :person AND archived = 0 AND pinned IN (0, 1) AND has_unread = 1"
    "  AND (snoozed_until IS NULL OR snoozed_until <= :now)";

// Rows of [key of the direct thread, tutor, student].
std::string json_of_taught(const std::vector<std::pair<std::string, std::string>>& taught) {
  std::vector<std::vector<std::string>> rows;
  rows.reserve(taught.size());
  for (const auto& [tutor, student] : taught) {
    rows.push_back({rules::direct_key(rules::pair_of(tutor, student)), tutor, student});
  }
  return json_rows(rows);
}

std::vector<ThreadRow> fetch_rows(Statement& statement, int most) {
  std::vector<ThreadRow> rows;
  rows.reserve(static_cast<std::size_t>(most));
  ThreadColumns columns;
  columns.bind(statement);
  statement.fetch_all([&] { rows.push_back(columns.row()); });
  return rows;
}

}  // namespace

std::vector<ThreadRow> load_inbox(Session& session, const std::string& person, Show show,
                                  const std::optional<InboxPlace>& after, int limit,
                                  rules::Time now) {
  const int archived = show == Show::archived ? 1 : 0;
  const int has_unread = show == Show::unread ? 1 : 0;
  const std::string kind = show == Show::parents ? "parent" : "";
  const std::string at = sql_time(now);
  if (!after && (show == Show::all || show == Show::archived)) {
    Statement statement(session, load_inbox_sql);
    statement.use(person, "person").use(archived, "archived").use(at, "now").use(limit, "rows");
    return fetch_rows(statement, limit);
  }
  Statement statement(session, after ? load_inbox_next_sql : load_inbox_first_sql);
  statement.use(person, "person").use(archived, "archived").use(has_unread, "has_unread");
  statement.use(at, "now").use(kind, "kind").use(kind, "kind2").use(limit, "rows");
  if (!after) return fetch_rows(statement, limit);
  const int pinned = after->pinned ? 1 : 0;
  const int unread = after->has_unread ? 1 : 0;
  const std::string last_at = sql_time(after->last_at);
  statement.use(pinned, "pinned").use(pinned, "pinned2").use(pinned, "pinned3");
  statement.use(pinned, "pinned4").use(unread, "unread").use(unread, "unread2");
  statement.use(unread, "unread3").use(last_at, "last_at").use(last_at, "last_at2");
  statement.use(after->thread_id, "thread");
  return fetch_rows(statement, limit);
}

std::optional<ThreadRow> load_thread(Session& session, const std::string& person,
                                     long long thread) {
  Statement statement(session, load_thread_sql);
  statement.use(person, "person").use(thread, "thread");
  ThreadColumns columns;
  columns.bind(statement);
  columns.bind_closer_look(statement);
  if (!statement.fetch_one()) return std::nullopt;
  return columns.row();
}

ThreadRow load_pair(Session& session, const std::string& person, const std::string& other) {
  const auto pair = rules::pair_of(person, other);
  ThreadColumns c;
  Statement statement(session, load_pair_sql);
  statement.use(person, "person").use(other, "other").use(pair.low, "low").use(pair.high, "high");
  c.bind_pair(statement);
  c.bind_closer_look(statement);
  c.bind_alert(statement);
  statement.fetch_one();
  ThreadRow row = c.pair();
  row.facts.same_person = person == other;
  return row;
}

std::vector<ThreadRow> load_pairs(Session& session, const std::string& person,
                                  const std::vector<std::string>& others) {
  const std::string ids = json_array(others);
  Statement statement(session, load_pairs_sql);
  statement.use(ids, "others").use(person, "person");
  ThreadColumns columns;
  columns.bind_pair(statement);
  statement.into(columns.last_seq, columns.unanswered);
  std::vector<ThreadRow> rows;
  rows.reserve(others.size());
  statement.fetch_all([&] { rows.push_back(columns.pair()); });
  return rows;
}

std::vector<ListenedThread> load_listened_threads(Session& session, const ThreadsAsked& asked,
                                                  int looked_at, int limit) {
  const std::string taught = json_of_taught(asked.taught);
  const std::string people = json_array(asked.people);
  std::vector<ListenedThread> threads;
  ThreadColumns columns;
  Statement statement(session, load_listened_threads_sql);
  statement.use(taught, "taught1").use(taught, "taught2");
  statement.use(people, "people1").use(people, "people2");
  statement.use(looked_at, "looked_at").use(limit, "rows");
  columns.bind(statement);
  statement.fetch_all([&] { threads.push_back({columns.my_id, columns.row()}); });
  return threads;
}

rules::Badge load_badge(Session& session, const std::string& person, rules::Time now) {
  const std::string at = sql_time(now);
  rules::Badge badge;
  Statement statement(session, load_badge_sql);
  statement.use(person, "person").use(at, "now").into(badge.threads, badge.messages);
  statement.fetch_one();
  return badge;
}

}  // namespace chalkline::storage
