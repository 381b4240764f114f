#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

// A student with a thread to each of `count` tutors, in the order of writing.
struct Desk {
  std::string student;
  std::vector<std::string> tutors;
  std::vector<std::string> threads;
};

Desk new_desk(House& house, int count) {
  Desk desk{new_person("student"), {}, {}};
  for (int i = 0; i < count; ++i) {
    desk.tutors.push_back(new_person("tutor"));
    const auto sent = house.ask(
        {.method = "POST",
         .target = "/api/send",
         .body = R"({"to":")" + desk.tutors.back() + R"(","message":"x"})",
         .person = desk.student,
         .parameters = {{"HTTP_CHALKLINE_NOW", "2026-11-21T12:00:0" + std::to_string(i) + "Z"}}});
    desk.threads.push_back(sent.text("thread.id"));
  }
  return desk;
}

// The threads of a list by their place in `desk`: "2 1 0".
std::string order(const Answer& answer, const Desk& desk) {
  std::string line;
  for (const auto& item : answer.at("items").as_array()) {
    const std::string id(item.at("id").as_string());
    for (std::size_t i = 0; i < desk.threads.size(); ++i) {
      if (desk.threads[i] == id) line += (line.empty() ? "" : " ") + std::to_string(i);
    }
  }
  return line;
}

BOOST_AUTO_TEST_SUITE(inbox)

BOOST_TEST_DECORATOR(*description("S1-05, S1-06, S4-13: pinned, then unread, then most recent"))
BOOST_DATA_TEST_CASE(lists, protocols, protocol) {
  House house(protocol);
  const auto desk = new_desk(house, 5);
  const auto list = [&](const std::string& query) {
    return order(house.get(desk.student, "/api/inbox" + query), desk);
  };
  const auto keep = [&](int i, const std::string& change) {
    BOOST_TEST(house
                   .patch(desk.student,
                          "/api/inbox/threads/" + desk.threads[static_cast<std::size_t>(i)], change)
                   .verdict() == "200");
  };
  BOOST_TEST(list("") == "4 3 2 1 0");
  keep(0, R"({"pinned":true})");
  keep(3, R"({"archived":true})");
  keep(4, R"({"snoozedUntil":"2099-01-01T00:00:00Z"})");
  keep(1, R"({"markedUnread":true})");
  BOOST_TEST(list("") == "0 1 2");
  BOOST_TEST(list("?show=all") == "0 1 2");
  BOOST_TEST(list("?show=unread") == "1");
  BOOST_TEST(list("?show=archived") == "3");
  BOOST_TEST(list("?show=parents").empty());
  const auto later = house.ask({.target = "/api/inbox",
                                .person = desk.student,
                                .parameters = {{"HTTP_CHALKLINE_NOW", "2099-01-01T00:00:00Z"}}});
  BOOST_TEST(order(later, desk) == "0 1 4 2");
  BOOST_TEST(house.get(new_person("student"), "/api/inbox").body ==
             R"({"items":[],"nextCursor":null})");
  BOOST_TEST(house.get("ghost", "/api/inbox").body == R"({"items":[],"nextCursor":null})");
}

