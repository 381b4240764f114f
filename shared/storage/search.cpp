#include "storage/search.h"

#include <algorithm>
#include <utility>

#include "storage/json_rows.h"
#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr const char* load_search_threads_sql =
    "/* load_search_threads */ SELECT thread_id, last_at, last_seq FROM thread_members"
    " WHERE person_id = :person AND last_seq > 0";

// All words of the letter are sent: to find one among them takes the server longer than that. What
// has none of the letter has X'FF', which is no word.
constexpr const char* load_search_postings_sql =
    "/* load_search_postings */ SELECT b.thread_id, b.block, IFNULL(s.indexed_upto, 0),"
    " IFNULL(x.words, X'FF') FROM JSON_TABLE(:blocks, '$[*]' COLUMNS (thread_id BIGINT PATH '$[0]',"
    "  block INT PATH '$[1]')) AS b"
    " LEFT JOIN search_threads s ON s.thread_id = b.thread_id"
    " LEFT JOIN search_words x ON x.owner_id = s.owner_id AND x.letter = :letter"
    "  AND x.thread_id = b.thread_id AND x.block = b.block";

constexpr const char* load_owned_postings_sql =
    "/* load_owned_postings */ SELECT thread_id, block, words FROM search_words"
    " WHERE owner_id = :owner AND letter = :letter";

// The sums are equal only where each thread's share is: the index knows no thread further than it
// goes, and whoever owns one is its member unless they have been shut out. A sum of doubles is as
// exact, and compared in every row at a fraction of the cost.
constexpr const char* load_own_index_sql =
    "/* load_own_index */ SELECT o.messages, o.changes,"
    " o.messages = (SELECT SUM(last_seq + 0e0) FROM thread_members WHERE person_id = :person)"
    "  AND NOT EXISTS (SELECT 1 FROM closed_members WHERE person_id = :person),"
    " IFNULL(x.thread_id, 0), IFNULL(x.block, 0), x.words FROM search_owners o"
    " LEFT JOIN search_words x ON o.messages <= :most AND x.owner_id = o.owner_id"
    "  AND x.letter = :letter"
    " WHERE o.owner_id = :person";

constexpr const char* load_open_threads_sql =
    "/* load_open_threads */ SELECT m.thread_id, m.last_at, m.last_seq,"
    " IF(s.owner_id = m.person_id, s.indexed_upto, -1),"
    " (SELECT IFNULL(MAX(changes), 0) FROM search_owners WHERE owner_id = :person)"
    " FROM thread_members m LEFT JOIN search_threads s ON s.thread_id = m.thread_id"
    " WHERE m.person_id = :person AND m.last_seq > 0"
    "  AND NOT (s.owner_id <=> m.person_id AND s.indexed_upto >= m.last_seq)";

constexpr const char* load_search_results_sql =
    "/* load_search_results */ SELECT x.thread_id, x.seq, x.kind, x.sender_id, x.client_id, x.at,"
    " x.edited_at, x.body, x.notice, m.parent_id, p.id, p.name, p.avatar_url, p.roles,"
    " m.student_id, s.name, s.avatar_url, s.roles,"
    " me.hides_receipts | p.hides_receipts,"
    " IF(x.sender_id <=> m.person_id, m.last_seq, m.read_upto)"
    " FROM people me"
    " STRAIGHT_JOIN JSON_TABLE(:places, '$[*]' COLUMNS (thread_id BIGINT PATH '$[0]',"
    "  seq BIGINT PATH '$[1]')) AS c"
    " STRAIGHT_JOIN messages x ON x.thread_id = c.thread_id AND x.seq = c.seq"
    " STRAIGHT_JOIN thread_members m ON m.person_id = :person AND m.thread_id = c.thread_id"
    " STRAIGHT_JOIN people p ON p.id = m.other_id"
    " LEFT JOIN people s ON s.id = m.student_id"
    " WHERE me.id = :person";

constexpr const char* load_index_states_sql =
    "/* load_index_states */ SELECT t.id, t.last_seq > IFNULL(s.indexed_upto, 0) FROM threads t"
    " LEFT JOIN search_threads s ON s.thread_id = t.id"
    " WHERE t.id > :above ORDER BY t.id LIMIT :rows";

