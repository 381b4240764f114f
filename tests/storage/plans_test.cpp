#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/feed.h"
#include "storage/fixture.h"
#include "storage/people_search.h"
#include "storage/rehearsal.h"
#include "storage/search.h"
#include "storage/thread_changes.h"
#include "storage/transcripts.h"
#include "support/relay.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using chalkline::tests::Relay;

// One person with 600 threads among others', one thread with 3,000 messages, a mark for each
// second one: enough for a wrong plan to cost.
struct Busy : Fixture {
  Busy() : relay(site.address.socket) {
    auto address = site.address;
    address.socket = relay.socket();
    through = std::make_unique<Database>(address);
    person("me", {rules::Role::student});
    sql.execute(
        "INSERT INTO people (id, name, roles, time_zone, locale, version)"
        " SELECT CONCAT('p', seq), 'P', 1, 'UTC', 'de', 1 FROM seq_1_to_600");
    for (const std::string owner : {"'me'", "'p1'", "CONCAT('p', seq)"}) {
      sql.execute(
          "INSERT IGNORE INTO thread_members (person_id, thread_id, kind, other_id, last_at, "
          "last_seq,"
          " unread, has_unread, pinned) SELECT " +
          owner + ", seq, 'direct', IF(" + owner +
          " = CONCAT('p', seq), 'me', CONCAT('p', seq)),"
          " TIMESTAMPADD(SECOND, seq MOD 97, '2026-11-21'), 3000, seq MOD 3, seq MOD 3 > 0,"
          " seq MOD 50 = 0 FROM seq_1_to_600");
    }
    sql.execute(
        "INSERT INTO threads (id, kind, thread_key, low_id, high_id, created_at, last_seq)"
        " SELECT seq, 'direct', CONCAT('me|p', seq), 'me', CONCAT('p', seq), '2026-11-21',"
        " 3000 FROM seq_1_to_600");
    sql.execute(
        "INSERT INTO relationships (low_id, high_id, high_teaches) SELECT 'me',"
        " CONCAT('p', seq), 'active' FROM seq_1_to_600");
    sql.execute(
        "INSERT INTO messages (thread_id, seq, sender_id, client_id, at, body) SELECT 7,"
        " seq, IF(seq MOD 2, 'me', 'p7'), seq, '2026-11-21', 'x' FROM seq_1_to_3000");
    sql.execute("INSERT INTO read_marks SELECT 7, 'p7', seq * 2, '2026-11-21' FROM seq_1_to_1500");
    sql.execute(
        "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
        " currency, state, at, version) SELECT seq, 'order', 'me', 'p7', 'p7', 'me', 'x', 1, 'EUR',"
        " 'paid', TIMESTAMPADD(SECOND, seq DIV 3, '2026-11-21'), 1 FROM seq_1_to_1000");
    sql.execute(
        "ANALYZE TABLE people, thread_members, threads, relationships, messages, read_marks,"
        " orders");
  }

  // The statement that `work` sends under this name.
  template <class Work>
  std::string statement(const std::string& name, Work&& work) {
    relay.take_statements();
    through->read([&](Session& session) {
      work(session);
      return true;
    });
    for (auto& text : relay.take_statements()) {
      if (text.starts_with("/* " + name + " */")) return text;
    }
    throw std::runtime_error(name + " was not sent");
  }

  // "table:index" of each step, in the order of tables; anything that sorts or copies is named too.
  std::string plan(const std::string& text) {
    std::string line;
    for (const auto& row : sql.query("EXPLAIN " + text)) {
      if (row[2] == "NULL") continue;
      line += (line.empty() ? "" : " ") + row[2] + ":" + row[5];
      for (const std::string extra : {"filesort", "temporary", "join buffer"}) {
        if (row[9].find(extra) != std::string::npos) line += "(" + extra + ")";
      }
      if (row[3] == "ALL") line += "(all rows)";
    }
    return line;
  }

  // How many rows the server touches for it.
  long long rows_read(const std::string& text) {
    chalkline::tests::Sql own(site.root);
    own.execute("FLUSH STATUS");
    own.query(text);
    return own.number(
        "SELECT SUM(variable_value) FROM information_schema.session_status WHERE"
        " variable_name LIKE 'Handler_read%'");
  }

