#include "storage/thread_changes.h"

#include "storage/json_rows.h"
#include "storage/sql.h"
#include "storage/thread_columns.h"

namespace chalkline::storage {
namespace {

// FOR UPDATE locks the rows of the tables beside it, not those read within a derived table: here
// the thread and the member's row. The thread comes first, so the plain reads see what was
// committed when the lock was got (READ COMMITTED).
#define CHALKLINE_LOCKED_THREAD                                                               \
  "SELECT t.id, t.low_id, t.high_id, t.created_at, t.last_seq, t.last_sender_id,"             \
  " t.unanswered, t.trail_entry,"                                                             \
  " LOWER(HEX(IFNULL(t.trail_chain, REPEAT(CHAR(0), 32)))), t.guardian = "                    \
  "'parent_copied'," CHALKLINE_THREAD_COLUMNS "," CHALKLINE_CLOSER_LOOK_AT_THREAD             \
  "," CHALKLINE_ALERT_IN_THREAD                                                               \
  " FROM threads t"                                                                           \
  " STRAIGHT_JOIN thread_members m ON m.person_id = :person AND m.thread_id = t.id"           \
  " STRAIGHT_JOIN (SELECT id, roles, standing, live_until, hides_receipts, erased_at"         \
  "  FROM people) me ON me.id = m.person_id"                                                  \
  " STRAIGHT_JOIN (SELECT id, name, avatar_url, roles, standing, live_until, hides_receipts," \
  "  vacation_since, vacation_until, working_hours, erased_at, email FROM people) o"          \
  "  ON o.id = m.other_id"                                                                    \
  " LEFT JOIN (SELECT low_id, high_id, low_teaches, high_teaches, low_blocks, high_blocks,"   \
  "  low_negative, high_negative FROM relationships) r"                                       \
  "  ON r.low_id = LEAST(m.person_id, m.other_id)"                                            \
  "  AND r.high_id = GREATEST(m.person_id, m.other_id)"                                       \
  " LEFT JOIN (SELECT id, name, avatar_url, roles FROM people) s ON s.id = m.student_id"      \
  " LEFT JOIN (SELECT person_id, thread_id, muted, unread"                                    \
  "  FROM thread_members FORCE INDEX (PRIMARY)) z"                                            \
  "  ON z.person_id = m.other_id AND z.thread_id = m.thread_id"                               \
  " LEFT JOIN (SELECT person_id, message_email FROM settings) w ON w.person_id = m.other_id"

constexpr const char* lock_thread_sql =
    "/* lock_thread */ " CHALKLINE_LOCKED_THREAD " WHERE t.id = :thread FOR UPDATE";

constexpr const char* lock_direct_thread_sql =
    "/* lock_direct_thread */ " CHALKLINE_LOCKED_THREAD
    " WHERE t.kind = 'direct' AND t.thread_key = :thread_key FOR UPDATE";

constexpr const char* lock_parent_thread_sql =
    "/* lock_parent_thread */ " CHALKLINE_LOCKED_THREAD
    " WHERE t.kind = 'parent' AND t.thread_key = :thread_key FOR UPDATE";

constexpr const char* has_direct_thread_sql =
    "/* has_direct_thread */ SELECT id FROM threads"
    " WHERE kind = 'direct' AND thread_key = :thread_key";

constexpr const char* load_begun_pairs_sql =
    "/* load_begun_pairs */ SELECT t.low_id, t.high_id FROM JSON_TABLE(:keys, '$[*]'"
    "  COLUMNS (thread_key VARCHAR(200) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN threads t ON t.kind = 'direct' AND t.thread_key = x.thread_key";

constexpr const char* insert_thread_sql =
    "/* insert_thread */ INSERT INTO threads (kind, thread_key, low_id, high_id, created_at)"
    " VALUES ('direct', :thread_key, :low, :high, :now)";

constexpr const char* insert_membership_sql =
    "/* insert_membership */ INSERT INTO thread_members"
    " (person_id, thread_id, kind, other_id, last_at)"
    " VALUES (:person, :thread, 'direct', :other, :now)";

constexpr const char* insert_parent_thread_sql =
    "/* insert_parent_thread */ INSERT INTO threads"
    " (kind, thread_key, low_id, high_id, parent_id, student_id, created_at)"
    " VALUES ('parent', :thread_key, :low, :high, :parent, :student, :now)";

constexpr const char* insert_parent_membership_sql =
    "/* insert_parent_membership */ INSERT INTO thread_members"
    " (person_id, thread_id, kind, other_id, parent_id, student_id, last_at)"
    " VALUES (:person, :thread, 'parent', :other, :parent, :student, :now)";

// Every member's row, also of those who read along. None of the assignments reads what another one
// sets, as their order is free in a statement over two tables. `counted` is whose messages were the
// last to count; those of the others have an answer where this one `answers`.
constexpr const char* mark_sent_sql =
    "/* mark_sent */ UPDATE threads t JOIN thread_members m ON m.thread_id = t.id"
    " SET t.last_seq = :seq, t.last_sender_id = :counted, t.unanswered = :unanswered,"
    " t.trail_entry = :entry, t.trail_chain = UNHEX(:chain),"
    " m.last_seq = :seq2, m.last_sender_id = :sender2, m.last_kind = :kind,"
    " m.last_preview = :preview, m.last_at = :at,"
    " m.unanswered = IF(m.person_id = :counted2, :unanswered2, IF(:answers, 0, m.unanswered)),"
    " m.unread = m.unread + (m.person_id <> :sender3),"
    " m.has_unread = (m.has_unread OR m.person_id <> :sender4),"
    " m.archived = (m.archived AND (m.muted OR m.person_id = :sender5)),"
    " m.snoozed_until = IF(m.wake_on_message AND m.person_id <> :sender6, NULL, m.snoozed_until)"
    " WHERE t.id = :thread";

constexpr const char* mark_trail_sql =
    "/* mark_trail */ UPDATE threads SET trail_entry = :entry, trail_chain = UNHEX(:chain)"
    " WHERE id = :thread";

constexpr const char* mark_preview_sql =
    "/* mark_preview */ UPDATE thread_members SET last_kind = :kind, last_preview = :preview"
    " WHERE thread_id = :thread AND last_seq = :seq";

constexpr const char* mark_keeping_sql =
    "/* mark_keeping */ UPDATE thread_members SET pinned = :pinned, archived = :archived,"
    " muted = :muted, marked_unread = :marked_unread, has_unread = :has_unread,"
    " wake_on_message = :wake, snoozed_until = NULLIF(:snoozed_until, '')"
    " WHERE person_id = :person AND thread_id = :thread";

constexpr const char* load_due_sleepers_sql =
    "/* load_due_sleepers */ SELECT person_id, thread_id FROM thread_members"
    " WHERE snoozed_until > :since AND snoozed_until <= :now ORDER BY snoozed_until LIMIT :rows";

constexpr const char* mark_awake_sql =
    "/* mark_awake */ UPDATE thread_members SET snoozed_until = NULL"
    " WHERE person_id = :person AND thread_id = :thread AND snoozed_until <= :now";

std::optional<LockedThread> fetch_locked(Statement& statement) {
  rules::Thread thread;
  std::string created_at;
  int has_readers = 0;
  ThreadColumns columns;
  statement.into(thread.id, thread.pair.low, thread.pair.high, created_at, thread.last_seq,
                 thread.last_sender_id, thread.unanswered, thread.trail.entry, thread.trail.chain,
                 has_readers);
  columns.bind(statement);
  columns.bind_closer_look(statement);
  columns.bind_alert_in_thread(statement);
  if (!statement.fetch_one()) return std::nullopt;
  thread.created_at = time_from_sql(created_at);
  LockedThread locked{std::move(thread), columns.row()};
  locked.row.has_readers = has_readers != 0;
  return locked;
}

}  // namespace

std::optional<LockedThread> lock_thread(Session& session, const std::string& person,
                                        long long thread) {
  Statement statement(session, lock_thread_sql);
  statement.use(person, "person").use(thread, "thread");
  return fetch_locked(statement);
}

std::optional<LockedThread> lock_direct_thread(Session& session, const std::string& person,
                                               const std::string& other) {
  const std::string key = rules::direct_key(rules::pair_of(person, other));
  Statement statement(session, lock_direct_thread_sql);
  statement.use(person, "person").use(key, "thread_key");
  return fetch_locked(statement);
}

std::optional<LockedThread> lock_parent_thread(Session& session, const std::string& person,
                                               const rules::Triple& triple) {
  const std::string key = rules::parent_key(triple);
  Statement statement(session, lock_parent_thread_sql);
  statement.use(person, "person").use(key, "thread_key");
  return fetch_locked(statement);
}

bool has_direct_thread(Session& session, const rules::Pair& pair) {
  const std::string key = rules::direct_key(pair);
  long long id = 0;
  Statement statement(session, has_direct_thread_sql);
  statement.use(key, "thread_key").into(id);
  return statement.fetch_one();
}

std::vector<rules::Pair> load_begun_pairs(Session& session, const std::vector<rules::Pair>& pairs) {
  std::vector<rules::Pair> begun;
  if (pairs.empty()) return begun;
  std::vector<std::string> texts;
  texts.reserve(pairs.size());
  for (const auto& pair : pairs) texts.push_back(rules::direct_key(pair));
  const std::string keys = json_array(texts);
  rules::Pair next;
  Statement statement(session, load_begun_pairs_sql);
  statement.use(keys, "keys").into(next.low, next.high);
  statement.fetch_all([&] { begun.push_back(next); });
  return begun;
}

long long insert_thread(Session& session, const rules::Pair& pair, rules::Time now) {
  const std::string key = rules::direct_key(pair);
  const std::string at = sql_time(now);
  Statement statement(session, insert_thread_sql);
  statement.use(key, "thread_key").use(pair.low, "low").use(pair.high, "high").use(at, "now");
  execute_unless_raced(statement);
  long long id = 0;
  session.soci.get_last_insert_id("threads", id);
  return id;
}

void insert_membership(Session& session, const std::string& person, const std::string& other,
                       long long thread, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, insert_membership_sql);
  statement.use(person, "person").use(thread, "thread").use(other, "other").use(at, "now");
  statement.execute();
}

