// A part of the stack goes away: the database is killed, live updates cannot be published.

#include <algorithm>
#include <array>
#include <atomic>
#include <csignal>
#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "cgi.h"
#include "client.h"
#include "crowd.h"
#include "history.h"
#include "people.h"
#include "sql.h"
#include "stack.h"
#include "stream.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

int living(const std::string& part) {
  const auto pid = process_of(part);
  if (!pid) throw std::runtime_error(part + " does not run");
  return *pid;
}

// While it lives, ./run does not start anything again.
class PausedSupervisor {
 public:
  PausedSupervisor() : pid_(living("run")) { kill(pid_, SIGSTOP); }
  ~PausedSupervisor() { kill(pid_, SIGCONT); }
  PausedSupervisor(const PausedSupervisor&) = delete;
  PausedSupervisor& operator=(const PausedSupervisor&) = delete;

 private:
  int pid_;
};

void kill_database() {
  kill(living("mariadb"), SIGKILL);
  eventually([] { return !database_answers("marketplace"); });
}

bool all_healthy() {
  for (const std::string site : {"marketplace", "classroom", "advisor"}) {
    if (Client(site).get("/healthz").status != 200) return false;
  }
  return true;
}

void check_unavailable(const Answer& answer, const std::string& where) {
  BOOST_TEST(answer.verdict() == "503 database_unavailable", where << ": " << answer.verdict());
  BOOST_TEST(answer.header("Retry-After") == "1", where);
  BOOST_TEST(answer.header("Content-Type") == "application/problem+json", where);
}

// What became of a message; seq 0: it was never acknowledged.
struct Receipt {
  long long seq = 0;
  std::string client_id;
};

// A send as a careful client does it: the same again until it is acknowledged.
Receipt send_until_acknowledged(Client& client, const Person& to, const std::string& client_id,
                                std::atomic<int>& refused) {
  Receipt receipt{.client_id = client_id};
  eventually(
      [&] {
        const auto answer = client.say(to, "chalk-secret-text " + client_id, client_id);
        const bool good = answer.status == 201 || answer.status == 200;
        if (!good) ++refused;
        if (good) receipt.seq = answer.number("message.seq");
        return good;
      },
      std::chrono::seconds(120));
  return receipt;
}

// Sixteen people of a classroom who write in four conversations, both sides of each at once, and do
// not give up.
class Storm {
 public:
  Storm() {
    for (auto& couple : couples_) couple = new_couple("classroom");
  }

  // All messages, and meanwhile two kills: one after which the database stays away for a while, and
  // one from which it comes back at once.
  void rage() {
    std::thread killer([this] { kill_twice(); });
    all_at_once(senders, [this](int sender) { send_all(sender); });
    killer.join();
  }

  int refused() const { return refused_; }

  // Every acknowledged message is in its conversation once, at the place it was told.
  void check(int conversation) {
    Client reader(couples_.at(static_cast<std::size_t>(conversation)).tutor);
    const auto lines = history_of(reader, reader.get("/api/inbox").text("items.0.id"));
    BOOST_TEST(is_gapless(lines));
    std::map<std::string, long long> stored;
    for (const auto& line : lines) stored[line.body] = line.seq;
    BOOST_TEST(stored.size() == lines.size());
    std::map<std::string, long long> told;
    for (int sender = conversation; sender < senders; sender += conversations) {
      for (const auto& receipt : receipts_.at(static_cast<std::size_t>(sender))) {
        BOOST_TEST_REQUIRE(receipt.seq > 0);
        told["chalk-secret-text " + receipt.client_id] = receipt.seq;
      }
    }
    BOOST_TEST(told.size() == std::size_t{senders / conversations * messages});
    BOOST_TEST((told == stored));
  }

  void check_unread(int conversation) {
    constexpr int from_each_side = senders / conversations * messages / 2;
    const auto& couple = couples_.at(static_cast<std::size_t>(conversation));
    for (const auto& person : {couple.tutor, couple.student}) {
      BOOST_TEST(Client(person).get("/api/inbox").number("items.0.unread") == from_each_side);
    }
  }

  static constexpr int senders = 16;
  static constexpr int messages = 125;  // of each sender
  static constexpr int conversations = 4;

 private:
  void kill_twice() {
    const std::chrono::seconds long_enough(120);
    eventually([this] { return acknowledged_ > 500; }, long_enough);
    {
      const PausedSupervisor paused;
      kill_database();
      eventually([this] { return refused_ > 50; }, long_enough);
    }
    eventually([this] { return acknowledged_ > 1200; }, long_enough);
    kill_database();
  }

  void send_all(int sender) {
    const auto& couple = couples_.at(static_cast<std::size_t>(sender % conversations));
    const bool by_tutor = sender % (2 * conversations) < conversations;
    Client client(by_tutor ? couple.tutor : couple.student);
    const auto& to = by_tutor ? couple.student : couple.tutor;
    auto& receipts = receipts_.at(static_cast<std::size_t>(sender));
    for (int n = 0; n < messages; ++n) {
      receipts.push_back(send_until_acknowledged(client, to, fresh("storm"), refused_));
      ++acknowledged_;
    }
  }

