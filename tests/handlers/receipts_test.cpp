#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

// Five messages of the student to the tutor, and one back.
struct Thread {
  explicit Thread(House& asked) : house(asked), couple(new_couple()) {
    for (int i = 0; i < 5; ++i) {
      id = house.send(couple.student, couple.tutor, "x").text("thread.id");
    }
    house.send(couple.tutor, couple.student, "y");
  }
  // What the tutor is told at this second of noon.
  std::string read(const std::string& upto, int second) {
    const auto answer =
        house.ask({.method = "POST",
                   .target = "/api/read-receipts",
                   .body = R"({"threadId":")" + id + R"(","upTo":)" + upto + "}",
                   .person = couple.tutor,
                   .parameters = {{"HTTP_CHALKLINE_NOW",
                                   "2026-11-21T12:00:0" + std::to_string(second) + "Z"}}});
    return answer.status == 200 ? answer.body : answer.verdict();
  }
  static std::string told(int unread, int second) {
    return R"({"unread":)" + std::to_string(unread) + R"(,"readAt":)" +
           (second < 0 ? "null" : R"("2026-11-21T12:00:0)" + std::to_string(second) + ".000Z\"") +
           "}";
  }
  std::string receipts(const std::string& person, const std::string& query = "") {
    const auto answer = house.get(person, "/api/read-receipts?threadId=" + id + query);
    if (answer.status != 200) return answer.verdict();
    std::string line;
    for (const auto& receipt : answer.json.as_array()) {
      const auto& at = receipt.at("readAt");
      line += std::to_string(receipt.at("seq").as_int64()) + ":" +
              (at.is_null() ? "-" : std::string(at.as_string()).substr(18, 1)) + " ";
    }
    return line;
  }

  House& house;
  Couple couple;
  std::string id;
};

BOOST_AUTO_TEST_SUITE(read_receipts)

BOOST_TEST_DECORATOR(*description("S0-10, S2-24: monotonic, repeating changes nothing"))
BOOST_DATA_TEST_CASE(readings, protocols, protocol) {
  House house(protocol);
  Thread thread(house);
  BOOST_TEST(thread.read("0", 1) == Thread::told(5, -1));
  BOOST_TEST(thread.receipts(thread.couple.student) == "1:- 2:- 3:- 4:- 5:- ");
  BOOST_TEST(thread.read("2", 2) == Thread::told(3, 2));
  BOOST_TEST(thread.read("2", 3) == Thread::told(3, 2));
  BOOST_TEST(thread.read("1", 4) == Thread::told(3, 2));
  BOOST_TEST(thread.read("4", 5) == Thread::told(1, 5));
  BOOST_TEST(thread.read("3", 6) == Thread::told(1, 5));
  BOOST_TEST(thread.read("2", 7) == Thread::told(1, 2));
  BOOST_TEST(thread.receipts(thread.couple.student) == "1:2 2:2 3:5 4:5 5:- ");
  BOOST_TEST(thread.receipts(thread.couple.tutor) == "6:- ");
  BOOST_TEST(house.get(thread.couple.tutor, "/api/inbox/unread").body ==
             R"({"threads":1,"messages":1})");
}

BOOST_TEST_DECORATOR(*description("bad input: receipts beyond the last message"))
BOOST_DATA_TEST_CASE(beyond_the_end, protocols, protocol) {
  House house(protocol);
  Thread thread(house);
  BOOST_TEST(thread.read("9007199254740991", 1) == Thread::told(0, 1));
  BOOST_TEST(thread.read("9007199254740991", 2) == Thread::told(0, 1));
  house.send(thread.couple.student, thread.couple.tutor, "not read yet");
  BOOST_TEST(thread.receipts(thread.couple.student) == "1:1 2:1 3:1 4:1 5:1 7:- ");
  BOOST_TEST(thread.read("6", 3) == Thread::told(1, 1));
  BOOST_TEST(thread.read("7", 4) == Thread::told(0, 4));
}

BOOST_TEST_DECORATOR(*description("contract 5: unread again clears at the next read"))
BOOST_DATA_TEST_CASE(unread_again, protocols, protocol) {
  House house(protocol);
  Thread thread(house);
  thread.read("6", 1);
  house.patch(thread.couple.tutor, "/api/inbox/threads/" + thread.id, R"({"markedUnread":true})");
  BOOST_TEST(house.get(thread.couple.tutor, "/api/inbox/unread").body ==
             R"({"threads":1,"messages":0})");
  BOOST_TEST(thread.read("6", 2) == Thread::told(0, 1));
  BOOST_TEST(house.get(thread.couple.tutor, "/api/inbox/unread").body ==
             R"({"threads":0,"messages":0})");
  house.patch(thread.couple.tutor, "/api/inbox/threads/" + thread.id, R"({"markedUnread":true})");
  BOOST_TEST(thread.read("0", 3) == Thread::told(0, -1));
  BOOST_TEST(thread.receipts(thread.couple.student) == "1:1 2:1 3:1 4:1 5:1 ");
}

