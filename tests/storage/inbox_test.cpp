#include <algorithm>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;

struct Kept {
  long long thread = 0;
  bool parent = false;
  bool pinned = false;
  bool archived = false;
  int unread = 0;
  bool marked = false;
  int last_at = 0;   // milliseconds from noon; few, so that many are equal
  int snoozed = -1;  // the same; -1: not

  bool has_unread() const { return unread > 0 || marked; }
  auto rank() const { return std::tuple(pinned, has_unread(), last_at, thread); }
};

bool shows(Show show, const Kept& row, int now) {
  if (row.snoozed > now) return false;
  switch (show) {
    case Show::all:
      return !row.archived;
    case Show::unread:
      return !row.archived && row.has_unread();
    case Show::archived:
      return row.archived;
    case Show::parents:
      return !row.archived && row.parent;
  }
  return false;
}

std::vector<long long> expected(const std::vector<Kept>& all, Show show, int now) {
  std::vector<Kept> rows;
  std::copy_if(all.begin(), all.end(), std::back_inserter(rows),
               [&](const Kept& row) { return shows(show, row, now); });
  std::sort(rows.begin(), rows.end(), [](auto& a, auto& b) { return a.rank() > b.rank(); });
  std::vector<long long> threads;
  threads.reserve(rows.size());
  for (const auto& row : rows) threads.push_back(row.thread);
  return threads;
}

struct Inbox : Fixture {
  // `count` threads of `me`, kept in every way, and one of somebody else.
  std::vector<Kept> fill(const std::string& me, int count, unsigned seed) {
    std::minstd_rand random(seed);
    const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    std::vector<Kept> rows;
    person(me);
    person("other");
    std::string values;
    for (int i = 1; i <= count; ++i) {
      Kept row{.thread = i,
               .parent = below(4) == 0,
               .pinned = below(5) == 0,
               .archived = below(5) == 0,
               .unread = below(3) == 0 ? 1 + below(9) : 0,
               .marked = below(8) == 0,
               .last_at = below(12),
               .snoozed = below(4) == 0 ? below(12) : -1};
      values += (i > 1 ? "," : "") + values_of(me, row);
      rows.push_back(row);
    }
    sql.execute(
        "INSERT INTO thread_members (person_id, thread_id, kind, other_id, pinned, archived,"
        " unread, marked_unread, has_unread, last_at, snoozed_until, last_seq) VALUES " +
        values + "," + values_of("other", {.thread = 1}));
    return rows;
  }

  static std::string values_of(const std::string& person, const Kept& row) {
    const auto time = [](int at) {
      return "'2026-11-21 12:00:00." + std::string(at < 10 ? "00" : "0") + std::to_string(at) + "'";
    };
    return "('" + person + "'," + std::to_string(row.thread) + ",'" +
           (row.parent ? "parent" : "direct") + "','other'," + std::to_string(row.pinned) + "," +
           std::to_string(row.archived) + "," + std::to_string(row.unread) + "," +
           std::to_string(row.marked) + "," + std::to_string(row.has_unread()) + "," +
           time(row.last_at) + "," + (row.snoozed < 0 ? "NULL" : time(row.snoozed)) + ",1)";
  }

  // All pages one after the other, each begun where the one before ended.
  std::vector<long long> walk(const std::string& me, Show show, int limit, rules::Time now) {
    std::vector<long long> threads;
    std::optional<InboxPlace> place;
    for (int pages = 0; pages < 1000; ++pages) {
      const auto rows = run(load_inbox, me, show, place, limit, now);
      BOOST_TEST(rows.size() <= static_cast<std::size_t>(limit));
      for (const auto& row : rows) threads.push_back(row.mine.thread_id);
      if (rows.size() < static_cast<std::size_t>(limit)) return threads;
      const auto& last = rows.back().mine;
      place = InboxPlace{last.pinned, last.unread > 0 || last.marked_unread, last.last_activity_at,
                         last.thread_id};
    }
    throw std::logic_error("an inbox without end");
  }
};

BOOST_FIXTURE_TEST_SUITE(inbox, Inbox)

BOOST_AUTO_TEST_CASE(pages_equal_a_model, *description("S1-05, S4-13, contract 1: keyset pages")) {
  for (const unsigned seed : {1U, 2U, 3U}) {
    site.clear();
    const auto rows = fill("me", 70, seed);
    for (const auto show : {Show::all, Show::unread, Show::archived, Show::parents}) {
      for (const int now : {0, 5, 11}) {
        const auto threads = expected(rows, show, now);
        for (const int limit : {1, 3, 20, 101}) {
          BOOST_TEST_CONTEXT("seed " << seed << ", show " << static_cast<int>(show) << ", now "
                                     << now << ", limit " << limit) {
            BOOST_TEST(walk("me", show, limit, noon(now)) == threads,
                       boost::test_tools::per_element());
          }
        }
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(badge_equals_a_model, *description("S4-03: one definition of unread")) {
  for (const unsigned seed : {4U, 5U, 6U}) {
    site.clear();
    const auto rows = fill("me", 70, seed);
    for (const int now : {0, 5, 11}) {
      long long messages = 0;
      const auto unread = expected(rows, Show::unread, now);
      for (const auto thread : unread) {
        messages += rows[static_cast<std::size_t>(thread - 1)].unread;
      }
      const auto badge = run(load_badge, std::string("me"), noon(now));
      BOOST_TEST(badge.threads == static_cast<long long>(unread.size()));
      BOOST_TEST(badge.messages == messages);
    }
  }
}

// A message between two pages moves its thread to the front: nothing else is lost or seen twice.
BOOST_AUTO_TEST_CASE(movement_between_pages, *description("contract 1: keyset, never offset")) {
  person("me");
  std::vector<long long> ids;
  for (int i = 0; i < 6; ++i) {
    person("o" + std::to_string(i));
    ids.push_back(thread("me", "o" + std::to_string(i), noon(i)));
  }
  const auto first =
      run(load_inbox, std::string("me"), Show::all, std::optional<InboxPlace>(), 2, noon(100));
  BOOST_REQUIRE(first.size() == 2U);
  send(ids[0], "o0", "x", noon(50));
  const auto& last = first.back().mine;
  const InboxPlace place{last.pinned, false, last.last_activity_at, last.thread_id};
  const auto second =
      run(load_inbox, std::string("me"), Show::all, std::optional(place), 10, noon(100));
  std::vector<long long> threads;
  threads.reserve(second.size());
  for (const auto& row : second) threads.push_back(row.mine.thread_id);
  BOOST_TEST(threads == std::vector<long long>({ids[3], ids[2], ids[1]}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(strangers, *description("S1-03: nobody sees another's inbox")) {
  fill("me", 5, 7);
  BOOST_TEST(
      run(load_inbox, std::string("nobody"), Show::all, std::optional<InboxPlace>(), 20, noon(100))
          .empty());
  person("ME");
  BOOST_TEST(
      run(load_inbox, std::string("ME"), Show::all, std::optional<InboxPlace>(), 20, noon(100))
          .empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
