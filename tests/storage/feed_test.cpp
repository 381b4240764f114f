#include "storage/feed.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;

struct Shop : Fixture {
  void order(const std::string& id, const std::string& tutor, const std::string& student,
             rules::Time at, const std::string& url = "NULL") {
    const auto pair = rules::pair_of(tutor, student);
    const std::string time =
        "2026-11-21 12:00:00." + std::to_string(1000 + (at - noon()).count()).substr(1);
    sql.execute(
        "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
        " currency, state, at, url, version) VALUES ('" +
        id + "', 'order', '" + pair.low + "', '" + pair.high + "', '" + tutor + "', '" + student +
        "', 'Title of " + id + "', -1250, 'EUR', 'refunded', '" + time + "', " + url + ", 1)");
  }

  // "3 4 | a b": seqs and order ids.
  std::string feed(const FeedRange& range) {
    const auto rows = run(load_feed, range);
    std::string line;
    for (const auto& message : rows.messages) line += std::to_string(message.seq) + " ";
    line += "|";
    for (const auto& one : rows.orders) line += " " + one.id;
    return line;
  }
};

BOOST_FIXTURE_TEST_SUITE(feed, Shop)

BOOST_AUTO_TEST_CASE(feed_threads, *description("S4-01: a thread, for its two alone")) {
  person("a");
  person("b");
  person("c");
  const auto id = thread("a", "b");
  send(id, "a", "x");
  send(id, "a", "x");
  const auto found = run(load_feed_thread, std::string("a"), id);
  BOOST_REQUIRE(found);
  BOOST_TEST(found->other_id == "b");
  BOOST_TEST(found->last_seq == 2);
  BOOST_TEST(run(load_feed_thread, std::string("b"), id)->other_id == "a");
  BOOST_TEST(!run(load_feed_thread, std::string("c"), id));
  BOOST_TEST(!run(load_feed_thread, std::string("a"), id + 1000));
  BOOST_TEST(!found->triple);
  sql.execute("UPDATE thread_members SET kind = 'parent', parent_id = 'b', student_id = 'c'");
  BOOST_TEST((run(load_feed_thread, std::string("a"), id)->triple == rules::Triple{"b", "a", "c"}));
}

BOOST_AUTO_TEST_CASE(feed_ranges, *description("S4-02, S4-14: the newest below a border")) {
  for (const std::string id : {"a", "b", "c"}) person(id);
  const auto id = thread("a", "b");
  for (int i = 0; i < 5; ++i) send(id, "b", "x", noon(i));
  order("o1", "a", "b", noon(1));
  order("o3", "a", "b", noon(3));
  order("o2", "b", "a", noon(3));
  order("o4", "a", "b", noon(4));
  order("other", "a", "c", noon(3));
  const rules::FeedPlace top{.seq = 6, .order_at = noon(900)};
  const auto below = [](long long seq, int at, const std::string& order_id) {
    return rules::FeedPlace{.seq = seq, .order_at = noon(at), .order_id = order_id};
  };
  const struct {
    rules::FeedPlace below;
    int messages;
    int orders;
    std::string expected;
  } rows[] = {
      {top, 10, 10, "1 2 3 4 5 | o1 o2 o3 o4"},
      {top, 2, 2, "4 5 | o3 o4"},
      {top, 0, 2, "| o3 o4"},
      {top, 2, 0, "4 5 |"},
      {top, 0, 0, "|"},
      {below(4, 4, "o4"), 2, 2, "2 3 | o2 o3"},
      {below(4, 4, ""), 2, 2, "2 3 | o2 o3"},
      {below(4, 3, "o3"), 9, 9, "1 2 3 | o1 o2"},
      {below(4, 3, "o2"), 9, 9, "1 2 3 | o1"},
      {below(1, 1, "o1"), 9, 9, "|"},
      {below(0, 0, ""), 9, 9, "|"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(feed({id, rules::pair_of("a", "b"), row.below, row.messages, row.orders}) ==
               row.expected);
  }
}

BOOST_AUTO_TEST_CASE(shapes, *description("contract 2: all that a Message and an Order have")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  run(insert_message, rules::Message{.thread_id = id,
                                     .seq = 1,
                                     .kind = rules::MessageKind::auto_reply,
                                     .sender_id = "a",
                                     .body = "👩‍🏫 :body '",
                                     .at = noon(7),
                                     .client_id = "Ü-1"});
  sql.execute("UPDATE messages SET edited_at = '2026-11-21 12:00:01.002'");
  order("o1", "a", "b", noon(5), "'https://shop.example/o1'");
  order("o2", "a", "b", noon(6));
  const auto rows =
      run(load_feed, FeedRange{id, rules::pair_of("a", "b"), {2, noon(900), ""}, 9, 9});
  BOOST_REQUIRE(rows.messages.size() == 1U);
  const auto& message = rows.messages.front();
  BOOST_TEST(message.thread_id == id);
  BOOST_TEST((message.kind == rules::MessageKind::auto_reply));
  BOOST_TEST((message.sender_id == "a" && message.client_id == "Ü-1"));
  BOOST_TEST(message.body == "👩‍🏫 :body '");
  BOOST_TEST((message.at == noon(7) && message.edited_at == noon(1002)));
  BOOST_REQUIRE(rows.orders.size() == 2U);
  for (const auto& one :
       {rows.orders.front(), *run(load_order, std::string("b"), std::string("o1"))}) {
    BOOST_TEST((one.id == "o1" && one.title == "Title of o1" && one.amount == -1250));
    BOOST_TEST((one.currency == "EUR" && one.state == "refunded" && one.at == noon(5)));
    BOOST_TEST((one.url == "https://shop.example/o1"));
  }
  BOOST_TEST(!rows.orders.back().url);
}

BOOST_AUTO_TEST_CASE(single, *description("S4-15: an order is for its two parties")) {
  order("o1", "t", "s", noon());
  BOOST_TEST(run(load_order, std::string("t"), std::string("o1")).has_value());
  BOOST_TEST(run(load_order, std::string("s"), std::string("o1")).has_value());
  for (const std::string stranger : {"x", "T", ""}) {
    BOOST_TEST(!run(load_order, stranger, std::string("o1")), stranger);
  }
  for (const std::string other : {"O1", "o2", ""}) {
    BOOST_TEST(!run(load_order, std::string("t"), other), other);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
