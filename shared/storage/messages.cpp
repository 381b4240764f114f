#include "storage/messages.h"

#include <algorithm>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

// A member's row without a message beside it means: yours, and nothing in this range. Both bounds
// are given, so there is nothing to limit; sorting is left to fetch_page, as the server would copy
// every body into a temporary table for it.
constexpr const char* load_messages_before_sql =
    "/* load_messages_before */ SELECT m.other_id, m.parent_id, m.student_id, m.last_seq,"
    " me.hides_receipts | o.hides_receipts, x.seq,"
    " x.kind, x.sender_id, x.client_id, x.at, x.edited_at, x.body, x.notice"
    " FROM thread_members m STRAIGHT_JOIN people me ON me.id = m.person_id"
    " STRAIGHT_JOIN people o ON o.id = m.other_id LEFT JOIN messages x ON x.thread_id = m.thread_id"
    "  AND x.seq < LEAST(:before, m.last_seq + 1) AND x.seq >= LEAST(:before2, m.last_seq + 1) - "
    ":rows"
    " WHERE m.person_id = :person AND m.thread_id = :thread";

constexpr const char* load_messages_after_sql =
    "/* load_messages_after */ SELECT m.other_id, m.parent_id, m.student_id, m.last_seq,"
    " me.hides_receipts | o.hides_receipts, x.seq,"
    " x.kind, x.sender_id, x.client_id, x.at, x.edited_at, x.body, x.notice"
    " FROM thread_members m STRAIGHT_JOIN people me ON me.id = m.person_id"
    " STRAIGHT_JOIN people o ON o.id = m.other_id LEFT JOIN messages x ON x.thread_id = m.thread_id"
    "  AND x.seq > :after AND x.seq <= :after2 + :rows"
    " WHERE m.person_id = :person AND m.thread_id = :thread";

constexpr const char* load_messages_between_sql =
    "/* load_messages_between */ SELECT seq, kind, sender_id, client_id, at, edited_at, body,"
    " notice"
    " FROM messages WHERE thread_id = :thread AND seq >= :first AND seq <= :last";

constexpr const char* load_texts_of_sql =
    "/* load_texts_of */ SELECT body FROM messages WHERE thread_id = :thread AND seq >= :first"
    " AND seq < :before AND sender_id = :sender AND kind = 'text' ORDER BY seq";

constexpr const char* load_newest_unread_text_sql =
    "/* load_newest_unread_text */ SELECT body FROM messages WHERE thread_id = :thread"
    " AND seq > :read_upto AND kind = 'text' AND sender_id <> :person ORDER BY seq DESC LIMIT 1";

constexpr const char* load_message_by_client_id_sql =
    "/* load_message_by_client_id */ SELECT thread_id, seq, kind, IFNULL(sender_id, ''),"
    " IFNULL(client_id, ''), at, IFNULL(edited_at, ''), body, IFNULL(notice, '') FROM messages"
    " WHERE sender_id = :sender AND client_id = :client_id";

// Behind the clientId come those that go on with a zero byte; no other one lies in between.
constexpr const char* load_copies_sql =
    "/* load_copies */ SELECT thread_id, seq, kind, IFNULL(sender_id, ''),"
    " IFNULL(client_id, ''), at, IFNULL(edited_at, ''), body, IFNULL(notice, '') FROM messages"
    " WHERE sender_id = :sender AND client_id >= :first AND client_id < :beyond"
    " ORDER BY client_id LIMIT 100";

constexpr const char* lock_message_sql =
    "/* lock_message */ SELECT 1 + (SELECT COUNT(*) FROM message_versions v"
    "  WHERE v.thread_id = x.thread_id AND v.seq = x.seq), seq, kind, IFNULL(sender_id, ''),"
    " IFNULL(client_id, ''), at, IFNULL(edited_at, ''), body, IFNULL(notice, '') FROM messages x"
    " WHERE x.thread_id = :thread AND x.seq = :seq FOR UPDATE";

constexpr const char* insert_message_version_sql =
    "/* insert_message_version */ INSERT INTO message_versions"
    " (thread_id, seq, version, replaced_at, body, kind, entry, salt, commitment, chain,"
    "  replaced_entry)"
    " SELECT x.thread_id, x.seq, 1 + (SELECT COUNT(*) FROM message_versions v"
    "  WHERE v.thread_id = :thread AND v.seq = :seq), :now, x.body,"
    "  x.kind, x.entry, x.salt, x.commitment, x.chain, :next_entry"
    " FROM messages x WHERE x.thread_id = :thread2 AND x.seq = :seq2";

