#include "storage/parent_threads.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_parent_facts_sql =
    "/* load_parent_facts */ SELECT"
    " EXISTS(SELECT 1 FROM people s WHERE s.id = x.student AND s.erased_at IS NULL),"
    " EXISTS(SELECT 1 FROM parent_links l STRAIGHT_JOIN people p ON p.id = l.parent_id"
    "  AND p.erased_at IS NULL WHERE l.parent_id = x.parent AND l.student_id = x.student"
    "  AND l.state = 'confirmed'),"
    " EXISTS(SELECT 1 FROM orders b WHERE b.student_id = x.student AND b.tutor_id = x.tutor"
    "  AND b.state = 'paid'),"
    " EXISTS(SELECT 1 FROM enrolments e STRAIGHT_JOIN enrolments f ON f.person_id = x.tutor"
    "  AND f.course_id = e.course_id AND f.role = 'tutor' AND f.state = 'active'"
    "  WHERE e.person_id = x.student AND e.role = 'student' AND e.state = 'active'),"
    " (SELECT IF(r.low_id = x.tutor, r.low_teaches, r.high_teaches) FROM relationships r"
    "  WHERE r.low_id = x.low AND r.high_id = x.high)"
    " FROM JSON_TABLE(:triples, '$[*]' COLUMNS (place FOR ORDINALITY,"
    "  parent VARCHAR(64) CHARACTER SET ascii PATH '$[0]',"
    "  tutor VARCHAR(64) CHARACTER SET ascii PATH '$[1]',"
    "  student VARCHAR(64) CHARACTER SET ascii PATH '$[2]',"
    "  low VARCHAR(64) CHARACTER SET ascii PATH '$[3]',"
    "  high VARCHAR(64) CHARACTER SET ascii PATH '$[4]')) AS x ORDER BY x.place";

constexpr const char* load_parent_thread_id_sql =
    "/* load_parent_thread_id */ SELECT t.id FROM threads t"
    " JOIN thread_members m ON m.person_id = :person AND m.thread_id = t.id"
    " WHERE t.kind = 'parent' AND t.thread_key = :thread_key";

constexpr const char* load_person_sql =
    "/* load_person */ SELECT id, name, avatar_url, roles FROM people WHERE id = :person";

constexpr const char* lock_link_sql =
    "/* lock_link */ SELECT id FROM parent_links"
    " WHERE parent_id = :parent AND student_id = :student FOR UPDATE";

constexpr const char* load_linked_parents_sql =
    "/* load_linked_parents */ SELECT p.id, p.name, p.avatar_url, p.roles FROM parent_links l"
    " JOIN people p ON p.id = l.parent_id AND p.erased_at IS NULL"
    " WHERE l.student_id = :student AND l.state = 'confirmed' ORDER BY l.parent_id";

constexpr const char* load_threads_about_sql =
    "/* load_threads_about */ SELECT t.id, p.id, p.name, p.avatar_url, p.roles,"
    " EXISTS(SELECT 1 FROM parent_links l WHERE l.parent_id = t.parent_id"
    "  AND l.student_id = t.student_id AND l.state = 'confirmed')"
    " FROM threads t JOIN thread_members m ON m.person_id = :tutor AND m.thread_id = t.id"
    " JOIN people p ON p.id = t.parent_id"
    " WHERE t.student_id = :student AND t.parent_id <> :tutor2 ORDER BY t.parent_id";

// Keys begin with the parent and the tutor, so each way round is a range of them.
constexpr const char* lock_parent_threads_of_pair_sql =
    "/* lock_parent_threads_of_pair */ SELECT t.id FROM threads t FORCE INDEX (thread_key)"
    " STRAIGHT_JOIN thread_members m FORCE INDEX (PRIMARY) ON m.person_id = :person"
    "  AND m.thread_id = t.id"
    " WHERE t.kind = 'parent' AND ((t.thread_key > :first AND t.thread_key < :first_end)"
    "  OR (t.thread_key > :second AND t.thread_key < :second_end)) ORDER BY t.id FOR UPDATE";

#define CHALKLINE_TUTORS_OF                                                                       \
  " FROM (SELECT tutor_id AS id FROM orders WHERE student_id = :student AND state = 'paid'"       \
  "  UNION SELECT f.person_id FROM enrolments e STRAIGHT_JOIN enrolments f"                       \
  "   ON f.course_id = e.course_id AND f.role = 'tutor' AND f.state = 'active'"                   \
  "   WHERE e.person_id = :student2 AND e.role = 'student' AND e.state = 'active'"                \
  "  UNION SELECT low_id FROM relationships WHERE high_id = :student3 AND low_teaches = 'active'" \
  "  UNION SELECT high_id FROM relationships WHERE low_id = :student4"                            \
  "   AND high_teaches = 'active') x"                                                             \
  " JOIN people p ON p.id = x.id"

