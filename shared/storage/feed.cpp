#include "storage/feed.h"

#include <algorithm>
#include <tuple>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_feed_thread_sql =
    "/* load_feed_thread */ SELECT m.other_id, m.parent_id, m.student_id, m.last_seq,"
    " me.hides_receipts | o.hides_receipts, m.reads_along FROM thread_members m"
    " STRAIGHT_JOIN people me ON me.id = m.person_id STRAIGHT_JOIN people o ON o.id = m.other_id"
    " WHERE m.person_id = :person AND m.thread_id = :thread";

// Two ranges, each bounded on its own: seq has no gaps, so the messages have both bounds; the
// orders are two ranges of of_pair, one behind the other, read from their end.
constexpr const char* load_feed_sql =
    "/* load_feed */"
    " (SELECT 1, '', seq, kind, sender_id, client_id, at, edited_at, body, 0, '', '',"
    "   IFNULL(notice, '') FROM messages WHERE thread_id = :thread AND seq >= :first AND seq < "
    ":before)"
    " UNION ALL"
    " (SELECT 0, id, 0, state, '', '', at, '', title, amount, currency, IFNULL(url, ''), ''"
    "   FROM orders FORCE INDEX (of_pair) WHERE low_id = :low AND high_id = :high"
    "   AND (at < :at OR (at = :at2 AND id < :id)) ORDER BY at DESC, id DESC LIMIT :rows)";

constexpr const char* load_order_sql =
    "/* load_order */ SELECT id, title, amount, currency, state, at, url FROM orders"
    " WHERE id = :id AND (low_id = :person OR high_id = :person2)";

}  // namespace

std::optional<FeedThread> load_feed_thread(Session& session, const std::string& person,
                                           long long thread) {
  FeedThread found;
  std::string parent_id;
  std::string student_id;
  int hidden = 0;
  int reads_along = 0;
  Statement statement(session, load_feed_thread_sql);
  statement.use(person, "person").use(thread, "thread");
  statement.into(found.other_id, parent_id, student_id, found.last_seq, hidden, reads_along);
  if (!statement.fetch_one()) return std::nullopt;
  found.triple = rules::triple_of(parent_id, student_id, person, found.other_id);
  found.receipts_hidden = hidden != 0;
  found.reads_along = reads_along != 0;
  return found;
}

FeedRows load_feed(Session& session, const FeedRange& range) {
  const auto& below = range.below;
  const long long first = below.seq - range.messages;
  const std::string order_at = sql_time(below.order_at);
  FeedRows rows;
  int is_message = 0;
  std::string client_id;
  std::string edited_at;
  std::string sender_id;
  std::string kind;
  std::string at;
  rules::Message message{.thread_id = range.thread_id};
  rules::Order order;
  std::string url;
  std::string notice;
  Statement statement(session, load_feed_sql);
  statement.use(range.thread_id, "thread").use(first, "first").use(below.seq, "before");
  statement.use(range.pair.low, "low").use(range.pair.high, "high").use(order_at, "at");
  statement.use(order_at, "at2").use(below.order_id, "id").use(range.orders, "rows");
  statement.into(is_message, order.id, message.seq, kind, sender_id, client_id, at, edited_at,
                 message.body, order.amount, order.currency, url, notice);
  statement.fetch_all([&] {
    if (is_message == 0) {
      rows.orders.push_back({order.id, message.body, order.amount, order.currency, kind,
                             time_from_sql(at), optional_text(url)});
      return;
    }
    message.kind = rules::message_kind_from(kind).value_or(rules::MessageKind::text);
    message.sender_id = optional_text(sender_id);
    message.client_id = optional_text(client_id);
    message.notice = optional_text(notice);
    message.at = time_from_sql(at);
    message.edited_at = optional_time_from_sql(edited_at);
    rows.messages.push_back(message);
  });
  std::ranges::sort(rows.messages, {}, &rules::Message::seq);
  std::ranges::sort(rows.orders, {}, [](const auto& one) { return std::tie(one.at, one.id); });
  return rows;
}

std::optional<rules::Order> load_order(Session& session, const std::string& person,
                                       const std::string& id) {
  rules::Order order;
  std::string at;
  std::string url;
  Statement statement(session, load_order_sql);
  statement.use(id, "id").use(person, "person").use(person, "person2");
  statement.into(order.id, order.title, order.amount, order.currency, order.state, at, url);
  if (!statement.fetch_one()) return std::nullopt;
  order.at = time_from_sql(at);
  order.url = optional_text(url);
  return order;
}

}  // namespace chalkline::storage
