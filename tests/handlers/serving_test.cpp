#include <map>
#include <optional>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"cgi", "fastcgi"});

BOOST_AUTO_TEST_SUITE(serving)

BOOST_TEST_DECORATOR(*description("contract 1: 404 and 405 with Allow, before anything else"))
BOOST_DATA_TEST_CASE(routes, protocols, protocol) {
  House house(protocol);
  const struct {
    std::string method;
    std::string target;
    std::string verdict;
    std::string allow = {};
  } rows[] = {
      {"POST", "/api/inbox", "405 method_not_allowed", "GET, HEAD"},
      {"DELETE", "/api/inbox/threads/1", "405 method_not_allowed", "GET, HEAD, PATCH"},
      {"get", "/api/inbox", "405 method_not_allowed", "GET, HEAD"},
      {"", "/api/inbox", "405 method_not_allowed", "GET, HEAD"},
      {"OPTIONS", "/api/inbox", "405 method_not_allowed", "GET, HEAD"},
      {"GET", "/api/send", "405 method_not_allowed", "POST"},
      {"GET", "/api/send/typing", "405 method_not_allowed", "POST"},
      {"PUT", "/api/read-receipts", "405 method_not_allowed", "POST, GET, HEAD"},
      {"PUT", "/api/parent/messages", "405 method_not_allowed", "POST, GET, HEAD"},
      {"POST", "/api/parent/threads", "405 method_not_allowed", "GET, HEAD"},
      {"POST", "/api/parent/tutors", "405 method_not_allowed", "GET, HEAD"},
      {"GET", "/api/parent", "404 not_found"},
      {"GET", "/api/parent/messages/1", "404 not_found"},
      {"POST", "/api/live", "405 method_not_allowed", "GET, HEAD"},
      {"GET", "/api/inbox/", "404 not_found"},
      {"GET", "/api/inbox/x", "404 not_found"},
      {"GET", "/api/inbox/unread/", "404 not_found"},
      {"GET", "/api/Inbox", "404 not_found"},
      {"GET", "/api/inbox/threads", "404 not_found"},
      {"GET", "/api/inbox/threads/", "404 not_found"},
      {"GET", "/api/inbox/threads/%", "404 not_found"},
      {"GET", "/api/inbox/threads/%FF", "404 not_found"},
      {"GET", "/api/inbox/threads/1/2", "404 not_found"},
      {"GET", "/api/inbox//unread", "404 not_found"},
      {"GET", "/api/inbox/%75nread", "404 not_found"},
      {"POST", "/api/send/1", "404 not_found"},
      {"POST", "/api/read-receipts/1", "404 not_found"},
      {"GET", "/api/inbox/unread", "401 token_missing"},
      {"GET", "/api/inbox/threads/%31", "401 token_missing"},
      {"GET", "/api/webhooks/platform", "405 method_not_allowed", "POST"},
      {"POST", "/api/webhooks/events", "405 method_not_allowed", "GET, HEAD"},
      {"POST", "/api/webhooks", "404 not_found"},
      {"POST", "/api/webhooks/platform", "401 signature_missing"},
      {"GET", "/api/webhooks/events", "401 signature_missing"},
      {"GET", "/healthz", "200"},
      {"GET", "/healthz?at=1", "200"},
      {"POST", "/healthz", "405 method_not_allowed", "GET, HEAD"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.method << " " << row.target) {
      Call call{.method = row.method, .target = row.target};
      if (row.target.starts_with("/api/Inbox")) call.target = "/api/inbox/../Inbox";
      const auto answer = house.ask(call);
      BOOST_TEST(answer.verdict() == row.verdict);
      BOOST_TEST(answer.header("Allow") == row.allow);
    }
  }
}

BOOST_TEST_DECORATOR(*description("bad input: wrong content type, 415"))
BOOST_DATA_TEST_CASE(content_types, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const std::string wrong = "415 unsupported_media_type";
  const std::pair<std::optional<std::string>, std::string> rows[] = {
      {"application/json", "201"},
      {"Application/JSON; Charset=\"UTF-8\"", "201"},
      {"application/json;charset=utf-8", "201"},
      {std::nullopt, wrong},
      {"", wrong},
      {"text/plain", wrong},
      {"text/json", wrong},
      {"application/json; charset=iso-8859-1", wrong},
      {"application/json; charset=utf-16", wrong},
      {"application/jsonx", wrong},
      {"application/problem+json", wrong},
      {"application/x-www-form-urlencoded", wrong},
      {"multipart/form-data; boundary=x", wrong},
      {"application/json, text/plain", wrong},
  };
  for (const auto& [type, verdict] : rows) {
    BOOST_TEST(house.ask({.method = "POST",
                          .target = "/api/send",
                          .body = R"({"to":")" + couple.tutor + R"(","message":"x"})",
                          .person = couple.student,
                          .parameters = {{"CONTENT_TYPE", type}}})
                       .verdict() == verdict,
               type.value_or("none"));
  }
}