BOOST_TEST_DECORATOR(*description("S2-24: listing threads and messages stamps nothing"))
BOOST_DATA_TEST_CASE(looking_is_not_reading, protocols, protocol) {
  House house(protocol);
  Thread thread(house);
  house.get(thread.couple.tutor, "/api/inbox");
  house.get(thread.couple.tutor, "/api/inbox/threads/" + thread.id);
  house.get(thread.couple.tutor, "/api/inbox/threads/" + thread.id + "/messages");
  BOOST_TEST(thread.receipts(thread.couple.student) == "1:- 2:- 3:- 4:- 5:- ");
}

BOOST_TEST_DECORATOR(*description("contract 3: GET from a seq on, at most 100"))
BOOST_DATA_TEST_CASE(lists, protocols, protocol) {
  House house(protocol);
  Thread thread(house);
  thread.read("3", 1);
  BOOST_TEST(thread.receipts(thread.couple.student, "&from=3") == "3:1 4:- 5:- ");
  BOOST_TEST(thread.receipts(thread.couple.student, "&from=6").empty());
  BOOST_TEST(thread.receipts(thread.couple.student, "&from=9007199254740991").empty());
  sql().execute("INSERT INTO messages (thread_id, seq, sender_id, at, body) SELECT " + thread.id +
                ", seq, '" + thread.couple.student + "', '2026-11-21', 'x' FROM seq_7_to_200");
  const auto answer = house.get(thread.couple.student, "/api/read-receipts?threadId=" + thread.id);
  BOOST_TEST(answer.json.as_array().size() == 100U);
}

BOOST_TEST_DECORATOR(*description("contract 1: 400 and 404"))
BOOST_DATA_TEST_CASE(refusals, protocols, protocol) {
  House house(protocol);
  Thread thread(house);
  const auto stranger = new_person("student");
  const std::string upto_range = "400 bad_input upTo:out_of_range";
  const std::string upto_type = "400 bad_input upTo:wrong_type";
  const std::pair<std::string, std::string> uptos[] = {
      {"-1", upto_range},
      {"9007199254740992", upto_range},
      {"9223372036854775807", upto_range},
      {"9223372036854775808", upto_range},
      {"18446744073709551616", upto_range},
      {"1.5", upto_range},
      {"1e3", upto_range},
      {"1e308", upto_range},
      {"1e400", "400 bad_input :malformed"},
      {"-", "400 bad_input :malformed"},
      {"\"1\"", upto_type},
      {"null", upto_type},
      {"true", upto_type},
      {"[1]", upto_type},
      {"{}", upto_type},
  };
  for (const auto& [upto, verdict] : uptos) BOOST_TEST(thread.read(upto, 1) == verdict, upto);
  BOOST_TEST(thread.read("-0", 1) == Thread::told(5, -1));
  const std::pair<std::string, std::string> bodies[] = {
      {"{}", "400 bad_input threadId:required upTo:required"},
      {R"({"upTo":1})", "400 bad_input threadId:required"},
      {R"({"threadId":"1"})", "400 bad_input upTo:required"},
      {R"({"threadId":1,"upTo":1})", "400 bad_input threadId:wrong_type"},
      {R"({"threadId":"","upTo":1})", "400 bad_input threadId:empty"},
      {R"({"threadId":"1","upTo":1,"at":"now"})", "400 bad_input at:unknown_field"},
      {R"({"threadId":"1","threadId":"2","upTo":1})", "400 bad_input threadId:duplicate_field"},
      {R"({"threadId":"x","upTo":1})", "404 not_found"},
      {R"({"threadId":"999999999","upTo":1})", "404 not_found"},
      {R"({"threadId":")" + thread.id + R"(","upTo":1})", "404 not_found"},
      {std::string(1025, ' '), "413 body_too_large"},
  };
  for (const auto& [body, verdict] : bodies) {
    BOOST_TEST(house.post(stranger, "/api/read-receipts", body).verdict() == verdict, body);
  }
  const std::pair<std::string, std::string> queries[] = {
      {"", "400 bad_input threadId:required"},
      {"?threadId=" + thread.id, "404 not_found"},
      {"?threadId=999999999", "404 not_found"},
      {"?threadId=x", "404 not_found"},
      {"?threadId=1&from=0", "400 bad_input from:out_of_range"},
      {"?threadId=1&from=x", "400 bad_input from:wrong_type"},
      {"?threadId=1&from=1&from=1", "400 bad_input from:duplicate_field"},
      {"?threadId=1&to=2", "400 bad_input to:unknown_field"},
  };
  for (const auto& [query, verdict] : queries) {
    BOOST_TEST(house.get(stranger, "/api/read-receipts" + query).verdict() == verdict, query);
  }
  BOOST_TEST(thread.receipts(thread.couple.student) == "1:- 2:- 3:- 4:- 5:- ");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
