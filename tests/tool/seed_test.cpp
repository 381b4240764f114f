#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "http/fields.h"
#include "support/mariadb.h"
#include "tool/tool.h"

namespace chalkline::tests {
namespace {

const std::string fortunes =
    "Erst die Arbeit, dann das Vergnügen.\n%\nUno, dos, tres.\n\t-- nadie\n%\n"
    "u\bun\bnd\bde\ber\brl\bli\bin\bne\x1b[33m and \x1b[0mcolour\n%\n   \n%\n"
    "Тише едешь — дальше будешь.\n";

struct Seeding {
  TestSite site;
  Sql sql{site.address};
  std::string texts = (site.folder / "texts").string();

  Seeding() {
    write_file(site, "texts/fortunes", fortunes);
    write_file(site, "texts/fortunes.dat", "never\n%\nnever\n");
    write_file(site, "texts/below/plain.txt", "A paragraph\nof two lines.\r\n\r\nAnother one.\n");
    write_file(site, "texts/below/latin1", "never \xE4\xF6\xFC");
    write_file(site, "texts/below/binary", std::string("never\0never", 11));
    write_file(site, "texts/long", std::string(5000, 'x'));
    std::filesystem::create_symlink("fortunes", site.folder / "texts" / "fortunes.u8");
  }

