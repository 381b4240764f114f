#include "history.h"

#include <algorithm>
#include <map>

#include <boost/test/unit_test.hpp>

#include "crowd.h"
#include "people.h"

namespace chalkline::e2e {
namespace {

std::vector<long long> seqs_of(const std::vector<Line>& lines) {
  std::vector<long long> seqs;
  seqs.reserve(lines.size());
  for (const auto& line : lines) seqs.push_back(line.seq);
  return seqs;
}

std::vector<long long> from_to(long long first, long long last) {
  std::vector<long long> seqs;
  for (auto seq = first; seq <= last; ++seq) seqs.push_back(seq);
  return seqs;
}

// A thread with `count` messages, sent by both sides over several connections.
struct LongThread {
  Couple people;
  std::string id;
  std::map<long long, std::string> bodies;
};

LongThread new_long_thread(int count) {
  LongThread thread{.people = new_couple("classroom"), .id = {}, .bodies = {}};
  constexpr int senders = 4;
  std::vector<std::map<long long, std::string>> sent(senders);
  all_at_once(senders, [&](int i) {
    const bool tutor = i % 2 == 0;
    Client client(tutor ? thread.people.tutor : thread.people.student);
    for (int n = 0; n < count / senders; ++n) {
      const std::string body = "line " + std::to_string(i) + "." + std::to_string(n);
      const auto answer = client.say(tutor ? thread.people.student : thread.people.tutor, body);
      if (answer.status == 201)
        sent.at(static_cast<std::size_t>(i))[answer.number("message.seq")] = body;
    }
  });
  for (auto& part : sent) thread.bodies.merge(part);
  thread.id = Client(thread.people.tutor).get("/api/inbox").text("items.0.id");
  return thread;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(history)

BOOST_AUTO_TEST_CASE(S1_07_S4_14_pages_over_a_thousand_messages) {
  const auto thread = new_long_thread(1000);
  BOOST_TEST_REQUIRE(thread.bodies.size() == 1000U);
  Client reader(thread.people.student);
  const std::string path = "/api/inbox/threads/" + thread.id + "/messages";

  const auto newest = reader.get(path);
  BOOST_TEST(seqs_of(lines_of(newest)) == from_to(951, 1000));
  BOOST_TEST(newest.at("hasMore").get_bool());

  std::vector<Line> upwards;
  for (bool more = true; more;) {
    const auto before = upwards.empty() ? 1001 : upwards.front().seq;
    const auto page = reader.get(path + "?limit=70&before=" + std::to_string(before));
    auto lines = lines_of(page);
    lines.insert(lines.end(), upwards.begin(), upwards.end());
    upwards = std::move(lines);
    more = page.at("hasMore").get_bool();
  }
  BOOST_TEST(seqs_of(upwards) == from_to(1, 1000));

  const auto downwards = history_of(reader, thread.id);
  BOOST_TEST(seqs_of(downwards) == from_to(1, 1000));
  BOOST_TEST(std::all_of(downwards.begin(), downwards.end(), [&](const Line& line) {
    return thread.bodies.at(line.seq) == line.body;
  }));
}

BOOST_AUTO_TEST_CASE(S4_14_the_ends_of_a_thread) {
  const auto thread = new_long_thread(20);
  Client reader(thread.people.tutor);
  const std::string path = "/api/inbox/threads/" + thread.id + "/messages";
  struct Row {
    std::string query;
    long long first;
    long long last;
    bool more;
  };
  for (const auto& row : std::vector<Row>{{"?before=1", 1, 0, false},
                                          {"?before=2", 1, 1, false},
                                          {"?before=11&limit=10", 1, 10, false},
                                          {"?before=12&limit=10", 2, 11, true},
                                          {"?before=21", 1, 20, false},
                                          {"?before=9007199254740991&limit=5", 16, 20, true},
                                          {"?after=0&limit=5", 1, 5, true},
                                          {"?after=15&limit=5", 16, 20, false},
                                          {"?after=14&limit=5", 15, 19, true},
                                          {"?after=20", 1, 0, false},
                                          {"?after=9007199254740991", 1, 0, false},
                                          {"?limit=1", 20, 20, true},
                                          {"?limit=100", 1, 20, false}}) {
    const auto page = reader.get(path + row.query);
    BOOST_TEST(seqs_of(lines_of(page)) == from_to(row.first, row.last), row.query);
    BOOST_TEST(page.at("hasMore").get_bool() == row.more, row.query);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