constexpr const char* load_first_version_sql =
    "/* load_first_version */ SELECT body FROM message_versions"
    " WHERE thread_id = :thread AND seq = :seq AND version = 1";

constexpr const char* update_message_sql =
    "/* update_message */ UPDATE messages SET kind = :kind, body = :body,"
    " edited_at = NULLIF(:edited_at, ''), entry = NULLIF(:entry, 0),"
    " salt = UNHEX(NULLIF(:salt, '')), commitment = UNHEX(NULLIF(:commitment, '')),"
    " chain = UNHEX(NULLIF(:chain, ''))"
    " WHERE thread_id = :thread AND seq = :seq";

constexpr const char* insert_message_sql =
    "/* insert_message */ INSERT INTO messages"
    " (thread_id, seq, kind, sender_id, client_id, at, body, notice, entry, salt, commitment, "
    "chain)"
    " VALUES (:thread, :seq, :kind, NULLIF(:sender, ''), NULLIF(:client_id, ''), :at, :body,"
    " NULLIF(:notice, ''), NULLIF(:entry, 0), UNHEX(NULLIF(:salt, '')), UNHEX(NULLIF(:commitment, "
    "'')),"
    " UNHEX(NULLIF(:chain, '')))";

// The places of a message's columns while a statement runs.
struct MessageColumns {
  long long seq = 0;
  std::string kind;
  std::string sender_id;
  std::string client_id;
  std::string at;
  std::string edited_at;
  std::string body;
  std::string notice;

  void bind(Statement& statement) {
    statement.into(seq, kind, sender_id, client_id, at, edited_at, body, notice);
  }

  rules::Message message(long long thread) {
    return {.thread_id = thread,
            .seq = seq,
            .kind = rules::message_kind_from(kind).value_or(rules::MessageKind::text),
            .sender_id = optional_text(sender_id),
            .body = body,
            .at = time_from_sql(at),
            .edited_at = optional_time_from_sql(edited_at),
            .client_id = optional_text(client_id),
            .notice = optional_text(notice)};
  }
};

void use_seal(Statement& statement, const rules::Seal& seal) {
  statement.use(seal.entry, "entry").use(seal.salt, "salt").use(seal.commitment, "commitment");
  statement.use(seal.chain, "chain");
}

std::optional<MessagePage> fetch_page(Statement& statement, const std::string& person,
                                      long long thread) {
  std::optional<MessagePage> page;
  std::string other_id;
  std::string parent_id;
  std::string student_id;
  long long last_seq = 0;
  int hidden = 0;
  MessageColumns columns;
  statement.into(other_id, parent_id, student_id, last_seq, hidden);
  columns.bind(statement);
  statement.fetch_all([&] {
    if (!page) {
      page = MessagePage{other_id,
                         rules::triple_of(parent_id, student_id, person, other_id),
                         last_seq,
                         hidden != 0,
                         {}};
    }
    if (columns.seq > 0) page->messages.push_back(columns.message(thread));
  });
  if (page) std::ranges::sort(page->messages, {}, &rules::Message::seq);
  return page;
}

}  // namespace

std::optional<MessagePage> load_messages_before(Session& session, const std::string& person,
                                                long long thread, long long before, int limit) {
  Statement statement(session, load_messages_before_sql);
  statement.use(before, "before").use(before, "before2").use(limit, "rows");
  statement.use(person, "person").use(thread, "thread");
  return fetch_page(statement, person, thread);
}

std::vector<rules::Message> load_messages_between(Session& session, long long thread,
                                                  long long first, long long last) {
  std::vector<rules::Message> messages;
  messages.reserve(static_cast<std::size_t>(last - first + 1));
  MessageColumns columns;
  Statement statement(session, load_messages_between_sql);
  statement.use(thread, "thread").use(first, "first").use(last, "last");
  columns.bind(statement);
  statement.fetch_all([&] { messages.push_back(columns.message(thread)); });
  std::ranges::sort(messages, {}, &rules::Message::seq);
  return messages;
}