long long insert_parent_thread(Session& session, const rules::Triple& triple, rules::Time now) {
  const std::string key = rules::parent_key(triple);
  const auto pair = rules::pair_of(triple.parent, triple.tutor);
  const std::string at = sql_time(now);
  Statement statement(session, insert_parent_thread_sql);
  statement.use(key, "thread_key").use(pair.low, "low").use(pair.high, "high");
  statement.use(triple.parent, "parent").use(triple.student, "student").use(at, "now");
  execute_unless_raced(statement);
  long long id = 0;
  session.soci.get_last_insert_id("threads", id);
  return id;
}

void insert_parent_membership(Session& session, const std::string& person, const std::string& other,
                              const rules::Triple& triple, long long thread, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, insert_parent_membership_sql);
  statement.use(person, "person").use(thread, "thread").use(other, "other").use(at, "now");
  statement.use(triple.parent, "parent").use(triple.student, "student");
  statement.execute();
}

void mark_sent(Session& session, const rules::Thread& thread, const rules::LastMessage& message,
               bool answers) {
  const int as_answer = answers ? 1 : 0;
  const std::string kind(rules::name_of(message.kind));
  const std::string at = sql_time(message.at);
  const std::string sender = message.sender_id.value_or("");
  Statement statement(session, mark_sent_sql);
  statement.use(thread.id, "thread")
      .use(message.seq, "seq")
      .use(message.seq, "seq2")
      .use(kind, "kind")
      .use(at, "at");
  statement.use(message.preview, "preview").use(thread.unanswered, "unanswered");
  statement.use(thread.last_sender_id, "counted").use(thread.last_sender_id, "counted2");
  statement.use(thread.unanswered, "unanswered2").use(as_answer, "answers");
  statement.use(sender, "sender2");
  statement.use(sender, "sender3").use(sender, "sender4").use(sender, "sender5");
  statement.use(sender, "sender6");
  statement.use(thread.trail.entry, "entry").use(thread.trail.chain, "chain");
  statement.execute();
}

