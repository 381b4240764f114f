#include "app/search.h"

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/folding.h"
#include "storage/fixture.h"
#include "storage/search.h"
#include "storage/thread_changes.h"
#include "support/relay.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using chalkline::tests::Relay;

struct Library : Fixture {
  // Indexes everything that is behind; how many messages that was.
  std::size_t index_all() {
    std::size_t done = 0;
    for (const auto& state : run(load_index_states, 0LL, 1000)) {
      for (bool more = state.is_behind; more;) {
        const auto piece = index(state.thread_id);
        done += piece.messages;
        more = piece.may_have_more;
      }
    }
    return done;
  }
  app::IndexedPiece index(long long thread) {
    return database.write([&](Session& session) { return app::index_thread(session, thread); });
  }

  // As after indexing: what the threads say, under their owners.
  void recount() {
    sql.execute("DELETE FROM search_owners");
    sql.execute(
        "INSERT INTO search_owners SELECT owner_id, SUM(indexed_upto), 1 FROM search_threads"
        " GROUP BY owner_id");
  }
  // Owners with another count than their threads have, either way.
  std::string miscounted() {
    return sql.value(
        "SELECT IFNULL(GROUP_CONCAT(CONCAT(t.owner_id, ': ', t.known, ', not ', IFNULL(o.messages,"
        " 'none'))), '') FROM (SELECT owner_id, SUM(indexed_upto) AS known FROM search_threads"
        " GROUP BY owner_id) AS t LEFT JOIN search_owners o ON o.owner_id = t.owner_id"
        " WHERE IFNULL(o.messages, 0) <> t.known");
  }

  app::SearchPage search(const std::string& person, const std::string& query,
                         const std::optional<rules::SearchPlace>& before = {},
                         std::size_t limit = 20) {
    const auto words = rules::search_words(query);
    return database.read([&](Session& session) {
      return app::search_messages(session, person, words, before, limit);
    });
  }
  // "thread.seq" of every result, over all pages.
  std::string found(const std::string& person, const std::string& query, std::size_t limit = 20) {
    std::string line;
    std::optional<rules::SearchPlace> before;
    do {
      const auto page = search(person, query, before, limit);
      for (const auto& result : page.results) {
        line += std::to_string(result.message.thread_id) + "." +
                std::to_string(result.message.seq) + " ";
      }
      before = page.before;
    } while (before);
    return line;
  }
  void read(long long thread, const rules::ReadMark& mark) {
    run(insert_read_mark, thread, mark);
    run(mark_read, mark.person_id, thread, mark.upto, 0);
  }
  std::string name(long long thread, long long seq) {
    return std::to_string(thread) + "." + std::to_string(seq) + " ";
  }
  void edit(long long thread, long long seq, const std::string& text) {
    database.write([&](Session& session) {
      lock_thread(session, "a", thread);
      sql.execute("UPDATE messages SET body = " + sql.quoted(text) + ", edited_at = at WHERE" +
                  " thread_id = " + std::to_string(thread) + " AND seq = " + std::to_string(seq));
      unindex_from(session, thread, seq);
      return true;
    });
  }
};

BOOST_FIXTURE_TEST_SUITE(search, Library)

BOOST_AUTO_TEST_CASE(finds,
                     *description("search: newest first, of my threads alone, indexed or not")) {
  for (const std::string id : {"a", "b", "c"}) person(id, {rules::Role::tutor});
  const auto ab = thread("a", "b");
  const auto ac = thread("a", "c");
  const auto bc = thread("b", "c");
  send(ab, "a", "The first homework", noon(1));
  send(ac, "c", "Homework, too", noon(2));
  send(bc, "b", "homework of others", noon(3));
  send(ab, "b", "nothing", noon(4));
  send(ab, "b", "HOMEWORK again", noon(5));
  const auto expected = name(ab, 3) + name(ac, 1) + name(ab, 1);
  for (int indexed = 0; indexed < 2; ++indexed) {
    BOOST_TEST(found("a", "homework") == expected);
    BOOST_TEST(found("a", "homework", 1) == expected);
    BOOST_TEST(found("a", "homew") == expected);
    BOOST_TEST(found("a", "first home") == name(ab, 1));
    BOOST_TEST(found("a", "home first") == "");
    BOOST_TEST(found("a", "of") == "");
    BOOST_TEST(found("b", "homework") == name(ab, 3) + name(bc, 1) + name(ab, 1));
    BOOST_TEST(found("nobody", "homework") == "");
    BOOST_TEST(index_all() == (indexed == 0 ? 5U : 0U));
  }
  // What came after the last run is found beside what is indexed.
  send(ac, "a", "more homework", noon(6));
  BOOST_TEST(found("a", "homework") == name(ac, 2) + expected);
  sql.execute("DELETE FROM thread_members WHERE person_id = 'a' AND thread_id = " +
              std::to_string(ac));
  BOOST_TEST(found("a", "homework") == name(ab, 3) + name(ab, 1));
}