BOOST_TEST_DECORATOR(*description("contract 1: keyset pages, nextCursor null at the end"))
BOOST_DATA_TEST_CASE(pages, protocols, protocol) {
  House house(protocol);
  const auto desk = new_desk(house, 5);
  std::string seen;
  std::string cursor;
  for (int page = 0; page < 3; ++page) {
    const auto answer =
        house.get(desk.student, "/api/inbox?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
    seen += order(answer, desk) + "|";
    BOOST_TEST(answer.at("nextCursor").is_null() == (page == 2));
    if (page < 2) cursor = answer.text("nextCursor");
  }
  BOOST_TEST(seen == "4 3|2 1|0|");
  BOOST_TEST(house.get(desk.student, "/api/inbox?limit=5").at("nextCursor").is_null());
  BOOST_TEST(!house.get(desk.student, "/api/inbox?limit=4").at("nextCursor").is_null());
  // A cursor tells a place, not whose: with another's token it shows nothing of the first.
  BOOST_TEST(order(house.get(desk.tutors[0], "/api/inbox?cursor=" + cursor), desk).empty());
}

BOOST_TEST_DECORATOR(*description("contract 1: 400 for queries, also doubled ones"))
BOOST_DATA_TEST_CASE(bad_queries, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto id = house.send(couple.student, couple.tutor, "x").text("thread.id");
  const std::string limit_range = "400 bad_input limit:out_of_range";
  const std::string limit_type = "400 bad_input limit:wrong_type";
  const std::string cursor = "400 bad_input cursor:malformed";
  const std::string page = "/threads/" + id + "/messages";
  const struct {
    std::string target;
    std::string verdict;
  } rows[] = {
      {"?limit=1", "200"},
      {"?limit=100", "200"},
      {"?show=all&limit=20&", "200"},
      {"?limit=0", limit_range},
      {"?limit=101", limit_range},
      {"?limit=-1", limit_range},
      {"?limit=9223372036854775807", limit_range},
      {"?limit=9223372036854775808", limit_type},
      {"?limit=1.5", limit_type},
      {"?limit=1e1", limit_type},
      {"?limit=+1", limit_type},
      {"?limit=%201", limit_type},
      {"?limit=", limit_type},
      {"?limit", limit_type},
      {"?limit=x", limit_type},
      {"?limit=1&limit=1", "400 bad_input limit:duplicate_field"},
      {"?limit=1&%6Cimit=2", "400 bad_input limit:duplicate_field"},
      {"?show=", "400 bad_input show:out_of_range"},
      {"?show=ALL", "400 bad_input show:out_of_range"},
      {"?show=all&show=all", "400 bad_input show:duplicate_field"},
      {"?page=2", "400 bad_input page:unknown_field"},
      {"?Show=all", "400 bad_input Show:unknown_field"},
      {"?=1", "400 bad_input :unknown_field"},
      {"?show=%", "400 bad_input show:malformed"},
      {"?show=%f", "400 bad_input show:malformed"},
      {"?show=%zz", "400 bad_input show:malformed"},
      {"?show=%FF", "400 bad_input show:malformed"},
      {"?show=%ED%A0%80", "400 bad_input show:malformed"},
      {"?show=all%00", "400 bad_input show:malformed"},
      {"?cursor=", cursor},
      {"?cursor=x", cursor},
      {"?cursor=MC4wLjAuMA%3D%3D", cursor},
      {"?cursor=Mi4wLjAuMA", cursor},
      {"?cursor=MC4wLjAu", cursor},
      {"?cursor=MC4wLjAuMC4w", cursor},
      {"?cursor=MC4wLi0xLjA", cursor},
      {"?cursor=MC4wLjAuMA", "200"},
      {page + "?before=1", "200"},
      {page + "?after=0", "200"},
      {page + "?before=9007199254740991", "200"},
      {page + "?limit=100", "200"},
      {page + "?limit=101", limit_range},
      {page + "?before=0", "400 bad_input before:out_of_range"},
      {page + "?after=-1", "400 bad_input after:out_of_range"},
      {page + "?before=9007199254740992", "400 bad_input before:out_of_range"},
      {page + "?after=9223372036854775808", "400 bad_input after:wrong_type"},
      {page + "?before=1.0", "400 bad_input before:wrong_type"},
      {page + "?before=2&after=1", "400 bad_input after:conflicting"},
      {page + "?before=x&limit=y&z=1",
       "400 bad_input before:wrong_type limit:wrong_type z:unknown_field"},
      {"/unread?x=1", "400 bad_input x:unknown_field"},
      {"/threads/" + id + "?x=1", "400 bad_input x:unknown_field"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(house.get(couple.student, "/api/inbox" + row.target).verdict() == row.verdict,
               row.target);
  }
}

BOOST_TEST_DECORATOR(*description("S0-02, S4-03, S4-05: badge with ETag and 304"))
BOOST_DATA_TEST_CASE(badge, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto ask = [&](const std::string& etag) {
    return house.ask({.target = "/api/inbox/unread",
                      .person = couple.tutor,
                      .parameters = {{"HTTP_IF_NONE_MATCH", etag}}});
  };
  const auto none = house.get(couple.tutor, "/api/inbox/unread");
  BOOST_TEST(none.body == R"({"threads":0,"messages":0})");
  house.send(couple.student, couple.tutor, "x");
  const auto id = house.send(couple.student, couple.tutor, "x").text("thread.id");
  const auto two = house.get(couple.tutor, "/api/inbox/unread");
  BOOST_TEST(two.body == R"({"threads":1,"messages":2})");
  const auto etag = two.header("ETag");
  BOOST_TEST(etag != none.header("ETag"));
  BOOST_TEST(two.header("Cache-Control") == "private, no-cache");
  for (const auto& same : {etag, "W/" + etag, "\"x\", " + etag, std::string("*")}) {
    const auto unchanged = ask(same);
    BOOST_TEST(unchanged.status == 304);
    BOOST_TEST(unchanged.body.empty());
    BOOST_TEST(unchanged.header("ETag") == etag);
    BOOST_TEST(unchanged.header("Content-Type").empty());
  }
  for (const auto& other :
       {none.header("ETag"), std::string("\"x\""), std::string("1-2"), "\"x" + etag.substr(1)}) {
    BOOST_TEST(ask(other).status == 200, other);
  }
  house.patch(couple.tutor, "/api/inbox/threads/" + id, R"({"muted":true})");
  BOOST_TEST(ask(etag).status == 304);
  house.patch(couple.tutor, "/api/inbox/threads/" + id, R"({"archived":true})");
  BOOST_TEST(ask(etag).body == R"({"threads":0,"messages":0})");
}

BOOST_TEST_DECORATOR(*description("S2-32, S2-33, contract 5: PATCH of any subset"))
BOOST_DATA_TEST_CASE(keeping, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto id = house.send(couple.student, couple.tutor, "x").text("thread.id");
  const auto target = "/api/inbox/threads/" + id;
  const auto flags = [](const Answer& answer) {
    std::string line;
    for (const std::string name :
         {"pinned", "archived", "muted", "markedUnread", "wakeOnMessage", "snoozedUntil"}) {
      line += json::serialize(answer.at(name)) + " ";
    }
    return line;
  };
  BOOST_TEST(flags(house.get(couple.tutor, target)) == "false false false false true null ");
  BOOST_TEST(flags(house.patch(couple.tutor, target, "{}")) ==
             "false false false false true null ");
  const auto all = house.patch(
      couple.tutor, target,
      R"({"pinned":true,"archived":true,"muted":true,"markedUnread":true,"wakeOnMessage":false,)"
      R"("snoozedUntil":"2030-01-02T03:04:05.678+01:00"})");
  const std::string set = "true true true true false \"2030-01-02T02:04:05.678Z\" ";
  BOOST_TEST(flags(all) == set);
  BOOST_TEST(flags(house.get(couple.tutor, target)) == set);
  BOOST_TEST(flags(house.get(couple.student, target)) == "false false false false true null ");
  const auto some = house.patch(couple.tutor, target, R"({"snoozedUntil":null,"pinned":false})");
  BOOST_TEST(flags(some) == "false true true true false null ");
}

BOOST_TEST_DECORATOR(*description("contract 1: PATCH, 400 and 404"))
BOOST_DATA_TEST_CASE(bad_keeping, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto id = house.send(couple.student, couple.tutor, "x").text("thread.id");
  const struct {
    std::string body;
    std::string verdict;
  } rows[] = {
      {"", "400 bad_input :malformed"},
      {"[]", "400 bad_input :wrong_type"},
      {R"({"pinned":1})", "400 bad_input pinned:wrong_type"},
      {R"({"pinned":null})", "400 bad_input pinned:wrong_type"},
      {R"({"pinned":"true","archived":0,"muted":[],"markedUnread":{},"wakeOnMessage":""})",
       "400 bad_input pinned:wrong_type archived:wrong_type muted:wrong_type "
       "markedUnread:wrong_type wakeOnMessage:wrong_type"},
      {R"({"pinned":true,"pinned":false})", "400 bad_input pinned:duplicate_field"},
      {R"({"Pinned":true})", "400 bad_input Pinned:unknown_field"},
      {R"({"unread":0})", "400 bad_input unread:unknown_field"},
      {R"({"snoozedUntil":1})", "400 bad_input snoozedUntil:wrong_type"},
      {R"({"snoozedUntil":false})", "400 bad_input snoozedUntil:wrong_type"},
      {R"({"snoozedUntil":""})", "400 bad_input snoozedUntil:malformed"},
      {R"({"snoozedUntil":"tomorrow"})", "400 bad_input snoozedUntil:malformed"},
      {R"({"snoozedUntil":"2026-02-29T00:00:00Z"})", "400 bad_input snoozedUntil:malformed"},
      {R"({"snoozedUntil":"2026-11-21 12:00:00Z"})", "400 bad_input snoozedUntil:malformed"},
      {R"({"snoozedUntil":"2026-11-21T12:00:00"})", "400 bad_input snoozedUntil:malformed"},
      {R"({"snoozedUntil":"9999-12-31T23:59:59.999-01:00"})",
       "400 bad_input snoozedUntil:malformed"},
      {R"({"snoozedUntil":"0001-01-01T00:00:00+01:00"})", "400 bad_input snoozedUntil:malformed"},
      {std::string(1025, ' '), "413 body_too_large"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(
        house.patch(couple.tutor, "/api/inbox/threads/" + id, row.body).verdict() == row.verdict,
        row.body);
  }
  BOOST_TEST(house.get(couple.tutor, "/api/inbox/threads/" + id).at("snoozedUntil").is_null());
}

BOOST_TEST_DECORATOR(*description("contract 1: 404, not found or not yours, the same bytes"))
BOOST_DATA_TEST_CASE(threads_of_others, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto stranger = new_person("student");
  const auto id = house.send(couple.student, couple.tutor, "x").text("thread.id");
  for (const std::string route : {"", "/messages"}) {
    std::string foreign;
    for (const auto& wrong : {id, std::string("999999999"), std::string("0"), std::string("-1"),
                              "0" + id, "+" + id, id + ".0", id + "%20", id + "x",
                              std::string("9223372036854775808"), std::string("x'%20OR%201=1")}) {
      auto answer = house.get(stranger, "/api/inbox/threads/" + wrong + route);
      BOOST_TEST(answer.verdict() == "404 not_found", wrong);
      answer.json.as_object().erase("instance");
      if (foreign.empty()) foreign = json::serialize(answer.json);
      BOOST_TEST(json::serialize(answer.json) == foreign);
    }
  }
  BOOST_TEST(house.patch(stranger, "/api/inbox/threads/" + id, R"({"pinned":true})").verdict() ==
             "404 not_found");
  BOOST_TEST(house.get(couple.student, "/api/inbox/threads/" + id).status == 200);
}

BOOST_TEST_DECORATOR(*description("S1-07, S4-14, S2-26: pages of a thread"))
BOOST_DATA_TEST_CASE(messages, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  std::string id;
  for (int i = 1; i <= 7; ++i) {
    id = (i % 2 == 0 ? house.send(couple.tutor, couple.student, "to the student")
                     : house.send(couple.student, couple.tutor, "to the tutor"))
             .text("thread.id");
  }
  const auto seqs = [&](const std::string& query) {
    const auto page = house.get(couple.student, "/api/inbox/threads/" + id + "/messages" + query);
    std::string line;
    for (const auto& item : page.at("items").as_array()) {
      line += std::to_string(item.at("seq").as_int64()) + " ";
    }
    return line + (page.at("hasMore").as_bool() ? "more" : "end");
  };
  const std::pair<std::string, std::string> rows[] = {
      {"", "1 2 3 4 5 6 7 end"},
      {"?limit=3", "5 6 7 more"},
      {"?limit=7", "1 2 3 4 5 6 7 end"},
      {"?limit=6", "2 3 4 5 6 7 more"},
      {"?before=5&limit=3", "2 3 4 more"},
      {"?before=4&limit=3", "1 2 3 end"},
      {"?before=1", "end"},
      {"?before=1000&limit=2", "6 7 more"},
      {"?after=0&limit=3", "1 2 3 more"},
      {"?after=4&limit=3", "5 6 7 end"},
      {"?after=3&limit=3", "4 5 6 more"},
      {"?after=7", "end"},
      {"?after=1000", "end"},
  };
  for (const auto& [query, expected] : rows) BOOST_TEST(seqs(query) == expected, query);
  house.ask({.method = "POST",
             .target = "/api/read-receipts",
             .body = R"({"threadId":")" + id + R"(","upTo":3})",
             .person = couple.tutor,
             .parameters = {{"HTTP_CHALKLINE_NOW", "2026-11-21T12:00:00Z"}}});
  const auto page = house.get(couple.student, "/api/inbox/threads/" + id + "/messages");
  BOOST_TEST(page.text("items.0.readAt") == "2026-11-21T12:00:00.000Z");
  BOOST_TEST(page.at("items.1.readAt").is_null());
  BOOST_TEST(page.text("items.2.readAt") == "2026-11-21T12:00:00.000Z");
  BOOST_TEST(page.at("items.4.readAt").is_null());
  const auto theirs = house.get(couple.tutor, "/api/inbox/threads/" + id + "/messages");
  BOOST_TEST(theirs.text("items.0.readAt") == "2026-11-21T12:00:00.000Z");
}

BOOST_TEST_DECORATOR(*description("contract 3: POST /api/inbox/live-ticket"))
BOOST_DATA_TEST_CASE(live_tickets, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("student");
  const auto one = house.post(person, "/api/inbox/live-ticket", "").text("ticket");
  const auto other = house.post(person, "/api/inbox/live-ticket", "").text("ticket");
  BOOST_TEST(one.size() >= 43U);
  BOOST_TEST(one != other);
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM live_tickets WHERE person_id = '" + person + "'") ==
             2);
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM live_tickets WHERE hash IN ('" + one + "', '" +
                          other + "')") == 0);
  BOOST_TEST(house.post("", "/api/inbox/live-ticket", "").verdict() == "401 token_missing");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