void mark_trail(Session& session, long long thread, const rules::TrailHead& trail) {
  Statement statement(session, mark_trail_sql);
  statement.use(trail.entry, "entry").use(trail.chain, "chain").use(thread, "thread");
  statement.execute();
}

void mark_preview(Session& session, long long thread, const rules::LastMessage& message) {
  const std::string kind(rules::name_of(message.kind));
  Statement statement(session, mark_preview_sql);
  statement.use(kind, "kind").use(message.preview, "preview").use(thread, "thread");
  statement.use(message.seq, "seq");
  statement.execute();
}

void mark_keeping(Session& session, const std::string& person, const rules::Membership& mine) {
  const int pinned = mine.pinned ? 1 : 0;
  const int archived = mine.archived ? 1 : 0;
  const int muted = mine.muted ? 1 : 0;
  const int marked_unread = mine.marked_unread ? 1 : 0;
  const int has_unread = mine.marked_unread || mine.unread > 0 ? 1 : 0;
  const int wake = mine.wake_on_message ? 1 : 0;
  const std::string snoozed_until = sql_time(mine.snoozed_until);
  Statement statement(session, mark_keeping_sql);
  statement.use(pinned, "pinned").use(archived, "archived").use(muted, "muted");
  statement.use(marked_unread, "marked_unread").use(has_unread, "has_unread").use(wake, "wake");
  statement.use(snoozed_until, "snoozed_until").use(person, "person");
  statement.use(mine.thread_id, "thread");
  statement.execute();
}

std::vector<Sleeper> load_due_sleepers(Session& session, rules::Time since, rules::Time now,
                                       int limit) {
  const std::string from = sql_time(since);
  const std::string at = sql_time(now);
  std::vector<Sleeper> due;
  Sleeper next;
  Statement statement(session, load_due_sleepers_sql);
  statement.use(from, "since").use(at, "now").use(limit, "rows");
  statement.into(next.person_id, next.thread_id);
  statement.fetch_all([&] { due.push_back(next); });
  return due;
}

bool mark_awake(Session& session, const Sleeper& sleeper, rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, mark_awake_sql);
  statement.use(sleeper.person_id, "person").use(sleeper.thread_id, "thread").use(at, "now");
  return statement.execute() > 0;
}

}  // namespace chalkline::storage
