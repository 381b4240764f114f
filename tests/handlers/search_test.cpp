#include <string>
#include <utility>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

std::string encoded(const std::string& text) {
  std::string line;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    line += '%';
    line += "0123456789ABCDEF"[byte >> 4U];
    line += "0123456789ABCDEF"[byte & 15U];
  }
  return line;
}

std::string bodies(const Answer& answer) {
  std::string line;
  for (const auto& item : answer.at("items").as_array()) {
    line += std::string(item.at("message").at("body").as_string()) + "|";
  }
  return line;
}

std::string send_at(House& house, const std::string& from, const std::string& to, int second,
                    const std::string& text) {
  return house
      .ask({.method = "POST",
            .target = "/api/send",
            .body = R"({"to":")" + to + R"(","message":)" + quoted(text) + "}",
            .person = from,
            .parameters = {{"HTTP_CHALKLINE_NOW",
                            "2026-11-21T12:00:0" + std::to_string(second) + "Z"}}})
      .text("thread.id");
}

BOOST_AUTO_TEST_SUITE(search)

BOOST_TEST_DECORATOR(*description("contract 3: my messages with the words, newest first"))
BOOST_DATA_TEST_CASE(results, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto other = new_person("tutor");
  send_at(house, couple.student, couple.tutor, 1, "Die Straße ist lang");
  send_at(house, couple.student, other, 2, "strasse, 你好");
  const auto id = send_at(house, couple.tutor, couple.student, 3, "Straßenbahn");
  const auto ask = [&](const std::string& person, const std::string& q,
                       const std::string& rest = "") {
    return house.get(person, "/api/inbox/search?q=" + encoded(q) + rest);
  };
  BOOST_TEST(bodies(ask(couple.student, "STRASSE")) ==
             "Straßenbahn|strasse, 你好|Die Straße ist lang|");
  BOOST_TEST(bodies(ask(couple.tutor, "STRASSE")) == "Straßenbahn|Die Straße ist lang|");
  BOOST_TEST(bodies(ask(couple.student, "straße lang")) == "Die Straße ist lang|");
  BOOST_TEST(bodies(ask(couple.student, "好")) == "strasse, 你好|");
  BOOST_TEST(ask(new_person("student"), "strasse").body == R"({"items":[],"nextCursor":null})");
  std::string seen;
  std::string cursor;
  for (int page = 0; page < 3; ++page) {
    const auto answer = ask(couple.student, "strasse", "&limit=1" + cursor);
    seen += bodies(answer);
    BOOST_TEST(answer.at("nextCursor").is_null() == (page == 2));
    if (page < 2) cursor = "&cursor=" + answer.text("nextCursor");
  }
  BOOST_TEST(seen == "Straßenbahn|strasse, 你好|Die Straße ist lang|");
  const auto one = ask(couple.student, "strassenb");
  const auto page = house.get(couple.student, "/api/inbox/threads/" + id + "/messages");
  BOOST_TEST(json::serialize(one.at("items.0.message")) == json::serialize(page.at("items.1")));
  BOOST_TEST(json::serialize(one.at("items.0.snippet")) ==
             R"({"text":"Straßenbahn","matches":[{"from":0,"to":8}]})");
  BOOST_TEST(json::serialize(one.at("items.0.thread")) ==
             R"({"id":")" + id + R"(","kind":"direct","with":{"id":")" + couple.tutor +
                 R"(","name":"Person )" + couple.tutor +
                 R"(","initials":"PT","avatarUrl":null,"role":"tutor"},"student":null})");
}

BOOST_TEST_DECORATOR(*description("contract 1: 400 for queries"))
BOOST_DATA_TEST_CASE(bad_queries, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student");
  const std::string empty = "400 bad_input q:empty";
  const std::string long_q = "400 bad_input q:too_long";
  const std::string cursor = "400 bad_input cursor:malformed";
  std::string wide;
  for (int i = 0; i < 200; ++i) wide += encoded("好");
  const std::pair<std::string, std::string> rows[] = {
      {"", "400 bad_input q:required"},
      {"?q=", empty},
      {"?q=%20", empty},
      {"?q=...", empty},
      {"?q=%E2%80%8B%E2%80%8F", empty},
      {"?q=%CC%81", empty},
      {"?q=a", "200"},
      {"?q=%F0%9F%8E%89", "200"},
      {"?q=" + std::string(200, 'a'), "200"},
      {"?q=" + std::string(201, 'a'), long_q},
      {"?q=" + wide, "200"},
      {"?q=" + wide + "a", long_q},
      {"?q=1+2+3+4+5+6+7+8", "200"},
      {"?q=1+2+3+4+5+6+7+8+9", long_q},
      {"?q=a-b-c-d-e-f-g-h-i", long_q},
      {"?q=%FF", "400 bad_input q:malformed q:required"},
      {"?q=a%00", "400 bad_input q:malformed q:required"},
      {"?q=a&q=b", "400 bad_input q:duplicate_field"},
      {"?q=a&limit=0", "400 bad_input limit:out_of_range"},
      {"?q=a&limit=101", "400 bad_input limit:out_of_range"},
      {"?q=a&limit=x", "400 bad_input limit:wrong_type"},
      {"?q=a&cursor=", cursor},
      {"?q=a&cursor=MS4y", cursor},                        // 1.2
      {"?q=a&cursor=MS4yLi0z", cursor},                    // 1.2.-3
      {"?q=a&cursor=MjUzNDAyMzAwODAwMDAwLjEuMQ", cursor},  // 253402300800000.1.1
      {"?q=a&cursor=MS4yLjM", "200"},                      // 1.2.3
      {"?q=a&before=1", "400 bad_input before:unknown_field"},
      {"?q=.&limit=0&cursor=x&y=1",
       "400 bad_input q:empty limit:out_of_range cursor:malformed y:unknown_field"},
  };
  for (const auto& [query, verdict] : rows) {
    BOOST_TEST(house.get(person, "/api/inbox/search" + query).verdict() == verdict, query);
  }
  BOOST_TEST(house.get("", "/api/inbox/search?q=a").verdict() == "401 token_missing");
  BOOST_TEST(house.post(person, "/api/inbox/search?q=a", "{}").verdict() ==
             "405 method_not_allowed");
}

BOOST_TEST_DECORATOR(*description("no text of a search in any log"))
BOOST_DATA_TEST_CASE(logs, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student");
  house.take_log();
  house.get(person, "/api/inbox/search?q=secretword");
  BOOST_TEST(house.take_log().find("secretword") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
