#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"
#include "stack.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

// Everybody's view of one thread, and nobody else's.
void check_closed_to(Client& stranger, const std::string& thread) {
  const std::string path = "/api/inbox/threads/" + thread;
  BOOST_TEST(stranger.get(path).verdict() == "404 not_found");
  BOOST_TEST(stranger.get(path + "/messages").verdict() == "404 not_found");
  BOOST_TEST(stranger.patch(path, {{"pinned", true}}).verdict() == "404 not_found");
  BOOST_TEST(stranger.say_in(thread, "let me in").verdict() == "404 not_found");
  BOOST_TEST(stranger.read(thread, 1).verdict() == "404 not_found");
  BOOST_TEST(stranger.get("/api/read-receipts?threadId=" + thread).verdict() == "404 not_found");
  BOOST_TEST(stranger.post("/api/send/typing", {{"threadId", thread}}).verdict() ==
             "404 not_found");
}

void converse(const std::string& site) {
  const auto [tutor, student] = new_couple(site);
  Client by_student(student);
  Client by_tutor(tutor);

  const auto sent = by_student.say(tutor, "chalk-secret-text\nIs Thursday free? 🙂 مرحبا");
  BOOST_TEST_REQUIRE(sent.verdict() == "201");
  const auto thread = sent.text("thread.id");
  BOOST_TEST(sent.number("message.seq") == 1);
  BOOST_TEST(sent.at("message.readAt").is_null());
  BOOST_TEST(sent.text("thread.with.id") == tutor.id);

  const auto list = by_tutor.get("/api/inbox");
  BOOST_TEST_REQUIRE(list.verdict() == "200");
  BOOST_TEST(list.text("items.0.id") == thread);
  BOOST_TEST(list.number("items.0.unread") == 1);
  BOOST_TEST(list.text("items.0.with.initials") == "PS");
  BOOST_TEST(list.text("items.0.lastMessage.preview") ==
             "chalk-secret-text Is Thursday free? 🙂 مرحبا");

  const auto page = by_tutor.get("/api/inbox/threads/" + thread + "/messages");
  BOOST_TEST(page.text("items.0.body") == "chalk-secret-text\nIs Thursday free? 🙂 مرحبا");
  BOOST_TEST(page.text("items.0.senderId") == student.id);
  BOOST_TEST(!page.at("items.0").get_object().contains("clientId"));

  const auto read = by_tutor.read(thread, 1);
  BOOST_TEST_REQUIRE(read.verdict() == "200");
  BOOST_TEST(read.number("unread") == 0);
  const auto seen = by_student.get("/api/read-receipts?threadId=" + thread);
  BOOST_TEST(seen.text("0.readAt") == read.text("readAt"));
  const auto mine = by_student.get("/api/inbox/threads/" + thread + "/messages");
  BOOST_TEST(mine.text("items.0.readAt") == read.text("readAt"));

  const auto reply = by_tutor.say_in(thread, "Yes, at five.");
  BOOST_TEST_REQUIRE(reply.verdict() == "201");
  BOOST_TEST(reply.number("message.seq") == 2);
  BOOST_TEST(by_student.get("/api/inbox/threads/" + thread).number("unread") == 1);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conversation)

BOOST_AUTO_TEST_CASE(S0_01_S0_10_S1_01_S1_06_S1_07_a_conversation_on_the_marketplace) {
  converse("marketplace");
}
BOOST_AUTO_TEST_CASE(S1_01_S1_05_a_conversation_in_the_classroom) { converse("classroom"); }
BOOST_AUTO_TEST_CASE(S4_01_a_conversation_with_an_advisor) { converse("advisor"); }

BOOST_AUTO_TEST_CASE(S0_07_a_pair_has_one_thread_whoever_starts) {
  const auto [tutor, student] = new_couple("marketplace");
  Client by_tutor(tutor);
  Client by_student(student);
  const auto first = by_tutor.say(student, "Hello, I am your tutor.");
  const auto second = by_student.say(tutor, "Hello.");
  BOOST_TEST_REQUIRE(second.verdict() == "201");
  BOOST_TEST(first.text("thread.id") == second.text("thread.id"));
  BOOST_TEST(second.number("message.seq") == 2);
  BOOST_TEST(by_student.get("/api/inbox").at("items").get_array().size() == 1U);
  BOOST_TEST(by_tutor.get("/api/inbox").at("items").get_array().size() == 1U);
}

