#include "rules/transcripts.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

// A line of entry `entry`; 0: older than the chain.
TrailLine line(long long entry) {
  TrailLine made{.seq = entry, .body = "x"};
  if (entry > 0) made.seal = Seal{.entry = entry, .salt = "ab"};
  return made;
}

TrailLines lines(const std::vector<long long>& entries, bool more = false) {
  TrailLines made{.lines = {}, .more = more};
  for (const auto entry : entries) made.lines.push_back(line(entry));
  return made;
}

// "1 2 3 …": the entries, and whether there are others.
std::string merged(TrailLines sent, TrailLines changes, std::size_t most = 100) {
  std::string text;
  const auto all = merge_trail(std::move(sent), std::move(changes), most);
  for (const auto& one : all.lines) text += std::to_string(one.seal ? one.seal->entry : 0) + " ";
  return text + (all.more ? "…" : "");
}

BOOST_AUTO_TEST_SUITE(transcripts)

BOOST_AUTO_TEST_CASE(one_order, *description("S2-02: entries in the order in which they came")) {
  const struct {
    TrailLines sent;
    TrailLines changes;
    std::size_t most;
    std::string merged;
  } rows[] = {
      {{}, {}, 9, ""},
      {lines({1, 2, 4}), lines({3, 5}), 9, "1 2 3 4 5 "},
      {lines({0, 0, 1}), lines({2}), 9, "0 0 1 2 "},
      // What comes behind the end of one may have others of the same before it.
      {lines({1, 2}, true), lines({3, 9}), 9, "1 2 …"},
      {lines({1, 2, 4}, true), lines({3, 9}), 9, "1 2 3 4 …"},
      {lines({1, 5, 6}), lines({2, 3}, true), 9, "1 2 3 …"},
      {lines({0, 0}, true), lines({1}), 9, "0 0 …"},
      {lines({1, 2, 4}), lines({3, 5}), 4, "1 2 3 4 …"},
      {lines({1, 2, 4}), lines({3, 5}), 5, "1 2 3 4 5 "},
  };
  for (const auto& row : rows) BOOST_TEST(merged(row.sent, row.changes, row.most) == row.merged);
}

BOOST_AUTO_TEST_CASE(what_is_withheld, *description("contract 3: history kept for reports")) {
  const struct {
    bool superseded;
    std::string salt;
    bool overseer;
    Withheld withheld;
  } rows[] = {
      {false, "ab", false, Withheld::no},  {true, "ab", false, Withheld::earlier},
      {true, "ab", true, Withheld::no},    {false, "", false, Withheld::erased},
      {true, "", false, Withheld::erased}, {false, "", true, Withheld::erased},
  };
  for (const auto& row : rows) {
    auto one = line(1);
    one.superseded = row.superseded;
    one.seal->salt = row.salt;
    BOOST_TEST((withhold(one, row.overseer) == row.withheld));
    BOOST_TEST(one.body.empty() == (row.withheld != Withheld::no));
    BOOST_TEST(one.seal->salt.empty() == (row.withheld != Withheld::no));
  }
  auto older = line(0);
  older.superseded = true;
  BOOST_TEST((withhold(older, false) == Withheld::earlier && older.body.empty()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