constexpr const char* load_tutors_of_sql =
    "/* load_tutors_of */ SELECT p.id, p.name, p.avatar_url, p.roles" CHALKLINE_TUTORS_OF
    " ORDER BY p.name, p.id LIMIT :rows";

constexpr const char* load_tutors_of_next_sql =
    "/* load_tutors_of_next */ SELECT p.id, p.name, p.avatar_url, p.roles" CHALKLINE_TUTORS_OF
    " WHERE p.name > :name OR (p.name = :name2 AND p.id > :id)"
    " ORDER BY p.name, p.id LIMIT :rows";

constexpr const char* lock_threads_of_link_sql =
    "/* lock_threads_of_link */ SELECT id, IF(low_id = parent_id, high_id, low_id) FROM threads"
    " WHERE student_id = :student AND parent_id = :parent ORDER BY id FOR UPDATE";

constexpr const char* insert_closed_member_sql =
    "/* insert_closed_member */ INSERT INTO closed_members (person_id, thread_id, closed_at,"
    " pinned, archived, muted, snoozed_until, wake_on_message, marked_unread, read_upto)"
    " SELECT person_id, thread_id, :now, pinned, archived, muted, snoozed_until, wake_on_message,"
    " marked_unread, read_upto FROM thread_members"
    " WHERE person_id = :person AND thread_id = :thread";

constexpr const char* delete_membership_sql =
    "/* delete_membership */ DELETE FROM thread_members"
    " WHERE person_id = :person AND thread_id = :thread";

constexpr const char* delete_closed_member_sql =
    "/* delete_closed_member */ DELETE FROM closed_members"
    " WHERE person_id = :person AND thread_id = :thread";

// What the list shows of the newest message stands in the other member's row; what is unread, in
// the messages. What the tutor has removed meanwhile is so the same for both.
constexpr const char* restore_membership_sql =
    "/* restore_membership */ INSERT INTO thread_members (person_id, thread_id, kind, other_id,"
    " parent_id, student_id, pinned, archived, muted, snoozed_until, wake_on_message, unread,"
    " marked_unread, has_unread, read_upto, last_seq, last_sender_id, last_kind, last_preview,"
    " last_at, unanswered)"
    " SELECT c.person_id, c.thread_id, o.kind, o.person_id, o.parent_id, o.student_id, c.pinned,"
    " c.archived, c.muted, c.snoozed_until, c.wake_on_message,"
    " (SELECT COUNT(*) FROM messages x WHERE x.thread_id = c.thread_id AND x.seq > c.read_upto"
    "  AND NOT (x.sender_id <=> c.person_id)),"
    " c.marked_unread,"
    " c.marked_unread OR EXISTS(SELECT 1 FROM messages x WHERE x.thread_id = c.thread_id"
    "  AND x.seq > c.read_upto AND NOT (x.sender_id <=> c.person_id)),"
    " c.read_upto, o.last_seq, o.last_sender_id, o.last_kind, o.last_preview, o.last_at,"
    " IF(t.last_sender_id = c.person_id, t.unanswered, 0)"
    " FROM closed_members c JOIN threads t ON t.id = c.thread_id"
    " JOIN thread_members o ON o.thread_id = c.thread_id"
    "  AND o.person_id = IF(t.low_id = c.person_id, t.high_id, t.low_id)"
    " WHERE c.person_id = :person AND c.thread_id = :thread";

// The places of a person's columns while a statement runs.
struct MemberColumns {
  std::string id;
  std::string name;
  std::string avatar_url;
  int roles = 0;

  void bind(Statement& statement) { statement.into(id, name, avatar_url, roles); }
  rules::Person person() const {
    return {.id = id,
            .name = name,
            .avatar_url = optional_text(avatar_url),
            .roles = {static_cast<std::uint32_t>(roles)}};
  }
};

std::vector<rules::Person> fetch_people(Statement& statement) {
  std::vector<rules::Person> people;
  MemberColumns columns;
  columns.bind(statement);
  statement.fetch_all([&] { people.push_back(columns.person()); });
  return people;
}

// JSON rows of ids, which hold no character that JSON would escape.
std::string json_of_triples(const std::vector<rules::Triple>& triples) {
  std::string rows = "[";
  for (const auto& triple : triples) {
    const auto pair = rules::pair_of(triple.tutor, triple.student);
    rows += rows.size() == 1 ? "" : ",";
    rows += json_array({triple.parent, triple.tutor, triple.student, pair.low, pair.high});
  }
  return rows + "]";
}

// All keys of the parent and the tutor lie between these two: '}' is the character behind '|'.
struct Keys {
  std::string begin;
  std::string end;
};
Keys keys_of(const std::string& parent, const std::string& tutor) {
  const std::string two = parent + "|" + tutor;
  return {two + "|", two + "}"};
}