// A thread that the index does not know yet gets its owner.
#define CHALKLINE_OWN                                                                \
  "INSERT INTO search_threads (thread_id, owner_id)"                                 \
  " SELECT t.id, IF((IFNULL(h.roles, 0) & 1) > (IFNULL(l.roles, 0) & 1), t.high_id," \
  " t.low_id) FROM threads t LEFT JOIN people l ON l.id = t.low_id"                  \
  " LEFT JOIN people h ON h.id = t.high_id WHERE t.id = :thread ON DUPLICATE KEY UPDATE"

constexpr const char* lock_thread_index_sql =
    "/* lock_thread_index */ " CHALKLINE_OWN " indexed_upto = indexed_upto";

constexpr const char* load_unindexed_messages_sql =
    "/* load_unindexed_messages */ SELECT x.seq, x.kind, x.at, x.body FROM search_threads s"
    " STRAIGHT_JOIN messages x ON x.thread_id = s.thread_id AND x.seq > s.indexed_upto"
    "  AND x.seq <= s.indexed_upto + :rows"
    " WHERE s.thread_id = :thread";

constexpr const char* load_search_words_sql =
    "/* load_search_words */ SELECT x.letter, x.words"
    " FROM JSON_TABLE(:letters, '$[*]' COLUMNS (letter VARCHAR(1) CHARACTER SET utf8mb4"
    "  PATH '$[1]')) AS l"
    " STRAIGHT_JOIN search_threads s ON s.thread_id = :thread"
    " STRAIGHT_JOIN search_words x ON x.owner_id = s.owner_id AND x.letter = l.letter"
    "  AND x.thread_id = s.thread_id AND x.block = :block";

constexpr const char* put_search_words_sql =
    "/* put_search_words */ INSERT INTO search_words (owner_id, letter, thread_id, block, words)"
    " SELECT s.owner_id, :letter, s.thread_id, :block, _binary :words FROM search_threads s"
    " WHERE s.thread_id = :thread ON DUPLICATE KEY UPDATE words = VALUES(words)";

constexpr const char* mark_indexed_sql =
    "/* mark_indexed */ UPDATE search_threads SET indexed_upto = :upto WHERE thread_id = :thread";

// The thread's row comes before its owner's, here and below.
constexpr const char* count_indexed_sql =
    "/* count_indexed */ INSERT INTO search_owners (owner_id, messages, changes)"
    " SELECT owner_id, :upto - indexed_upto, 1 FROM search_threads WHERE thread_id = :thread"
    " ON DUPLICATE KEY UPDATE messages = messages + VALUES(messages), changes = changes + 1";

constexpr const char* count_unindexed_sql =
    "/* count_unindexed */ UPDATE search_threads s"
    " STRAIGHT_JOIN search_owners o ON o.owner_id = s.owner_id"
    " SET o.messages = o.messages - GREATEST(s.indexed_upto - :seq + 1, 0),"
    "  o.changes = o.changes + 1"
    " WHERE s.thread_id = :thread";

constexpr const char* unindex_from_sql =
    "/* unindex_from */ UPDATE search_threads SET indexed_upto = LEAST(indexed_upto, :seq - 1)"
    " WHERE thread_id = :thread";

constexpr const char* delete_search_words_sql =
    "/* delete_search_words */ DELETE x FROM search_threads s"
    " STRAIGHT_JOIN search_words x ON x.owner_id = s.owner_id AND x.thread_id = s.thread_id"
    " WHERE s.thread_id = :thread";

SearchPostings postings_from(const rules::SearchBlock& block, std::string_view words,
                             const rules::SearchLookup& lookup, const rules::SearchSlice& slice) {
  auto found = rules::postings_of(words, lookup, slice);
  return {block, {.postings = std::move(found.postings), .is_cut = found.is_cut}};
}

void add_found(std::vector<SearchPostings>& all, SearchPostings&& next) {
  if (!next.finds.postings.empty()) all.push_back(std::move(next));
}

}  // namespace