BOOST_TEST_DECORATOR(*description("bad input: truncated bodies; CONTENT_LENGTH of every kind"))
BOOST_DATA_TEST_CASE(content_lengths, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto body = R"({"to":")" + couple.tutor + R"(","message":"x"})";
  const auto size = static_cast<long long>(body.size());
  const std::string garbage = "400 bad_input Content-Length:malformed";
  const std::string cut = "400 bad_input :truncated";
  const std::pair<std::optional<std::string>, std::string> rows[] = {
      {std::to_string(size), "201"},
      {std::to_string(size - 1), "400 bad_input :malformed"},
      {std::to_string(size + 1), cut},
      {"65536", cut},
      {"65537", "413 body_too_large"},
      {"18446744073709551615", "413 body_too_large"},
      {"18446744073709551616", garbage},
      {"-1", garbage},
      {"+1", garbage},
      {"1x", garbage},
      {"0x10", garbage},
      {" 1", garbage},
      {"1.0", garbage},
      {"x", garbage},
      {"0", "400 bad_input :malformed"},
      {"", "400 bad_input :malformed"},
      {std::nullopt, "400 bad_input :malformed"},
  };
  for (const auto& [length, verdict] : rows) {
    BOOST_TEST(house.ask({.method = "POST",
                          .target = "/api/send",
                          .body = body,
                          .person = couple.student,
                          .parameters = {{"CONTENT_LENGTH", length}}})
                       .verdict() == verdict,
               length.value_or("none"));
  }
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM messages WHERE sender_id = '" + couple.student +
                          "'") == 1);
}

