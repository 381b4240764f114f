// What platform-facts call traps: each of these once brought a worker down or opened a stranger's
// stream.

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "child.h"
#include "client.h"
#include "crowd.h"
#include "people.h"
#include "sql.h"
#include "stack.h"
#include "stream.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

Headers as_listener(const Person& person, const Headers& more = {}) {
  Headers all{{"Accept", "text/event-stream"}, {"Authorization", "Bearer " + person.token}};
  all.insert(more.begin(), more.end());
  return all;
}

// nginx's worker processes now.
std::string workers() {
  const auto master = process_of("nginx");
  return run_program({"ps", "-o", "pid=", "--ppid", std::to_string(master.value_or(0))}).output;
}

Answer knock(const std::string& target, const Headers& headers) {
  Client client("marketplace");
  auto answer = client.get(target, headers);
  return answer;
}

std::string new_ticket(const Person& person) {
  return Client(person).ask("POST", "/api/inbox/live-ticket").text("ticket");
}

std::string by_ticket(const std::string& site, const std::string& ticket) {
  return Client(site)
      .get("/api/live?ticket=" + ticket, {{"Accept", "text/event-stream"}})
      .verdict();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(live_abuse)

BOOST_AUTO_TEST_CASE(a_hostile_last_event_id_is_not_looked_at_and_no_worker_dies) {
  const auto people = new_couple("marketplace");
  const auto before = workers();
  BOOST_TEST_REQUIRE(!before.empty());
  for (const std::string id : {"1:0", "0", "-1", "999999999999:0", "1:[0],2:[1]", "1542:0,1542:1",
                               "abc", "9223372036854775807:32767", "0:-1"}) {
    for (int twice = 0; twice < 2; ++twice) {
      const auto headers = as_listener(people.tutor, {{"Last-Event-ID", id}});
      Stream stream("marketplace", "/api/live", headers);
      BOOST_TEST(stream.answer().status == 200, id);
      stream.catch_up(people.tutor);
      BOOST_TEST(stream.events().empty(), id);
    }
    const Headers anonymous{{"Accept", "text/event-stream"}, {"Last-Event-ID", id}};
    for (int twice = 0; twice < 2; ++twice) {
      BOOST_TEST(knock("/api/live", anonymous).verdict() == "401 token_missing", id);
    }
  }
  all_at_once(8, [&](int i) {
    const auto id = std::to_string(1000 + i % 2) + ":0";
    Stream stream("marketplace", "/api/live", as_listener(people.tutor, {{"Last-Event-ID", id}}));
    stream.answer();
  });
  BOOST_TEST(workers() == before);
}

BOOST_AUTO_TEST_CASE(a_stream_cannot_be_resumed_by_conditions) {
  const auto people = new_couple("marketplace");
  const auto before = workers();
  for (const std::string name : {"If-None-Match", "If-Modified-Since"}) {
    for (const std::string value : {"0", "1", "\"1:0\"", "*", "Thu, 01 Jan 1970 00:00:01 GMT",
                                    "Sat, 21 Nov 2026 00:00:00 GMT"}) {
      const auto refused = knock("/api/live", as_listener(people.tutor, {{name, value}}));
      BOOST_TEST(refused.verdict() == "400 bad_input", name << ": " << value);
    }
  }
  BOOST_TEST(workers() == before);
}

BOOST_AUTO_TEST_CASE(a_page_of_another_origin_opens_no_stream) {
  const auto people = new_couple("marketplace");
  for (const std::string& origin : {std::string("https://evil.example"), std::string("null"),
                                    origin_of("classroom"), origin_of("marketplace") + ".evil"}) {
    const auto refused = knock("/api/live", as_listener(people.tutor, {{"Origin", origin}}));
    BOOST_TEST(refused.verdict() == "403 cross_site", origin);
    BOOST_TEST(refused.header("Access-Control-Allow-Origin").empty(), origin);
  }
  Stream own("marketplace", "/api/live",
             as_listener(people.tutor, {{"Origin", origin_of("marketplace")}}));
  BOOST_TEST(own.answer().status == 200);
}

BOOST_AUTO_TEST_CASE(only_an_event_stream_is_served) {
  const auto people = new_couple("marketplace");
  for (const std::string accept : {"", "*/*", "application/json", "multipart/mixed"}) {
    auto headers = as_listener(people.tutor);
    headers["Accept"] = accept;
    BOOST_TEST(knock("/api/live", headers).verdict() == "406 not_acceptable", accept);
  }
}

BOOST_AUTO_TEST_CASE(a_websocket_is_told_so_as_any_other_mistake) {
  const auto people = new_couple("marketplace");
  for (const std::string name : {"websocket", "WebSocket", "h2c, websocket"}) {
    const auto upgrade =
        as_listener(people.tutor, {{"Upgrade", name},
                                   {"Connection", "Upgrade"},
                                   {"Sec-WebSocket-Version", "13"},
                                   {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}});
    Stream stream("marketplace", "/api/live", upgrade);
    const auto answer = stream.answer();
    BOOST_TEST(answer.verdict() == "406 not_acceptable", name);
    BOOST_TEST(answer.header("Content-Type") == "application/problem+json", name);
  }
}

BOOST_AUTO_TEST_CASE(nobody_reaches_a_channel_by_its_name) {
  const auto people = new_couple("marketplace");
  const std::string channel = "marketplace/" + people.tutor.id;
  for (const auto& target : std::vector<std::string>{
           "/-/live/" + channel, "/-/live/" + channel + "?ticket=x", "/-/problem", "/-/live/",
           "//-/live/" + channel, "/api/../-/live/" + channel, "/%2D/live/" + channel,
           "/publish/" + channel, "/-/publish/" + channel, "/healthz/inbox/marketplace"}) {
    const auto headers = as_listener(people.student);
    BOOST_TEST(knock(target, headers).verdict() == "404 not_found", target);
    Client outside(people.student);
    const auto published = outside.post(target, {{"from", "outside"}});
    BOOST_TEST((published.status == 404 || published.status == 405), target);
  }
  const auto asked = knock("/api/live?channel=" + channel, as_listener(people.student));
  BOOST_TEST(asked.verdict() == "400 bad_input");
  Stream mine("marketplace", "/api/live",
              as_listener(people.student, {{"X-Accel-Redirect", "/-/live/" + channel}}));
  mine.catch_up(people.student);
  Client student(people.student);
  BOOST_TEST(brings([&] { student.say(people.tutor, "for the tutor"); },
                    [&] { return mine.count("message") > 0; }));
  mine.catch_up(people.student);
  BOOST_TEST(mine.count("badge") == 0);
}

BOOST_AUTO_TEST_CASE(a_ticket_is_good_once_for_sixty_seconds_and_for_its_site) {
  const auto people = new_couple("marketplace");
  const auto used = new_ticket(people.tutor);
  {
    Stream stream("marketplace", "/api/live?ticket=" + used, {{"Accept", "text/event-stream"}});
    BOOST_TEST(stream.answer().status == 200);
  }
  BOOST_TEST(by_ticket("marketplace", used) == "401 token_invalid");

  const auto old = new_ticket(people.tutor);
  const std::string in_time = "SELECT COUNT(*) FROM live_tickets WHERE hash = SHA2('" + old +
                              "', 256) AND expires_at > UTC_TIMESTAMP(3) + INTERVAL 50 SECOND"
                              " AND expires_at <= UTC_TIMESTAMP(3) + INTERVAL 60 SECOND";
  BOOST_TEST(run_sql("marketplace", in_time) == "1");
  run_sql("marketplace",
          "UPDATE live_tickets SET expires_at = UTC_TIMESTAMP(3)"
          " WHERE hash = SHA2('" +
              old + "', 256)");
  BOOST_TEST(by_ticket("marketplace", old) == "401 token_invalid");

  const auto foreign = new_ticket(people.tutor);
  BOOST_TEST(by_ticket("classroom", foreign) == "401 token_invalid");
  for (const std::string wrong : {"", "x", "%00", "..", "%27%20OR%201=1"}) {
    const auto verdict = by_ticket("marketplace", wrong);
    BOOST_TEST((verdict == "401 token_invalid" || verdict == "400 bad_input"), wrong << verdict);
  }
  const auto refused =
      Client("marketplace").get("/api/live?ticket=x", {{"Accept", "text/event-stream"}});
  BOOST_TEST(refused.header("WWW-Authenticate") == "Bearer");
}

BOOST_AUTO_TEST_CASE(of_twenty_attempts_with_one_ticket_one_opens_a_stream) {
  const auto people = new_couple("marketplace");
  const auto ticket = new_ticket(people.tutor);
  std::vector<int> statuses(20);
  all_at_once(20, [&](int i) {
    Stream stream("marketplace", "/api/live?ticket=" + ticket, {{"Accept", "text/event-stream"}});
    statuses.at(static_cast<std::size_t>(i)) = stream.answer().status;
  });
  BOOST_TEST(std::count(statuses.begin(), statuses.end(), 200) == 1);
  BOOST_TEST(std::count(statuses.begin(), statuses.end(), 401) == 19);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
