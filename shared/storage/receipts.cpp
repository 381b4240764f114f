#include "storage/receipts.h"

#include <algorithm>

#include "storage/json_rows.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_reading_place_sql =
    "/* load_reading_place */ SELECT m.last_seq, m.read_upto, m.unread, m.marked_unread,"
    " IFNULL((SELECT r.at FROM read_marks r WHERE r.thread_id = m.thread_id"
    "   AND r.person_id = m.person_id AND r.upto_seq >= LEAST(:asked, m.last_seq)"
    "   ORDER BY r.upto_seq LIMIT 1), '')"
    " FROM thread_members m WHERE m.person_id = :person AND m.thread_id = :thread";

// Within `count` messages lie at most `count` marks of one reader; one more is the first beyond.
constexpr const char* load_read_marks_sql =
    "/* load_read_marks */"
    " (SELECT person_id, upto_seq, at FROM read_marks WHERE thread_id = :thread"
    "   AND person_id = :one AND upto_seq >= :first ORDER BY upto_seq LIMIT :rows)"
    " UNION ALL"
    " (SELECT person_id, upto_seq, at FROM read_marks WHERE thread_id = :thread2"
    "   AND person_id = :other AND upto_seq >= :first2 ORDER BY upto_seq LIMIT :rows2)";

// No mark lies above the last message, so there are at most `rows` of each reader.
constexpr const char* load_newest_marks_sql =
    "/* load_newest_marks */ SELECT m.other_id, m.parent_id, m.student_id, m.last_seq,"
    " me.hides_receipts | o.hides_receipts, r.person_id, r.upto_seq, r.at"
    " FROM thread_members m STRAIGHT_JOIN people me ON me.id = m.person_id"
    " STRAIGHT_JOIN people o ON o.id = m.other_id LEFT JOIN read_marks r ON r.thread_id = "
    "m.thread_id"
    "  AND r.person_id IN (m.person_id, m.other_id) AND r.upto_seq > m.last_seq - :rows"
    " WHERE m.person_id = :person AND m.thread_id = :thread";

// With inequalities alone the index is gone into anew for each span, down to `upto_seq`; an
// equality would make it read all marks of a thread.
constexpr const char* load_marks_within_sql =
    "/* load_marks_within */ SELECT r.thread_id, r.person_id, r.upto_seq, r.at"
    " FROM JSON_TABLE(:spans, '$[*]' COLUMNS (thread_id BIGINT PATH '$[0]',"
    "  first BIGINT PATH '$[1]', last BIGINT PATH '$[2]',"
    "  reader VARCHAR(64) CHARACTER SET ascii PATH '$[3]')) AS s"
    " STRAIGHT_JOIN read_marks r ON r.thread_id >= s.thread_id AND r.thread_id <= s.thread_id"
    "  AND r.person_id >= s.reader AND r.person_id <= s.reader"
    "  AND r.upto_seq >= s.first AND r.upto_seq <= s.last";

constexpr const char* insert_read_mark_sql =
    "/* insert_read_mark */ INSERT INTO read_marks (thread_id, person_id, upto_seq, at)"
    " VALUES (:thread, :person, :upto, :at)";

constexpr const char* count_unread_sql =
    "/* count_unread */ SELECT COUNT(*) FROM messages"
    " WHERE thread_id = :thread AND seq > :upto AND NOT (sender_id <=> :person)";

constexpr const char* mark_read_sql =
    "/* mark_read */ UPDATE thread_members SET read_upto = :upto, unread = :unread,"
    " marked_unread = 0, has_unread = :has_unread"
    " WHERE person_id = :person AND thread_id = :thread";

constexpr const char* load_sent_seqs_sql =
    "/* load_sent_seqs */ SELECT seq FROM messages WHERE thread_id = :thread AND seq >= :first"
    " AND sender_id = :sender ORDER BY seq LIMIT :rows";

}  // namespace

std::optional<ReadingPlace> load_reading_place(Session& session, const std::string& person,
                                               long long thread, long long asked) {
  ReadingPlace place;
  int marked_unread = 0;
  std::string read_at;
  Statement statement(session, load_reading_place_sql);
  statement.use(asked, "asked").use(person, "person").use(thread, "thread");
  statement.into(place.last_seq, place.read_upto, place.unread, marked_unread, read_at);
  if (!statement.fetch_one()) return std::nullopt;
  place.marked_unread = marked_unread != 0;
  place.read_at = optional_time_from_sql(read_at);
  return place;
}