std::vector<rules::SearchThread> load_search_threads(Session& session, const std::string& person) {
  std::vector<rules::SearchThread> threads;
  rules::SearchThread thread;
  std::string last_at;
  Statement statement(session, load_search_threads_sql);
  statement.use(person, "person");
  statement.into(thread.thread_id, last_at, thread.last_seq);
  statement.fetch_all([&] {
    thread.last_at = time_from_sql(last_at);
    threads.push_back(thread);
  });
  return threads;
}

std::vector<SearchPostings> load_search_postings(Session& session,
                                                 const std::vector<rules::SearchBlock>& blocks,
                                                 const rules::SearchLookup& lookup,
                                                 const rules::SearchSlice& slice) {
  JsonRows rows;
  for (const auto& block : blocks) rows.row({block.thread_id, block.number});
  const std::string json = rows.json();
  std::vector<SearchPostings> postings;
  rules::SearchBlock block;
  long long indexed_upto = 0;
  std::string_view words;
  Statement statement(session, load_search_postings_sql);
  statement.use(json, "blocks").use(lookup.term.letter, "letter");
  statement.into(block.thread_id, block.number, indexed_upto, words);
  statement.fetch_all([&] {
    postings.push_back(postings_from(block, words, lookup, slice));
    postings.back().finds.indexed_upto = indexed_upto;
  });
  return postings;
}

std::vector<SearchPostings> load_owned_postings(Session& session, const std::string& owner,
                                                const rules::SearchLookup& lookup,
                                                const rules::SearchSlice& slice) {
  std::vector<SearchPostings> postings;
  rules::SearchBlock block;
  std::string_view words;
  Statement statement(session, load_owned_postings_sql);
  statement.use(owner, "owner").use(lookup.term.letter, "letter");
  statement.into(block.thread_id, block.number, words);
  statement.fetch_all([&] { add_found(postings, postings_from(block, words, lookup, slice)); });
  return postings;
}

OwnIndex load_own_index(Session& session, const std::string& person,
                        const rules::SearchLookup& lookup, const rules::SearchSlice& slice,
                        long long most) {
  OwnIndex index;
  int is_whole = 0;
  rules::SearchBlock block;
  std::string_view words;
  Statement statement(session, load_own_index_sql);
  statement.use(person, "person").use(most, "most").use(lookup.term.letter, "letter");
  statement.into(index.messages, index.changes, is_whole);
  statement.into(block.thread_id, block.number, words);
  statement.fetch_all([&] {
    index.is_whole = is_whole != 0;
    if (block.thread_id == 0) return;
    add_found(index.postings, postings_from(block, words, lookup, slice));
  });
  return index;
}

OpenThreads load_open_threads(Session& session, const std::string& person) {
  OpenThreads open;
  rules::SearchThread thread;
  std::string last_at;
  long long own_upto = 0;
  Statement statement(session, load_open_threads_sql);
  statement.use(person, "person");
  statement.into(thread.thread_id, last_at, thread.last_seq, own_upto, open.changes);
  statement.fetch_all([&] {
    thread.last_at = time_from_sql(last_at);
    open.threads.push_back({thread, own_upto < 0 ? std::nullopt : std::optional(own_upto)});
  });
  return open;
}

