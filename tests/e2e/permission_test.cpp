#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"
#include "stream.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

// A couple with one message of the student, and an open stream at each end.
struct Room {
  Room()
      : people(new_couple("marketplace")),
        tutor(people.tutor),
        student(people.student),
        at_tutor(people.tutor),
        at_student(people.student) {
    id = student.say(people.tutor, "chalk-secret-text first").text("thread.id");
    at_tutor.catch_up(people.tutor);
    at_student.catch_up(people.student);
  }
  std::string block(const std::string& method) {
    return tutor.ask(method, "/api/inbox/blocks/" + people.student.id).verdict();
  }

  Couple people;
  Client tutor;
  Client student;
  Stream at_tutor;
  Stream at_student;
  std::string id;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(permission)

BOOST_AUTO_TEST_CASE(S0_25_S0_26_S0_28_both_see_a_block_come_and_go_live) {
  Room room;
  const auto disabled = [](bool value) {
    return
        [value](const json::object& thread) { return thread.at("communicationDisabled") == value; };
  };
  BOOST_TEST(brings([&] { BOOST_TEST(room.block("PUT") == "204"); },
                    [&] {
                      return room.at_student.has("thread", disabled(true)) &&
                             room.at_tutor.has("thread", disabled(true));
                    }));
  BOOST_TEST(room.student.say(room.people.tutor, "?").verdict() == "403 communication_blocked");
  BOOST_TEST(room.tutor.say(room.people.student, "?").verdict() == "403 communication_blocked");
  BOOST_TEST(room.student.get("/api/inbox/threads/" + room.id + "/messages")
                 .at("items")
                 .as_array()
                 .size() == 1U);
  BOOST_TEST(brings([&] { BOOST_TEST(room.block("DELETE") == "204"); },
                    [&] { return room.at_student.has("thread", disabled(false)); }));
  BOOST_TEST(room.student.say(room.people.tutor, "!").verdict() == "201");
  BOOST_TEST(room.student.ask("PUT", "/api/inbox/blocks/nobody-at-all").verdict() ==
             "404 not_found");
}

BOOST_AUTO_TEST_CASE(contract_3_a_change_and_a_removal_arrive_live) {
  Room room;
  const std::string path = "/api/send/" + room.id + "/1";
  const auto says = [](const std::string& kind, const std::string& body) {
    return [=](const json::object& message) {
      return message.at("seq") == 1 && message.at("kind").as_string() == kind &&
             message.at("body").as_string() == body;
    };
  };
  BOOST_TEST(brings(
      [&] {
        BOOST_TEST(room.student.patch(path, {{"message", "other"}}).verdict() == "200");
        BOOST_TEST(room.student.patch(path, {{"message", "chalk-secret-text better"}}).verdict() ==
                   "200");
      },
      [&] { return room.at_tutor.has("message", says("text", "chalk-secret-text better")); }));
  BOOST_TEST(room.tutor.patch(path, {{"message", "x"}}).verdict() == "403 not_your_message");
  BOOST_TEST(room.student.patch(path, {{"message", ""}}).verdict() == "422 message_empty");
  BOOST_TEST(room.student.ask("DELETE", path).verdict() == "200");
  BOOST_TEST(room.student.patch(path, {{"message", "x"}}).verdict() == "409 message_removed");
  BOOST_TEST(room.student.ask("DELETE", path).text("kind") == "removed");
  BOOST_TEST(room.student.ask("DELETE", "/api/send/" + room.id + "/7").verdict() ==
             "404 not_found");
}

BOOST_AUTO_TEST_CASE(S0_29_to_S0_31_a_vacation_tells_new_students_and_answers_the_others) {
  Cast cast("marketplace");
  cast.person("tutor", "tutor").person("old", "student").person("new", "student");
  cast.relationship("tutor", "old").arrive();
  Client tutor(cast["tutor"]);
  Client old_student(cast["old"]);
  Client new_student(cast["new"]);
  const json::object vacation{{"on", true}, {"message", "chalk-secret-text away"}};
  BOOST_TEST(tutor.patch("/api/inbox/settings", {{"vacation", vacation}}).verdict() == "200");
  BOOST_TEST(tutor.get("/api/inbox/settings").at("vacation.on").as_bool());
  BOOST_TEST(new_student.say(cast["tutor"], "Hello").verdict() == "403 tutor_on_vacation");
  Stream at_old(cast["old"]);
  at_old.catch_up(cast["old"]);
  const auto sent = old_student.say(cast["tutor"], "Hello");
  BOOST_TEST(sent.text("thread.lastMessage.kind") == "auto_reply");
  const auto page = old_student.get("/api/inbox/threads/" + sent.text("thread.id") + "/messages");
  BOOST_TEST(page.text("items.1.body") == "chalk-secret-text away");
  BOOST_TEST(tutor.patch("/api/inbox/settings", {{"vacation", {{"on", false}}}}).verdict() ==
             "200");
  BOOST_TEST(tutor.patch("/api/inbox/settings", {{"vacation", {{"on", 1}}}}).verdict() ==
             "400 bad_input");
  BOOST_TEST(new_student.say(cast["tutor"], "Hello").verdict() == "201");
}

BOOST_AUTO_TEST_CASE(S1_08_S1_17_people_are_found_as_the_platform_tells_of_them) {
  Cast cast("classroom");
  cast.person("tutor", "tutor").person("mine", "student").person("other", "student");
  cast.enrolment("tutor", "tutor", "a").enrolment("mine", "student", "a").arrive();
  Client tutor(cast["tutor"]);
  const auto person = tutor.get("/api/inbox/people?q=mine&limit=100");
  BOOST_TEST(person.verdict() == "200");
  bool found = false;
  for (const auto& item : person.at("items").as_array()) {
    found = found || item.at("id").as_string() == cast.id("mine");
    BOOST_TEST((item.at("id").as_string() != cast.id("other")));
  }
  BOOST_TEST((found || !person.at("nextCursor").is_null()));
  BOOST_TEST(tutor.get("/api/inbox/people").verdict() == "400 bad_input");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