std::vector<rules::ReadMark> load_read_marks(Session& session, long long thread,
                                             const std::string& one, const std::string& other,
                                             long long first, int count) {
  const int rows = count + 1;
  std::vector<rules::ReadMark> marks;
  rules::ReadMark mark;
  std::string at;
  Statement statement(session, load_read_marks_sql);
  statement.use(thread, "thread").use(thread, "thread2").use(one, "one").use(other, "other");
  statement.use(first, "first").use(first, "first2").use(rows, "rows").use(rows, "rows2");
  statement.into(mark.person_id, mark.upto, at);
  statement.fetch_all([&] {
    mark.at = time_from_sql(at);
    marks.push_back(mark);
  });
  return marks;
}

std::vector<ThreadMark> load_marks_within(Session& session, const std::vector<MarkSpan>& spans) {
  if (spans.empty()) return {};
  JsonRows rows;
  for (const auto& span : spans) {
    rows.row({span.thread_id, span.first, span.last}).text(span.reader);
  }
  const std::string json = rows.json();
  std::vector<ThreadMark> marks;
  ThreadMark next;
  std::string at;
  Statement statement(session, load_marks_within_sql);
  statement.use(json, "spans");
  statement.into(next.thread_id, next.mark.person_id, next.mark.upto, at);
  statement.fetch_all([&] {
    next.mark.at = time_from_sql(at);
    marks.push_back(next);
  });
  std::ranges::sort(marks, {}, [](const ThreadMark& each) { return each.mark.upto; });
  return marks;
}

std::optional<NewestMarks> load_newest_marks(Session& session, const std::string& person,
                                             long long thread, int count) {
  std::optional<NewestMarks> newest;
  std::string other_id;
  std::string parent_id;
  std::string student_id;
  long long last_seq = 0;
  int hidden = 0;
  rules::ReadMark mark;
  std::string at;
  Statement statement(session, load_newest_marks_sql);
  statement.use(count, "rows").use(person, "person").use(thread, "thread");
  statement.into(other_id, parent_id, student_id, last_seq, hidden);
  statement.into(mark.person_id, mark.upto, at);
  statement.fetch_all([&] {
    if (!newest) {
      newest = NewestMarks{other_id,
                           rules::triple_of(parent_id, student_id, person, other_id),
                           last_seq,
                           hidden != 0,
                           {}};
    }
    if (mark.upto == 0) return;
    mark.at = time_from_sql(at);
    newest->marks.push_back(mark);
  });
  if (newest) std::ranges::sort(newest->marks, {}, &rules::ReadMark::upto);
  return newest;
}

void insert_read_mark(Session& session, long long thread, const rules::ReadMark& mark) {
  const std::string at = sql_time(mark.at);
  Statement statement(session, insert_read_mark_sql);
  statement.use(thread, "thread")
      .use(mark.person_id, "person")
      .use(mark.upto, "upto")
      .use(at, "at");
  statement.execute();
}

int count_unread(Session& session, const std::string& person, long long thread, long long upto) {
  int count = 0;
  Statement statement(session, count_unread_sql);
  statement.use(thread, "thread").use(upto, "upto").use(person, "person").into(count);
  statement.fetch_one();
  return count;
}

void mark_read(Session& session, const std::string& person, long long thread, long long upto,
               int unread) {
  const int has_unread = unread > 0 ? 1 : 0;
  Statement statement(session, mark_read_sql);
  statement.use(upto, "upto").use(unread, "unread").use(has_unread, "has_unread");
  statement.use(person, "person").use(thread, "thread");
  statement.execute();
}

std::vector<long long> load_sent_seqs(Session& session, long long thread, const std::string& sender,
                                      long long from, int limit) {
  std::vector<long long> seqs;
  long long seq = 0;
  Statement statement(session, load_sent_seqs_sql);
  statement.use(thread, "thread").use(from, "first").use(sender, "sender").use(limit, "rows");
  statement.into(seq);
  statement.fetch_all([&] { seqs.push_back(seq); });
  return seqs;
}

}  // namespace chalkline::storage