std::vector<SearchResult> load_search_results(
    Session& session, const std::string& person,
    const std::vector<rules::SearchCandidate>& candidates) {
  JsonRows rows;
  for (const auto& candidate : candidates) rows.row({candidate.thread_id, candidate.seq});
  const std::string json = rows.json();
  std::vector<SearchResult> results;
  SearchResult result;
  auto& message = result.message;
  std::string kind;
  std::string sender_id;
  std::string client_id;
  std::string at;
  std::string edited_at;
  std::string notice;
  std::string parent_id;
  rules::Person student;
  std::string student_avatar_url;
  int student_roles = 0;
  std::string avatar_url;
  int roles = 0;
  int hidden = 0;
  Statement statement(session, load_search_results_sql);
  statement.use(json, "places").use(person, "person");
  statement.into(message.thread_id, message.seq, kind, sender_id, client_id, at, edited_at);
  statement.into(message.body, notice, parent_id, result.with.id, result.with.name, avatar_url,
                 roles);
  statement.into(student.id, student.name, student_avatar_url, student_roles);
  statement.into(hidden, result.read_upto);
  statement.fetch_all([&] {
    message.kind = rules::message_kind_from(kind).value_or(rules::MessageKind::text);
    message.sender_id = optional_text(sender_id);
    message.client_id = optional_text(client_id);
    message.notice = optional_text(notice);
    message.at = time_from_sql(at);
    message.edited_at = optional_time_from_sql(edited_at);
    student.avatar_url = optional_text(student_avatar_url);
    student.roles = {static_cast<std::uint32_t>(student_roles)};
    result.triple = rules::triple_of(parent_id, student.id, person, result.with.id);
    result.student = result.triple ? std::optional(student) : std::nullopt;
    result.with.avatar_url = optional_text(avatar_url);
    result.with.roles = {static_cast<std::uint32_t>(roles)};
    result.receipts_hidden = hidden != 0;
    results.push_back(result);
  });
  return results;
}

std::vector<IndexState> load_index_states(Session& session, long long above, int limit) {
  std::vector<IndexState> states;
  long long thread = 0;
  int is_behind = 0;
  Statement statement(session, load_index_states_sql);
  statement.use(above, "above").use(limit, "rows").into(thread, is_behind);
  statement.fetch_all([&] { states.push_back({thread, is_behind != 0}); });
  return states;
}

void lock_thread_index(Session& session, long long thread) {
  Statement statement(session, lock_thread_index_sql);
  statement.use(thread, "thread");
  statement.execute();
}

std::vector<rules::Message> load_unindexed_messages(Session& session, long long thread, int limit) {
  std::vector<rules::Message> messages;
  rules::Message message{.thread_id = thread};
  std::string kind;
  std::string at;
  Statement statement(session, load_unindexed_messages_sql);
  statement.use(limit, "rows").use(thread, "thread").into(message.seq, kind, at, message.body);
  statement.fetch_all([&] {
    message.at = time_from_sql(at);
    message.kind = rules::message_kind_from(kind).value_or(rules::MessageKind::text);
    messages.push_back(message);
  });
  std::ranges::sort(messages, {}, &rules::Message::seq);
  return messages;
}

std::map<std::string, std::string> load_search_words(Session& session,
                                                     const rules::SearchBlock& block,
                                                     const rules::BlockWords& letters) {
  JsonRows rows;
  for (const auto& [letter, words] : letters) rows.row({0}).text(letter);
  const std::string json = rows.json();
  std::map<std::string, std::string> kept;
  std::string letter;
  std::string words;
  Statement statement(session, load_search_words_sql);
  statement.use(json, "letters").use(block.thread_id, "thread").use(block.number, "block");
  statement.into(letter, words);
  statement.fetch_all([&] { kept[letter] = words; });
  return kept;
}

void put_search_words(Session& session, const rules::SearchBlock& block, const std::string& letter,
                      const std::string& packed) {
  Statement statement(session, put_search_words_sql);
  statement.use(block.thread_id, "thread").use(block.number, "block").use(letter, "letter");
  statement.use(packed, "words");
  statement.execute();
}

void mark_indexed(Session& session, long long thread, long long upto) {
  Statement count(session, count_indexed_sql);
  count.use(upto, "upto").use(thread, "thread");
  count.execute();
  Statement mark(session, mark_indexed_sql);
  mark.use(upto, "upto").use(thread, "thread");
  mark.execute();
}

// Also where nothing is indexed yet: an indexer at work has read the old text, or waits for the new
// one.
void unindex_from(Session& session, long long thread, long long seq) {
  lock_thread_index(session, thread);
  Statement count(session, count_unindexed_sql);
  count.use(seq, "seq").use(thread, "thread");
  count.execute();
  Statement unindex(session, unindex_from_sql);
  unindex.use(thread, "thread").use(seq, "seq");
  unindex.execute();
}

void delete_thread_index(Session& session, long long thread) {
  unindex_from(session, thread, 1);
  Statement statement(session, delete_search_words_sql);
  statement.use(thread, "thread");
  statement.execute();
}

}  // namespace chalkline::storage
