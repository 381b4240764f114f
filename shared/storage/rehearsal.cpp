#include "storage/rehearsal.h"

#include <utility>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* find_direct_thread_sql =
    "/* find_direct_thread */ SELECT id FROM threads"
    " WHERE kind = 'direct' AND thread_key = :thread_key";

// Along the threads' primary key; the newest message's time stands in each member's row. A parent's
// row goes when the link ends, the tutor's stays.
constexpr const char* load_threads_since_sql =
    "/* load_threads_since */ SELECT t.id, t.low_id, t.high_id, IFNULL(t.parent_id, ''),"
    " IFNULL(t.student_id, '') FROM threads t STRAIGHT_JOIN thread_members m"
    " ON m.person_id = IF(t.parent_id = t.low_id, t.high_id, t.low_id) AND m.thread_id = t.id"
    " WHERE t.id > :after AND m.last_at >= :since ORDER BY t.id LIMIT :rows";

constexpr const char* load_sent_sql =
    "/* load_sent */ SELECT seq, kind, sender_id, at, IF(at >= :since, body, '') FROM messages"
    " WHERE thread_id = :thread AND seq > :after ORDER BY seq LIMIT :rows";

// By the student, who has fewer bookings than a tutor.
#define CHALKLINE_BOOKED_BY(student, tutor)                                           \
  " UNION ALL SELECT 'booking', '', booked_at FROM bookings FORCE INDEX (of_student)" \
  " WHERE student_id = " student " AND tutor_id = " tutor                             \
  " AND starts_at + INTERVAL minutes MINUTE > booked_at"

constexpr const char* load_cap_resets_sql =
    "/* load_cap_resets */ SELECT 'order' AS cause, state, at FROM orders"
    " FORCE INDEX (of_pair)"
    " WHERE low_id = :low AND high_id = :high" CHALKLINE_BOOKED_BY(":low2", ":high2")
        CHALKLINE_BOOKED_BY(":high3", ":low3") " ORDER BY at";

}  // namespace

std::optional<long long> find_direct_thread(Session& session, const rules::Pair& pair) {
  const std::string key = rules::direct_key(pair);
  long long id = 0;
  Statement statement(session, find_direct_thread_sql);
  statement.use(key, "thread_key").into(id);
  return statement.fetch_one() ? std::optional(id) : std::nullopt;
}

std::vector<SentThread> load_threads_since(Session& session, rules::Time since, long long after,
                                           int limit) {
  const std::string at = sql_time(since);
  std::vector<SentThread> threads;
  SentThread thread;
  std::string parent;
  std::string student;
  Statement statement(session, load_threads_since_sql);
  statement.use(after, "after").use(at, "since").use(limit, "rows");
  statement.into(thread.id, thread.pair.low, thread.pair.high, parent, student);
  statement.fetch_all([&] {
    thread.triple = rules::triple_of(parent, student, thread.pair.low, thread.pair.high);
    threads.push_back(thread);
  });
  return threads;
}

std::vector<rules::Message> load_sent(Session& session, long long thread, rules::Time since,
                                      long long after, int limit) {
  const std::string from = sql_time(since);
  std::vector<rules::Message> messages;
  long long seq = 0;
  std::string kind;
  std::string sender;
  std::string at;
  std::string body;
  Statement statement(session, load_sent_sql);
  statement.use(from, "since").use(thread, "thread").use(after, "after").use(limit, "rows");
  statement.into(seq, kind, sender, at, body);
  statement.fetch_all([&] {
    messages.push_back({.thread_id = thread,
                        .seq = seq,
                        .kind = rules::message_kind_from(kind).value_or(rules::MessageKind::text),
                        .sender_id = optional_text(sender),
                        .body = body,
                        .at = time_from_sql(at)});
  });
  return messages;
}

std::vector<CapReset> load_cap_resets(Session& session, const rules::Pair& pair) {
  std::vector<CapReset> resets;
  std::string cause;
  std::string state;
  std::string at;
  Statement statement(session, load_cap_resets_sql);
  statement.use(pair.low, "low").use(pair.high, "high");
  statement.use(pair.low, "low2").use(pair.high, "high2");
  statement.use(pair.high, "high3").use(pair.low, "low3").into(cause, state, at);
  statement.fetch_all([&] {
    const bool ordered = cause == "order";
    resets.push_back({ordered ? CapReset::Cause::order : CapReset::Cause::booking,
                      rules::order_state_from(state), time_from_sql(at)});
  });
  return resets;
}

}  // namespace chalkline::storage
