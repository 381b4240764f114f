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

// Orders of a couple, named by it: o1 is "<tutor>-o1".
std::string order(const Couple& couple, const std::string& name, const std::string& at) {
  const auto id = couple.tutor + "-" + name;
  const bool low = couple.tutor < couple.student;
  sql().execute(
      "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount,"
      " currency, state, at, url, version) VALUES ('" +
      id + "', 'order', '" + (low ? couple.tutor : couple.student) + "', '" +
      (low ? couple.student : couple.tutor) + "', '" + couple.tutor + "', '" + couple.student +
      "', 'Ten lessons', 9900, 'EUR', 'paid', '" + at + "', 'https://shop.example/" + name +
      "', 1)");
  return id;
}

std::string send_at(House& house, const std::string& from, const std::string& to, int second) {
  return house
      .ask({.method = "POST",
            .target = "/api/send",
            .body = R"({"to":")" + to + R"(","message":"x"})",
            .person = from,
            .parameters = {{"HTTP_CHALKLINE_NOW",
                            "2026-11-21T12:00:0" + std::to_string(second) + "Z"}}})
      .text("thread.id");
}

// "1 o1 2 o2": messages by seq, orders by the end of their id.
std::string names(const Answer& answer) {
  std::string line;
  for (const auto& item : answer.at("items").as_array()) {
    if (!line.empty()) line += " ";
    if (item.at("type").as_string() == "message") {
      line += std::to_string(item.at("message").at("seq").as_int64());
    } else {
      const std::string id(item.at("order").at("id").as_string());
      line += id.substr(id.find('-') + 1);
    }
  }
  return line;
}

struct Feed {
  Couple couple = new_couple();
  std::string id;

  explicit Feed(House& house) {
    for (int i = 1; i <= 4; ++i) {
      id = i % 2 == 0 ? send_at(house, couple.tutor, couple.student, i)
                      : send_at(house, couple.student, couple.tutor, i);
    }
    order(couple, "o1", "2026-11-21 11:00:00");
    order(couple, "o2", "2026-11-21 12:00:02");
    order(couple, "o3", "2026-11-21 12:00:02");
    order(couple, "o4", "2026-11-21 13:00:00");
  }
  std::string target() const { return "/api/inbox/threads/" + id + "/feed"; }
};

BOOST_AUTO_TEST_SUITE(feed)

BOOST_TEST_DECORATOR(*description("S4-01, S4-02, S4-14, S4-16: one feed, in order of time"))
BOOST_DATA_TEST_CASE(shows, protocols, protocol) {
  House house(protocol);
  const Feed feed(house);
  order({feed.couple.tutor, new_person("student")}, "other", "2026-11-21 12:00:02");
  const std::pair<std::string, std::string> rows[] = {
      {"", "o1 1 o2 o3 2 3 4 o4"},   {"?show=all", "o1 1 o2 o3 2 3 4 o4"},
      {"?show=messages", "1 2 3 4"}, {"?show=orders", "o1 o2 o3 o4"},
      {"?limit=3", "3 4 o4"},        {"?limit=100", "o1 1 o2 o3 2 3 4 o4"},
  };
  for (const auto& [query, expected] : rows) {
    for (const auto& reader : {feed.couple.tutor, feed.couple.student}) {
      BOOST_TEST(names(house.get(reader, feed.target() + query)) == expected, query);
    }
  }
}

BOOST_TEST_DECORATOR(*description("S4-14: older pages, nothing twice, nothing missing"))
BOOST_DATA_TEST_CASE(pages, protocols, protocol) {
  House house(protocol);
  const std::pair<std::string, std::string> rows[] = {
      {"all", "4 o4|2 3|o2 o3|o1 1|"}, {"messages", "3 4|1 2|"}, {"orders", "o3 o4|o1 o2|"}};
  for (const auto& [show, expected] : rows) {
    const Feed feed(house);
    std::string seen;
    std::string before;
    for (int page = 0; page < 5; ++page) {
      const auto answer =
          house.get(feed.couple.student, feed.target() + "?limit=2&show=" + show +
                                             (before.empty() ? "" : "&before=" + before));
      seen += names(answer) + "|";
      BOOST_TEST(answer.at("hasMore").as_bool() == !answer.at("before").is_null());
      if (answer.at("before").is_null()) break;
      before = answer.text("before");
      // What comes in between two pages belongs on the first one.
      send_at(house, feed.couple.student, feed.couple.tutor, 9);
      order(feed.couple, "n" + std::to_string(page), "2026-11-21 14:00:00");
    }
    BOOST_TEST(seen == expected, show);
  }
}