  Said seed(int people, int threads, int messages, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words = {"seed",
                                      "--site",
                                      site.name,
                                      "--people",
                                      std::to_string(people),
                                      "--threads",
                                      std::to_string(threads),
                                      "--messages",
                                      std::to_string(messages),
                                      "--texts",
                                      texts};
    words.insert(words.end(), more.begin(), more.end());
    return run_tool(site, words);
  }
  long long count(const std::string& what) { return sql.number("SELECT COUNT(*) FROM " + what); }
};

struct SeededOnce : Seeding {
  SeededOnce() { said = seed(300, 900, 20000); }
  Said said;
};

BOOST_FIXTURE_TEST_CASE(a_seeded_site_holds_what_was_ordered_and_agrees_with_the_rules,
                        SeededOnce) {
  BOOST_REQUIRE(said.status == 0);
  BOOST_TEST(contains(said.out, "marketplace: 300 people, 900 threads, 20000 messages in "));
  BOOST_TEST(count("people WHERE roles = 1") == 15);
  BOOST_TEST(count("people WHERE roles = 2") == 285);
  BOOST_TEST(count("threads") == 900);
  BOOST_TEST(count("messages") == 20000);
  BOOST_TEST(count("relationships") == 900);
  // S0-07: one thread a pair; contract 1: seq 1, 2, 3 ... in the order of time.
  BOOST_TEST(sql.number("SELECT COUNT(DISTINCT low_id, high_id) FROM threads") == 900);
  BOOST_TEST(count("threads t WHERE last_seq <> (SELECT COUNT(*) FROM messages m"
                   " WHERE m.thread_id = t.id)") == 0);
  BOOST_TEST(count("threads t WHERE last_seq <> (SELECT IFNULL(MAX(seq), 0) FROM messages m"
                   " WHERE m.thread_id = t.id)") == 0);
  BOOST_TEST(count("messages a JOIN messages b ON b.thread_id = a.thread_id AND b.seq = a.seq + 1"
                   " AND b.at < a.at") == 0);
  BOOST_TEST(count("messages m JOIN threads t ON t.id = m.thread_id WHERE m.at < t.created_at"
                   " OR m.sender_id NOT IN (t.low_id, t.high_id) OR m.client_id IS NULL"
                   " OR m.at > '2026-11-01'") == 0);
  // S2-02: a chain in each thread, whose links are what anybody can compute.
  BOOST_TEST(count("messages WHERE entry <> seq OR entry IS NULL OR LENGTH(salt) <> 16"
                   " OR LENGTH(commitment) <> 32") == 0);
  BOOST_TEST(count("messages b LEFT JOIN messages a ON a.thread_id = b.thread_id"
                   " AND a.seq = b.seq - 1 WHERE LOWER(HEX(b.chain)) <> SHA2(CONCAT("
                   "'{\"commitment\":\"', LOWER(HEX(b.commitment)), '\",\"entry\":', b.entry,"
                   " ',\"previous\":\"', IFNULL(LOWER(HEX(a.chain)), REPEAT('0', 64)),"
                   " '\",\"threadId\":\"', b.thread_id, '\"}'), 256)") == 0);
  BOOST_TEST(count("threads t JOIN messages m ON m.thread_id = t.id AND m.seq = t.last_seq"
                   " WHERE t.trail_entry <> m.entry OR t.trail_chain <> m.chain") == 0);
  // S0-22: in a row by the last sender, never more than a student may.
  BOOST_TEST(count("threads t WHERE last_seq > 0 AND unanswered <> last_seq - IFNULL((SELECT"
                   " MAX(seq) FROM messages m WHERE m.thread_id = t.id"
                   " AND m.sender_id <> t.last_sender_id), 0)") == 0);
  BOOST_TEST(sql.number("SELECT MAX(unanswered) FROM threads") <= 10);
  BOOST_TEST(count("threads t WHERE last_seq > 0 AND last_sender_id <> (SELECT sender_id FROM"
                   " messages m WHERE m.thread_id = t.id AND m.seq = t.last_seq)") == 0);
}

BOOST_FIXTURE_TEST_CASE(S2_25_rows_of_the_inbox_agree_with_messages_and_marks, SeededOnce) {
  BOOST_TEST(count("thread_members") == 1800);
  BOOST_TEST(count("thread_members m JOIN threads t ON t.id = m.thread_id"
                   " AND LEAST(m.person_id, m.other_id) = t.low_id"
                   " AND GREATEST(m.person_id, m.other_id) = t.high_id") == 1800);
  BOOST_TEST(count("thread_members m WHERE unread <> (SELECT COUNT(*) FROM messages x WHERE"
                   " x.thread_id = m.thread_id AND x.seq > m.read_upto"
                   " AND x.sender_id <> m.person_id)") == 0);
  BOOST_TEST(count("thread_members WHERE has_unread <> (unread > 0 OR marked_unread)") == 0);
  BOOST_TEST(count("thread_members WHERE archived AND has_unread") == 0);
  BOOST_TEST(count("thread_members m JOIN threads t ON t.id = m.thread_id WHERE"
                   " m.last_seq <> t.last_seq"
                   " OR m.unanswered <> IF(t.last_sender_id = m.person_id, t.unanswered, 0)"
                   " OR NOT m.last_sender_id <=> t.last_sender_id") == 0);
  BOOST_TEST(count("thread_members m LEFT JOIN messages x ON x.thread_id = m.thread_id"
                   " AND x.seq = m.last_seq JOIN threads t ON t.id = m.thread_id"
                   " WHERE m.last_at <> IFNULL(x.at, t.created_at)"
                   " OR (x.seq IS NULL) <> (m.last_preview = '')") == 0);
  BOOST_TEST(count("thread_members m WHERE read_upto <> IFNULL((SELECT MAX(upto_seq) FROM"
                   " read_marks r WHERE r.thread_id = m.thread_id"
                   " AND r.person_id = m.person_id), 0)") == 0);
  // S2-24: every mark stamps a message of the other that stood there by then.
  BOOST_TEST(count("read_marks r WHERE NOT EXISTS (SELECT 1 FROM messages m WHERE"
                   " m.thread_id = r.thread_id AND m.seq <= r.upto_seq AND m.at <= r.at"
                   " AND m.sender_id <> r.person_id AND m.seq > IFNULL((SELECT MAX(p.upto_seq)"
                   "  FROM read_marks p WHERE p.thread_id = r.thread_id"
                   "  AND p.person_id = r.person_id AND p.upto_seq < r.upto_seq), 0))") == 0);
  BOOST_TEST(count("read_marks r JOIN messages m ON m.thread_id = r.thread_id"
                   " AND m.seq = r.upto_seq WHERE m.at > r.at") == 0);
  BOOST_TEST(count("thread_members WHERE unread > 0") > 100);
  BOOST_TEST(run_tool(site, {"doctor"}).status == 0);
}

BOOST_FIXTURE_TEST_CASE(few_threads_are_busy_and_some_tutors_have_many, SeededOnce) {
  BOOST_TEST(sql.number("SELECT SUM(n) FROM (SELECT last_seq AS n FROM threads ORDER BY 1 DESC"
                        " LIMIT 90) AS busy") > 10000);
  BOOST_TEST(count("threads WHERE last_seq = 0") == 18);
  for (int i = 1; i <= 10; ++i) {
    BOOST_TEST(count("thread_members WHERE person_id = 'seed-tutor-" + std::to_string(i) + "'") >=
               50);
  }
  const auto busiest = sql.value("SELECT id FROM threads ORDER BY last_seq DESC LIMIT 1");
  BOOST_TEST(contains(said.out, "busiest thread " + busiest + ", seed-tutor-"));
  BOOST_TEST(sql.list("SELECT DISTINCT high_teaches FROM relationships ORDER BY 1") ==
             "exploring,active,ended");
  BOOST_TEST(count("relationships WHERE low_teaches <> 'none'") == 0);
}

BOOST_FIXTURE_TEST_CASE(texts_are_real_clean_and_at_most_4000_characters, SeededOnce) {
  BOOST_TEST(count("messages WHERE body LIKE '%never%'") == 0);
  BOOST_TEST(sql.number("SELECT MAX(CHAR_LENGTH(body)) FROM messages") == 4000);
  for (const std::string body :
       {"Uno, dos, tres.\n\t-- nadie", "underline and colour", "Тише едешь — дальше будешь.",
        "A paragraph\nof two lines.", "Another one.", "מתי השיעור הבא?",
        "👩🏽‍🏫 new worksheet is up"}) {
    BOOST_TEST(count("messages WHERE BINARY body = " + sql.quoted(body)) > 0, body);
  }
  for (const auto& row : sql.query("SELECT DISTINCT body FROM messages")) {
    BOOST_TEST(!http::has_control_character(row[0]));
    BOOST_TEST(row[0].find('\r') == std::string::npos);
  }
}

// All but the seals of the paper trail, whose salts are random.
std::string fingerprint(Sql& sql) {
  sql.execute("UPDATE threads SET trail_chain = NULL");
  sql.execute("UPDATE messages SET salt = NULL, commitment = NULL, chain = NULL");
  std::string all;
  for (const std::string table :
       {"people", "relationships", "threads", "messages", "thread_members", "read_marks"}) {
    all += sql.query("CHECKSUM TABLE " + table)[0][1] + " ";
  }
  return all;
}

BOOST_AUTO_TEST_CASE(the_same_seed_makes_the_same_site) {
  std::vector<std::string> made;
  for (const std::string random : {"7", "7", "8"}) {
    Seeding site;
    BOOST_REQUIRE(site.seed(50, 60, 500, {"--random", random}).status == 0);
    made.push_back(fingerprint(site.sql));
  }
  BOOST_TEST(made[0] == made[1]);
  BOOST_TEST(made[0] != made[2]);
}

BOOST_FIXTURE_TEST_CASE(every_pair_can_be_taken_and_threads_may_be_empty, Seeding) {
  BOOST_TEST(seed(4, 4, 0).status == 0);
  BOOST_TEST(sql.number("SELECT COUNT(DISTINCT thread_key) FROM threads") == 4);
  BOOST_TEST(count("thread_members WHERE last_seq = 0 AND last_sender_id IS NULL") == 8);
  BOOST_TEST(run_tool(site, {"doctor"}).status == 0);
}

BOOST_FIXTURE_TEST_CASE(threads_that_were_there_stay_and_new_ones_get_later_ids, Seeding) {
  sql.execute(
      "INSERT INTO threads (id, kind, thread_key, low_id, high_id, created_at)"
      " VALUES (41, 'direct', 'a|b', 'a', 'b', '2026-01-01')");
  BOOST_TEST(seed(30, 20, 100).status == 0);
  BOOST_TEST(sql.number("SELECT MIN(id) FROM threads WHERE id > 41") == 42);
  sql.execute(
      "INSERT INTO threads (kind, thread_key, low_id, high_id, created_at)"
      " VALUES ('direct', 'a|c', 'a', 'c', '2026-01-01')");
  BOOST_TEST(sql.number("SELECT MAX(id) FROM threads") == 62);
}

BOOST_AUTO_TEST_CASE(S1_12_on_a_site_with_courses_pairs_have_one_in_common) {
  const TestSite site("classroom");
  write_file(site, "texts/one", "One line.\n");
  const auto said =
      run_tool(site, {"seed", "--site", "classroom", "--people", "40", "--threads", "60",
                      "--messages", "100", "--texts", (site.folder / "texts").string()});
  BOOST_TEST(said.status == 0, said.err);
  Sql sql(site.address);
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM threads t JOIN enrolments a ON a.person_id = t.low_id"
                        " AND a.role = 'student' JOIN enrolments b ON b.person_id = t.high_id"
                        " AND b.role = 'tutor' AND b.course_id = a.course_id"
                        " AND b.batch_id = a.batch_id") == 60);
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_seeded_is_told_in_one_line, Seeding) {
  struct Row {
    Said said;
    int status;
    std::string message;
  };
  const std::string here = texts;
  std::vector<Row> rows = {
      {seed(4, 5, 10), 1, "there are only 4 pairs of a tutor and a student among 4 people"},
      {seed(1, 1, 1), 2, "--people: "},
      {seed(10, 0, 1), 2, "--threads: "},
      {seed(10, 1, -1), 2, "--messages: "},
  };
  texts = "/no/such/folder";
  rows.push_back({seed(10, 1, 1), 1, "/no/such/folder cannot be read: "});
  std::filesystem::create_directory(site.folder / "nothing");
  texts = (site.folder / "nothing").string();
  rows.push_back({seed(10, 1, 1), 1, "holds no text in UTF-8: say --texts with a folder"});
  texts = here;
  BOOST_TEST(count("people") == 0);
  rows.push_back({seed(10, 1, 1), 0, ""});
  rows.push_back({seed(10, 1, 1), 1, "marketplace has been seeded before"});
  auto file = site.site_file_text("marketplace");
  const std::string marks = "demo: true\nclock: test\n";
  site.write_site_file(file.erase(file.find(marks), marks.size()));
  rows.push_back({seed(10, 1, 1), 1, "marketplace is no demo site"});
  for (const auto& row : rows) {
    BOOST_TEST(row.said.status == row.status, row.message);
    BOOST_TEST(contains(row.said.err, row.message), row.said.err);
    BOOST_TEST(lines_with(row.said.err, "") == (row.status == 0 ? 0 : 1), row.said.err);
  }
}

}  // namespace
}  // namespace chalkline::tests
