#include "storage/threads.h"

#include "storage/hours.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

// What lists need not know. Who may have a stream open, for what is about to be announced: streams
// live by the machine's clock, whatever the site's.
#define CHALKLINE_CLOSER_LOOK                     \
  " IFNULL(me.live_until > UTC_TIMESTAMP(3), 0)," \
  " IFNULL(o.live_until > UTC_TIMESTAMP(3), 0), me.hides_receipts, o.hides_receipts"
// The same in a thread, whose other side may have lost access: `z` is their row.
#define CHALKLINE_CLOSER_LOOK_AT_THREAD                                      \
  " IFNULL(me.live_until > UTC_TIMESTAMP(3), 0),"                            \
  " IFNULL(o.live_until > UTC_TIMESTAMP(3) AND z.thread_id IS NOT NULL, 0)," \
  " me.hides_receipts, o.hides_receipts"

// Whether a mail would tell the other of a new message: `w` are their settings, `z` is their row of
// the thread.
#define CHALKLINE_ALERT " IFNULL(o.email, '') <> '', IFNULL(w.message_email, -1)"
#define CHALKLINE_ALERT_IN_THREAD CHALKLINE_ALERT ", IFNULL(z.muted, 0), IFNULL(z.unread, 0) > 0"

// The bits of ThreadColumns::marks, in one cell, as every cell of a list costs.
#define CHALKLINE_MARKS                                                                        \
  "(IFNULL(r.low_blocks | r.high_blocks << 1 | r.low_negative << 2 | r.high_negative << 3, 0)" \
  " | (o.erased_at IS NOT NULL) << 4)"

// The columns of a ThreadRow: `m` is the member's row, `me`, `o` and the student `s` are people,
// `r` is the relationship of `me` and `o`.
#define CHALKLINE_THREAD_COLUMNS                                                    \
  " m.thread_id, m.kind, m.pinned, m.archived, m.muted, m.snoozed_until,"           \
  " m.wake_on_message, m.unread, m.marked_unread, m.read_upto, m.last_seq,"         \
  " m.last_sender_id, m.last_kind, m.last_preview, m.last_at, m.unanswered,"        \
  " me.id, me.roles, me.standing, o.id, o.name, o.avatar_url, o.roles, o.standing," \
  " r.low_teaches, r.high_teaches, " CHALKLINE_MARKS                                \
  " | (m.parent_id <=> m.person_id) << 5 | IFNULL(m.reads_along, 0) << 6,"          \
  " o.vacation_since, o.vacation_until, o.working_hours,"                           \
  " m.student_id, s.name, s.avatar_url, s.roles"

constexpr int low_blocks = 1;
constexpr int high_blocks = 2;
constexpr int low_negative = 4;
constexpr int high_negative = 8;
constexpr int other_erased = 16;
constexpr int i_am_parent = 32;
constexpr int i_read_along = 64;

// The places of a ThreadRow's columns while a statement runs.
struct ThreadColumns {
  long long thread_id = 0;
  std::string kind;
  int pinned = 0;
  int archived = 0;
  int muted = 0;
  std::string snoozed_until;
  int wake_on_message = 1;
  int unread = 0;
  int marked_unread = 0;
  long long read_upto = 0;
  long long last_seq = 0;
  std::string last_sender_id;
  std::string last_kind;
  std::string last_preview;
  std::string last_at;
  int unanswered = 0;
  std::string my_id;
  int my_roles = 0;
  std::string my_standing;
  std::string other_id;
  std::string other_name;
  std::string other_avatar_url;
  int other_roles = 0;
  std::string other_standing;
  std::string low_teaches;
  std::string high_teaches;
  int marks = 0;
  std::string vacation_since;
  std::string vacation_until;
  std::string working_hours;
  std::string student_id;
  std::string student_name;
  std::string student_avatar_url;
  int student_roles = 0;
  int i_listen = 0;
  int other_listens = 0;
  int i_hide_receipts = 0;
  int other_hides_receipts = 0;
  int other_has_address = 0;
  int other_choice = -1;
  int other_mutes = 0;
  int other_has_unread = 0;

