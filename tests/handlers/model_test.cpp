#include <algorithm>
#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/house.h"
#include "http/times.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;
using rules::Time;
using std::chrono::minutes;

// What one of two people should see of their conversation.
struct Side {
  long long read_upto = 0;
  bool marked_unread = false;
  bool pinned = false;
  bool archived = false;
  bool muted = false;
  std::optional<Time> snoozed_until;
  bool wakes = true;
  bool blocks = false;
};

struct Message {
  int sender = 0;  // 0: the student
  Time at{};
  bool removed = false;
};

// A conversation of a student, or a student's parent, and a tutor as requirements describe it, told
// naively.
struct Talk {
  std::array<std::string, 2> people;  // student or parent, tutor
  std::string about = {};             // of a parent: the student
  std::string id;
  std::vector<Message> messages;
  std::array<Side, 2> sides;

  long long unread(int side) const {
    return std::ranges::count_if(messages, [&, seq = 0LL](const Message& message) mutable {
      return ++seq > sides.at(side).read_upto && message.sender != side;
    });
  }
  bool has_unread(int side) const { return unread(side) > 0 || sides.at(side).marked_unread; }
  bool shown(int side, Time now) const {
    const auto& mine = sides.at(side);
    return !mine.archived && (!mine.snoozed_until || *mine.snoozed_until <= now);
  }
  int unanswered(int side) const {
    int count = 0;
    for (auto it = messages.rbegin(); it != messages.rend() && it->sender == side; ++it) ++count;
    return count;
  }
  bool blocked() const { return sides[0].blocks || sides[1].blocks; }
  bool capped() const { return about.empty() && unanswered(0) >= 10; }
};

// Two tutors with three students each, and a parent of the first, whom random operations drive;
// every answer is foretold.
class World {
 public:
  explicit World(unsigned seed) : random_(seed) {
    for (int t = 0; t < 2; ++t) {
      const auto tutor = new_person("tutor");
      for (int s = 0; s < 3; ++s) begin(new_person("student"), tutor);
      begin_parent(new_person("parent"), talks_.at(talks_.size() - 3).people[0], tutor);
    }
  }

  void step() {
    now_ += minutes(below(6));
    auto& talk = talks_.at(static_cast<std::size_t>(below(static_cast<int>(talks_.size()))));
    const int side = below(2);
    switch (below(12)) {
      case 0:
      case 1:
      case 2:
      case 3:
        return send(talk, side);
      case 4:
      case 5:
        return read(talk, side);
      case 6:
        return change(talk, side, "PATCH");
      case 7:
        return change(talk, side, "DELETE");
      case 8:
        return block(talk, side);
      default:
        return keep(talk, side);
    }
  }

  void compare() {
    for (const auto& talk : talks_) {
      for (int side = 0; side < 2; ++side) compare_badge(talk.people.at(side));
    }
    const auto talk = static_cast<std::size_t>(below(static_cast<int>(talks_.size())));
    compare_list(talks_.at(talk).people.at(below(2)));
  }

