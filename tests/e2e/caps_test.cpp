#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

// Sends `count` messages and looks at how many are left after each.
void use_up(Client& sender, const Person& to, int count) {
  for (int left = count - 1; left >= 0; --left) {
    const auto sent = sender.say(to, "message, then left: " + std::to_string(left));
    BOOST_TEST_REQUIRE(sent.verdict() == "201");
    BOOST_TEST(sent.number("thread.can.remaining") == left);
    BOOST_TEST(sent.at("thread.can.send").get_bool() == (left > 0));
  }
}

void check_capped(const Answer& refused, int limit, const std::string& resets_on) {
  BOOST_TEST(refused.verdict() == "422 unanswered_cap_reached");
  BOOST_TEST(refused.number("limit") == limit);
  BOOST_TEST(json::serialize(refused.at("resetsOn")) == resets_on);
}

void check_no_cap(Client& sender, const Person& to) {
  for (int i = 0; i < 12; ++i) {
    const auto sent = sender.say(to, "as many as I like");
    BOOST_TEST_REQUIRE(sent.verdict() == "201");
    BOOST_TEST(sent.at("thread.can.remaining").is_null());
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(caps)

BOOST_AUTO_TEST_CASE(S0_22_S0_23_S0_24_a_student_may_send_ten_and_a_reply_gives_ten_more) {
  const auto [tutor, student] = new_couple("marketplace");
  Client by_student(student);
  use_up(by_student, tutor, 10);
  check_capped(by_student.say(tutor, "chalk-secret-text the eleventh"), 10,
               R"(["reply","booking"])");

  const auto list = by_student.get("/api/inbox");
  const auto thread = list.text("items.0.id");
  BOOST_TEST(list.number("items.0.lastMessage.seq") == 10);
  BOOST_TEST(list.text("items.0.can.refusal.code") == "unanswered_cap_reached");
  BOOST_TEST(json::serialize(list.at("items.0.can.refusal.unlockedBy")) ==
             R"(["reply","booking"])");
  BOOST_TEST(list.number("items.0.can.remaining") == 0);
  check_capped(by_student.say_in(thread, "by another way"), 10, R"(["reply","booking"])");
  check_capped(by_student.post("/api/send/typing", {{"threadId", thread}}), 10,
               R"(["reply","booking"])");

  Client by_tutor(tutor);
  BOOST_TEST(by_tutor.get("/api/inbox/threads/" + thread).at("can.remaining").is_null());
  BOOST_TEST(by_tutor.read(thread, 10).verdict() == "200");
  check_capped(by_student.say(tutor, "reading is no reply"), 10, R"(["reply","booking"])");
  BOOST_TEST(by_tutor.say(student, "Here I am.").verdict() == "201");
  BOOST_TEST(by_student.get("/api/inbox/threads/" + thread).number("can.remaining") == 10);
  use_up(by_student, tutor, 10);
  check_capped(by_student.say(tutor, "again"), 10, R"(["reply","booking"])");
}

BOOST_AUTO_TEST_CASE(S0_22_a_tutor_on_the_marketplace_has_no_cap) {
  const auto [tutor, student] = new_couple("marketplace");
  Client by_tutor(tutor);
  check_no_cap(by_tutor, student);
}

BOOST_AUTO_TEST_CASE(S4_18_an_advisor_may_send_five_and_a_message_of_the_client_lifts_it) {
  const auto [tutor, student] = new_couple("advisor");
  Client by_tutor(tutor);
  use_up(by_tutor, student, 5);
  check_capped(by_tutor.say(student, "the sixth"), 5, R"(["reply","order"])");
  Client by_student(student);
  check_no_cap(by_student, tutor);
  use_up(by_tutor, student, 5);
}

BOOST_AUTO_TEST_CASE(S0_22_a_classroom_has_no_cap_for_either) {
  const auto [tutor, student] = new_couple("classroom");
  Client by_tutor(tutor);
  Client by_student(student);
  check_no_cap(by_student, tutor);
  check_no_cap(by_tutor, student);
}

BOOST_AUTO_TEST_CASE(S4_17_S4_20_no_sending_while_suspended_rejected_or_in_need_of_improvement) {
  Cast cast("advisor");
  cast.person("advisor", "tutor").person("client", "student");
  cast.relationship("advisor", "client").arrive();
  const auto advisor = cast["advisor"];
  const auto client = cast["client"];
  Client by_advisor(advisor);
  const auto thread = by_advisor.say(client, "while all is well").text("thread.id");
  for (const std::string standing : {"suspended", "rejected", "needs_improvement"}) {
    cast.person("advisor", "tutor", standing).arrive();
    const std::string code = "sender_" + standing;
    const auto refused = by_advisor.say(client, "chalk-secret-text may I?");
    BOOST_TEST(refused.verdict() == "403 " + code);
    BOOST_TEST(json::serialize(refused.at("unlockedBy")) == R"(["standing"])");
    BOOST_TEST(!refused.text("detail").empty());
    const auto seen = by_advisor.get("/api/inbox/threads/" + thread);
    BOOST_TEST(seen.text("can.refusal.code") == code);
    BOOST_TEST(by_advisor.post("/api/send/typing", {{"threadId", thread}}).verdict() ==
               "403 " + code);
    BOOST_TEST(Client(client).say(advisor, "I still may").verdict() == "201");
  }
  cast.person("advisor", "tutor", "ok").arrive();
  BOOST_TEST(by_advisor.say(client, "I am back").verdict() == "201");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