BOOST_AUTO_TEST_CASE(frames, *description("search: thread, person, receipts")) {
  person("a", {rules::Role::tutor});
  person("b", {rules::Role::student});
  const auto id = thread("a", "b");
  send(id, "a", "hello", noon(1));
  send(id, "b", "hello", noon(2));
  send(id, "a", "hello", noon(3));
  read(id, {"b", 1, noon(10)});
  read(id, {"a", 2, noon(11)});
  const auto page = search("a", "hello");
  BOOST_REQUIRE(page.results.size() == 3U);
  BOOST_TEST(!page.before);
  BOOST_TEST(!page.results[0].read_at);
  BOOST_TEST((page.results[1].read_at == noon(11)));
  BOOST_TEST((page.results[2].read_at == noon(10)));
  const auto& frame = page.results[2];
  BOOST_TEST((frame.with.id == "b" && frame.with.name == "Name of b"));
  BOOST_TEST(frame.with.roles.has(rules::Role::student));
  BOOST_TEST((!frame.triple && !frame.student));
  BOOST_TEST((page.results[2].message.sender_id == "a" && page.results[2].message.body == "hello"));
}

// Marks near and far, several of them above a message, and none above the newest ones.
BOOST_AUTO_TEST_CASE(reading_times, *description("search: each result was read at the first mark "
                                                 "at or above it, however far that is")) {
  for (const std::string id : {"a", "b", "c"}) person(id);
  const std::vector<long long> marks_of_a{1, 2, 30, 85, 95, 150, 151};
  const std::vector<long long> marks_of_b{3, 88, 91, 92, 180};
  const auto time_of = [](long long upto) { return noon(1000 + static_cast<int>(upto)); };
  for (const std::string other : {"b", "c"}) {
    const auto id = thread("a", other);
    for (int seq = 1; seq <= 200; ++seq) {
      send(id, seq % 3 == 0 ? other : "a", seq % 45 < 3 ? "hello" : "x", noon(seq));
    }
    for (const auto upto : marks_of_a) read(id, {"a", upto, time_of(upto)});
    for (const auto upto : marks_of_b) read(id, {other, upto, time_of(upto)});
  }
  std::size_t seen = 0;
  std::optional<rules::SearchPlace> before;
  do {
    const auto page = search("a", "hello", before, 10);
    for (const auto& [message, with, triple, student, upto, read_at, hidden] : page.results) {
      const auto& marks = message.sender_id == "a" ? marks_of_b : marks_of_a;
      const auto mark = std::ranges::lower_bound(marks, message.seq);
      const bool is_read = mark != marks.end();
      BOOST_TEST(read_at.has_value() == is_read, message.seq);
      if (is_read) BOOST_TEST((read_at.value_or(rules::Time{}) == time_of(*mark)), message.seq);
      ++seen;
    }
    before = page.before;
  } while (before);
  BOOST_TEST(seen == 28U);
}

BOOST_AUTO_TEST_CASE(changes, *description("search: never a removed message, never an old text")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  for (const std::string text : {"one apple", "two apples", "three pears"}) send(id, "a", text);
  index_all();
  const auto kept = sql.value("SELECT COUNT(*) FROM search_words");
  edit(id, 2, "two plums");
  for (int indexed = 0; indexed < 2; ++indexed) {
    BOOST_TEST(found("b", "apples") == "");
    BOOST_TEST(found("b", "plums") == name(id, 2));
    BOOST_TEST(found("b", "pears") == name(id, 3));
    index_all();
  }
  sql.execute("UPDATE messages SET kind = 'removed' WHERE seq = 1");
  BOOST_TEST(found("b", "apple") == "");
  sql.execute("UPDATE messages SET body = '' WHERE seq = 1");
  BOOST_TEST(found("b", "apple") == "");
  // An erased thread leaves nothing behind, and is indexed again from what is there.
  database.write([&](Session& session) {
    delete_thread_index(session, id);
    return true;
  });
  BOOST_TEST(sql.value("SELECT COUNT(*) FROM search_words") == "0");
  BOOST_TEST(found("b", "pears") == name(id, 3));
  BOOST_TEST(index_all() == 3U);
  BOOST_TEST(found("b", "plums pears") == "");
  BOOST_TEST(found("b", "plums") == name(id, 2));
  BOOST_TEST(kept != "0");
}

