#include "rules/receipts.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

namespace chalkline::rules::tests {
namespace {

namespace gen = rc::gen;
using boost::unit_test::description;

Time at(int second) { return Time(std::chrono::seconds(second)); }

// The thread as the rules keep it: counters and marks, as the tables do.
struct Kept {
  std::vector<std::string> senders;  // of message 1, 2, …
  std::vector<ReadMark> marks;
  std::map<std::string, long long> read_upto;
  std::map<std::string, int> unread;
  std::map<std::string, bool> marked_unread;

  void send(const std::string& sender, const std::string& other) {
    senders.push_back(sender);
    ++unread[other];
  }

  Reading open(const std::string& reader, long long asked, Time now) {
    const auto end = reading_end(asked, static_cast<long long>(senders.size()));
    int above = 0;
    for (auto seq = static_cast<std::size_t>(end); seq < senders.size(); ++seq) {
      if (senders[seq] != reader) ++above;
    }
    const auto reading =
        decide_reading({read_upto[reader], unread[reader], marked_unread[reader], end, above});
    if (reading.stamps) marks.push_back({reader, reading.upto, now});
    if (reading.changes) {
      read_upto[reader] = reading.upto;
      unread[reader] = reading.unread;
      marked_unread[reader] = false;
    }
    return reading;
  }
};

// The same told the long way: a time on every message.
struct Naive {
  struct Message {
    std::string sender;
    std::optional<Time> read_at;
  };
  std::vector<Message> messages;