std::optional<MessagePage> load_messages_after(Session& session, const std::string& person,
                                               long long thread, long long after, int limit) {
  Statement statement(session, load_messages_after_sql);
  statement.use(after, "after").use(after, "after2").use(limit, "rows");
  statement.use(person, "person").use(thread, "thread");
  return fetch_page(statement, person, thread);
}

std::vector<std::string> load_texts_of(Session& session, long long thread,
                                       const std::string& sender, long long first,
                                       long long before) {
  std::vector<std::string> texts;
  std::string body;
  Statement statement(session, load_texts_of_sql);
  statement.use(thread, "thread").use(first, "first").use(before, "before");
  statement.use(sender, "sender").into(body);
  statement.fetch_all([&] { texts.push_back(body); });
  return texts;
}

std::optional<std::string> load_newest_unread_text(Session& session, long long thread,
                                                   const std::string& person, long long read_upto) {
  std::string body;
  Statement statement(session, load_newest_unread_text_sql);
  statement.use(thread, "thread").use(read_upto, "read_upto").use(person, "person").into(body);
  if (!statement.fetch_one()) return std::nullopt;
  return body;
}

std::optional<rules::Message> load_message_by_client_id(Session& session, const std::string& sender,
                                                        const std::string& client_id) {
  long long thread = 0;
  MessageColumns columns;
  Statement statement(session, load_message_by_client_id_sql);
  statement.use(sender, "sender").use(client_id, "client_id").into(thread);
  columns.bind(statement);
  if (!statement.fetch_one()) return std::nullopt;
  return columns.message(thread);
}

std::vector<rules::Message> load_copies(Session& session, const std::string& sender,
                                        const std::string& client_id) {
  const std::string beyond = client_id + '\x01';
  std::vector<rules::Message> copies;
  long long thread = 0;
  MessageColumns columns;
  Statement statement(session, load_copies_sql);
  statement.use(sender, "sender").use(client_id, "first").use(beyond, "beyond").into(thread);
  columns.bind(statement);
  statement.fetch_all([&] { copies.push_back(columns.message(thread)); });
  return copies;
}

std::optional<LockedMessage> lock_message(Session& session, long long thread, long long seq) {
  int version = 1;
  MessageColumns columns;
  Statement statement(session, lock_message_sql);
  statement.use(thread, "thread").use(seq, "seq").into(version);
  columns.bind(statement);
  if (!statement.fetch_one()) return std::nullopt;
  return LockedMessage{columns.message(thread), version};
}

void insert_message_version(Session& session, long long thread, long long seq, rules::Time now,
                            long long next_entry) {
  const std::string at = sql_time(now);
  Statement statement(session, insert_message_version_sql);
  statement.use(thread, "thread").use(seq, "seq").use(at, "now");
  statement.use(thread, "thread2").use(seq, "seq2").use(next_entry, "next_entry");
  statement.execute();
}

std::optional<std::string> load_first_version(Session& session, long long thread, long long seq) {
  std::string body;
  Statement statement(session, load_first_version_sql);
  statement.use(thread, "thread").use(seq, "seq").into(body);
  return statement.fetch_one() ? std::optional(body) : std::nullopt;
}

void update_message(Session& session, const rules::Message& message) {
  const std::string kind(rules::name_of(message.kind));
  const std::string edited_at = sql_time(message.edited_at);
  const auto seal = message.seal.value_or(rules::Seal{});
  Statement statement(session, update_message_sql);
  statement.use(kind, "kind").use(message.body, "body").use(edited_at, "edited_at");
  statement.use(message.thread_id, "thread").use(message.seq, "seq");
  use_seal(statement, seal);
  statement.execute();
}

void insert_message(Session& session, const rules::Message& message) {
  const std::string kind(rules::name_of(message.kind));
  const std::string sender = message.sender_id.value_or("");
  const std::string client_id = message.client_id.value_or("");
  const std::string at = sql_time(message.at);
  const std::string notice = message.notice.value_or("");
  const auto seal = message.seal.value_or(rules::Seal{});
  Statement statement(session, insert_message_sql);
  statement.use(message.thread_id, "thread").use(message.seq, "seq").use(kind, "kind");
  statement.use(sender, "sender").use(client_id, "client_id").use(at, "at");
  statement.use(message.body, "body").use(notice, "notice");
  use_seal(statement, seal);
  statement.execute();
}

}  // namespace chalkline::storage
