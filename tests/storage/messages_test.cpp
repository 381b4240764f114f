#include "storage/messages.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"
#include "storage/sql.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

// Every byte from 1 to 127, which escaping must bring through.
std::string all_ascii() {
  std::string text;
  for (int c = 1; c < 128; ++c) text += static_cast<char>(c);
  return text;
}

BOOST_FIXTURE_TEST_SUITE(messages, Fixture)

BOOST_AUTO_TEST_CASE(bodies, *description("bad input: every text comes back as it was sent")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  const std::vector<std::string> texts = {
      "plain",
      "it's \"quoted\" `so` ''",
      "back\\slash \\' \\\\ \\0 \\n \\%",
      "'; DROP TABLE messages; --",
      "a :body :thread :name :seq b",
      ":a::b :1 ?",
      "%s %d %n",
      "tab\tline\nreturn\r\n",
      "😀 👨‍👩‍👧 🇩🇪",
      "\u202Eright to left\u202C שלום",
      "e\u0301 \u200B\uFEFF",
      all_ascii(),
      repeated("𝒳", 4000),
      repeated("'", 4000),
      repeated("\\", 4000),
  };
  long long seq = 0;
  for (const auto& text : texts) send(id, "a", text, noon(static_cast<int>(++seq)));
  const auto page = run(load_messages_before, std::string("b"), id, 1000LL, 100);
  BOOST_REQUIRE(page && page->messages.size() == texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    BOOST_TEST(page->messages[i].body == texts[i]);
    BOOST_TEST(sql.value("SELECT body FROM messages WHERE seq = " + std::to_string(i + 1)) ==
               texts[i]);
  }
}

BOOST_AUTO_TEST_CASE(fields, *description("contract 2: a Message keeps all that it has")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  run(insert_message, rules::Message{.thread_id = id,
                                     .seq = 1,
                                     .kind = rules::MessageKind::auto_reply,
                                     .body = "away",
                                     .at = noon(1)});
  run(insert_message, rules::Message{.thread_id = id,
                                     .seq = 2,
                                     .sender_id = "a",
                                     .body = "hi",
                                     .at = noon(999),
                                     .client_id = "c'1:x\\"});
  sql.execute("UPDATE thread_members SET last_seq = 2");
  sql.execute("UPDATE messages SET edited_at = '2026-11-21 12:00:07.008' WHERE seq = 2");
  const auto page = run(load_messages_after, std::string("a"), id, 0LL, 10);
  BOOST_REQUIRE(page && page->messages.size() == 2U);
  const auto& card = page->messages[0];
  BOOST_TEST((card.kind == rules::MessageKind::auto_reply && !card.sender_id && !card.client_id));
  BOOST_TEST((!card.edited_at && card.at == noon(1) && card.thread_id == id && card.seq == 1));
  const auto& mine = page->messages[1];
  BOOST_TEST((mine.sender_id == "a" && mine.client_id == "c'1:x\\" && mine.at == noon(999)));
  BOOST_TEST((mine.edited_at == noon(7008)));
  BOOST_TEST(page->other_id == "b");
  BOOST_TEST(page->last_seq == 2);
}

std::string seqs(const std::optional<MessagePage>& page) {
  if (!page) return "none";
  std::string list;
  for (const auto& message : page->messages) list += std::to_string(message.seq) + " ";
  return list;
}

