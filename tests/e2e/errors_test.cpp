#include <vector>

#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"
#include "socket.h"
#include "stack.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

const Headers as_json{{"Content-Type", "application/json"}};

// A problem of the documented shape, whoever made it; tests/openapi looks at every recorded answer.
void check_problem(const Answer& answer, const std::string& verdict, const std::string& where) {
  BOOST_TEST(answer.verdict() == verdict, where << ": " << answer.verdict());
  if (answer.json.is_null()) return;
  BOOST_TEST(answer.header("Content-Type").starts_with("application/problem+json"), where);
  BOOST_TEST(answer.number("status") == answer.status, where);
  BOOST_TEST(answer.text("instance") == answer.header("X-Request-Id"), where);
  BOOST_TEST(!answer.text("title").empty(), where);
  BOOST_TEST(!answer.text("detail").empty(), where);
  BOOST_TEST(answer.header("Cache-Control") == "no-store", where);
  BOOST_TEST(answer.header("X-Content-Type-Options") == "nosniff", where);
}

std::string post_text(const Person& person, const std::string& headers, const std::string& body) {
  return "POST /api/send HTTP/1.1\r\nHost: " + host_of(person.site) +
         "\r\nConnection: close\r\nAuthorization: Bearer " + person.token +
         "\r\nContent-Type: application/json\r\n" + headers + "\r\n" + body;
}

