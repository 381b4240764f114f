#include "storage/receipts.h"

#include <algorithm>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;

// Ten messages from `a`, then two from `b`.
struct Thread : Fixture {
  Thread() {
    person("a");
    person("b");
    person("c");
    id = thread("a", "b");
    for (int i = 0; i < 10; ++i) send(id, "a", "x");
    for (int i = 0; i < 2; ++i) send(id, "b", "x");
  }

  void mark(const std::string& reader, long long upto, int at) {
    run(insert_read_mark, id, rules::ReadMark{reader, upto, noon(at)});
  }
  std::string marks(long long first, int count) {
    std::string list;
    for (const auto& mark :
         run(load_read_marks, id, std::string("a"), std::string("b"), first, count)) {
      list += mark.person_id + std::to_string(mark.upto) + " ";
    }
    return list;
  }

  long long id = 0;
};

BOOST_FIXTURE_TEST_SUITE(receipts, Thread)

BOOST_AUTO_TEST_CASE(places, *description("S2-24: where a reader stands")) {
  mark("b", 4, 1);
  mark("b", 7, 2);
  run(mark_read, std::string("b"), id, 7LL, 3);
  const struct {
    long long asked;
    std::optional<rules::Time> read_at;
  } rows[] = {{0, noon(1)}, {3, noon(1)},      {4, noon(1)}, {5, noon(2)},
              {7, noon(2)}, {8, std::nullopt}, {12, {}},     {1'000'000, {}}};
  for (const auto& row : rows) {
    const auto place = run(load_reading_place, std::string("b"), id, row.asked);
    BOOST_REQUIRE(place);
    BOOST_TEST((place->read_at == row.read_at), row.asked);
    BOOST_TEST((place->last_seq == 12 && place->read_upto == 7 && place->unread == 3));
  }
  BOOST_TEST(!run(load_reading_place, std::string("c"), id, 1LL));
  BOOST_TEST(!run(load_reading_place, std::string("a"), id + 1, 1LL));
}

BOOST_AUTO_TEST_CASE(marks_of_a_page, *description("S2-26: those within, and the first beyond")) {
  for (const long long upto : {2, 3, 5, 9}) mark("b", upto, static_cast<int>(upto));
  mark("a", 12, 99);
  BOOST_TEST(marks(1, 100) == "a12 b2 b3 b5 b9 ");
  BOOST_TEST(marks(4, 1) == "a12 b5 b9 ");
  BOOST_TEST(marks(4, 2) == "a12 b5 b9 ");
  BOOST_TEST(marks(1, 1) == "a12 b2 b3 ");
  BOOST_TEST(marks(6, 4) == "a12 b9 ");
  BOOST_TEST(marks(10, 3) == "a12 ");
  BOOST_TEST(marks(13, 3).empty());
  const auto twice = fault_of([&] { mark("b", 9, 100); });
  BOOST_TEST((twice.kind == Fault::Kind::duplicate));
}

BOOST_AUTO_TEST_CASE(marks_of_the_newest,
                     *description("S2-26: the last messages and their marks")) {
  for (const long long upto : {2, 3, 5, 9}) mark("b", upto, static_cast<int>(upto));
  mark("a", 12, 99);
  const auto told = [&](const std::string& person, int count) {
    const auto newest = run(load_newest_marks, person, id, count);
    if (!newest) return std::string("none");
    std::string list = newest->other_id + std::to_string(newest->last_seq) + ": ";
    auto marks = newest->marks;
    std::ranges::sort(marks, {}, [](const auto& m) { return std::pair(m.person_id, m.upto); });
    for (const auto& m : marks) {
      BOOST_TEST((m.at == noon(m.person_id == "a" ? 99 : static_cast<int>(m.upto))));
      list += m.person_id + std::to_string(m.upto) + " ";
    }
    return list;
  };
  BOOST_TEST(told("a", 12) == "b12: a12 b2 b3 b5 b9 ");
  BOOST_TEST(told("b", 100) == "a12: a12 b2 b3 b5 b9 ");
  BOOST_TEST(told("a", 8) == "b12: a12 b5 b9 ");
  BOOST_TEST(told("a", 3) == "b12: a12 ");
  BOOST_TEST(told("c", 10) == "none");
  BOOST_TEST((run(load_newest_marks, std::string("a"), id + 1, 10).has_value() == false));
  const auto empty = thread("a", "c");
  const auto nothing = run(load_newest_marks, std::string("c"), empty, 10);
  BOOST_TEST((nothing && nothing->last_seq == 0 && nothing->marks.empty()));
}

BOOST_AUTO_TEST_CASE(unread_counts, *description("S2-25, S4-03: messages of others above")) {
  const auto count = [&](const std::string& reader, long long upto) {
    return run(count_unread, reader, id, upto);
  };
  BOOST_TEST(count("b", 0) == 10);
  BOOST_TEST(count("b", 7) == 3);
  BOOST_TEST(count("b", 10) == 0);
  BOOST_TEST(count("a", 0) == 2);
  BOOST_TEST(count("a", 11) == 1);
  BOOST_TEST(count("a", 12) == 0);
  run(insert_message,
      rules::Message{
          .thread_id = id, .seq = 13, .kind = rules::MessageKind::card, .body = "", .at = noon()});
  BOOST_TEST(count("a", 12) == 1);
  BOOST_TEST(count("b", 12) == 1);
}

BOOST_AUTO_TEST_CASE(readings, *description("S2-24, S2-25, contract 5: unread again")) {
  BOOST_TEST(kept("unread", "b", id) == "10");
  sql.execute("UPDATE thread_members SET marked_unread = 1");
  run(mark_read, std::string("b"), id, 8LL, 2);
  const std::string columns = "CONCAT_WS(' ', read_upto, unread, has_unread, marked_unread)";
  BOOST_TEST(kept(columns, "b", id) == "8 2 1 0");
  BOOST_TEST(kept(columns, "a", id) == "0 2 1 1");
  run(mark_read, std::string("b"), id, 12LL, 0);
  BOOST_TEST(kept(columns, "b", id) == "12 0 0 0");
}

BOOST_AUTO_TEST_CASE(sent_seqs, *description("S0-10: my messages, from a seq on")) {
  const auto seqs = [&](const std::string& sender, long long from, int limit) {
    std::string list;
    for (const auto seq : run(load_sent_seqs, id, sender, from, limit)) {
      list += std::to_string(seq) + " ";
    }
    return list;
  };
  BOOST_TEST(seqs("a", 1, 3) == "1 2 3 ");
  BOOST_TEST(seqs("a", 9, 3) == "9 10 ");
  BOOST_TEST(seqs("a", 11, 3).empty());
  BOOST_TEST(seqs("b", 1, 100) == "11 12 ");
  BOOST_TEST(seqs("c", 1, 100).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
