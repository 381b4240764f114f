#include <chrono>

#include <boost/test/unit_test.hpp>

#include "cgi.h"
#include "client.h"
#include "people.h"
#include "stack.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

constexpr const char* inbox = "/api/inbox";

Answer with_token(const std::string& site, const std::string& token) {
  return Client(site).get(inbox, {{"Authorization", "Bearer " + token}});
}

long long in_seconds(int from_now) {
  using namespace std::chrono;
  return floor<seconds>(system_clock::now()).time_since_epoch().count() + from_now;
}

// A write by cookie with what a browser may send along.
Answer write_by_cookie(const Couple& people, const Headers& headers) {
  Headers all{{"Cookie", "a=b; " + settings_of(people.student.site).cookie + "=" +
                             people.student.token + "; c=d"},
              {"Content-Type", "application/json"}};
  all.insert(headers.begin(), headers.end());
  const json::object draft{{"to", people.tutor.id}, {"message", "chalk-secret-text by cookie"}};
  return Client(people.student.site).ask("POST", "/api/send", json::serialize(draft), all);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(identity)

BOOST_AUTO_TEST_CASE(a_token_of_one_site_is_worth_nothing_on_another) {
  for (const std::string home : {"marketplace", "classroom", "advisor"}) {
    const auto person = new_couple(home).student;
    for (const std::string site : {"marketplace", "classroom", "advisor"}) {
      const auto expected = site == home ? "200" : "401 token_invalid";
      BOOST_TEST(with_token(site, person.token).verdict() == expected, home << " on " << site);
      const auto cookie = settings_of(site).cookie + "=" + person.token;
      BOOST_TEST(Client(site).get(inbox, {{"Cookie", cookie}}).verdict() == expected);
    }
    // Signed with the other site's key for this one, and with this one's for the other.
    const auto& other = settings_of(home == "advisor" ? "classroom" : "advisor");
    const auto forged = forged_token(person, {}, other.keys.front().material);
    BOOST_TEST(with_token(home, forged).verdict() == "401 token_invalid");
    const auto foreign = forged_token(person, {{"aud", other.name}});
    BOOST_TEST(with_token(other.name, foreign).verdict() == "401 token_invalid");
  }
}

BOOST_AUTO_TEST_CASE(a_token_is_believed_only_where_all_of_it_is_right) {
  const auto person = new_couple("marketplace").student;
  const auto verdict = [&](const json::object& changes) {
    return with_token("marketplace", forged_token(person, changes)).verdict();
  };
  BOOST_TEST(verdict({}) == "200");
  BOOST_TEST(verdict({{"aud", json::array{"other", "marketplace"}}}) == "200");
  BOOST_TEST(verdict({{"header.kid", nullptr}}) == "200");
  BOOST_TEST(verdict({{"exp", in_seconds(-1)}}) == "401 token_expired");
  for (const json::object& changes :
       std::vector<json::object>{{{"aud", "classroom"}},
                                 {{"aud", nullptr}},
                                 {{"sub", nullptr}},
                                 {{"sub", ""}},
                                 {{"sub", 5}},
                                 {{"sub", "a/b"}},
                                 {{"exp", "2099"}},
                                 {{"exp", nullptr}},
                                 {{"nbf", in_seconds(3600)}},
                                 {{"header.alg", "none"}},
                                 {{"header.alg", "RS256"}},
                                 {{"header.kid", "unknown"}},
                                 {{"header.kid", 1}},
                                 {{"header.alg", nullptr}},
                                 {{"header.crit", json::array{"x"}}}}) {
    BOOST_TEST(verdict(changes) == "401 token_invalid", json::serialize(changes));
  }
  const auto& token = person.token;
  for (const std::string& wrong :
       {std::string("x"), token + "x", token + ".x", token.substr(0, token.rfind('.')) + ".",
        "." + token, token.substr(1), std::string(5000, 'a')}) {
    BOOST_TEST(with_token("marketplace", wrong).verdict() == "401 token_invalid", wrong);
  }
}

BOOST_AUTO_TEST_CASE(without_a_token_nothing_is_told) {
  Client stranger("marketplace");
  for (const std::string target :
       {"/api/inbox", "/api/inbox/unread", "/api/inbox/threads/1", "/api/inbox/threads/1/messages",
        "/api/read-receipts?threadId=1", "/api/live"}) {
    const auto refused = stranger.get(target, {{"Accept", "text/event-stream"}});
    BOOST_TEST(refused.verdict() == "401 token_missing", target);
    BOOST_TEST(refused.header("WWW-Authenticate") == "Bearer", target);
  }
  for (const std::string target :
       {"/api/send", "/api/send/typing", "/api/read-receipts", "/api/inbox/live-ticket"}) {
    BOOST_TEST(stranger.post(target, json::object{}).verdict() == "401 token_missing", target);
  }
  for (const std::string header : {"Basic abc", "Bearer", "Bearer ", "bearer\t"}) {
    BOOST_TEST(stranger.get(inbox, {{"Authorization", header}}).verdict() == "401 token_missing",
               header);
  }
}

BOOST_AUTO_TEST_CASE(the_header_goes_before_the_cookie) {
  const auto people = new_couple("marketplace");
  Client client("marketplace");
  const auto cookie = settings_of("marketplace").cookie + "=" + people.student.token;
  BOOST_TEST(client.get(inbox, {{"Cookie", cookie}}).verdict() == "200");
  BOOST_TEST(client.get(inbox, {{"Cookie", cookie}, {"Authorization", "Bearer x"}}).verdict() ==
             "401 token_invalid");
  const auto other = settings_of("classroom").cookie + "=" + people.student.token;
  BOOST_TEST(client.get(inbox, {{"Cookie", other}}).verdict() == "401 token_missing");
}

BOOST_AUTO_TEST_CASE(a_write_by_cookie_needs_the_header_and_the_sites_own_origin) {
  const auto people = new_couple("marketplace");
  const std::string own = origin_of("marketplace");
  const Headers meant{{"X-Requested-With", "chalkline"}};
  const auto from = [&](const std::string& origin) {
    return write_by_cookie(people, {{"X-Requested-With", "chalkline"}, {"Origin", origin}});
  };
  BOOST_TEST(write_by_cookie(people, {}).verdict() == "403 cross_site");
  BOOST_TEST(write_by_cookie(people, {{"Origin", own}}).verdict() == "403 cross_site");
  BOOST_TEST(write_by_cookie(people, meant).verdict() == "403 cross_site");
  BOOST_TEST(write_by_cookie(people, {{"X-Requested-With", "XMLHttpRequest"}, {"Origin", own}})
                 .verdict() == "403 cross_site");
  for (const std::string& origin :
       {std::string("null"), std::string("https://evil.example"), origin_of("classroom"),
        own + ".evil.example", own + "/", own + "0", std::string("http://localhost"),
        std::string("http://evil.example@") + host_of("marketplace"), host_of("marketplace"),
        own + ", " + own}) {
    BOOST_TEST(from(origin).verdict() == "403 cross_site", origin);
  }
  BOOST_TEST(from(own).verdict() == "201");
  BOOST_TEST(Client(people.student).get(inbox).number("items.0.lastMessage.seq") == 1);
}

BOOST_AUTO_TEST_CASE(every_write_by_cookie_is_guarded_and_no_reading_is) {
  const auto people = new_couple("marketplace");
  const auto thread = Client(people.student).say(people.tutor, "hi").text("thread.id");
  Client browser("marketplace");
  browser.with("Cookie", settings_of("marketplace").cookie + "=" + people.tutor.token);
  browser.with("Origin", "https://evil.example").with("X-Requested-With", "chalkline");
  const json::object read{{"threadId", thread}, {"upTo", 1}};
  BOOST_TEST(browser.post("/api/read-receipts", read).verdict() == "403 cross_site");
  BOOST_TEST(browser.post("/api/send/typing", {{"threadId", thread}}).verdict() ==
             "403 cross_site");
  BOOST_TEST(browser.ask("POST", "/api/inbox/live-ticket").verdict() == "403 cross_site");
  BOOST_TEST(browser.patch("/api/inbox/threads/" + thread, {{"pinned", true}}).verdict() ==
             "403 cross_site");
  const auto row = browser.get("/api/inbox/threads/" + thread);
  BOOST_TEST(row.verdict() == "200");
  BOOST_TEST(row.number("unread") == 1);
  BOOST_TEST(!row.at("pinned").get_bool());
}

BOOST_AUTO_TEST_CASE(keys_are_rotated_by_kid) {
  const auto person = new_couple("marketplace").student;
  const std::string fresh_key = "a second key of at least thirty-two bytes";
  const auto old_token = person.token;
  const auto new_token = forged_token(person, {{"header.kid", "next"}}, fresh_key);
  const auto nameless = forged_token(person, {{"header.kid", nullptr}}, fresh_key);
  const auto crossed = forged_token(person, {}, fresh_key);
  CgiHost host("marketplace");
  const auto verdict = [&](const std::string& token) {
    return host.ask("inbox", "GET", inbox, token).verdict();
  };
  BOOST_TEST(verdict(old_token) == "200");
  BOOST_TEST(verdict(new_token) == "401 token_invalid");
  host.change("keys:", "  keys:\n    - {kid: next, alg: HS256, secret: " + fresh_key + "}");
  BOOST_TEST(verdict(old_token) == "200");
  BOOST_TEST(verdict(new_token) == "200");
  BOOST_TEST(verdict(nameless) == "401 token_invalid");
  BOOST_TEST(verdict(crossed) == "401 token_invalid");
  host.change("- {kid: demo-1", "");
  BOOST_TEST(verdict(old_token) == "401 token_invalid");
  BOOST_TEST(verdict(new_token) == "200");
}

BOOST_AUTO_TEST_CASE(a_token_for_nobody_in_the_directory_sees_and_does_nothing) {
  const auto people = new_couple("marketplace");
  const Person ghost{"marketplace", fresh("ghost"), ""};
  Client client(Person{ghost.site, ghost.id, forged_token(ghost, {})});
  BOOST_TEST(client.get(inbox).at("items").get_array().empty());
  BOOST_TEST(client.say(people.tutor, "boo").verdict() == "403 not_allowed_to_message");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
