#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;
using Parameters = std::map<std::string, std::optional<std::string>>;

const auto protocols = boost::unit_test::data::make({"cgi", "fastcgi"});
const std::string key = "a-key-for-tests-of-forty-two-bytes-exactly";
const std::string header = R"({"alg":"HS256","kid":"test-1"})";

BOOST_AUTO_TEST_SUITE(identity)

BOOST_TEST_DECORATOR(*description("contract 1: forged, expired, foreign, malformed tokens are 401"))
BOOST_DATA_TEST_CASE(tokens, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student");
  const auto claims = [&](const std::string& change) {
    return R"({"sub":")" + person + R"(","aud":"marketplace","exp":4102444800)" + change + "}";
  };
  const auto good = signed_token(header, claims(""), key);
  const auto dot = good.rfind('.');
  const std::string invalid = "401 token_invalid";
  const std::string missing = "401 token_missing";
  const std::pair<std::string, std::string> rows[] = {
      {"Bearer " + good, "200"},
      {"bearer " + good, "200"},
      {"BEARER   " + good + " ", "200"},
      {"", missing},
      {"Bearer", missing},
      {"Bearer ", missing},
      {good, missing},
      {"Basic " + good, missing},
      {"Bearer" + good, missing},
      {"Bearer x", invalid},
      {"Bearer ..", invalid},
      {"Bearer " + good + ".", invalid},
      {"Bearer " + good.substr(0, dot), invalid},
      {"Bearer " + good.substr(0, dot + 1), invalid},
      {"Bearer " + good.substr(0, good.size() - 1), invalid},
      {"Bearer " + good + "=", invalid},
      {"Bearer " + good + " x", invalid},
      {"Bearer " + std::string(100'000, 'x'), invalid},
      {"Bearer " + signed_token(header, claims(""), key + "!"), invalid},
      {"Bearer " + signed_token(R"({"alg":"none","kid":"test-1"})", claims(""), key), invalid},
      {"Bearer " + signed_token(R"({"alg":"none"})", claims(""), "").substr(0, 40) + ".", invalid},
      {"Bearer " + signed_token(R"({"alg":"HS512","kid":"test-1"})", claims(""), key), invalid},
      {"Bearer " + signed_token(R"({"alg":"HS256","kid":"other"})", claims(""), key), invalid},
      {"Bearer " + token_of(person, "classroom"), invalid},
      {"Bearer " + signed_token(header, R"({"sub":")" + person + R"(","exp":4102444800})", key),
       invalid},
      {"Bearer " + signed_token(header, R"({"aud":"marketplace","exp":4102444800})", key), invalid},
      {"Bearer " + signed_token(header, R"({"sub":"s1","aud":"marketplace"})", key), invalid},
      {"Bearer " +
           signed_token(header, R"({"sub":"a b","aud":"marketplace","exp":4102444800})", key),
       invalid},
      {"Bearer " + signed_token(header, claims(R"(,"nbf":4102444799)"), key), invalid},
      {"Bearer " + signed_token(header, claims(R"(,"sub":"t1")"), key), invalid},
      {"Bearer " + token_of(person, "marketplace", 0), "401 token_expired"},
      {"Bearer " + token_of(person, "marketplace", -1), "401 token_expired"},
  };
  for (const auto& [authorization, verdict] : rows) {
    const auto answer = house.ask(
        {.target = "/api/inbox/unread", .parameters = {{"HTTP_AUTHORIZATION", authorization}}});
    BOOST_TEST(answer.verdict() == verdict, authorization.substr(0, 300));
    if (answer.status == 401) BOOST_TEST(answer.header("WWW-Authenticate") == "Bearer");
  }
}

BOOST_TEST_DECORATOR(*description("contract 1: the test clock never governs the age of tokens"))
BOOST_DATA_TEST_CASE(clock_and_tokens, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student");
  const auto ask = [&](long long seconds, const std::string& now) {
    return house
        .ask({.target = "/api/inbox/unread",
              .parameters = {{"HTTP_AUTHORIZATION",
                              "Bearer " + token_of(person, "marketplace", seconds)},
                             {"HTTP_CHALKLINE_NOW", now}}})
        .verdict();
  };
  BOOST_TEST(ask(60, "2099-01-01T00:00:00Z") == "200");
  BOOST_TEST(ask(-60, "2000-01-01T00:00:00Z") == "401 token_expired");
}

BOOST_TEST_DECORATOR(*description("contract 1: Chalkline-Now, on sites with a test clock alone"))
BOOST_DATA_TEST_CASE(test_clock, protocols, protocol) {
  House house(protocol);
  const auto sent_at = [&](const std::string& site, const std::string& now) {
    const auto couple = new_couple(site);
    const auto answer = house.ask({.method = "POST",
                                   .target = "/api/send",
                                   .body = R"({"to":")" + couple.tutor + R"(","message":"x"})",
                                   .person = couple.student,
                                   .site = site,
                                   .parameters = {{"HTTP_CHALKLINE_NOW", now}}});
    return answer.status == 201 ? answer.text("message.at") : answer.verdict();
  };
  BOOST_TEST(sent_at("marketplace", "2030-05-06T07:08:09.123+02:00") == "2030-05-06T05:08:09.123Z");
  const auto strict = sent_at("strict", "2030-05-06T07:08:09.123Z");
  BOOST_TEST(strict.substr(0, 2) == "20");
  BOOST_TEST(strict.substr(0, 5) != "2030-");
  BOOST_TEST(sent_at("strict", "x").substr(0, 2) == "20");
  const std::string malformed = "400 bad_input Chalkline-Now:malformed";
  for (const std::string bad : {"x", "2030-05-06", "2030-05-06T07:08:09", "1767225600",
                                "2030-13-01T00:00:00Z", "2030-05-06T07:08:60Z"}) {
    BOOST_TEST(sent_at("marketplace", bad) == malformed, bad);
  }
}

BOOST_TEST_DECORATOR(*description("contract 1: with the cookie a write must be meant"))
BOOST_DATA_TEST_CASE(cookies, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto cookie = "chalkline_marketplace=" + token_of(couple.student);
  const auto ask = [&](const std::string& method, Parameters parameters) {
    if (!parameters.contains("HTTP_COOKIE")) parameters["HTTP_COOKIE"] = cookie;
    const bool write = method == "POST";
    return house
        .ask({.method = method,
              .target = write ? "/api/send" : "/api/inbox/unread",
              .body = write ? R"({"to":")" + couple.tutor + R"(","message":"x"})" : "",
              .parameters = std::move(parameters)})
        .verdict();
  };
  const Parameters meant = {{"HTTP_X_REQUESTED_WITH", "chalkline"},
                            {"HTTP_ORIGIN", "https://tutors.example"}};
  const auto but = [&](const std::string& name, const std::optional<std::string>& value) {
    auto changed = meant;
    changed[name] = value;
    return changed;
  };
  BOOST_TEST(ask("GET", {}) == "200");
  BOOST_TEST(ask("GET", {{"HTTP_COOKIE", "a=b; " + cookie + "; c=d"}}) == "200");
  BOOST_TEST(ask("GET", {{"HTTP_COOKIE", "chalkline_classroom=" + token_of(couple.student)}}) ==
             "401 token_missing");
  BOOST_TEST(ask("GET", {{"HTTP_COOKIE", "chalkline_marketplace="}}) == "401 token_missing");
  BOOST_TEST(ask("GET", {{"HTTP_COOKIE", "chalkline_marketplace=x; " + cookie}}) ==
             "401 token_invalid");
  BOOST_TEST(ask("GET", {{"HTTP_COOKIE", "xchalkline_marketplace=" + token_of(couple.student)}}) ==
             "401 token_missing");
  BOOST_TEST(ask("GET", {{"HTTP_AUTHORIZATION", "Bearer x"}}) == "401 token_invalid");
  BOOST_TEST(ask("POST", meant) == "201");
  BOOST_TEST(ask("POST", but("HTTP_ORIGIN", "http://tutors.example")) == "201");
  const std::string cross = "403 cross_site";
  BOOST_TEST(ask("POST", {}) == cross);
  BOOST_TEST(ask("POST", but("HTTP_X_REQUESTED_WITH", std::nullopt)) == cross);
  BOOST_TEST(ask("POST", but("HTTP_X_REQUESTED_WITH", "XMLHttpRequest")) == cross);
  for (const auto& origin : std::vector<std::optional<std::string>>{
           std::nullopt, "null", "", "https://evil.example", "https://tutors.example.evil",
           "https://eviltutors.example", "https://tutors.example:8443", "https://tutors.example/",
           "tutors.example", "https://desk.example"}) {
    BOOST_TEST(ask("POST", but("HTTP_ORIGIN", origin)) == cross, origin.value_or("none"));
  }
  // With a header token no page can have sent it by itself.
  BOOST_TEST(house.send(couple.student, couple.tutor, "x").verdict() == "201");
}

BOOST_TEST_DECORATOR(*description("origins that a site lists may write with the cookie"))
BOOST_DATA_TEST_CASE(listed_origins, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple("advisor");
  for (const auto& [origin, verdict] :
       {std::pair("https://desk.example", "201"), {"http://desk.example", "403 cross_site"}}) {
    BOOST_TEST(house
                   .ask({.method = "POST",
                         .target = "/api/send",
                         .body = R"({"to":")" + couple.tutor + R"(","message":"x"})",
                         .site = "advisor",
                         .parameters = {{"HTTP_COOKIE", "chalkline_advisor=" +
                                                            token_of(couple.student, "advisor")},
                                        {"HTTP_X_REQUESTED_WITH", "chalkline"},
                                        {"HTTP_ORIGIN", origin}}})
                   .verdict() == verdict);
  }
}

BOOST_TEST_DECORATOR(*description("architecture 5: SITE picks the site, and only nginx sets it"))
BOOST_DATA_TEST_CASE(sites, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student");
  const auto ask = [&](Parameters parameters) {
    return house.ask(
        {.target = "/api/inbox/unread", .person = person, .parameters = std::move(parameters)});
  };
  BOOST_TEST(ask({}).verdict() == "200");
  for (const auto& site : std::vector<std::optional<std::string>>{
           std::nullopt, "", "nowhere", "Marketplace", "../marketplace", "marketplace.yaml"}) {
    BOOST_TEST(ask({{"SITE", site}}).verdict() == "404 not_found", site.value_or("none"));
  }
  BOOST_TEST(ask({{"SITE", "classroom"}}).verdict() == "401 token_invalid");
  BOOST_TEST(ask({{"HTTP_SITE", "classroom"}}).verdict() == "200");
  BOOST_TEST(ask({{"SITE", std::nullopt}, {"HTTP_SITE", "marketplace"}}).verdict() ==
             "404 not_found");
  BOOST_TEST(ask({{"HTTP_REQUEST_ID", "spoofed"}, {"HTTP_X_REQUEST_ID", "spoofed"}})
                 .header("X-Request-Id") != "spoofed");
  const auto own = ask({{"REQUEST_ID", std::nullopt}, {"HTTP_REQUEST_ID", "spoofed"}});
  BOOST_TEST(own.header("X-Request-Id").size() == 32U);
  BOOST_TEST(
      ask({{"HTTP_REMOTE_USER", "t1"}, {"REMOTE_USER", "t1"}, {"HTTP_PERSON", "t1"}}).verdict() ==
      "200");
}

BOOST_TEST_DECORATOR(*description("contract 1: one site's data never reaches another"))
BOOST_DATA_TEST_CASE(sites_apart, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto id = house.send(couple.student, couple.tutor, "x").text("thread.id");
  for (const std::string other : {"classroom", "advisor", "strict"}) {
    BOOST_TEST(house.ask({.target = "/api/inbox", .person = couple.student, .site = other}).body ==
               R"({"items":[],"nextCursor":null})");
    BOOST_TEST(house
                   .ask({.target = "/api/inbox/threads/" + id + "9",
                         .person = couple.student,
                         .site = other})
                   .verdict() == "404 not_found");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