  void open(const std::string& reader, long long asked, Time now) {
    for (std::size_t i = 0; i < messages.size() && static_cast<long long>(i) < asked; ++i) {
      if (messages[i].sender != reader && !messages[i].read_at) messages[i].read_at = now;
    }
  }
  int unread(const std::string& reader) const {
    return static_cast<int>(std::count_if(messages.begin(), messages.end(), [&](const auto& m) {
      return m.sender != reader && !m.read_at;
    }));
  }
};

struct Step {
  int kind = 0;  // 0: send, 1: open, 2: mark as unread
  bool by_a = false;
  int reach = 0;  // of an opening, counted back from two beyond the end
};

std::vector<Step> any_steps() {
  return *gen::container<std::vector<Step>>(
      gen::build<Step>(gen::set(&Step::kind, gen::weightedElement<int>({{5, 0}, {4, 1}, {1, 2}})),
                       gen::set(&Step::by_a), gen::set(&Step::reach, gen::inRange(0, 8))));
}

BOOST_AUTO_TEST_SUITE(receipts)

BOOST_AUTO_TEST_CASE(
    marks_equal_a_time_per_message,
    *description(
        "S0-10, S2-24, S2-26: marks tell of every message what a time on every message would")) {
  rc::detail::checkBoostTest([] {
    Kept kept;
    Naive naive;
    int second = 0;
    for (const auto& step : any_steps()) {
      const std::string me = step.by_a ? "a" : "b";
      const std::string other = step.by_a ? "b" : "a";
      const auto asked =
          std::max(0LL, static_cast<long long>(kept.senders.size()) + 2 - step.reach);
      ++second;
      if (step.kind == 0) {
        kept.send(me, other);
        naive.messages.push_back({me, std::nullopt});
      } else if (step.kind == 1) {
        kept.open(me, asked, at(second));
        naive.open(me, asked, at(second));
      } else {
        kept.marked_unread[me] = true;
      }
      RC_ASSERT(kept.unread["a"] == naive.unread("a"));
      RC_ASSERT(kept.unread["b"] == naive.unread("b"));
    }
    for (std::size_t i = 0; i < naive.messages.size(); ++i) {
      const std::string reader = naive.messages[i].sender == "a" ? "b" : "a";
      RC_ASSERT(read_at(kept.marks, reader, static_cast<long long>(i) + 1) ==
                naive.messages[i].read_at);
    }
  });
}

BOOST_AUTO_TEST_CASE(marks_are_few_and_rise,
                     *description("S2-24: reading never goes back, and n messages never have more "
                                  "than n marks of a reader")) {
  rc::detail::checkBoostTest([] {
    Kept kept;
    int second = 0;
    for (const auto& step : any_steps()) {
      const std::string me = step.by_a ? "a" : "b";
      const auto before = kept.read_upto[me];
      const auto asked =
          std::max(0LL, static_cast<long long>(kept.senders.size()) + 2 - step.reach);
      if (step.kind == 0) {
        kept.send(me, step.by_a ? "b" : "a");
      } else {
        const auto reading = kept.open(me, asked, at(++second));
        RC_ASSERT(reading.upto >= before);
        RC_ASSERT((!reading.stamps || reading.upto > before));
      }
    }
    for (const std::string reader : {"a", "b"}) {
      const auto of_others = std::count_if(kept.senders.begin(), kept.senders.end(),
                                           [&](const auto& sender) { return sender != reader; });
      std::vector<long long> ends;
      for (const auto& mark : kept.marks) {
        if (mark.person_id == reader) ends.push_back(mark.upto);
      }
      RC_ASSERT(static_cast<long>(ends.size()) <= of_others);
      RC_ASSERT(std::adjacent_find(ends.begin(), ends.end(), std::greater_equal<>()) == ends.end());
    }
  });
}

BOOST_AUTO_TEST_CASE(openings, *description("contract 3: monotonic, repeating changes nothing")) {
  const struct {
    std::string what;
    ReadingFacts facts;
    Reading expected;
  } rows[] = {
      {"all of three", {0, 3, false, 3, 0}, {3, 0, true, true}},
      {"some of three", {0, 3, false, 1, 2}, {1, 2, true, true}},
      {"the rest", {1, 2, false, 3, 0}, {3, 0, true, true}},
      {"the same again", {3, 0, false, 3, 0}, {3, 0, false, false}},
      {"less than before", {3, 1, false, 2, 2}, {3, 1, false, false}},
      {"nothing", {0, 3, false, 0, 3}, {0, 3, false, false}},
      {"further, past my own only", {3, 0, false, 5, 0}, {3, 0, false, false}},
      {"further, with theirs still above", {1, 2, false, 2, 2}, {1, 2, false, false}},
      {"marked unread, nothing new", {3, 0, true, 3, 0}, {3, 0, false, true}},
      {"marked unread, less than before", {3, 1, true, 2, 2}, {3, 1, false, true}},
      {"marked unread, and news", {3, 1, true, 4, 0}, {4, 0, true, true}},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      const auto reading = decide_reading(row.facts);
      BOOST_TEST(reading.upto == row.expected.upto);
      BOOST_TEST(reading.unread == row.expected.unread);
      BOOST_TEST(reading.stamps == row.expected.stamps);
      BOOST_TEST(reading.changes == row.expected.changes);
    }
  }
}

BOOST_AUTO_TEST_CASE(beyond_the_end, *description("bad input: receipts beyond the last message")) {
  BOOST_TEST(reading_end(5, 3) == 3);
  BOOST_TEST(reading_end(3, 3) == 3);
  BOOST_TEST(reading_end(2, 3) == 2);
  BOOST_TEST(reading_end(0, 3) == 0);
  BOOST_TEST(reading_end(9'007'199'254'740'991, 0) == 0);
}

BOOST_AUTO_TEST_CASE(times, *description("S2-26: the first mark at or above a message")) {
  const std::vector<ReadMark> marks = {
      {"a", 2, at(10)}, {"b", 9, at(15)}, {"a", 5, at(20)}, {"a", 6, at(30)}};
  const struct {
    std::string reader;
    long long seq;
    std::optional<Time> expected;
  } rows[] = {
      {"a", 1, at(10)},       {"a", 2, at(10)},        {"a", 3, at(20)},
      {"a", 5, at(20)},       {"a", 6, at(30)},        {"b", 9, at(15)},
      {"a", 7, std::nullopt}, {"b", 10, std::nullopt}, {"c", 1, std::nullopt},
  };
  for (const auto& row : rows) {
    BOOST_TEST((read_at(marks, row.reader, row.seq) == row.expected), row.reader << row.seq);
  }
  BOOST_TEST(!read_at({}, "a", 1));
}

BOOST_AUTO_TEST_CASE(shown, *description("contract 5: unless one hides them or the site forces")) {
  Policy policy;
  policy.read_receipts = {Policy::Receipts::user, Policy::Receipts::forced};
  BOOST_TEST(shows_receipts(policy, ThreadKind::direct, false));
  BOOST_TEST(!shows_receipts(policy, ThreadKind::direct, true));
  BOOST_TEST(shows_receipts(policy, ThreadKind::parent, true));
  policy.read_receipts.direct = Policy::Receipts::forced;
  BOOST_TEST(shows_receipts(policy, ThreadKind::direct, true));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
