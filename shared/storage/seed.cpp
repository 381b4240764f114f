#include "storage/seed.h"

#include <string_view>

#include "storage/plain_sql.h"
#include "storage/sql.h"

// The one place where values are put into a statement's text, quoted and escaped by the client
// library: a statement for each of a million messages would spend its time on the way to the server
// and back, and SOCI binds no vectors here.

namespace chalkline::storage {
namespace {

constexpr const char* insert_threads_sql =
    "/* insert_threads */ INSERT INTO threads (id, kind, thread_key, low_id, high_id, created_at,"
    " last_seq, last_sender_id, unanswered, trail_entry, trail_chain) VALUES ";

constexpr const char* insert_messages_sql =
    "/* insert_messages */ INSERT INTO messages (thread_id, seq, kind, sender_id, client_id, at,"
    " body, entry, salt, commitment, chain) VALUES ";

constexpr const char* insert_read_marks_sql =
    "/* insert_read_marks */ INSERT INTO read_marks (thread_id, person_id, upto_seq, at) VALUES ";

constexpr const char* insert_memberships_sql =
    "/* insert_memberships */ INSERT INTO thread_members (person_id, thread_id, kind, other_id,"
    " pinned, archived, muted, snoozed_until, wake_on_message, unread, marked_unread, has_unread,"
    " read_upto, last_seq, last_sender_id, last_kind, last_preview, last_at, unanswered) VALUES ";

constexpr const char* reserve_thread_ids_sql =
    "/* reserve_thread_ids */ ALTER TABLE threads AUTO_INCREMENT = ";

constexpr const char* load_last_thread_id_sql =
    "/* load_last_thread_id */ SELECT IFNULL(MAX(id), 0) FROM threads";

constexpr const char* has_people_named_sql =
    "/* has_people_named */ SELECT 1 FROM people WHERE id >= :prefix AND id LIKE :pattern LIMIT 1";

constexpr const char* refresh_statistics_sql =
    "/* refresh_statistics */ ANALYZE TABLE people, known_names, known_circles,"
    " relationships, enrolments, threads, messages, thread_members, read_marks";

// The text of one statement with many rows.
class Rows {
 public:
  Rows(Session& session, const char* insert) : session_(session), text_(insert) {}

  Rows& row() {
    if (any_) text_ += "),";
    text_ += '(';
    any_ = true;
    first_ = true;
    return *this;
  }
  Rows& number(long long value) {
    separate();
    text_ += std::to_string(value);
    return *this;
  }
  Rows& text(std::string_view value) {
    separate();
    append_quoted(session_, text_, value);
    return *this;
  }
  Rows& text_or_null(const std::optional<std::string>& value) {
    return value.value_or("").empty() ? null() : text(*value);
  }

  // Bytes, given as hexadecimal digits.
  Rows& bytes(std::string_view digits) {
    separate();
    text_ += "x'";
    text_ += digits;
    text_ += '\'';
    return *this;
  }
  Rows& seal(const std::optional<rules::Seal>& seal) {
    if (!seal) return null().null().null().null();
    return number(seal->entry).bytes(seal->salt).bytes(seal->commitment).bytes(seal->chain);
  }

  void insert(const std::string& name) {
    if (!any_) return;
    text_ += ')';
    execute_plain(session_, text_, name);
  }

 private:
  Rows& null() {
    separate();
    text_ += "NULL";
    return *this;
  }
  void separate() {
    if (!first_) text_ += ',';
    first_ = false;
  }

  Session& session_;
  std::string text_;
  bool any_ = false;
  bool first_ = true;
};

}  // namespace

void insert_threads(Session& session, std::span<const rules::Thread> threads) {
  Rows rows(session, insert_threads_sql);
  for (const auto& thread : threads) {
    rows.row().number(thread.id).text("direct").text(rules::direct_key(thread.pair));
    rows.text(thread.pair.low).text(thread.pair.high).text(sql_time(thread.created_at));
    rows.number(thread.last_seq).text_or_null(thread.last_sender_id).number(thread.unanswered);
    rows.number(thread.trail.entry).bytes(thread.trail.chain);
  }
  rows.insert("insert_threads");
}

void insert_messages(Session& session, std::span<const rules::Message> messages) {
  Rows rows(session, insert_messages_sql);
  for (const auto& message : messages) {
    rows.row().number(message.thread_id).number(message.seq).text(rules::name_of(message.kind));
    rows.text_or_null(message.sender_id).text_or_null(message.client_id);
    rows.text(sql_time(message.at)).text(message.body).seal(message.seal);
  }
  rows.insert("insert_messages");
}

void insert_read_marks(Session& session, std::span<const ReadMarkRow> rows) {
  Rows text(session, insert_read_marks_sql);
  for (const auto& [thread_id, mark] : rows) {
    text.row().number(thread_id).text(mark.person_id).number(mark.upto).text(sql_time(mark.at));
  }
  text.insert("insert_read_marks");
}

void insert_memberships(Session& session, std::span<const MembershipRow> rows) {
  Rows text(session, insert_memberships_sql);
  for (const auto& [person, other, mine] : rows) {
    const auto last = mine.last.value_or(rules::LastMessage{});
    text.row().text(person).number(mine.thread_id).text(rules::name_of(mine.kind)).text(other);
    text.number(mine.pinned).number(mine.archived).number(mine.muted);
    text.text_or_null(sql_time(mine.snoozed_until)).number(mine.wake_on_message);
    text.number(mine.unread).number(mine.marked_unread);
    text.number(mine.unread > 0 || mine.marked_unread ? 1 : 0).number(mine.read_upto);
    text.number(last.seq).text_or_null(last.sender_id).text(rules::name_of(last.kind));
    text.text(last.preview).text(sql_time(mine.last_activity_at)).number(mine.unanswered);
  }
  text.insert("insert_memberships");
}

void reserve_thread_ids(Session& session, long long next) {
  execute_plain(session, reserve_thread_ids_sql + std::to_string(next), "reserve_thread_ids");
}

long long load_last_thread_id(Session& session) {
  long long id = 0;
  Statement statement(session, load_last_thread_id_sql);
  statement.into(id);
  statement.fetch_one();
  return id;
}

bool has_people_named(Session& session, const std::string& prefix) {
  const std::string pattern = prefix + "%";
  int one = 0;
  Statement statement(session, has_people_named_sql);
  statement.use(prefix, "prefix").use(pattern, "pattern").into(one);
  return statement.fetch_one();
}

void refresh_statistics(Session& session) {
  execute_plain(session, refresh_statistics_sql, "refresh_statistics");
}

}  // namespace chalkline::storage
