#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

constexpr const char* eight = "2026-11-20T08:00:00.000Z";
constexpr const char* nine = "2026-11-20T09:00:00.000Z";
constexpr const char* ten = "2026-11-20T10:00:00.000Z";

// A thread in which the tutor has written five messages.
struct Desk {
  Desk() : people(new_couple("classroom")), tutor(people.tutor), student(people.student) {
    for (int i = 1; i <= 5; ++i) {
      thread = tutor.at(eight).say(people.student, std::to_string(i)).text("thread.id");
    }
  }
  // When each of the tutor's messages was read, as the tutor sees it.
  std::string seen(const std::string& from = "1") {
    const auto list = tutor.get("/api/read-receipts?threadId=" + thread + "&from=" + from);
    std::string all;
    for (const auto& receipt : list.json.as_array()) {
      const auto& at = receipt.at("readAt");
      all += std::to_string(receipt.at("seq").as_int64()) + "=" +
             (at.is_null() ? "-" : std::string(at.as_string()).substr(11, 2)) + " ";
    }
    return all;
  }

  Couple people;
  Client tutor;
  Client student;
  std::string thread;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(receipts)

BOOST_AUTO_TEST_CASE(S0_10_S2_24_each_message_keeps_the_time_of_its_first_reading) {
  Desk desk;
  BOOST_TEST(desk.seen() == "1=- 2=- 3=- 4=- 5=- ");
  const auto first = desk.student.at(nine).read(desk.thread, 2);
  BOOST_TEST(first.number("unread") == 3);
  BOOST_TEST(first.text("readAt") == nine);
  BOOST_TEST(desk.seen() == "1=09 2=09 3=- 4=- 5=- ");
  const auto second = desk.student.at(ten).read(desk.thread, 4);
  BOOST_TEST(second.number("unread") == 1);
  BOOST_TEST(desk.seen() == "1=09 2=09 3=10 4=10 5=- ");
  BOOST_TEST(desk.seen("4") == "4=10 5=- ");
  BOOST_TEST(desk.seen("6").empty());
}

BOOST_AUTO_TEST_CASE(S0_10_reading_never_goes_back_and_repeating_changes_nothing) {
  Desk desk;
  desk.student.at(nine).read(desk.thread, 4);
  for (const long long upto : {4, 3, 1}) {
    const auto again = desk.student.at(ten).read(desk.thread, upto);
    BOOST_TEST(again.verdict() == "200");
    BOOST_TEST(again.number("unread") == 1);
    BOOST_TEST(again.text("readAt") == nine);
  }
  BOOST_TEST(desk.student.read(desk.thread, 0).at("readAt").is_null());
  BOOST_TEST(desk.seen() == "1=09 2=09 3=09 4=09 5=- ");
}

BOOST_AUTO_TEST_CASE(S0_10_beyond_the_last_message_means_up_to_it) {
  Desk desk;
  const auto read = desk.student.at(nine).read(desk.thread, 9007199254740991);
  BOOST_TEST(read.number("unread") == 0);
  BOOST_TEST(desk.seen() == "1=09 2=09 3=09 4=09 5=09 ");
  desk.tutor.say(desk.people.student, "six");
  BOOST_TEST(desk.student.get("/api/inbox/unread").number("messages") == 1);
  BOOST_TEST(desk.seen("5") == "5=09 6=- ");
}

BOOST_AUTO_TEST_CASE(S2_26_ones_own_messages_are_not_ones_to_read) {
  Desk desk;
  const auto nothing = desk.tutor.read(desk.thread, 5);
  BOOST_TEST(nothing.number("unread") == 0);
  BOOST_TEST(nothing.at("readAt").is_null());
  BOOST_TEST(desk.seen() == "1=- 2=- 3=- 4=- 5=- ");
  BOOST_TEST(desk.student.get("/api/read-receipts?threadId=" + desk.thread).body == "[]");
}

BOOST_AUTO_TEST_CASE(listing_threads_and_messages_stamps_nothing) {
  Desk desk;
  desk.student.get("/api/inbox");
  desk.student.get("/api/inbox/threads/" + desk.thread);
  desk.student.get("/api/inbox/threads/" + desk.thread + "/messages");
  BOOST_TEST(desk.student.get("/api/inbox/unread").number("messages") == 5);
  BOOST_TEST(desk.seen() == "1=- 2=- 3=- 4=- 5=- ");
}

BOOST_AUTO_TEST_CASE(receipts_come_a_hundred_at_a_time) {
  Desk desk;
  for (int i = 6; i <= 103; ++i) desk.tutor.say(desk.people.student, std::to_string(i));
  const auto first = desk.tutor.get("/api/read-receipts?threadId=" + desk.thread);
  BOOST_TEST(first.json.as_array().size() == 100U);
  const auto rest = desk.tutor.get("/api/read-receipts?from=101&threadId=" + desk.thread);
  BOOST_TEST(rest.json.as_array().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_wrong_reading_is_told_field_by_field) {
  Desk desk;
  const std::vector<std::pair<json::value, std::string>> rows{
      {json::object{{"upTo", 1}}, "threadId:required"},
      {json::object{{"threadId", desk.thread}}, "upTo:required"},
      {json::object{{"threadId", 1}, {"upTo", 1}}, "threadId:wrong_type"},
      {json::object{{"threadId", desk.thread}, {"upTo", "1"}}, "upTo:wrong_type"},
      {json::object{{"threadId", desk.thread}, {"upTo", -1}}, "upTo:out_of_range"},
      {json::object{{"threadId", desk.thread}, {"upTo", 1.5}}, "upTo:out_of_range"},
      {json::object{{"threadId", desk.thread}, {"upTo", 9007199254740992}}, "upTo:out_of_range"},
      {json::object{{"threadId", desk.thread}, {"upTo", 1}, {"at", 1}}, "at:unknown_field"},
      {json::array{}, ":wrong_type"},
      {json::value(1), ":wrong_type"}};
  for (const auto& [body, error] : rows) {
    const auto refused = desk.student.post("/api/read-receipts", body);
    BOOST_TEST_REQUIRE(refused.verdict() == "400 bad_input", error);
    BOOST_TEST(refused.text("errors.0.field") + ":" + refused.text("errors.0.code") == error);
  }
  BOOST_TEST(desk.student.read("0", 1).verdict() == "404 not_found");
  BOOST_TEST(desk.seen() == "1=- 2=- 3=- 4=- 5=- ");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