BOOST_AUTO_TEST_CASE(pages, *description("S1-07, S4-14: before and after, ascending")) {
  person("a");
  person("b");
  person("c");
  const auto id = thread("a", "b");
  const auto other = thread("a", "c");
  BOOST_TEST(seqs(run(load_messages_before, std::string("a"), id, 100LL, 3)).empty());
  BOOST_TEST(seqs(run(load_messages_after, std::string("a"), id, 0LL, 3)).empty());
  for (int i = 0; i < 7; ++i) send(id, i % 2 == 0 ? "a" : "b", "x");
  send(other, "c", "not to be seen");
  const struct {
    bool after;
    long long seq;
    int limit;
    std::string expected;
  } rows[] = {
      {false, 9'007'199'254'740'991, 3, "5 6 7 "},
      {false, 8, 3, "5 6 7 "},
      {false, 7, 3, "4 5 6 "},
      {false, 3, 3, "1 2 "},
      {false, 2, 3, "1 "},
      {false, 1, 3, ""},
      {false, 100, 100, "1 2 3 4 5 6 7 "},
      {true, 0, 3, "1 2 3 "},
      {true, 4, 3, "5 6 7 "},
      {true, 6, 3, "7 "},
      {true, 7, 3, ""},
      {true, 9'007'199'254'740'991, 3, ""},
      {true, 0, 100, "1 2 3 4 5 6 7 "},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT((row.after ? "after " : "before ") << row.seq << " limit " << row.limit) {
      const auto load = row.after ? load_messages_after : load_messages_before;
      for (const std::string reader : {"a", "b"}) {
        BOOST_TEST(seqs(run(load, reader, id, row.seq, row.limit)) == row.expected);
      }
      BOOST_TEST(seqs(run(load, std::string("c"), id, row.seq, row.limit)) == "none");
    }
  }
  BOOST_TEST(seqs(run(load_messages_before, std::string("a"), id + 1000, 100LL, 3)) == "none");
  BOOST_TEST(seqs(run(load_messages_before, std::string("nobody"), id, 100LL, 3)) == "none");
}

BOOST_AUTO_TEST_CASE(between, *description("S1-07: a range of a thread that has been looked at")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  for (int i = 0; i < 7; ++i) send(id, "a", "x");
  const auto list = [&](long long first, long long last) {
    std::string line;
    for (const auto& message : run(load_messages_between, id, first, last)) {
      line += std::to_string(message.seq) + " ";
    }
    return line;
  };
  BOOST_TEST(list(1, 7) == "1 2 3 4 5 6 7 ");
  BOOST_TEST(list(3, 4) == "3 4 ");
  BOOST_TEST(list(-42, 2) == "1 2 ");
  BOOST_TEST(list(7, 100) == "7 ");
  BOOST_TEST(list(8, 100).empty());
  BOOST_TEST(list(5, 4).empty());
}

BOOST_AUTO_TEST_CASE(client_ids, *description("contract 1: one message for one clientId")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  rules::Message message{.thread_id = id,
                         .seq = 1,
                         .sender_id = "a",
                         .body = "secret-body",
                         .at = noon(),
                         .client_id = "Ünï-1"};
  run(insert_message, message);
  const auto found = run(load_message_by_client_id, std::string("a"), std::string("Ünï-1"));
  BOOST_REQUIRE(found);
  BOOST_TEST((found->seq == 1 && found->thread_id == id && found->body == "secret-body"));
  // Compared byte by byte, and per sender.
  for (const std::string other : {"ünï-1", "Uni-1", "Ünï-1 ", "Ünï", ""}) {
    BOOST_TEST(!run(load_message_by_client_id, std::string("a"), other), other);
  }
  BOOST_TEST(!run(load_message_by_client_id, std::string("b"), std::string("Ünï-1")));
  message.seq = 2;
  const auto again = fault_of([&] { run(insert_message, message); });
  BOOST_TEST((again.kind == Fault::Kind::duplicate));
  BOOST_TEST(again.key == "sender_client");
  message.client_id = "other";
  message.seq = 1;
  BOOST_TEST(fault_of([&] { run(insert_message, message); }).key == "PRIMARY");
  message.seq = 2;
  message.sender_id = "b";
  message.client_id = "Ünï-1";
  run(insert_message, message);
  message.seq = 3;
  message.client_id.reset();
  run(insert_message, message);
  message.seq = 4;
  run(insert_message, message);
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM messages") == 4);
}

BOOST_AUTO_TEST_CASE(times_of_rows, *description("to the millisecond, there and back")) {
  using namespace std::chrono;
  for (const auto time : {noon(), noon(1), noon(999), noon(-1), rules::Time(),
                          rules::Time(sys_days(year(2028) / 2 / 29) + milliseconds(86'399'999)),
                          rules::Time(sys_days(year(9999) / 12 / 31) + milliseconds(86'399'999)),
                          rules::Time(sys_days(year(1000) / 1 / 1))}) {
    BOOST_TEST((time_from_sql(sql_time(time)) == time), sql_time(time));
  }
  BOOST_TEST(sql_time(noon(7)) == "2026-11-21 12:00:00.007");
  BOOST_TEST(sql_time(std::optional<rules::Time>()).empty());
  BOOST_TEST(!optional_time_from_sql(""));
  BOOST_TEST(!optional_text(""));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