BOOST_AUTO_TEST_CASE(S0_03_S0_11_a_student_begins_with_a_tutor_and_is_exploring) {
  Cast cast("marketplace");
  cast.person("tutor", "tutor").person("student", "student").arrive();
  const auto tutor = cast["tutor"];
  const auto student = cast["student"];
  BOOST_TEST(Client(tutor).say(student, "Buy a lesson!").verdict() == "403 not_allowed_to_message");
  const auto first = Client(student).say(tutor, "Do you teach Latin?");
  BOOST_TEST_REQUIRE(first.verdict() == "201");
  BOOST_TEST(first.text("thread.relationship") == "exploring");
  BOOST_TEST(Client(tutor).say(student, "I do.").verdict() == "201");
}

BOOST_AUTO_TEST_CASE(S0_05_an_accepted_invitation_is_an_empty_thread_for_both) {
  Cast cast("marketplace");
  cast.person("tutor", "tutor").person("student", "student");
  cast.invitation("tutor", "student", "exploring").arrive();
  const auto tutor = cast["tutor"];
  const auto student = cast["student"];
  const auto list = Client(student).get("/api/inbox");
  BOOST_TEST_REQUIRE(list.at("items").get_array().size() == 1U);
  BOOST_TEST(list.at("items.0.lastMessage").is_null());
  BOOST_TEST(list.number("items.0.unread") == 0);
  const auto thread = list.text("items.0.id");
  BOOST_TEST(Client(tutor).get("/api/inbox").text("items.0.id") == thread);
  const auto page = Client(student).get("/api/inbox/threads/" + thread + "/messages");
  BOOST_TEST(page.at("items").get_array().empty());
  BOOST_TEST(!page.at("hasMore").get_bool());
  BOOST_TEST(Client(student).say(tutor, "Thank you!").text("thread.id") == thread);
}

BOOST_AUTO_TEST_CASE(S1_03_a_thread_is_closed_to_everybody_else) {
  const auto [tutor, student] = new_couple("classroom");
  const auto others = new_couple("classroom");
  const auto thread = Client(student).say(tutor, "Just you and me").text("thread.id");
  Client other_tutor(others.tutor);
  Client other_student(others.student);
  check_closed_to(other_tutor, thread);
  check_closed_to(other_student, thread);
  for (const std::string id : {"0", "-1", "999999999999", "99999999999999999999", "abc", "1%2F2",
                               "01", "%20", "1.0", "1e3"}) {
    BOOST_TEST(other_student.get("/api/inbox/threads/" + id).verdict() == "404 not_found", id);
    BOOST_TEST(
        other_student.get("/api/inbox/threads/" + id + "/messages").verdict() == "404 not_found",
        id);
  }
}

BOOST_AUTO_TEST_CASE(S1_17_nobody_writes_without_a_course_in_common) {
  const auto [tutor, student] = new_couple("classroom");
  const auto others = new_couple("classroom");
  Client by_student(student);
  // A tutor of the same course but another batch may be asked; a student of another batch may not.
  const Person nobody{"classroom", fresh("nobody"), ""};
  const auto stranger = by_student.say(others.student, "chalk-secret-text psst");
  BOOST_TEST(stranger.verdict() == "403 not_allowed_to_message");
  BOOST_TEST(json::serialize(stranger.at("unlockedBy")) == R"(["course"])");
  BOOST_TEST(by_student.say(nobody, "psst").verdict() == "403 not_allowed_to_message");
  BOOST_TEST(by_student.say(student, "note to self").verdict() == "403 not_allowed_to_message");
  BOOST_TEST(by_student.get("/api/inbox").at("items").get_array().empty());
  BOOST_TEST(Client(others.student).get("/api/inbox").at("items").get_array().empty());
}