  void bind(Statement& statement) {
    statement.into(thread_id, kind, pinned, archived, muted, snoozed_until, wake_on_message, unread,
                   marked_unread, read_upto, last_seq, last_sender_id, last_kind, last_preview,
                   last_at, unanswered, my_id, my_roles, my_standing, other_id, other_name,
                   other_avatar_url, other_roles, other_standing, low_teaches, high_teaches, marks,
                   vacation_since, vacation_until, working_hours, student_id, student_name,
                   student_avatar_url, student_roles);
  }
  // Of load_pair and load_pairs, which know of no thread.
  void bind_pair(Statement& statement) {
    statement.into(my_id, my_roles, my_standing, other_id, other_name, other_avatar_url,
                   other_roles, other_standing, low_teaches, high_teaches, marks, vacation_since,
                   vacation_until, working_hours);
  }
  void bind_closer_look(Statement& statement) {
    statement.into(i_listen, other_listens, i_hide_receipts, other_hides_receipts);
  }

  void bind_alert(Statement& statement) { statement.into(other_has_address, other_choice); }
  void bind_alert_in_thread(Statement& statement) {
    bind_alert(statement);
    statement.into(other_mutes, other_has_unread);
  }

  rules::AlertFacts alert() const {
    rules::AlertFacts facts{.has_address = other_has_address != 0,
                            .muted = other_mutes != 0,
                            .has_unread = other_has_unread != 0};
    if (other_choice >= 0) facts.choice = other_choice != 0;
    return facts;
  }

  rules::Membership membership() const {
    rules::Membership mine{
        .thread_id = thread_id,
        .kind = kind == "parent" ? rules::ThreadKind::parent : rules::ThreadKind::direct,
        .last_activity_at = optional_time_from_sql(last_at).value_or(rules::Time{}),
        .unread = unread,
        .marked_unread = marked_unread != 0,
        .pinned = pinned != 0,
        .archived = archived != 0,
        .muted = muted != 0,
        .snoozed_until = optional_time_from_sql(snoozed_until),
        .wake_on_message = wake_on_message != 0,
        .read_upto = read_upto,
        .unanswered = unanswered};
    if (last_seq > 0) {
      mine.last = rules::LastMessage{
          .seq = last_seq,
          .sender_id = optional_text(last_sender_id),
          .kind = rules::message_kind_from(last_kind).value_or(rules::MessageKind::text),
          .preview = last_preview,
          .at = mine.last_activity_at};
    }
    return mine;
  }

  rules::SendFacts facts() const {
    const auto low = rules::relationship_from(low_teaches).value_or(rules::Relationship::none);
    const auto high = rules::relationship_from(high_teaches).value_or(rules::Relationship::none);
    const bool i_am_low = my_id < other_id;
    rules::SendFacts facts{
        .same_person = my_id == other_id,
        .reads_along = reads_along(),
        .sender = party(my_id, my_roles, my_standing),
        .recipient = party(other_id, other_roles, other_standing),
        .teaches = i_am_low ? low : high,
        .taught_by = i_am_low ? high : low,
        .i_block = (marks & (i_am_low ? low_blocks : high_blocks)) != 0,
        .blocks_me = (marks & (i_am_low ? high_blocks : low_blocks)) != 0,
        .negative_review = (marks & (i_am_low ? low_negative : high_negative)) != 0,
        .has_messages = last_seq > 0,
        .unanswered = unanswered};
    if ((marks & other_erased) != 0) facts.recipient.known = false;
    if (is_about_student()) facts.about = {.sender_is_parent = (marks & i_am_parent) != 0};
    if (const auto since = optional_time_from_sql(vacation_since)) {
      facts.recipient.vacation = {*since, optional_time_from_sql(vacation_until)};
    }
    return facts;
  }

  // What two people are to each other; of a thread nothing but what facts say.
  ThreadRow pair() const {
    return {.other = {.id = other_id,
                      .name = other_name,
                      .avatar_url = optional_text(other_avatar_url),
                      .roles = {static_cast<std::uint32_t>(other_roles)}},
            .facts = facts(),
            .other_hours = hours_from(working_hours),
            .i_listen = i_listen != 0,
            .other_listens = other_listens != 0,
            .receipts_hidden = i_hide_receipts != 0 || other_hides_receipts != 0,
            .alert = alert()};
  }