 private:
  int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }
  bool chance(int percent) { return below(100) < percent; }

  Answer ask(const std::string& method, const std::string& target, const std::string& person,
             const std::string& body = {}) {
    return house_.ask({.method = method,
                       .target = target,
                       .body = body,
                       .person = person,
                       .parameters = {{"HTTP_CHALKLINE_NOW", http::time_text(now_)}}});
  }

  void begin(const std::string& student, const std::string& tutor) {
    sql().execute("INSERT INTO relationships (low_id, high_id, high_teaches) VALUES ('" + student +
                  "', '" + tutor + "', 'active')");
    Talk talk{.people = {student, tutor}};
    const auto sent =
        ask("POST", "/api/send", student, R"({"to":")" + tutor + R"(","message":"First"})");
    talk.id = sent.text("thread.id");
    talk.messages.push_back({0, now_});
    talks_.push_back(talk);
  }

  void begin_parent(const std::string& parent, const std::string& student,
                    const std::string& tutor) {
    sql().execute("INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" +
                  parent + "', '" + student + "', 'confirmed', '2026-11-01')");
    Talk talk{.people = {parent, tutor}, .about = student};
    const auto sent =
        ask("POST", "/api/parent/messages", parent,
            R"({"tutorId":")" + tutor + R"(","studentId":")" + student + R"(","message":"First"})");
    talk.id = sent.text("threadId");
    talk.messages.push_back({0, now_});
    talks_.push_back(talk);
  }

  void send(Talk& talk, int side) {
    const bool capped = side == 0 && talk.capped();
    const std::string expected = talk.blocked() ? "403 communication_blocked"
                                 : capped       ? "422 unanswered_cap_reached"
                                                : "201";
    const auto sent = ask("POST", "/api/send", talk.people.at(side),
                          R"({"threadId":")" + talk.id + R"(","message":"Hello"})");
    BOOST_TEST(sent.verdict() == expected);
    if (sent.status != 201) return;
    talk.messages.push_back({side, now_});
    BOOST_TEST(sent.number("message.seq") == static_cast<long long>(talk.messages.size()));
    auto& other = talk.sides.at(1 - side);
    if (!other.muted) other.archived = false;
    if (other.wakes) other.snoozed_until.reset();
  }

  // S2-24: all of it, at once.
  void open_all(Talk& talk, int side) {
    const auto answer = ask(
        "GET",
        "/api/parent/messages?tutorId=" + talk.people[1] + "&studentId=" + talk.about + "&limit=1",
        talk.people.at(side));
    BOOST_TEST(answer.number("items.0.seq") == static_cast<long long>(talk.messages.size()));
    talk.sides.at(side).read_upto = static_cast<long long>(talk.messages.size());
    talk.sides.at(side).marked_unread = false;
  }

  void read(Talk& talk, int side) {
    if (!talk.about.empty() && chance(50)) return open_all(talk, side);
    const long long upto = below(static_cast<int>(talk.messages.size()) + 3);
    auto& mine = talk.sides.at(side);
    const auto answer =
        ask("POST", "/api/read-receipts", talk.people.at(side),
            R"({"threadId":")" + talk.id + R"(","upTo":)" + std::to_string(upto) + "}");
    mine.read_upto =
        std::max(mine.read_upto, std::min(upto, static_cast<long long>(talk.messages.size())));
    mine.marked_unread = false;
    BOOST_TEST(answer.number("unread") == talk.unread(side));
  }

  void change(Talk& talk, int side, const std::string& method) {
    const int index = below(static_cast<int>(talk.messages.size()));
    auto& message = talk.messages.at(static_cast<std::size_t>(index));
    const bool patch = method == "PATCH";
    const bool late = now_ > message.at + minutes(15);
    const std::string expected = message.sender != side      ? "403 not_your_message"
                                 : message.removed && !patch ? "200"
                                 : late                      ? "403 edit_window_over"
                                 : patch && talk.blocked()   ? "403 communication_blocked"
                                 : message.removed           ? "409 message_removed"
                                                             : "200";
    const auto answer =
        ask(method, "/api/send/" + talk.id + "/" + std::to_string(index + 1), talk.people.at(side),
            patch ? R"({"message":"Changed )" + std::to_string(below(100)) + "\"}" : "");
    BOOST_TEST(answer.verdict() == expected);
    if (answer.status == 200 && !patch) message.removed = true;
  }

  void block(Talk& talk, int side) {
    if (!talk.about.empty()) return;
    const bool blocks = chance(30);
    const auto answer = ask(blocks ? "PUT" : "DELETE",
                            "/api/inbox/blocks/" + talk.people.at(1 - side), talk.people.at(side));
    BOOST_TEST(answer.verdict() == "204");
    talk.sides.at(side).blocks = blocks;
  }

  void keep(Talk& talk, int side) {
    auto& mine = talk.sides.at(side);
    std::string body;
    const auto flag = [&](const std::string& name, bool& value) {
      if (!chance(40)) return;
      value = chance(50);
      body += (body.empty() ? "\"" : ",\"") + name + (value ? "\":true" : "\":false");
    };
    flag("pinned", mine.pinned);
    flag("archived", mine.archived);
    flag("muted", mine.muted);
    flag("markedUnread", mine.marked_unread);
    flag("wakeOnMessage", mine.wakes);
    if (chance(40)) {
      mine.snoozed_until = chance(70) ? std::optional(now_ + minutes(below(60))) : std::nullopt;
      body += std::string(body.empty() ? "" : ",") + R"("snoozedUntil":)" +
              (mine.snoozed_until ? "\"" + http::time_text(*mine.snoozed_until) + "\"" : "null");
    }
    const auto answer =
        ask("PATCH", "/api/inbox/threads/" + talk.id, talk.people.at(side), "{" + body + "}");
    BOOST_TEST(answer.verdict() == "200");
    BOOST_TEST(answer.number("unread") == talk.unread(side));
  }

  // The conversations of a person, each with the side that they are on.
  std::vector<std::pair<const Talk*, int>> of(const std::string& person) const {
    std::vector<std::pair<const Talk*, int>> found;
    for (const auto& talk : talks_) {
      for (int side = 0; side < 2; ++side) {
        if (talk.people.at(side) == person) found.emplace_back(&talk, side);
      }
    }
    return found;
  }

  void compare_badge(const std::string& person) {
    long long threads = 0;
    long long messages = 0;
    for (const auto& [talk, side] : of(person)) {
      if (!talk->shown(side, now_) || !talk->has_unread(side)) continue;
      ++threads;
      messages += talk->unread(side);
    }
    const auto badge = ask("GET", "/api/inbox/unread", person);
    BOOST_TEST(badge.number("threads") == threads);
    BOOST_TEST(badge.number("messages") == messages);
  }

  void compare_list(const std::string& person) {
    auto mine = of(person);
    std::erase_if(mine, [&](const auto& one) { return !one.first->shown(one.second, now_); });
    const auto key = [](const std::pair<const Talk*, int>& one) {
      const auto& [talk, side] = one;
      return std::tuple(talk->sides.at(side).pinned, talk->has_unread(side),
                        talk->messages.back().at, std::stoll(talk->id));
    };
    std::ranges::sort(mine, [&](const auto& a, const auto& b) { return key(a) > key(b); });
    std::string expected;
    for (const auto& [talk, side] : mine) {
      expected += talk->id + ":" + std::to_string(talk->unread(side)) + " ";
    }
    std::string listed;
    const auto answer = ask("GET", "/api/inbox", person);
    for (const auto& item : answer.at("items").as_array()) {
      listed += std::string(item.at("id").as_string()) + ":" +
                std::to_string(item.at("unread").as_int64()) + " ";
    }
    BOOST_TEST(listed == expected);
  }

  House house_{"fastcgi"};
  std::mt19937 random_;
  Time now_ = *http::parse_time("2026-11-21T12:00:00Z");
  std::vector<Talk> talks_;
};

// CHALKLINE_OPERATIONS says how many; few here, as sanitizers take their time.
int operations() {
  const char* const text = std::getenv("CHALKLINE_OPERATIONS");
  return text == nullptr ? 800 : std::atoi(text);
}

BOOST_AUTO_TEST_CASE(unread_badge_and_list_agree_with_a_model,
                     *description("S2-25, S4-03, S4-13: whatever is done, in whatever order")) {
  World world(20261122);
  for (int i = 0; i < operations(); ++i) {
    world.step();
    if (i % 10 == 0) world.compare();
  }
  world.compare();
}

}  // namespace
}  // namespace chalkline::handlers::tests