BOOST_TEST_DECORATOR(*description("contract 2, S2-26: the shapes, receipts, clientId"))
BOOST_DATA_TEST_CASE(shapes, protocols, protocol) {
  House house(protocol);
  const Feed feed(house);
  house.ask({.method = "POST",
             .target = "/api/read-receipts",
             .body = R"({"threadId":")" + feed.id + R"(","upTo":1})",
             .person = feed.couple.tutor,
             .parameters = {{"HTTP_CHALKLINE_NOW", "2026-11-21T12:30:00Z"}}});
  const auto answer = house.get(feed.couple.student, feed.target());
  BOOST_TEST(json::serialize(answer.at("items.0")) ==
             R"({"type":"order","order":{"id":")" + feed.couple.tutor +
                 R"(-o1","title":"Ten lessons","amount":9900,"currency":"EUR","state":"paid",)"
                 R"("at":"2026-11-21T11:00:00.000Z","url":"https://shop.example/o1"}})");
  const auto page = house.get(feed.couple.student, feed.target() + "?show=messages");
  const auto messages =
      house.get(feed.couple.student, "/api/inbox/threads/" + feed.id + "/messages");
  for (std::size_t i = 0; i < 4; ++i) {
    BOOST_TEST(page.at("items").as_array().at(i).at("message") ==
               messages.at("items").as_array().at(i));
  }
  BOOST_TEST(page.text("items.0.message.readAt") == "2026-11-21T12:30:00.000Z");
  BOOST_TEST(page.at("items.2.message.readAt").is_null());
}

BOOST_TEST_DECORATOR(*description("contract 1: 400 for queries, 404 for everybody else"))
BOOST_DATA_TEST_CASE(refusals, protocols, protocol) {
  House house(protocol);
  const Feed feed(house);
  const std::string malformed = "400 bad_input before:malformed";
  const std::pair<std::string, std::string> rows[] = {
      {"?limit=0", "400 bad_input limit:out_of_range"},
      {"?limit=101", "400 bad_input limit:out_of_range"},
      {"?show=cards", "400 bad_input show:out_of_range"},
      {"?show=", "400 bad_input show:out_of_range"},
      {"?after=1", "400 bad_input after:unknown_field"},
      {"?before=", malformed},
      {"?before=1", malformed},
      {"?before=MS4y", malformed},                      // 1.2
      {"?before=LTEuMi4", malformed},                   // -1.2.
      {"?before=MS4yNTM0MDIzMDA4MDAwMDAu", malformed},  // 1.253402300800000.
      {"?before=MS4yLmEgYg", malformed},                // 1.2.a b
      {"?before=MS4yLg%3D%3D", malformed},              // padded
      {"?before=MS4yLg", "200"},                        // 1.2.
      {"?before=x&show=y&limit=z&q=1",
       "400 bad_input show:out_of_range limit:wrong_type before:malformed q:unknown_field"},
  };
  for (const auto& [query, verdict] : rows) {
    BOOST_TEST(house.get(feed.couple.tutor, feed.target() + query).verdict() == verdict, query);
  }
  const auto stranger = new_person("student");
  BOOST_TEST(house.get(stranger, feed.target()).verdict() == "404 not_found");
  BOOST_TEST(house.get("", feed.target()).verdict() == "401 token_missing");
  for (const std::string wrong : {"0", "999999999", "x", "-1"}) {
    BOOST_TEST(house.get(feed.couple.tutor, "/api/inbox/threads/" + wrong + "/feed").verdict() ==
               "404 not_found");
  }
  BOOST_TEST(house.post(feed.couple.tutor, feed.target(), "{}").verdict() ==
             "405 method_not_allowed");
}

BOOST_TEST_DECORATOR(*description("S4-15: an order's details, for its two parties"))
BOOST_DATA_TEST_CASE(orders, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto id = order(couple, "a.b:c~(1)", "2026-11-21 11:00:00");
  for (const auto& party : {couple.tutor, couple.student}) {
    const auto answer = house.get(party, "/api/inbox/orders/" + id);
    BOOST_TEST(answer.verdict() == "200");
    BOOST_TEST(answer.text("id") == id);
    BOOST_TEST(answer.number("amount") == 9900);
  }
  const auto stranger = new_person("student");
  BOOST_TEST(house.get(stranger, "/api/inbox/orders/" + id).verdict() == "404 not_found");
  for (const std::string& wrong : {id + "x", id.substr(1), std::string("%C3%A4"),
                                   std::string("%20"), id + "%20", std::string(65, 'a')}) {
    BOOST_TEST(house.get(couple.tutor, "/api/inbox/orders/" + wrong).verdict() == "404 not_found",
               wrong);
  }
  BOOST_TEST(house.get(couple.tutor, "/api/inbox/orders/" + id + "?x=1").verdict() ==
             "400 bad_input x:unknown_field");
  BOOST_TEST(house.get("", "/api/inbox/orders/" + id).verdict() == "401 token_missing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