  Relay relay;
  std::unique_ptr<Database> through;
};

BOOST_FIXTURE_TEST_SUITE(plans, Busy)

const std::string inbox_plan = "me:PRIMARY m:inbox o:PRIMARY r:PRIMARY s:PRIMARY";

BOOST_AUTO_TEST_CASE(inbox_pages, *description("speed: an inbox is one short range")) {
  std::optional<InboxPlace> place;
  for (int page = 0; page < 4; ++page) {
    std::vector<ThreadRow> rows;
    const auto text = statement(place ? "load_inbox_next" : "load_inbox", [&](Session& s) {
      rows = load_inbox(s, "me", Show::all, place, 21, noon());
    });
    BOOST_TEST_CONTEXT("page " << page) {
      BOOST_TEST(plan(text) == inbox_plan);
      // 21 rows with their person and relationship, and a few at the edges of the ranges.
      BOOST_TEST(rows_read(text) <= 21 * 3 + 30);
      BOOST_REQUIRE(rows.size() == 21U);
    }
    const auto& last = rows[19].mine;
    place = InboxPlace{last.pinned, last.unread > 0, last.last_activity_at, last.thread_id};
  }
}

BOOST_AUTO_TEST_CASE(filtered_pages,
                     *description("speed: unread first, so its page is a range too")) {
  std::vector<ThreadRow> rows;
  const auto text = statement("load_inbox_first", [&](Session& s) {
    rows = load_inbox(s, "me", Show::unread, std::nullopt, 21, noon());
  });
  BOOST_TEST(plan(text) == inbox_plan);
  BOOST_TEST(rows.size() == 21U);
  BOOST_TEST(rows_read(text) <= 21 * 3 + 30);
}

BOOST_AUTO_TEST_CASE(a_late_page, *description("contract 1: keyset, as cheap at the end")) {
  std::optional<InboxPlace> place;
  std::vector<ThreadRow> rows = run(load_inbox, std::string("me"), Show::all, place, 500, noon());
  BOOST_REQUIRE(rows.size() == 500U);
  const auto& last = rows.back().mine;
  place = InboxPlace{last.pinned, last.unread > 0, last.last_activity_at, last.thread_id};
  const auto text = statement("load_inbox_next", [&](Session& s) {
    rows = load_inbox(s, "me", Show::all, place, 21, noon());
  });
  BOOST_TEST(rows.size() == 21U);
  BOOST_TEST(plan(text) == inbox_plan);
  BOOST_TEST(rows_read(text) <= 21 * 3 + 30);
}

BOOST_AUTO_TEST_CASE(badge, *description("S0-02: from the inbox's index alone")) {
  const auto text = statement("load_badge", [](Session& s) { load_badge(s, "me", noon()); });
  BOOST_TEST(plan(text) == "thread_members:inbox");
  const auto extra = sql.query("EXPLAIN " + text).front()[9];
  BOOST_TEST(extra.find("Using index") != std::string::npos);
  BOOST_TEST(rows_read(text) <= 400 + 10);
}

