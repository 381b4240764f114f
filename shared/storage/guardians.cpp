#include "storage/guardians.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

// In the bits of people.roles 1 is a tutor.
constexpr const char* load_guarded_thread_sql =
    "/* load_guarded_thread */ SELECT t.guardian,"
    " l.id, l.roles & 1 OR IFNULL(r.low_teaches, 'none') <> 'none', l.birth_date, l.time_zone,"
    " h.id, h.roles & 1 OR IFNULL(r.high_teaches, 'none') <> 'none', h.birth_date, h.time_zone"
    " FROM threads t JOIN people l ON l.id = t.low_id JOIN people h ON h.id = t.high_id"
    " LEFT JOIN relationships r ON r.low_id = t.low_id AND r.high_id = t.high_id"
    " WHERE t.id = :thread AND t.kind = 'direct'";

constexpr const char* load_direct_threads_sql =
    "/* load_direct_threads */ SELECT thread_id FROM thread_members WHERE person_id = :student"
    " AND kind = 'direct' AND reads_along = 0 AND last_seq > 0 ORDER BY thread_id";

constexpr const char* load_thread_readers_sql =
    "/* load_thread_readers */ SELECT person_id, student_id FROM thread_members"
    " WHERE thread_id = :thread AND reads_along = 1 ORDER BY person_id";

constexpr const char* load_listening_readers_sql =
    "/* load_listening_readers */ SELECT m.person_id FROM thread_members m"
    " JOIN people p ON p.id = m.person_id AND p.live_until > UTC_TIMESTAMP(3)"
    " WHERE m.thread_id = :thread AND m.reads_along = 1";

constexpr const char* mark_guardian_sql =
    "/* mark_guardian */ UPDATE threads SET guardian = :mode WHERE id = :thread";

// What the list shows of the newest message stands in the student's row; what is unread, in the
// messages.
constexpr const char* insert_thread_reader_sql =
    "/* insert_thread_reader */ INSERT INTO thread_members (person_id, thread_id, kind, other_id,"
    " student_id, reads_along, pinned, archived, muted, snoozed_until, wake_on_message, unread,"
    " marked_unread, has_unread, read_upto, last_seq, last_sender_id, last_kind, last_preview,"
    " last_at)"
    " SELECT p.id, o.thread_id, o.kind, :tutor, o.person_id, 1, IFNULL(c.pinned, 0),"
    " IFNULL(c.archived, 0), IFNULL(c.muted, 0), c.snoozed_until, IFNULL(c.wake_on_message, 1),"
    " o.last_seq - IFNULL(c.read_upto, 0), IFNULL(c.marked_unread, 0),"
    " o.last_seq > IFNULL(c.read_upto, 0) OR IFNULL(c.marked_unread, 0), IFNULL(c.read_upto, 0),"
    " o.last_seq, o.last_sender_id, o.last_kind, o.last_preview, o.last_at"
    " FROM thread_members o JOIN people p ON p.id = :parent"
    " LEFT JOIN closed_members c ON c.person_id = p.id AND c.thread_id = o.thread_id"
    " WHERE o.person_id = :student AND o.thread_id = :thread";

// A thread without news is left out before its messages are looked at.
constexpr const char* load_digest_sql =
    "/* load_digest */ SELECT o.name, COUNT(*) FROM thread_members m"
    " JOIN threads t ON t.id = m.thread_id AND t.guardian = 'parent_digest'"
    " JOIN people o ON o.id = m.other_id"
    " JOIN messages x ON x.thread_id = m.thread_id AND x.at > :first AND x.at <= :upto"
    "  AND x.sender_id IS NOT NULL AND x.kind <> 'auto_reply'"
    " WHERE m.person_id = :student AND m.reads_along = 0 AND m.last_at > :first2"
    " GROUP BY o.id, o.name ORDER BY o.name, o.id";

}  // namespace

std::optional<GuardedThread> load_guarded_thread(Session& session, long long thread) {
  GuardedThread found;
  std::string mode;
  int low_teaches = 0;
  int high_teaches = 0;
  std::string low_born;
  std::string high_born;
  Statement statement(session, load_guarded_thread_sql);
  statement.use(thread, "thread").into(mode, found.low.id, low_teaches, low_born);
  statement.into(found.low.time_zone, found.high.id, high_teaches, high_born, found.high.time_zone);
  if (!statement.fetch_one()) return std::nullopt;
  found.mode = rules::guardian_mode_from(mode).value_or(rules::GuardianMode::kept_private);
  found.low.teaches = low_teaches != 0;
  found.high.teaches = high_teaches != 0;
  found.low.birth_date = optional_text(low_born);
  found.high.birth_date = optional_text(high_born);
  return found;
}

std::vector<long long> load_direct_threads(Session& session, const std::string& student) {
  std::vector<long long> threads;
  long long id = 0;
  Statement statement(session, load_direct_threads_sql);
  statement.use(student, "student").into(id);
  statement.fetch_all([&] { threads.push_back(id); });
  return threads;
}

std::vector<rules::ThreadReader> load_thread_readers(Session& session, long long thread) {
  std::vector<rules::ThreadReader> readers;
  rules::ThreadReader reader;
  Statement statement(session, load_thread_readers_sql);
  statement.use(thread, "thread").into(reader.parent, reader.student);
  statement.fetch_all([&] { readers.push_back(reader); });
  return readers;
}

std::vector<std::string> load_listening_readers(Session& session, long long thread) {
  std::vector<std::string> readers;
  std::string parent;
  Statement statement(session, load_listening_readers_sql);
  statement.use(thread, "thread").into(parent);
  statement.fetch_all([&] { readers.push_back(parent); });
  return readers;
}

void mark_guardian(Session& session, long long thread, rules::GuardianMode mode) {
  const std::string name(rules::name_of(mode));
  Statement statement(session, mark_guardian_sql);
  statement.use(name, "mode").use(thread, "thread");
  statement.execute();
}

void insert_thread_reader(Session& session, long long thread, const rules::ThreadReader& reader,
                          const std::string& tutor) {
  Statement statement(session, insert_thread_reader_sql);
  statement.use(tutor, "tutor").use(reader.parent, "parent").use(reader.student, "student");
  statement.use(thread, "thread");
  statement.execute();
}

std::vector<DigestLine> load_digest(Session& session, const std::string& student,
                                    const rules::DigestSpan& span) {
  const std::string first = sql_time(span.from);
  const std::string upto = sql_time(span.upto);
  std::vector<DigestLine> lines;
  DigestLine line;
  Statement statement(session, load_digest_sql);
  statement.use(first, "first").use(first, "first2").use(upto, "upto").use(student, "student");
  statement.into(line.name, line.messages);
  statement.fetch_all([&] { lines.push_back(line); });
  return lines;
}

}  // namespace chalkline::storage