// The newest messages that the index proposes are those whose texts say it no more.
BOOST_AUTO_TEST_CASE(old_words,
                     *description("search: what stands behind many old words is found")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  std::string expected;
  for (int i = 1; i <= 60; ++i) send(id, "a", "apple", noon(i));
  index_all();
  for (int i = 31; i <= 60; ++i) edit(id, i, "pear");
  index_all();
  for (int i = 30; i > 0; --i) expected += name(id, i);
  for (const std::string who : {"a", "b"}) {
    for (const std::size_t limit : {1U, 5U, 20U, 100U}) {
      BOOST_TEST(found(who, "apple", limit) == expected, who << " " << limit);
    }
  }
}

BOOST_AUTO_TEST_CASE(again, *description("search: what is indexed again changes nothing")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  for (int i = 0; i < 30; ++i) send(id, "a", "word" + std::to_string(i) + " and 世界", noon(i));
  index_all();
  const auto all =
      "SELECT SHA2(GROUP_CONCAT(letter, HEX(words) ORDER BY letter), 256) FROM search_words";
  sql.execute("SET SESSION group_concat_max_len = 1000000");
  const auto first = sql.value(all);
  for (const long long seq : {30LL, 12LL, 1LL}) {
    database.write([&](Session& session) {
      unindex_from(session, id, seq);
      return true;
    });
    BOOST_TEST(index_all() == static_cast<std::size_t>(31 - seq));
    BOOST_TEST(sql.value(all) == first);
  }
}

BOOST_AUTO_TEST_CASE(long_threads,
                     *description("search: blocks, pieces, and a thread beyond both")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  sql.execute(
      "INSERT INTO messages (thread_id, seq, sender_id, client_id, at, body) SELECT " +
      std::to_string(id) +
      ", seq, 'a', seq, TIMESTAMPADD(SECOND, seq, '2026-11-21'),"
      " CONCAT('number', seq, IF(seq MOD 1000 = 3, ' rare', ' common')) FROM seq_1_to_2500");
  sql.execute("UPDATE threads SET last_seq = 2500");
  sql.execute("UPDATE thread_members SET last_seq = 2500, last_at = '2026-11-21 00:41:40'");
  const auto rare = name(id, 2003) + name(id, 1003) + name(id, 3);
  BOOST_TEST(found("a", "rare") == rare);
  auto piece = index(id);
  BOOST_TEST(piece.messages == 200U);
  BOOST_TEST(piece.may_have_more);
  BOOST_TEST(found("a", "rare") == rare);
  BOOST_TEST(index_all() == 2300U);
  BOOST_TEST(sql.value("SELECT GROUP_CONCAT(DISTINCT block) FROM search_words") == "0,1,2,3,4");
  BOOST_TEST(found("a", "rare") == rare);
  BOOST_TEST(found("a", "number512") == name(id, 512));
  BOOST_TEST(found("a", "number513") == name(id, 513));
  BOOST_TEST(found("a", "number2500") == name(id, 2500));
  const auto common = found("a", "common", 100);
  BOOST_TEST(std::ranges::count(common, ' ') == 2497);
}