BOOST_AUTO_TEST_CASE(message_pages, *description("speed: a page is one range read")) {
  const struct {
    std::string name;
    std::function<void(Session&)> work;
  } rows[] = {
      {"load_messages_before",
       [](Session& s) { load_messages_before(s, "me", 7, 9'007'199'254'740'991, 50); }},
      {"load_messages_before", [](Session& s) { load_messages_before(s, "me", 7, 1500, 50); }},
      {"load_messages_after", [](Session& s) { load_messages_after(s, "me", 7, 10, 50); }},
      {"load_messages_after", [](Session& s) { load_messages_after(s, "me", 7, 2940, 50); }},
  };
  for (const auto& row : rows) {
    const auto text = statement(row.name, row.work);
    BOOST_TEST(plan(text) == "m:PRIMARY me:PRIMARY o:PRIMARY x:PRIMARY", row.name);
    BOOST_TEST(rows_read(text) <= 50 + 10, row.name);
  }
}

BOOST_AUTO_TEST_CASE(marks, *description("architecture 5: receipts are ranges")) {
  const auto text =
      statement("load_read_marks", [](Session& s) { load_read_marks(s, 7, "me", "p7", 1000, 50); });
  BOOST_TEST(plan(text) == "read_marks:PRIMARY read_marks:PRIMARY");
  BOOST_TEST(rows_read(text) <= 51 * 3 + 10);
}

BOOST_AUTO_TEST_CASE(newest_page, *description("speed: the newest messages, with their marks")) {
  const auto marks =
      statement("load_newest_marks", [](Session& s) { load_newest_marks(s, "me", 7, 50); });
  BOOST_TEST(plan(marks).find("(") == std::string::npos, plan(marks));
  BOOST_TEST(rows_read(marks) <= 51 * 3 + 10);
  const auto messages = statement("load_messages_between",
                                  [](Session& s) { load_messages_between(s, 7, 2951, 3000); });
  BOOST_TEST(plan(messages) == "messages:PRIMARY");
  BOOST_TEST(rows_read(messages) <= 50 + 10);
}

BOOST_AUTO_TEST_CASE(feed_pages, *description("S4-14, speed: two bounded ranges, wherever")) {
  const auto pair = rules::pair_of("me", "p7");
  const rules::Time day = noon() - std::chrono::hours(12);
  const FeedRange rows[] = {
      {7, pair, {3001, day + std::chrono::hours(1), ""}, 51, 51},
      {7, pair, {1500, day + std::chrono::seconds(200), "601"}, 51, 51},
      {7, pair, {40, day + std::chrono::seconds(3), "9"}, 51, 51},
      {7, pair, {3001, day + std::chrono::hours(1), ""}, 0, 51},
      {7, pair, {3001, day + std::chrono::hours(1), ""}, 51, 0},
  };
  for (const auto& range : rows) {
    const auto text = statement("load_feed", [&](Session& s) { load_feed(s, range); });
    BOOST_TEST_CONTEXT(text) {
      if (range.messages > 0) {
        BOOST_TEST(plan(text) == "messages:PRIMARY orders:of_pair");
      }
      BOOST_TEST(rows_read(text) <= 2 * 51 + 2 * 51 + 10);
    }
  }
}

BOOST_AUTO_TEST_CASE(rehearsals, *description("requirements 6: what was sent, along the keys")) {
  sql.execute(
      "INSERT INTO bookings (tutor_id, student_id, state, decided, starts_at, minutes, wall_start,"
      " time_zone, booked_at, asked_at, changes) SELECT IF(seq > 20, CONCAT('p', seq), 'p7'), 'me',"
      " 'completed', 'completed', '2026-11-22', 30, '2026-11-22', 'UTC', '2026-11-21',"
      " '2026-11-21', 0 FROM seq_1_to_200");
  sql.execute("UPDATE orders SET high_id = 'p8' WHERE id > 50");
  sql.execute("ANALYZE TABLE bookings, orders");
  std::vector<SentThread> threads;
  const auto sent = statement("load_threads_since", [&](Session& s) {
    threads = load_threads_since(s, noon() - std::chrono::days(30), 100, 50);
  });
  BOOST_TEST(threads.size() == 50U);
  BOOST_TEST(plan(sent) == "t:PRIMARY m:PRIMARY");
  BOOST_TEST(rows_read(sent) <= 51 * 2 + 10);
  const auto texts = statement("load_sent", [](Session& s) { load_sent(s, 7, noon(), 1000, 500); });
  BOOST_TEST(plan(texts) == "messages:PRIMARY");
  BOOST_TEST(rows_read(texts) <= 501 + 10);
  std::vector<CapReset> found;
  const auto resets = statement("load_cap_resets", [&](Session& s) {
    found = load_cap_resets(s, rules::pair_of("me", "p7"));
  });
  BOOST_TEST(found.size() == 70U);
  // What is sorted is what was found.
  BOOST_TEST(plan(resets) ==
             "orders:of_pair bookings:of_student bookings:of_student"
             " <union1,2,3>:NULL(filesort)(all rows)");
  BOOST_TEST(rows_read(resets) <= 50 + 200 + 2 * 70 + 20, rows_read(resets));
}

BOOST_AUTO_TEST_CASE(transcripts, *description("S2-02: pages through, whatever the history")) {
  sql.execute(
      "INSERT INTO message_versions (thread_id, seq, version, replaced_at, body,"
      " replaced_entry) SELECT 7, seq * 3, 1, '2026-11-21', 'x', 3000 + seq"
      " FROM seq_1_to_1000");
  const auto sent =
      statement("load_sent_lines", [](Session& s) { load_sent_lines(s, 7, 1001, 1500); });
  BOOST_TEST(plan(sent).find("all rows") == std::string::npos, plan(sent));
  BOOST_TEST(rows_read(sent) <= 500 * 5 + 20);
  const auto changed = statement("load_changed_lines",
                                 [](Session& s) { load_changed_lines(s, 7, 3500, 4000, 100); });
  BOOST_TEST(plan(changed) == "r:replaced x:PRIMARY n:PRIMARY");
  BOOST_TEST(rows_read(changed) <= 101 * 3 + 20);
}

BOOST_AUTO_TEST_CASE(single_rows, *description("speed: found by a key, never by a search")) {
  const struct {
    std::string name;
    std::string plan;
    std::function<void(Session&)> work;
  } rows[] = {
      {"load_thread", "m:PRIMARY me:PRIMARY o:PRIMARY r:PRIMARY s:NULL z:PRIMARY",
       [](Session& s) { load_thread(s, "me", 7); }},
      {"lock_thread",
       "t:PRIMARY m:PRIMARY people:PRIMARY people:PRIMARY people:NULL relationships:PRIMARY"
       " thread_members:PRIMARY settings:PRIMARY",
       [](Session& s) { lock_thread(s, "p7", 7); }},
      {"lock_direct_thread",
       "t:thread_key m:PRIMARY people:PRIMARY people:PRIMARY people:NULL relationships:PRIMARY"
       " thread_members:PRIMARY settings:PRIMARY",
       [](Session& s) { lock_direct_thread(s, "me", "p7"); }},
      {"load_message_by_client_id", "messages:sender_client",
       [](Session& s) { load_message_by_client_id(s, "me", "7"); }},
      {"load_reading_place", "m:PRIMARY r:PRIMARY",
       [](Session& s) { load_reading_place(s, "p7", 7, 1000); }},
      {"load_feed_thread", "m:PRIMARY me:PRIMARY o:PRIMARY",
       [](Session& s) { load_feed_thread(s, "me", 7); }},
      {"load_order", "orders:PRIMARY", [](Session& s) { load_order(s, "me", "7"); }},
      {"load_due_sleepers", "thread_members:snoozed",
       [](Session& s) { load_due_sleepers(s, {}, noon(), 500); }},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.name) {
      const auto text = statement(row.name, row.work);
      BOOST_TEST(plan(text) == row.plan);
      BOOST_TEST(rows_read(text) <= 20);
    }
  }
}

BOOST_AUTO_TEST_CASE(searching_texts, *description("speed: by keys alone, whatever was written")) {
  sql.execute(
      "INSERT INTO search_threads SELECT seq, 3000, IF(seq > 300, 'me', 'x')"
      " FROM seq_1_to_600");
  sql.execute(
      "INSERT INTO search_words (owner_id, letter, thread_id, block, words) SELECT t.owner_id,"
      " ELT(l.seq, 'x', 'y'), t.thread_id, b.seq, X'FF77FE' FROM search_threads t, seq_0_to_2 b,"
      " seq_1_to_2 l");
  sql.execute(
      "INSERT INTO search_owners SELECT owner_id, SUM(indexed_upto), 1 FROM search_threads"
      " GROUP BY owner_id");
  sql.execute("ANALYZE TABLE search_threads, search_owners, search_words");
  const auto threads =
      statement("load_search_threads", [](Session& s) { load_search_threads(s, "me"); });
  BOOST_TEST(plan(threads) == "thread_members:PRIMARY");
  BOOST_TEST(rows_read(threads) <= 600 + 10);
  const auto index = statement("load_own_index", [](Session& s) {
    load_own_index(s, "me", {{"x", "w"}, false}, {}, 900'000);
  });
  BOOST_TEST(plan(index) == "o:PRIMARY x:PRIMARY closed_members:PRIMARY thread_members:PRIMARY");
  BOOST_TEST(rows_read(index) <= 600 + 900 + 10);
  const auto open = statement("load_open_threads", [](Session& s) { load_open_threads(s, "me"); });
  BOOST_TEST(plan(open) == "m:PRIMARY s:PRIMARY search_owners:PRIMARY");
  BOOST_TEST(rows_read(open) <= 2 * 600 + 10);
  std::vector<rules::SearchBlock> blocks;
  std::vector<rules::SearchCandidate> candidates;
  for (long long i = 1; i <= 21; ++i) {
    blocks.push_back({i * 7, 2});
    candidates.push_back({7, i * 100});
  }
  const auto postings = statement("load_search_postings", [&](Session& s) {
    load_search_postings(s, blocks, {{"x", "w"}, false});
  });
  BOOST_TEST(plan(postings) == "b:NULL(all rows) s:PRIMARY x:PRIMARY");
  BOOST_TEST(rows_read(postings) <= 3 * 21 + 10);
  const auto own = [&](const std::string& letter, const std::string& rest) {
    return statement("load_owned_postings", [&](Session& s) {
      load_owned_postings(s, "me", {{letter, rest}, false});
    });
  };
  BOOST_TEST(plan(own("x", "w")) == "search_words:PRIMARY");
  BOOST_TEST(rows_read(own("x", "w")) <= 900 + 10);
  BOOST_TEST(rows_read(own("x", "z")) <= 900 + 10);
  BOOST_TEST(rows_read(own("z", "w")) <= 10);
  const auto results = statement("load_search_results",
                                 [&](Session& s) { load_search_results(s, "me", candidates); });
  BOOST_TEST(plan(results) ==
             "me:PRIMARY c:NULL(all rows) x:PRIMARY m:PRIMARY s:PRIMARY p:PRIMARY");
  BOOST_TEST(rows_read(results) <= 6 * 21 + 10);
  std::vector<MarkSpan> spans;
  for (const auto& [thread, seq] : candidates) spans.push_back({thread, seq, seq + 32, "me"});
  const auto marks =
      statement("load_marks_within", [&](Session& s) { load_marks_within(s, spans); });
  BOOST_TEST(rows_read(marks) <= 21 * 35, rows_read(marks) << " " << plan(marks));
}

BOOST_AUTO_TEST_CASE(listened_threads,
                     *description("speed: bounded, however many threads a person has")) {
  const ThreadsAsked asked{{{"p1", "me"}, {"p2", "me"}}, {"me", "p1"}};
  std::size_t count = 0;
  const auto text = [&] {
    return statement("load_listened_threads",
                     [&](Session& s) { count = load_listened_threads(s, asked, 100, 10).size(); });
  };
  const auto unheard = text();
  BOOST_TEST(count == 0U);
  BOOST_TEST(rows_read(unheard) <= 100 * 12, rows_read(unheard) << " " << plan(unheard));
  sql.execute("UPDATE people SET live_until = '2099-01-01'");
  const auto heard = text();
  BOOST_TEST(count == 10U);
  BOOST_TEST(rows_read(heard) <= 100 * 20, rows_read(heard) << " " << plan(heard));
}

// 20,000 people of two names, of whom `me` can reach 600 by each ground: in the batches of 20
// courses, as an admin, and as whom 600 know.
struct Crowd : Busy {
  Crowd() {
    sql.execute("UPDATE people SET roles = 11, institution_id = 'north' WHERE id = 'me'");
    sql.execute(
        "INSERT INTO known_circles (person_id, circle, ties)"
        " SELECT 'me', CONCAT('cs|c', seq, '|b'), 2 FROM seq_1_to_20"
        " UNION SELECT 'me', circle, ties FROM (SELECT 'p|me' AS circle, 0 AS ties"
        " UNION SELECT 'ci|north', 8 UNION SELECT 'it|north', 8"
        " UNION SELECT 'i|north', 16 UNION SELECT 'ca|north', 16) AS c"
        " UNION SELECT CONCAT('p', seq), CONCAT('p|p', seq), 0 FROM seq_1_to_20000");
    for (const std::string circle : {"''", "'t'", "'ci|south'", "'ca|south'", "'p|p1'"}) {
      fill(circle, "1_to_20000");
    }
    sql.execute(
        "INSERT INTO known_names (circle, letter, word, person_id)"
        " SELECT '', 'b', 'berg', CONCAT('p', seq) FROM seq_1_to_20000");
    fill("CONCAT('cs|c', seq, '|b')", "100_to_20000");
    fill("CONCAT('cs|c', seq DIV 2 MOD 20 + 1, '|b')", "1_to_600");
    for (const std::string circle : {"'p|me'", "'ca|north'", "'i|north'"}) fill(circle, "1_to_600");
    for (const std::string circle : {"'ci|north'", "'it|north'"}) fill(circle, "1_to_100");
    sql.execute("ANALYZE TABLE known_names, known_circles");
  }

  void fill(const std::string& circle, const std::string& people) {
    sql.execute("INSERT INTO known_names (circle, letter, word, person_id) SELECT " + circle +
                ", IF(seq MOD 2, 'a', 'z'), IF(seq MOD 2, 'ann', 'zoe'), CONCAT('p', seq)"
                " FROM seq_" +
                people);
  }
};

// Who is found, by the names of the statements that look.
std::size_t count_found(const std::string& name, Session& session, const NameRange& range) {
  const std::string me = "me";
  if (name == "load_named_tutors") return load_named_tutors(session, me, range).size();
  if (name == "load_named_in_circle") return load_named_partners(session, me, range).size();
  return load_named_in_circles(session, me, range).people.size();
}

BOOST_FIXTURE_TEST_CASE(people_by_name, Crowd,
                        *description("S1-08, speed: of 20,000 of the same name, whom one knows")) {
  const struct {
    std::string name;
    long long rows;  // most that are read where somebody is found, and where nobody is
    long long rows_of_none;
    long long rows_of_second;  // for a second word besides
    std::string plan;
  } grounds[] = {
      {"load_named_in_circle", 25 + 5, 5, 300 * 3, "w:PRIMARY"},
      {"load_named_tutors", 25 + 5, 5, 25 * 4, "me:PRIMARY w:PRIMARY"},
      {"load_named_in_circles", 700 * 2 + 150, 800, 700 * 2,
       "known_circles:PRIMARY c:PRIMARY(filesort)(temporary) w:PRIMARY"},
  };
  const struct {
    NameRange range;
    bool finds;
  } ranges[] = {{{"an", "", {}, 25}, true},   {{"ann", "", {"ann", "p3"}, 25}, true},
                {{"b", "", {}, 25}, false},   {{"annx", "", {}, 25}, false},
                {{"an", "be", {}, 25}, true}, {{"an", "bx", {}, 25}, false}};
  for (const auto& ground : grounds) {
    for (const auto& [range, finds] : ranges) {
      // Nothing bounds how many of all tutors lack the second word.
      if (range.also == "bx" && ground.name == "load_named_tutors") continue;
      const auto more = range.also.empty() ? 0 : ground.rows_of_second;
      // Whoever has the first word is read to find that none has the second.
      const auto most = finds || range.also == "bx" ? ground.rows : ground.rows_of_none;
      std::size_t count = 0;
      const auto text =
          statement(ground.name, [&](Session& s) { count = count_found(ground.name, s, range); });
      BOOST_TEST_CONTEXT(ground.name << " " << range.prefix << " " << range.also) {
        BOOST_TEST(count == (finds ? 25U : 0U));
        BOOST_TEST(plan(text).starts_with(ground.plan), plan(text));
        BOOST_TEST(rows_read(text) <= most + more);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