BOOST_TEST_DECORATOR(*description("architecture 4: who calls comes before what is in the body"))
BOOST_DATA_TEST_CASE(order_of_checks, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student");
  const auto bad = std::string(70'000, 'x');
  const auto ask = [&](const std::string& caller, const std::string& type) {
    return house
        .ask({.method = "POST",
              .target = "/api/send",
              .body = bad,
              .person = caller,
              .parameters = {{"CONTENT_TYPE", type}}})
        .verdict();
  };
  BOOST_TEST(ask("", "text/plain") == "401 token_missing");
  BOOST_TEST(ask(person, "text/plain") == "413 body_too_large");
  BOOST_TEST(house.post(person, "/api/send?x=1", "{}").verdict() ==
             "400 bad_input x:unknown_field message:required to:required");
  // The same for a body that nobody reads.
  const auto unread = [&](const std::string& caller, const std::string& body) {
    return house
        .ask({.method = "POST", .target = "/api/inbox/live-ticket", .body = body, .person = caller})
        .verdict();
  };
  BOOST_TEST(unread("", bad) == "401 token_missing");
  BOOST_TEST(unread(person, bad) == "413 body_too_large");
  BOOST_TEST(unread(person, "x") == "400 bad_input :malformed");
  BOOST_TEST(house
                 .ask({.target = "/api/inbox",
                       .body = bad,
                       .person = person,
                       .parameters = {{"CONTENT_LENGTH", "70000"}}})
                 .verdict() == "413 body_too_large");
}

BOOST_TEST_DECORATOR(*description("RFC 9110 9.3.2: HEAD is GET without a body"))
BOOST_DATA_TEST_CASE(heads, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student");
  const auto head = house.ask({.method = "HEAD", .target = "/api/inbox", .person = person});
  BOOST_TEST(head.status == 200);
  BOOST_TEST(head.body.empty());
  const auto get = house.get(person, "/api/inbox");
  BOOST_TEST(head.header("Content-Length") == get.header("Content-Length"));
  const auto refused = house.ask({.method = "HEAD", .target = "/api/inbox"});
  BOOST_TEST(refused.status == 401);
  BOOST_TEST(refused.body.empty());
}

BOOST_TEST_DECORATOR(*description("architecture 2: a log line never holds body, query or token"))
BOOST_DATA_TEST_CASE(logs, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  house.take_log();
  const auto sent = house.send(couple.student, couple.tutor, "chalk-secret-text");
  house.post(couple.student, "/api/send", R"({"message":"chalk-secret-text","x":1})");
  house.get(couple.student, "/api/inbox?cursor=chalk-secret-query");
  house.ask({.target = "/api/inbox", .parameters = {{"HTTP_COOKIE", "chalk-secret-cookie"}}});
  house.ask({.target = "/api/inbox/chalk-secret-path", .person = couple.student});
  const auto log = house.take_log();
  BOOST_TEST(log.find("chalk-secret") == std::string::npos);
  BOOST_TEST(log.find(token_of(couple.student).substr(0, 30)) == std::string::npos);
  const auto at = log.rfind('\n', log.find(sent.header("X-Request-Id"))) + 1;
  const auto parsed = boost::json::parse(log.substr(at, log.find('\n', at) - at));
  BOOST_TEST(parsed.at("request").as_string() == sent.header("X-Request-Id"));
  BOOST_TEST(parsed.at("person").as_string() == couple.student);
  BOOST_TEST(parsed.at("route").as_string() == "/api/send");
  BOOST_TEST(parsed.at("status").as_int64() == 201);
  BOOST_TEST(std::count(log.begin(), log.end(), '\n') == 5);
}

BOOST_TEST_DECORATOR(*description("contract 3: live is decided here and streamed elsewhere"))
BOOST_DATA_TEST_CASE(live, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student", "advisor");
  const auto ask = [&](const std::string& who,
                       std::map<std::string, std::optional<std::string>> parameters,
                       const std::string& query = "") {
    parameters.emplace("HTTP_ACCEPT", "text/event-stream");
    return house.ask({.target = "/api/live" + query,
                      .person = who,
                      .site = "advisor",
                      .parameters = std::move(parameters)});
  };
  const auto good = ask(person, {});
  BOOST_TEST(good.status == 200);
  BOOST_TEST(good.header("X-Accel-Redirect") == "/-/live/advisor/" + person);
  BOOST_TEST(good.body.empty());
  BOOST_TEST(sql("advisor").number("SELECT live_until > UTC_TIMESTAMP() FROM people WHERE id = '" +
                                   person + "'") == 1);
  const auto not_a_stream = ask(person, {{"HTTP_ACCEPT", "application/json"}});
  BOOST_TEST(not_a_stream.verdict() == "406 not_acceptable");
  BOOST_TEST(not_a_stream.text("title") == "Not Acceptable");
  BOOST_TEST(ask(person, {{"HTTP_ACCEPT", std::nullopt}}).verdict() == "406 not_acceptable");
  BOOST_TEST(ask("", {}).verdict() == "401 token_missing");
  BOOST_TEST(ask("", {{"HTTP_AUTHORIZATION", "Bearer x"}}).verdict() == "401 token_invalid");
  const auto resume = "400 bad_input If-None-Match:conflicting";
  BOOST_TEST(ask(person, {{"HTTP_IF_NONE_MATCH", "0"}}).verdict() == resume);
  BOOST_TEST(ask(person, {{"HTTP_IF_MODIFIED_SINCE", "0"}}).verdict() == resume);
  BOOST_TEST(ask(person, {{"HTTP_ORIGIN", "https://evil.example"}}).verdict() == "403 cross_site");
  BOOST_TEST(ask(person, {{"HTTP_ORIGIN", "null"}}).verdict() == "403 cross_site");
  BOOST_TEST(ask(person, {{"HTTP_ORIGIN", "https://desk.example"}}).status == 200);
  BOOST_TEST(ask(person, {{"HTTP_ORIGIN", "https://tutors.example"}}).status == 200);
  BOOST_TEST(ask(person, {}, "?person=t1").verdict() == "400 bad_input person:unknown_field");
  BOOST_TEST(ask(person, {}, "?ticket=a&ticket=b").verdict() ==
             "400 bad_input ticket:duplicate_field");
  const auto ticket = [&] {
    return house
        .ask({.method = "POST",
              .target = "/api/inbox/live-ticket",
              .person = person,
              .site = "advisor"})
        .text("ticket");
  };
  const auto once = ticket();
  BOOST_TEST(ask("", {}, "?ticket=" + once).header("X-Accel-Redirect") ==
             "/-/live/advisor/" + person);
  BOOST_TEST(ask("", {}, "?ticket=" + once).verdict() == "401 token_invalid");
  BOOST_TEST(ask("", {}, "?ticket=x").verdict() == "401 token_invalid");
  BOOST_TEST(ask("", {}, "?ticket=").verdict() == "401 token_invalid");
  const auto old = ticket();
  sql("advisor").execute(
      "UPDATE live_tickets SET expires_at = UTC_TIMESTAMP(3) WHERE person_id = '" + person + "'");
  BOOST_TEST(ask("", {}, "?ticket=" + old).verdict() == "401 token_invalid");
  const auto poller = house.ask({.target = "/api/live",
                                 .person = new_person("student"),
                                 .parameters = {{"HTTP_ACCEPT", "text/event-stream"}}});
  BOOST_TEST(poller.verdict() == "404 not_found");
}

BOOST_TEST_DECORATOR(*description("contract 3: nchan down, sends still succeed"))
BOOST_DATA_TEST_CASE(live_is_away, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple("advisor");
  sql("advisor").execute("UPDATE people SET live_until = '2099-01-01'");
  for (int i = 0; i < 3; ++i) {
    BOOST_TEST(house
                   .ask({.method = "POST",
                         .target = "/api/send",
                         .body = R"({"to":")" + couple.tutor + R"(","message":"x"})",
                         .person = couple.student,
                         .site = "advisor"})
                   .verdict() == "201");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