BOOST_AUTO_TEST_CASE(large_texts,
                     *description("search: a piece of long texts is a short transaction")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "x" + std::to_string(i * 7919 % 100'000) + " ";
  for (int i = 0; i < 40; ++i) send(id, "a", text + "y" + std::to_string(i), noon(i));
  auto piece = index(id);
  BOOST_TEST(piece.messages < 12U);
  BOOST_TEST(piece.may_have_more);
  index_all();
  BOOST_TEST(found("a", "y17") == name(id, 18));
  BOOST_TEST(std::ranges::count(found("a", "x7919"), ' ') == 40);
}

BOOST_AUTO_TEST_CASE(turns, *description("scheduled: who is behind, by one cheap statement")) {
  person("a");
  for (const std::string other : {"b", "c", "d"}) {
    person(other);
    send(thread("a", other), "a", "x");
  }
  const auto ids = sql.list("SELECT id FROM threads ORDER BY id");
  const auto behind = [&](long long above, int limit) {
    std::string line;
    for (const auto& state : run(load_index_states, above, limit)) {
      line += state.is_behind ? "1" : "0";
    }
    return line;
  };
  BOOST_TEST(behind(0, 10) == "111");
  BOOST_TEST(behind(0, 2) == "11");
  const auto first = sql.number("SELECT MIN(id) FROM threads");
  index(first);
  BOOST_TEST(behind(0, 10) == "011");
  BOOST_TEST(behind(first, 10) == "11");
  BOOST_TEST(index(first).messages == 0U);
  index_all();
  BOOST_TEST(behind(0, 10) == "000");
}

// A worker that dies at any statement has done nothing, or all of its piece.
BOOST_AUTO_TEST_CASE(killed, *description("scheduled: killed at any point, run again")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  for (int i = 0; i < 5; ++i) send(id, "a", "apple pear", noon(i));
  Relay relay(site.address.socket);
  auto address = site.address;
  address.socket = relay.socket();
  for (const std::string at : {"lock_thread_index", "load_unindexed", "load_search_words",
                               "put_search_words", "mark_indexed", "COMMIT"}) {
    for (const auto moment : {Relay::Moment::before, Relay::Moment::after}) {
      database.write([&](Session& session) {
        delete_thread_index(session, id);
        return true;
      });
      Database worker(address);
      worker.read([&](Session& session) { return load_index_states(session, 0, 1); });
      relay.cut_at(at, moment);
      worker.write([&](Session& session) { return app::index_thread(session, id); });
      BOOST_TEST(sql.value("SELECT indexed_upto FROM search_threads") == "5", at);
      BOOST_TEST(std::ranges::count(found("a", "apple"), ' ') == 5, at);
    }
  }
}

// An edit that waits for an indexer, and one that the indexer waits for, are both noticed.
BOOST_AUTO_TEST_CASE(edits_while_indexing, *description("search: no change goes unnoticed")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  send(id, "a", "old");
  Database editor(site.address);
  editor.write([&](Session& session) {
    unindex_from(session, id, 1);
    database.write([&](Session&) { return true; });
    // Nobody indexes while the editor holds the index: another one waits, and gives up here.
    sql.execute("SET SESSION innodb_lock_wait_timeout = 1");
    BOOST_CHECK_THROW(
        sql.execute("INSERT INTO search_threads (thread_id) VALUES (" + std::to_string(id) +
                    ") ON DUPLICATE KEY UPDATE indexed_upto = indexed_upto"),
        std::exception);
    return true;
  });
  index_all();
  edit(id, 1, "new");
  BOOST_TEST(found("a", "new") == name(id, 1));
  BOOST_TEST(found("a", "old") == "");
}

// Fold and contains, message by message.
bool naive(const std::string& query, const std::string& text) {
  const auto line = [](const rules::FoldedText& folded) {
    std::u32string all = U" ";
    for (const auto& word : folded.words) all.append(folded[word]) += U' ';
    return all;
  };
  const auto all = line(rules::fold(text));
  const auto asked = rules::fold(query);
  for (std::size_t i = 0; i < asked.words.size(); ++i) {
    const auto& word = asked.words[i];
    std::u32string sought(asked[word]);
    if (!word.unspaced) sought = U' ' + sought;
    if (!word.unspaced && i + 1 < asked.words.size()) sought += U' ';
    if (all.find(sought) == std::u32string::npos) return false;
  }
  return true;
}

BOOST_AUTO_TEST_CASE(against_a_model,
                     *description("search: random messages, queries, edits, turns")) {
  std::minstd_rand random(20261122);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const std::vector<std::string> pieces = {"a",
                                           "ab",
                                           "abc",
                                           "Abd",
                                           "b",
                                           "é",
                                           "e\u0301",
                                           "straße",
                                           "STRASSE",
                                           "İz",
                                           "ız",
                                           "世",
                                           "界",
                                           "世界",
                                           "か",
                                           "が",
                                           "か\u3099",
                                           "🎉",
                                           "👩🏽‍🏫",
                                           "שָׁלוֹם",
                                           "שלום",
                                           "مَن",
                                           "من",
                                           "Ёж",
                                           "еж",
                                           "1",
                                           "12",
                                           "한국",
                                           "the",
                                           "The",
                                           ".",
                                           "-",
                                           " ",
                                           " ",
                                           " ",
                                           "\n"};
  const auto text = [&](int most) {
    std::string made;
    for (int i = 1 + below(most); i > 0; --i) {
      made += pieces[static_cast<std::size_t>(below(static_cast<int>(pieces.size())))];
      if (below(2) == 0) made += " ";
    }
    return made;
  };
  struct Said {
    rules::SearchPlace place;
    std::string text;
    bool removed = false;
  };
  std::vector<Said> said;
  for (const std::string id : {"a", "b", "c", "d", "e"}) person(id);
  std::vector<long long> threads;
  for (const std::string other : {"b", "c", "d"}) threads.push_back(thread("a", other));
  const auto foreign = thread("d", "e");
  int queries = 0;
  for (int step = 0; step < 400; ++step) {
    const int what = below(10);
    if (what < 5) {
      const auto id = threads[static_cast<std::size_t>(below(3))];
      const auto body = text(8);
      said.push_back({{noon(step / 3), id, send(id, "a", body, noon(step / 3))}, body});
      send(foreign, "d", body, noon(step));
    } else if (what == 5 && !said.empty()) {
      auto& one = said[static_cast<std::size_t>(below(static_cast<int>(said.size())))];
      if (one.removed) continue;
      one.text = text(8);
      edit(one.place.thread_id, one.place.seq, one.text);
    } else if (what == 6 && !said.empty()) {
      auto& one = said[static_cast<std::size_t>(below(static_cast<int>(said.size())))];
      one.removed = true;
      sql.execute("UPDATE messages SET kind = 'removed', body = '' WHERE thread_id = " +
                  std::to_string(one.place.thread_id) +
                  " AND seq = " + std::to_string(one.place.seq));
    } else if (what == 7) {
      index(threads[static_cast<std::size_t>(below(3))]);
    } else {
      const auto query = text(3);
      const auto words = rules::search_words(query);
      if (words.empty() || words.size() > rules::max_search_words) continue;
      ++queries;
      std::vector<rules::SearchPlace> places;
      for (const auto& one : said) {
        if (!one.removed && naive(query, one.text)) places.push_back(one.place);
      }
      std::ranges::sort(places, std::greater<>());
      std::string expected;
      for (const auto& place : places) expected += name(place.thread_id, place.seq);
      BOOST_TEST(found("a", query, static_cast<std::size_t>(1 + below(7))) == expected, query);
    }
  }
  BOOST_TEST(queries >= 60);
  BOOST_TEST(miscounted() == "");
}

BOOST_AUTO_TEST_SUITE_END()

// One person with 100 threads of 150 messages, all of them indexed.
struct Shelf : Library {
  Shelf() : relay(site.address.socket) {
    auto address = site.address;
    address.socket = relay.socket();
    through = std::make_unique<Database>(address);
    person("me");
    sql.execute(
        "INSERT INTO people (id, name, roles, time_zone, locale, version)"
        " SELECT CONCAT('p', seq), 'P', 1, 'UTC', 'de', 1 FROM seq_1_to_100");
    sql.execute(
        "INSERT INTO threads (id, kind, thread_key, low_id, high_id, created_at, last_seq)"
        " SELECT seq, 'direct', CONCAT('me|p', seq), 'me', CONCAT('p', seq), '2026-11-21', 150"
        " FROM seq_1_to_100");
    sql.execute(
        "INSERT INTO thread_members (person_id, thread_id, kind, other_id, last_at, last_seq)"
        " SELECT 'me', seq, 'direct', CONCAT('p', seq),"
        " TIMESTAMPADD(SECOND, 15000 + seq, '2026-11-21'), 150 FROM seq_1_to_100");
    sql.execute(
        "INSERT INTO messages (thread_id, seq, sender_id, client_id, at, body) SELECT t.seq,"
        " m.seq, 'me', CONCAT(t.seq, '-', m.seq),"
        " TIMESTAMPADD(SECOND, m.seq * 100 + t.seq, '2026-11-21'),"
        " CONCAT('the word', m.seq MOD 97, IF(m.seq = t.seq, ' rare', ''))"
        " FROM seq_1_to_100 t JOIN seq_1_to_150 m");
    index_all();
    sql.execute(
        "ANALYZE TABLE people, threads, thread_members, messages, search_threads, search_words");
  }

  // From now on the index keeps each thread under the one who searches, or under the other.
  void keep_under(const std::string& owner) {
    sql.execute("UPDATE search_threads SET owner_id = " + owner);
    sql.execute("UPDATE search_words SET owner_id = " + owner);
    recount();
    sql.execute("ANALYZE TABLE search_threads, search_owners, search_words");
  }
  // The index does not know the newest message of one thread, so that threads are looked at one by
  // one.
  void fall_behind_in_one() {
    sql.execute("UPDATE search_threads SET indexed_upto = 149 WHERE thread_id = 1");
    recount();
  }
  void keep_under_me() { keep_under("'me'"); }
  void keep_under_others() { keep_under("CONCAT('p', thread_id)"); }

  // The statements of a search, and how many rows the server touches for all of them.
  std::pair<std::string, long long> cost(const std::string& query,
                                         const std::optional<rules::SearchPlace>& before = {}) {
    relay.take_statements();
    const auto words = rules::search_words(query);
    through->read(
        [&](Session& session) { return app::search_messages(session, "me", words, before, 20); });
    chalkline::tests::Sql own(site.root);
    own.execute("FLUSH STATUS");
    std::string names;
    for (const auto& text : relay.take_statements()) {
      if (!text.starts_with("/* load_")) continue;
      names += text.substr(8, text.find(' ', 8) - 8) + " ";
      own.query(text);
    }
    return {names, own.number("SELECT SUM(variable_value) FROM information_schema.session_status"
                              " WHERE variable_name LIKE 'Handler_read%'")};
  }

  Relay relay;
  std::unique_ptr<Database> through;
};

BOOST_FIXTURE_TEST_CASE(search_costs, Shelf,
                        *description("search, speed: few statements and rows, whatever the word")) {
  // Of 100 threads 32 are asked first. That nothing was read takes two steps to see further back.
  const std::string once = "search_postings ";
  const std::string twice = once + once;
  const std::string marks = "search_results marks_within marks_within ";
  const rules::SearchPlace middle{noon() - std::chrono::hours(12) + std::chrono::seconds(7'500), 0,
                                  0};
  const struct {
    std::string query;
    std::optional<rules::SearchPlace> before;
    std::string looks;  // where others have the index
    std::string own;    // beside the first lookup, where the person has it
    std::string rest;
  } rows[] = {
      {"the", {}, once, "", "search_results marks_within "},
      {"t", {}, once, "", "search_results marks_within "},
      {"the", middle, twice, "", marks},
      {"word17", {}, twice, "", marks},
      {"rare", {}, twice, "", marks},
      {"zebra", {}, twice, "", ""},
      {"the word17", {}, twice + twice, "owned_postings ", marks},
  };
  const auto check = [&](const auto& row, const std::string& expected) {
    const auto [statements, rows_read] = cost(row.query, row.before);
    BOOST_TEST(statements == "own_index " + expected, row.query << ": " << statements);
    // 100 threads, their sums, two rows of the index for each and look-up, and what is shown.
    BOOST_TEST(rows_read <= 100 * 3 + 2 * 100 * 4 + 21 * 8 + 100, row.query << ": " << rows_read);
  };
  keep_under_me();
  for (const auto& row : rows) check(row, row.own + row.rest);
  fall_behind_in_one();
  for (const auto& row : rows) {
    const auto rest = row.rest.empty() ? "search_results " : row.rest;
    check(row, "open_threads " + row.own + rest);
  }
  keep_under_others();
  for (const auto& row : rows) {
    const auto rest = row.rest.empty() ? "search_results " : row.rest;
    check(row, "search_threads " + row.looks + rest);
  }
}

// Whoever owns the index of a thread finds the same as the other, also of blocks that were not
// asked for, and after what is behind.
BOOST_FIXTURE_TEST_CASE(owners, Shelf, *description("search: the same by looks and in one go")) {
  const std::vector<std::string> queries = {"rare", "word17", "zebra", "the word17", "rare word3"};
  std::vector<std::string> by_looks;
  keep_under_others();
  for (const auto& query : queries) by_looks.push_back(found("me", query));
  keep_under_me();
  const auto check = [&](const std::string& state) {
    for (std::size_t i = 0; i < queries.size(); ++i) {
      BOOST_TEST(found("me", queries[i]) == by_looks[i], state + ": " + queries[i]);
    }
  };
  BOOST_TEST(by_looks[0] != "");
  check("all of it");
  // Too many words under a letter: any message of the block may hold them.
  sql.execute("UPDATE search_words SET words = '' WHERE letter IN ('r', 't') AND thread_id = 5");
  check("words without times");
  sql.execute("UPDATE search_threads SET indexed_upto = 0 WHERE thread_id MOD 7 = 3");
  sql.execute("DELETE FROM search_words WHERE thread_id MOD 7 = 3");
  recount();
  check("some behind");
}

BOOST_FIXTURE_TEST_CASE(own_index, Shelf,
                        *description("search: what of a person's messages is under them")) {
  const auto load = [&](const std::string& letter, long long most) {
    return run(load_own_index, std::string("me"), rules::SearchLookup{{letter, "are"}, true},
               rules::SearchSlice{}, most);
  };
  const auto open = [&] {
    std::string line;
    for (const auto& [thread, upto] : run(load_open_threads, std::string("me")).threads) {
      line += std::to_string(thread.thread_id) + "/" + std::to_string(thread.last_seq) + ":" +
              std::to_string(upto.value_or(-1)) + " ";
    }
    return line;
  };
  keep_under_me();
  const auto all = load("r", 15'000);
  BOOST_TEST((all.is_whole && all.messages == 15'000 && all.postings.size() == 100));
  const auto none = load("z", 15'000);
  BOOST_TEST((none.is_whole && none.messages == 15'000 && none.postings.empty()));
  BOOST_TEST((load("r", 14'999).messages == 15'000 && load("r", 14'999).postings.empty()));
  BOOST_TEST(open() == "");
  const struct {
    std::string change;
    std::string back;
    long long messages;
    std::string open;
  } rows[] = {
      {"UPDATE search_threads SET indexed_upto = 149 WHERE thread_id = 7",
       "UPDATE search_threads SET indexed_upto = 150", 14'999, "7/150:149 "},
      {"UPDATE search_threads SET owner_id = 'p7' WHERE thread_id = 7",
       "UPDATE search_threads SET owner_id = 'me'", 14'850, "7/150:-1 "},
      {"UPDATE thread_members SET last_seq = 151 WHERE thread_id = 7",
       "UPDATE thread_members SET last_seq = 150", 15'000, "7/151:150 "},
  };
  for (const auto& row : rows) {
    sql.execute(row.change);
    recount();
    const auto index = load("r", 20'000);
    BOOST_TEST((!index.is_whole && index.messages == row.messages), row.change);
    BOOST_TEST(index.postings.size() == 100U);
    BOOST_TEST(open() == row.open);
    sql.execute(row.back);
    recount();
  }
  BOOST_TEST(run(load_open_threads, std::string("me")).changes == 0);
  sql.execute("DELETE FROM search_threads WHERE thread_id = 9");
  BOOST_TEST(open() == "9/150:-1 ");
  BOOST_TEST(run(load_open_threads, std::string("me")).changes == 1);
  keep_under_others();
  const auto nothing = load("r", 15'000);
  BOOST_TEST((!nothing.is_whole && nothing.messages == 0 && nothing.postings.empty()));
}

BOOST_FIXTURE_TEST_CASE(counts, Library,
                        *description("search: how much is known under somebody, and its changes")) {
  for (const std::string id : {"a", "b", "c"}) person(id);
  const auto ab = thread("a", "b");
  const auto ac = thread("a", "c");
  const auto bc = thread("b", "c");
  const auto changes = [&] { return sql.number("SELECT SUM(changes) FROM search_owners"); };
  const auto check = [&](const std::string& known, const std::string& what) {
    BOOST_TEST(sql.value("SELECT IFNULL(GROUP_CONCAT(CONCAT(owner_id, messages) ORDER BY owner_id),"
                         " '') FROM search_owners") == known,
               what);
    BOOST_TEST(miscounted() == "", what);
  };
  edit(ab, 1, "nothing is there yet");
  check("", "before anything is indexed");
  for (int i = 0; i < 5; ++i) send(ab, "a", "one", noon(i));
  for (int i = 0; i < 3; ++i) send(ac, "a", "two", noon(i));
  send(bc, "b", "three", noon());
  index_all();
  check("a8,b1", "indexed");
  const auto was = changes();
  index_all();
  BOOST_TEST(changes() == was);
  edit(ab, 4, "changed");
  check("a6,b1", "from the fourth on");
  BOOST_TEST(changes() == was + 1);
  edit(ab, 5, "changed");
  check("a6,b1", "above what is known");
  edit(ac, 1, "changed");
  check("a3,b1", "from the first on");
  send(ac, "a", "two", noon(9));
  index_all();
  check("a9,b1", "indexed again");
  run(delete_thread_index, ab);
  check("a4,b1", "one forgotten");
  index_all();
  check("a9,b1", "and known again");
}

// What was indexed in between is in neither of the two.
BOOST_FIXTURE_TEST_CASE(meanwhile, Shelf,
                        *description("search: finds what is indexed between two of its steps")) {
  keep_under_me();
  send(100, "me", "the newest rare word", noon());
  const auto newest = [&] {
    const auto page = through->read([&](Session& session) {
      return app::search_messages(session, "me", rules::search_words("rare"), {}, 1);
    });
    return page.results.empty() ? 0 : page.results.front().message.seq;
  };
  relay.interrupt_at("load_open_threads", [&] { index_all(); });
  BOOST_TEST(newest() == 151);
  BOOST_TEST(sql.value("SELECT MAX(indexed_upto) FROM search_threads") == "151");
  // And where another thread is open still.
  send(100, "me", "the newest rare word", noon());
  send(99, "me", "another", noon(-1));
  relay.interrupt_at("load_open_threads", [&] { index(100); });
  BOOST_TEST(newest() == 152);
}

// The sums alone would call this complete: a thread that the person was shut out of has as many
// messages as one that is kept under somebody else.
BOOST_FIXTURE_TEST_CASE(shut_out, Shelf,
                        *description("S1-07: a closed thread hides no message of another")) {
  keep_under_me();
  sql.execute("UPDATE search_threads SET owner_id = 'p1' WHERE thread_id = 1");
  sql.execute("UPDATE search_words SET owner_id = 'p1' WHERE thread_id = 1");
  sql.execute(
      "INSERT INTO search_threads (thread_id, indexed_upto, owner_id) VALUES (1000, 150, 'me')");
  recount();
  const auto before = found("me", "rare");
  sql.execute(
      "INSERT INTO closed_members SELECT 'me', 1000, '2026-11-21', 0, 0, 0, NULL, 0, 0, 150");
  BOOST_TEST(before.find(name(1, 1)) == std::string::npos);
  BOOST_TEST(found("me", "rare") == before + name(1, 1));
}

BOOST_FIXTURE_TEST_CASE(owner_of_a_thread, Library,
                        *description("search: a thread is kept under its tutor, or the low one")) {
  const struct {
    int low;
    int high;
    std::string owner;
  } rows[] = {{2, 1, "zz"}, {1, 2, "aa"}, {1, 1, "aa"}, {2, 2, "aa"}, {2, 9, "zz"}, {4, 1, "zz"}};
  person("aa");
  person("zz");
  const auto id = thread("aa", "zz");
  send(id, "aa", "hello");
  for (const auto& row : rows) {
    sql.execute("DELETE FROM search_threads");
    sql.execute("UPDATE people SET roles = IF(id = 'aa', " + std::to_string(row.low) + ", " +
                std::to_string(row.high) + ")");
    database.write([&](Session& session) {
      unindex_from(session, id, 1);
      return true;
    });
    BOOST_TEST(sql.value("SELECT owner_id FROM search_threads") == row.owner);
    sql.execute("UPDATE people SET roles = 0");
    index_all();
    BOOST_TEST(sql.value("SELECT owner_id FROM search_threads") == row.owner);
    BOOST_TEST(found("aa", "hello") == name(id, 1));
    BOOST_TEST(found("zz", "hello") == name(id, 1));
  }
}

}  // namespace
}  // namespace chalkline::storage::tests