  std::array<Couple, conversations> couples_;
  std::array<std::vector<Receipt>, senders> receipts_;
  std::atomic<int> acknowledged_ = 0;
  std::atomic<int> refused_ = 0;
};

// Away from its place, so that handlers find nobody who publishes.
class HiddenSocket {
 public:
  HiddenSocket() : place_(publish_socket()), hidden_(place_.string() + ".hidden") {
    std::filesystem::rename(place_, hidden_);
  }
  ~HiddenSocket() { std::filesystem::rename(hidden_, place_); }
  HiddenSocket(const HiddenSocket&) = delete;
  HiddenSocket& operator=(const HiddenSocket&) = delete;

 private:
  std::filesystem::path place_;
  std::filesystem::path hidden_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(outage)

BOOST_AUTO_TEST_CASE(without_the_database_every_route_says_503_and_all_recover) {
  const auto people = new_couple("marketplace");
  Client person(people.student);
  const auto thread = person.say(people.tutor, "before").text("thread.id");
  const std::string path = "/api/inbox/threads/" + thread;
  const json::object read{{"threadId", thread}, {"upTo", 1}};
  {
    const PausedSupervisor paused;
    kill_database();
    for (int round = 0; round < 3; ++round) {
      for (const auto& target :
           {std::string("/api/inbox"), std::string("/api/inbox/unread"), path, path + "/messages",
            "/api/read-receipts?threadId=" + thread, std::string("/healthz")}) {
        check_unavailable(person.get(target), target);
      }
      check_unavailable(person.get("/api/live", {{"Accept", "text/event-stream"}}), "live");
      check_unavailable(person.say(people.tutor, "chalk-secret-text lost?"), "send");
      check_unavailable(person.patch(path, {{"pinned", true}}), "keep");
      check_unavailable(person.post("/api/read-receipts", read), "read");
      check_unavailable(person.post("/api/send/typing", {{"threadId", thread}}), "typing");
      check_unavailable(person.ask("POST", "/api/inbox/live-ticket"), "ticket");
    }
    BOOST_TEST(person.get("/api/inbox?limit=0").verdict() == "400 bad_input");
    BOOST_TEST(Client("marketplace").get("/api/inbox").verdict() == "401 token_missing");
  }
  BOOST_TEST_REQUIRE(eventually(all_healthy));
  BOOST_TEST(person.get(path).number("lastMessage.seq") == 1);
  BOOST_TEST(person.say(people.tutor, "after").number("message.seq") == 2);
  BOOST_TEST(person.get("/api/inbox/unread").verdict() == "200");
  BOOST_TEST(person.post("/api/read-receipts", read).verdict() == "200");
}

BOOST_AUTO_TEST_CASE(killed_during_two_thousand_sends_every_acknowledged_one_is_there_once) {
  Storm storm;
  storm.rage();
  BOOST_TEST(storm.refused() > 50);
  BOOST_TEST_REQUIRE(eventually(all_healthy));
  for (int conversation = 0; conversation < Storm::conversations; ++conversation) {
    storm.check(conversation);
    storm.check_unread(conversation);
  }
}

BOOST_AUTO_TEST_CASE(S0_08_without_live_updates_sends_succeed_and_come_back_live) {
  const auto people = new_couple("marketplace");
  Client student(people.student);
  Stream at_tutor(people.tutor);
  std::string thread;
  {
    const HiddenSocket hidden;
    for (int i = 1; i <= 8; ++i) {
      const auto sent = student.say(people.tutor, "chalk-secret-text unheard");
      BOOST_TEST_REQUIRE(sent.verdict() == "201");
      thread = sent.text("thread.id");
    }
    BOOST_TEST(Client(people.tutor).read(thread, 3).verdict() == "200");
  }
  Client tutor(people.tutor);
  BOOST_TEST(lines_of(tutor.get("/api/inbox/threads/" + thread + "/messages")).size() == 8U);
  BOOST_TEST(eventually([&] {
    student.post("/api/send/typing", {{"threadId", thread}});
    return at_tutor.count("typing") > 0;
  }));
}

BOOST_AUTO_TEST_CASE(S0_08_a_publisher_that_is_dead_or_deaf_fails_no_send) {
  const auto people = new_couple("marketplace");
  const Stream listening(people.tutor);
  const auto body = [&](const std::string& text) {
    return json::serialize(json::object{{"to", people.tutor.id}, {"message", text}});
  };
  CgiHost host("marketplace");
  host.change("publish_socket:", "  publish_socket: /nonexistent/publish.sock");
  BOOST_TEST(
      host.ask("send", "POST", "/api/send", people.student.token, body("nobody there")).verdict() ==
      "201");
  // The database's socket takes the connection and answers nothing that is HTTP.
  host.change("publish_socket:", "  publish_socket: " + settings_of("marketplace").database.socket);
  BOOST_TEST(
      host.ask("send", "POST", "/api/send", people.student.token, body("nonsense")).verdict() ==
      "201");
  host.change("publish_socket:", "");
  host.change("live:", "");
  BOOST_TEST(host.ask("send", "POST", "/api/send", people.student.token, body("no live at all"))
                 .verdict() == "201");
  BOOST_TEST(host.ask("live", "GET", "/api/live", people.student.token).verdict() ==
             "404 not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