BOOST_AUTO_TEST_CASE(S1_12_S1_13_S1_14_who_may_write_in_a_course) {
  Cast cast("classroom");
  const auto one = fresh("batch");
  const auto other = fresh("batch");
  for (const std::string batch : {"one", "other"}) {
    const auto& id = batch == "one" ? one : other;
    cast.person("tutor-" + batch, "tutor").enrolment("tutor-" + batch, "tutor", id);
    cast.person("student-" + batch, "student").enrolment("student-" + batch, "student", id);
  }
  cast.person("mate", "student").enrolment("mate", "student", one).arrive();
  const auto student = cast["student-one"];
  Client by_student(student);
  BOOST_TEST(by_student.say(cast["tutor-one"], "to my tutor").verdict() == "201");
  BOOST_TEST(by_student.say(cast["tutor-other"], "to the course's tutor").verdict() == "201");
  BOOST_TEST(by_student.say(cast["mate"], "to my batch").verdict() == "201");
  BOOST_TEST(by_student.say(cast["student-other"], "to another batch").verdict() ==
             "403 not_allowed_to_message");
  Client by_tutor(cast["tutor-one"]);
  BOOST_TEST(by_tutor.say(cast["mate"], "to my student").verdict() == "201");
  BOOST_TEST(by_tutor.say(cast["student-other"], "not mine").verdict() ==
             "403 not_allowed_to_message");
  // Answering follows the same facts in either direction.
  BOOST_TEST(Client(cast["tutor-other"]).say(student, "an answer").verdict() == "201");
}

BOOST_AUTO_TEST_CASE(S1_17_S4_20_the_end_of_a_course_ends_writing_and_the_thread_says_why) {
  Cast cast("classroom");
  const auto batch = fresh("batch");
  const auto course = fresh("course");
  cast.person("tutor", "tutor").enrolment("tutor", "tutor", batch, "active", course);
  cast.person("student", "student").enrolment("student", "student", batch, "active", course);
  cast.arrive();
  const auto tutor = cast["tutor"];
  const auto student = cast["student"];
  const auto thread = Client(student).say(tutor, "Hello").text("thread.id");
  cast.enrolment("student", "student", batch, "ended", course).arrive();
  BOOST_TEST(Client(student).say_in(thread, "still there?").verdict() ==
             "403 not_allowed_to_message");
  BOOST_TEST(Client(tutor).say_in(thread, "yes").verdict() == "403 not_allowed_to_message");
  const auto now = Client(student).get("/api/inbox/threads/" + thread);
  BOOST_TEST(!now.at("can.send").get_bool());
  BOOST_TEST(now.text("can.refusal.code") == "not_allowed_to_message");
  BOOST_TEST(json::serialize(now.at("can.refusal.unlockedBy")) == R"(["course"])");
  BOOST_TEST(Client(student).get("/api/inbox").text("items.0.can.refusal.code") ==
             "not_allowed_to_message");
}

BOOST_AUTO_TEST_CASE(texts_are_kept_as_sent_up_to_4000_characters) {
  const auto [tutor, student] = new_couple("classroom");
  Client by_student(student);
  const auto repeated = [](const std::string& text, int times) {
    std::string all;
    for (int i = 0; i < times; ++i) all += text;
    return all;
  };
  const std::string longest = repeated("🙂", 4000);
  BOOST_TEST_REQUIRE(by_student.say(tutor, longest).verdict() == "201");
  const auto refused = by_student.say(tutor, longest + "!");
  BOOST_TEST(refused.verdict() == "422 message_too_long");
  BOOST_TEST(refused.number("limit") == 4000);
  const std::string odd =
      " \tright\xE2\x80\xAEtfel \xF0\x9F\x87\xAE\xF0\x9F\x87\xAA e\xCC\x81\r\n\n ";
  const auto kept = by_student.say(tutor, odd);
  BOOST_TEST(kept.text("message.body") == odd);
  const auto thread = kept.text("thread.id");
  const auto page = Client(tutor).get("/api/inbox/threads/" + thread + "/messages");
  BOOST_TEST(page.text("items.0.body") == longest);
  BOOST_TEST(page.text("items.1.body") == odd);
  for (const std::string blank : {"", " ", "\n\n", "\xE2\x80\x8B\xE2\x80\x8D", "\xE2\x80\xAE"}) {
    BOOST_TEST(by_student.say(tutor, blank).verdict() == "422 message_empty");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