long long write_member(Session& session, const char* sql, const std::string& person,
                       long long thread) {
  Statement statement(session, sql);
  statement.use(person, "person").use(thread, "thread");
  return statement.execute();
}

}  // namespace

std::vector<rules::ParentFacts> load_parent_facts(Session& session,
                                                  const std::vector<rules::Triple>& triples) {
  const std::string rows = json_of_triples(triples);
  std::vector<rules::ParentFacts> all;
  int known = 0;
  int linked = 0;
  int purchased = 0;
  int enrolled = 0;
  std::string relationship;
  Statement statement(session, load_parent_facts_sql);
  statement.use(rows, "triples").into(known, linked, purchased, enrolled, relationship);
  statement.fetch_all([&] {
    all.push_back({.student_known = known != 0,
                   .linked = linked != 0,
                   .purchased = purchased != 0,
                   .enrolled = enrolled != 0,
                   .relationship =
                       rules::relationship_from(relationship).value_or(rules::Relationship::none)});
  });
  return all;
}

void lock_link(Session& session, const std::string& parent, const std::string& student) {
  long long id = 0;
  Statement statement(session, lock_link_sql);
  statement.use(parent, "parent").use(student, "student").into(id);
  statement.fetch_one();
}

std::optional<long long> load_parent_thread_id(Session& session, const std::string& person,
                                               const rules::Triple& triple) {
  const std::string key = rules::parent_key(triple);
  long long id = 0;
  Statement statement(session, load_parent_thread_id_sql);
  statement.use(person, "person").use(key, "thread_key").into(id);
  return statement.fetch_one() ? std::optional(id) : std::nullopt;
}

rules::Person load_person(Session& session, const std::string& person) {
  MemberColumns columns;
  Statement statement(session, load_person_sql);
  statement.use(person, "person");
  columns.bind(statement);
  if (!statement.fetch_one()) columns.id = person;
  return columns.person();
}

std::vector<rules::Person> load_linked_parents(Session& session, const std::string& student) {
  Statement statement(session, load_linked_parents_sql);
  statement.use(student, "student");
  return fetch_people(statement);
}

std::vector<rules::ParentThread> load_threads_about(Session& session, const std::string& tutor,
                                                    const std::string& student) {
  std::vector<rules::ParentThread> threads;
  long long id = 0;
  MemberColumns parent;
  int linked = 0;
  Statement statement(session, load_threads_about_sql);
  statement.use(tutor, "tutor").use(tutor, "tutor2").use(student, "student").into(id);
  parent.bind(statement);
  statement.into(linked);
  statement.fetch_all([&] { threads.push_back({id, parent.person(), linked != 0}); });
  return threads;
}

std::vector<long long> lock_parent_threads_of_pair(Session& session, const std::string& person,
                                                   const std::string& other) {
  const auto first = keys_of(person, other);
  const auto second = keys_of(other, person);
  std::vector<long long> threads;
  long long id = 0;
  Statement statement(session, lock_parent_threads_of_pair_sql);
  statement.use(person, "person").use(first.begin, "first").use(first.end, "first_end");
  statement.use(second.begin, "second").use(second.end, "second_end").into(id);
  statement.fetch_all([&] { threads.push_back(id); });
  return threads;
}

std::vector<rules::Person> load_tutors_of(Session& session, const std::string& student,
                                          const std::optional<NamedTutor>& after, int limit) {
  Statement statement(session, after ? load_tutors_of_next_sql : load_tutors_of_sql);
  statement.use(student, "student").use(student, "student2").use(student, "student3");
  statement.use(student, "student4").use(limit, "rows");
  if (after) statement.use(after->name, "name").use(after->name, "name2").use(after->id, "id");
  return fetch_people(statement);
}

std::vector<LinkedThread> lock_threads_of_link(Session& session, const std::string& parent,
                                               const std::string& student) {
  std::vector<LinkedThread> threads;
  LinkedThread thread;
  Statement statement(session, lock_threads_of_link_sql);
  statement.use(parent, "parent").use(student, "student").into(thread.id, thread.tutor_id);
  statement.fetch_all([&] { threads.push_back(thread); });
  return threads;
}

bool insert_closed_member(Session& session, const std::string& person, long long thread,
                          rules::Time now) {
  const std::string at = sql_time(now);
  Statement statement(session, insert_closed_member_sql);
  statement.use(at, "now").use(person, "person").use(thread, "thread");
  return statement.execute() > 0;
}

void delete_membership(Session& session, const std::string& person, long long thread) {
  write_member(session, delete_membership_sql, person, thread);
}

bool restore_membership(Session& session, const std::string& person, long long thread) {
  return write_member(session, restore_membership_sql, person, thread) > 0;
}

void delete_closed_member(Session& session, const std::string& person, long long thread) {
  write_member(session, delete_closed_member_sql, person, thread);
}

}  // namespace chalkline::storage