  ThreadRow row() const {
    ThreadRow row = pair();
    row.mine = membership();
    if (!student_id.empty()) add_student(row);
    return row;
  }

  bool reads_along() const { return (marks & i_read_along) != 0; }
  bool is_about_student() const { return !student_id.empty() && !reads_along(); }

  void add_student(ThreadRow& row) const {
    if (is_about_student()) {
      row.triple = rules::triple_of((marks & i_am_parent) != 0 ? my_id : other_id, student_id,
                                    my_id, other_id);
    }
    row.student = {.id = student_id,
                   .name = student_name,
                   .avatar_url = optional_text(student_avatar_url),
                   .roles = {static_cast<std::uint32_t>(student_roles)}};
  }

  static rules::Party party(const std::string& id, int roles, const std::string& standing) {
    return {.known = !id.empty(),
            .roles = {static_cast<std::uint32_t>(roles)},
            .standing = rules::standing_from(standing).value_or(rules::Standing::ok)};
  }
};

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
    ", o.vacation_since, o.vacation_until, o.working_hours, m.last_seq, m.unanswered"
    " FROM JSON_TABLE(:others, '$[*]' COLUMNS (id VARCHAR(64) CHARACTER SET ascii PATH '$')) AS x"
    " STRAIGHT_JOIN people o ON o.id = x.id STRAIGHT_JOIN people me ON me.id = :person"
    " LEFT JOIN threads t ON t.kind = 'direct'"
    "  AND t.thread_key = CONCAT(LEAST(me.id, o.id), '|', GREATEST(me.id, o.id))"
    " LEFT JOIN thread_members m ON m.person_id = me.id AND m.thread_id = t.id"
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
  " STRAIGHT_JOIN (SELECT id, roles, standing, live_until, hides_receipts FROM people) me"    \
  "  ON me.id = m.person_id"                                                                  \
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
// sets, as their order is free in a statement over two tables. `counted` is whose messages stand
// without an answer: an automatic reply comes from the other one and leaves that as it is.
constexpr const char* mark_sent_sql =
    "/* mark_sent */ UPDATE threads t JOIN thread_members m ON m.thread_id = t.id"
    " SET t.last_seq = :seq, t.last_sender_id = :counted, t.unanswered = :unanswered,"
    " t.trail_entry = :entry, t.trail_chain = UNHEX(:chain),"
    " m.last_seq = :seq2, m.last_sender_id = :sender2, m.last_kind = :kind,"
    " m.last_preview = :preview, m.last_at = :at,"
    " m.unanswered = IF(m.person_id = :counted2, :unanswered2, 0),"
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

constexpr const char* load_badge_sql =
    "/* load_badge */ SELECT COUNT(*), CAST(IFNULL(SUM(unread), 0) AS SIGNED)"
    " FROM thread_members FORCE INDEX (inbox)"
    " WHERE person_id = :person AND archived = 0 AND pinned IN (0, 1) AND has_unread = 1"
    "  AND (snoozed_until IS NULL OR snoozed_until <= :now)";

constexpr const char* load_due_sleepers_sql =
    "/* load_due_sleepers */ SELECT person_id, thread_id FROM thread_members"
    " WHERE snoozed_until <= :now ORDER BY snoozed_until LIMIT :rows";

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

void mark_sent(Session& session, const rules::Thread& thread, const rules::LastMessage& message) {
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
  statement.use(thread.unanswered, "unanswered2").use(sender, "sender2");
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

rules::Badge load_badge(Session& session, const std::string& person, rules::Time now) {
  const std::string at = sql_time(now);
  rules::Badge badge;
  Statement statement(session, load_badge_sql);
  statement.use(person, "person").use(at, "now").into(badge.threads, badge.messages);
  statement.fetch_one();
  return badge;
}

std::vector<Sleeper> load_due_sleepers(Session& session, rules::Time now, int limit) {
  const std::string at = sql_time(now);
  std::vector<Sleeper> due;
  Sleeper next;
  Statement statement(session, load_due_sleepers_sql);
  statement.use(at, "now").use(limit, "rows").into(next.person_id, next.thread_id);
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