// All codes of field errors, "field:code" each.
std::string errors_of(const Answer& answer) {
  std::string all;
  for (const auto& error : answer.at("errors").get_array()) {
    all += std::string(error.at("field").as_string()) + ":" +
           std::string(error.at("code").as_string()) + " ";
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(errors)

BOOST_AUTO_TEST_CASE(an_unknown_address_is_404_whatever_the_method) {
  Client stranger("marketplace");
  const auto person = new_couple("marketplace").student;
  Client known(person);
  for (const std::string target :
       {"/api/", "/api/nothing", "/api/nothing/at/all?x=1", "/api/inboxes", "/api/inbox/",
        "/api/inbox/threads", "/api/inbox/threads/", "/api/inbox/threads/1/", "/api/send/1/2/3",
        "/api/sendtyping", "/api/inbox//unread", "/api/live/x", "/api/read-receipts/1",
        "/api/parent", "/api/parent/messages/1", "/healthz/x"}) {
    for (const std::string method : {"GET", "POST", "PUT", "DELETE"}) {
      const auto answer = known.ask(method, target, "", as_json);
      check_problem(answer, "404 not_found", method + " " + target);
    }
    check_problem(stranger.get(target), "404 not_found", target);
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_method_is_405_and_told_which_are_right) {
  const auto person = new_couple("marketplace").student;
  Client known(person);
  struct Row {
    std::string target;
    std::string allowed;
    std::vector<std::string> wrong;
  };
  for (const auto& row :
       std::vector<Row>{{"/api/inbox", "GET, HEAD", {"POST", "PUT", "DELETE", "PATCH", "OPTIONS"}},
                        {"/api/inbox/unread", "GET, HEAD", {"POST", "PATCH"}},
                        {"/api/inbox/threads/1", "GET, HEAD, PATCH", {"POST", "PUT", "DELETE"}},
                        {"/api/inbox/threads/1/messages", "GET, HEAD", {"POST", "PATCH"}},
                        {"/api/inbox/live-ticket", "POST", {"GET", "PUT", "DELETE"}},
                        {"/api/send", "POST", {"GET", "PUT", "DELETE", "PATCH"}},
                        {"/api/send/typing", "POST", {"GET", "PUT"}},
                        {"/api/read-receipts", "POST, GET, HEAD", {"PUT", "DELETE", "PATCH"}},
                        {"/api/parent/messages", "POST, GET, HEAD", {"PUT", "DELETE", "PATCH"}},
                        {"/api/parent/threads", "GET, HEAD", {"POST", "PUT", "DELETE"}},
                        {"/api/parent/tutors", "GET, HEAD", {"POST", "PUT", "DELETE"}},
                        {"/api/live", "GET, HEAD", {"POST", "PUT", "DELETE"}},
                        {"/healthz", "GET, HEAD", {"POST", "PUT", "DELETE"}}}) {
    for (const auto& method : row.wrong) {
      const auto answer = known.ask(method, row.target, "{}", as_json);
      check_problem(answer, "405 method_not_allowed", method + " " + row.target);
      BOOST_TEST(answer.header("Allow") == row.allowed, method << " " << row.target);
    }
  }
}

BOOST_AUTO_TEST_CASE(head_is_get_without_a_body) {
  const auto people = new_couple("marketplace");
  const auto thread = Client(people.student).say(people.tutor, "hi").text("thread.id");
  for (const std::string& target :
       {std::string("/api/inbox"), std::string("/api/inbox/unread"), "/api/inbox/threads/" + thread,
        "/api/inbox/threads/" + thread + "/messages", "/api/read-receipts?threadId=" + thread,
        std::string("/healthz")}) {
    Client client(people.student);
    const auto full = client.get(target);
    const auto head = client.ask("HEAD", target);
    BOOST_TEST(head.status == 200, target);
    BOOST_TEST(head.body.empty(), target);
    BOOST_TEST(head.header("Content-Type") == full.header("Content-Type"), target);
    const auto length = head.header("Content-Length");
    BOOST_TEST((length.empty() || length == std::to_string(full.body.size())),
               target << " tells " << length << " of " << full.body.size());
  }
}

BOOST_AUTO_TEST_CASE(a_body_has_its_limits_at_every_layer) {
  const auto people = new_couple("marketplace");
  Client person(people.student);
  const auto draft_of = [&](std::size_t bytes) {
    const std::string head = R"({"to":")" + people.tutor.id + R"(","message":")";
    return head + std::string(bytes - head.size() - 2, 'x') + "\"}";
  };
  const auto send = [&](std::size_t bytes) {
    return person.ask("POST", "/api/send", draft_of(bytes), as_json);
  };
  check_problem(send(65'536), "422 message_too_long", "65,536 bytes");
  check_problem(send(65'537), "413 body_too_large", "65,537 bytes");
  check_problem(send(128 * 1024), "413 body_too_large", "128 kB");
  check_problem(send(128 * 1024 + 1), "413 body_too_large", "128 kB and 1 byte");
  check_problem(exchange("marketplace", post_text(people.student, "Content-Length: 1048576\r\n",
                                                  draft_of(1'048'576))),
                "413 body_too_large", "1 MB");
  for (const std::string target : {"/api/send/typing", "/api/read-receipts"}) {
    const std::string padding(1024, ' ');
    check_problem(person.ask("POST", target, "{}" + padding, as_json), "413 body_too_large",
                  target);
    check_problem(person.ask("POST", target, padding.substr(2) + "{}", as_json), "400 bad_input",
                  target);
  }
}

BOOST_AUTO_TEST_CASE(what_is_no_json_of_ours_is_told) {
  const auto people = new_couple("marketplace");
  Client person(people.student);
  const std::string to = R"("to":")" + people.tutor.id + "\"";
  const auto open = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  const std::vector<std::pair<std::string, std::string>> rows{
      {"", ":malformed "},
      {"{", ":malformed "},
      {"{}x", ":malformed "},
      {"{'a':1}", ":malformed "},
      {"{\"a\":1,}", ":malformed "},
      {"{\"a\":01}", ":malformed "},
      {"{\"a\":NaN}", ":malformed "},
      {"{\"a\":1e999}", ":malformed "},
      {"// hi\n{}", ":malformed "},
      {"\xEF\xBB\xBF{}", ":malformed "},
      {"{" + to + ",\"message\":\"\xFF\"}", ":malformed "},
      {"{" + to + ",\"message\":\"\xED\xA0\x80\"}", ":malformed "},
      {"{" + to + ",\"message\":\"\\ud800\"}", ":malformed "},
      {open("[", 20) + open("]", 20), ":malformed "},
      {open("[", 5000), ":malformed "},
      {"[]", ":wrong_type "},
      {"null", ":wrong_type "},
      {"\"text\"", ":wrong_type "},
      {"{" + to + "," + to + ",\"message\":\"x\"}", "to:duplicate_field "},
      {"{" + to + ",\"message\":\"a\",\"m\\u0065ssage\":\"b\"}", "message:duplicate_field "},
      {"{" + to + ",\"message\":\"a\\u0000b\"}", "message:control_character "},
      {"{" + to + ",\"message\":\"a\\u0007b\"}", "message:control_character "},
      {"{" + to + ",\"message\":\"a\\u007fb\"}", "message:control_character "},
      {"{" + to + ",\"message\":5}", "message:wrong_type "},
      {"{" + to + ",\"message\":null}", "message:wrong_type "},
      {"{" + to + "}", "message:required "},
      {"{\"message\":\"x\"}", "to:required "},
      {"{\"to\":\"\",\"message\":\"x\"}", "to:empty "},
      {"{\"to\":\"a b\",\"message\":\"x\"}", "to:malformed "},
      {"{\"to\":\"" + people.student.id + " \",\"message\":\"x\"}", "to:malformed "},
      {"{\"to\":\"" + std::string(65, 'a') + "\",\"message\":\"x\"}", "to:too_long "},
      {"{" + to + ",\"threadId\":\"1\",\"message\":\"x\"}", "threadId:conflicting "},
      {"{" + to + ",\"message\":\"x\",\"senderId\":\"me\"}", "senderId:unknown_field "},
      {"{" + to + ",\"message\":\"x\",\"clientId\":9007199254740993}", "clientId:wrong_type "},
      {"{\"to\":[],\"message\":{},\"clientId\":false,\"x\":1}",
       "to:wrong_type message:wrong_type clientId:wrong_type x:unknown_field "}};
  for (const auto& [body, errors] : rows) {
    const auto answer = person.ask("POST", "/api/send", body, as_json);
    check_problem(answer, "400 bad_input", body.substr(0, 80));
    if (answer.status == 400) BOOST_TEST(errors_of(answer) == errors, body.substr(0, 80));
  }
  BOOST_TEST(person.get("/api/inbox").at("items").get_array().empty());
}

BOOST_AUTO_TEST_CASE(an_unknown_query_parameter_is_told_whatever_the_method) {
  const auto people = new_couple("marketplace");
  Client person(people.student);
  const json::object draft{{"to", people.tutor.id}, {"message", "hello"}};
  for (const std::string target :
       {"/api/send", "/api/send/typing", "/api/read-receipts", "/api/inbox/live-ticket"}) {
    const auto answer = person.post(target + "?dry=1", draft);
    check_problem(answer, "400 bad_input", target);
    if (answer.status == 400) {
      BOOST_TEST(errors_of(answer).find("dry:unknown_field ") != std::string::npos, target);
    }
  }
  const auto kept = person.patch("/api/inbox/threads/1?dry=1", {{"pinned", true}});
  check_problem(kept, "400 bad_input", "PATCH");
  BOOST_TEST(person.get("/api/inbox").at("items").get_array().empty());
}

BOOST_AUTO_TEST_CASE(only_json_in_utf8_is_taken) {
  const auto people = new_couple("marketplace");
  Client person(people.student);
  const auto send = [&](const std::string& type) {
    const json::object draft{{"to", people.tutor.id}, {"message", "typed"}};
    return person.ask("POST", "/api/send", json::serialize(draft),
                      type.empty() ? Headers{} : Headers{{"Content-Type", type}});
  };
  for (const std::string right : {"application/json", "application/json; charset=utf-8",
                                  "Application/JSON;charset=\"UTF-8\""}) {
    BOOST_TEST(send(right).verdict() == "201", right);
  }
  for (const std::string wrong :
       {"", "text/plain", "application/jsonx", "application/json; charset=latin1",
        "multipart/form-data; boundary=x", "application/x-www-form-urlencoded"}) {
    check_problem(send(wrong), "415 unsupported_media_type", wrong);
  }
}

BOOST_AUTO_TEST_CASE(a_body_that_breaks_off_is_not_taken) {
  const auto people = new_couple("marketplace");
  const std::string body = R"({"to":")" + people.tutor.id + R"(","message":"chalk-secret-text"})";
  for (const std::size_t kept : {std::size_t{0}, body.size() / 2, body.size() - 1}) {
    const Socket socket(port_of("marketplace"));
    const auto length = "Content-Length: " + std::to_string(body.size()) + "\r\n";
    socket.send(post_text(people.student, length, body.substr(0, kept)));
    socket.end_sending();
    std::string all;
    const auto patience = std::chrono::seconds(60);
    for (auto part = socket.receive(patience); !part.empty(); part = socket.receive(patience)) {
      all += part;
    }
    BOOST_TEST(parse_answer(all).status != 201);
  }
  BOOST_TEST(Client(people.student).get("/api/inbox").at("items").get_array().empty());
}

BOOST_AUTO_TEST_CASE(the_front_servers_own_errors_have_the_same_shape) {
  const auto person = new_couple("marketplace").student;
  const std::string host = "Host: " + host_of("marketplace") + "\r\nConnection: close\r\n";
  const auto answer = [](const std::string& bytes) { return exchange("marketplace", bytes); };
  check_problem(answer("GET /api/inbox HTTP/1.1\r\nConnection: close\r\n\r\n"), "400 bad_input",
                "no Host");
  check_problem(answer("GET /api/inbox HTTP/1.1\r\n" + host + "Host: twice\r\n\r\n"),
                "400 bad_input", "two Hosts");
  check_problem(answer("GET /api/inbox HTTP/1.1\r\n" + host + "Content-Length: x\r\n\r\n"),
                "400 bad_input", "no length");
  check_problem(answer("GET /" + std::string(40'000, 'a') + " HTTP/1.1\r\n" + host + "\r\n"),
                "414 uri_too_long", "long URI");
  check_problem(answer("GET /api/inbox HTTP/1.1\r\n" + host +
                       "X-Long: " + std::string(40'000, 'a') + "\r\n\r\n"),
                "431 headers_too_large", "long header");
  check_problem(answer("GET /api/inbox/threads/%zz HTTP/1.1\r\n" + host + "\r\n"), "400 bad_input",
                "no percent-encoding");
  check_problem(answer("GET /no/such/page HTTP/1.1\r\n" + host + "\r\n"), "404 not_found", "page");
  check_problem(answer("POST /index.html HTTP/1.1\r\n" + host + "Content-Length: 0\r\n\r\n"),
                "405 method_not_allowed", "POST on a page");
}

BOOST_AUTO_TEST_CASE(what_a_client_says_about_itself_is_not_believed) {
  const auto people = new_couple("marketplace");
  Client person(people.student);
  const auto plain = person.get("/api/inbox");
  for (const auto& [name, value] : Headers{{"Site", "classroom"},
                                           {"X-Site", "classroom"},
                                           {"Request-Id", "mine"},
                                           {"X-Request-Id", "mine"},
                                           {"Proxy", "http://evil.example"},
                                           {"X-Http-Method-Override", "DELETE"},
                                           {"X-Person", people.tutor.id},
                                           {"Remote-User", people.tutor.id}}) {
    const auto answer = person.get("/api/inbox", {{name, value}});
    BOOST_TEST(answer.body == plain.body, name);
    BOOST_TEST(answer.header("X-Request-Id") != "mine", name);
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_time_is_told) {
  Client person(new_couple("marketplace").student);
  for (const std::string now : {"yesterday", "2026-11-21", "2026-13-01T00:00:00Z", "1763757600"}) {
    const auto answer = person.get("/api/inbox", {{"Chalkline-Now", now}});
    check_problem(answer, "400 bad_input", now);
    BOOST_TEST(errors_of(answer) == "Chalkline-Now:malformed ");
  }
}

BOOST_AUTO_TEST_CASE(health_is_open_to_all) {
  for (const std::string site : {"marketplace", "classroom", "advisor"}) {
    const auto health = Client(site).get("/healthz");
    BOOST_TEST(health.verdict() == "200");
    BOOST_TEST(health.text("status") == "ok");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
