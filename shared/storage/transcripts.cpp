#include "storage/transcripts.h"

#include <algorithm>
#include <string>
#include <utility>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_trail_thread_sql =
    "/* load_trail_thread */ SELECT t.kind, t.low_id, l.name, l.roles, t.high_id, h.name, h.roles,"
    " IFNULL(t.parent_id, ''), IFNULL(s.id, ''), IFNULL(s.name, ''), IFNULL(s.roles, 0),"
    " t.created_at, t.last_seq, t.trail_entry,"
    " LOWER(HEX(IFNULL(t.trail_chain, REPEAT(CHAR(0), 32))))"
    " FROM threads t JOIN people l ON l.id = t.low_id JOIN people h ON h.id = t.high_id"
    " LEFT JOIN people s ON s.id = t.student_id"
    " WHERE t.id = :thread";

// The columns of a line from the row `of`: what a message says now, or what it said before.
#define CHALKLINE_LINE(of)                                           \
  " IFNULL(" of ".entry, 0), LOWER(HEX(" of ".salt)), LOWER(HEX(" of \
  ".commitment)), LOWER(HEX(" of ".chain)), " of ".kind, " of ".body, IFNULL(x.notice, '')"

// Of what has changed, the first version stands in message_versions. What is older than the chain
// and has not changed since is told as it is now.
constexpr const char* load_sent_lines_sql =
    "/* load_sent_lines */ SELECT x.seq, 1, IFNULL(x.sender_id, ''), x.at,"
    " IFNULL(x.edited_at, ''), 0," CHALKLINE_LINE("x")
    " FROM messages x LEFT JOIN message_versions v ON v.thread_id = x.thread_id AND v.seq = x.seq"
    "  AND v.version = 1 AND (v.entry IS NOT NULL OR x.entry IS NOT NULL)"
    " WHERE x.thread_id = :thread AND x.seq >= :first AND x.seq <= :last AND v.version IS NULL"
    " UNION ALL SELECT x.seq, 1, IFNULL(x.sender_id, ''), x.at, v.replaced_at, 1,"
    CHALKLINE_LINE("v")
    " FROM message_versions v JOIN messages x ON x.thread_id = v.thread_id AND x.seq = v.seq"
    " WHERE v.thread_id = :thread2 AND v.seq >= :first2 AND v.seq <= :last2 AND v.version = 1"
    "  AND (v.entry IS NOT NULL OR x.entry IS NOT NULL)";

// Each kept version names the entry of what replaced it: the next kept one, or what is there now.
constexpr const char* load_changed_lines_sql =
    "/* load_changed_lines */ SELECT r.seq, r.version + 1, IFNULL(x.sender_id, ''), r.replaced_at,"
    " IFNULL(n.replaced_at, ''), n.version IS NOT NULL, r.replaced_entry,"
    " LOWER(HEX(IF(n.version IS NULL, x.salt, n.salt))),"
    " LOWER(HEX(IFNULL(n.commitment, x.commitment))), LOWER(HEX(IFNULL(n.chain, x.chain))),"
    " IFNULL(n.kind, x.kind), IFNULL(n.body, x.body), IFNULL(x.notice, '')"
    " FROM message_versions r FORCE INDEX (replaced)"
    " JOIN messages x ON x.thread_id = r.thread_id AND x.seq = r.seq"
    " LEFT JOIN message_versions n ON n.thread_id = r.thread_id AND n.seq = r.seq"
    "  AND n.version = r.version + 1"
    " WHERE r.thread_id = :thread AND r.replaced_entry > :after AND r.replaced_entry <= :last"
    " ORDER BY r.replaced_entry LIMIT :rows";

// The places of a line's columns while a statement runs.
struct LineColumns {
  long long seq = 0;
  int version = 1;
  std::string sender_id;
  std::string at;
  std::string changed_at;
  int superseded = 0;
  rules::Seal seal;
  std::string kind;
  std::string body;
  std::string notice;

  void bind(Statement& statement) {
    statement.into(seq, version, sender_id, at, changed_at, superseded, seal.entry, seal.salt,
                   seal.commitment, seal.chain, kind, body, notice);
  }

  rules::TrailLine line() const {
    return {.seq = seq,
            .version = version,
            .kind = rules::message_kind_from(kind).value_or(rules::MessageKind::text),
            .sender_id = optional_text(sender_id),
            .at = time_from_sql(at),
            .body = body,
            .notice = optional_text(notice),
            .seal = seal.entry == 0 ? std::nullopt : std::optional(seal),
            .changed_at = optional_time_from_sql(changed_at),
            .superseded = superseded != 0};
  }
};

rules::Roles roles_in_parent_thread(const std::string& person, const std::string& parent) {
  rules::Roles roles;
  roles.add(person == parent ? rules::Role::parent : rules::Role::tutor);
  return roles;
}

rules::TrailLines fetch_lines(Statement& statement) {
  rules::TrailLines found;
  LineColumns columns;
  columns.bind(statement);
  statement.fetch_all([&] { found.lines.push_back(columns.line()); });
  return found;
}

}  // namespace

std::optional<TrailThread> load_trail_thread(Session& session, long long thread) {
  TrailThread found;
  std::string kind;
  std::string created_at;
  int low_roles = 0;
  int high_roles = 0;
  std::string parent_id;
  rules::Person student;
  int student_roles = 0;
  Statement statement(session, load_trail_thread_sql);
  statement.use(thread, "thread");
  statement.into(kind, found.low.id, found.low.name, low_roles, found.high.id, found.high.name,
                 high_roles, parent_id, student.id, student.name, student_roles, created_at,
                 found.last_seq, found.head.entry, found.head.chain);
  if (!statement.fetch_one()) return std::nullopt;
  found.kind = kind == "parent" ? rules::ThreadKind::parent : rules::ThreadKind::direct;
  found.low.roles = {static_cast<std::uint32_t>(low_roles)};
  found.high.roles = {static_cast<std::uint32_t>(high_roles)};
  if (!student.id.empty()) {
    found.low.roles = roles_in_parent_thread(found.low.id, parent_id);
    found.high.roles = roles_in_parent_thread(found.high.id, parent_id);
    student.roles = {static_cast<std::uint32_t>(student_roles)};
    found.student = std::move(student);
  }
  found.created_at = time_from_sql(created_at);
  return found;
}

rules::TrailLines load_sent_lines(Session& session, long long thread, long long first,
                                  long long last) {
  Statement statement(session, load_sent_lines_sql);
  statement.use(thread, "thread").use(first, "first").use(last, "last");
  statement.use(thread, "thread2").use(first, "first2").use(last, "last2");
  auto found = fetch_lines(statement);
  std::ranges::sort(found.lines, {}, &rules::TrailLine::seq);
  return found;
}

rules::TrailLines load_changed_lines(Session& session, long long thread, long long after,
                                     long long last, int limit) {
  const int rows = limit + 1;
  Statement statement(session, load_changed_lines_sql);
  statement.use(thread, "thread").use(after, "after").use(last, "last").use(rows, "rows");
  auto found = fetch_lines(statement);
  found.more = found.lines.size() > static_cast<std::size_t>(limit);
  if (found.more) found.lines.pop_back();
  return found;
}

}  // namespace chalkline::storage
