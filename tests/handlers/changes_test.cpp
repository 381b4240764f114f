#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

// A conversation of two messages, the first of the student's, sent at noon.
struct Talk {
  explicit Talk(House& asked) : house(asked), couple(new_couple()) {
    id = ask("POST", "/api/send", 0, couple.student,
             R"({"to":")" + couple.tutor + R"(","message":"First","clientId":"one"})")
             .text("thread.id");
    ask("POST", "/api/send", 0, couple.tutor,
        R"({"to":")" + couple.student + R"(","message":"Second"})");
  }
  Answer ask(const std::string& method, const std::string& target, int minute,
             const std::string& person, const std::string& body = {}) {
    const std::string two = (minute < 10 ? "0" : "") + std::to_string(minute);
    return house.ask({.method = method,
                      .target = target,
                      .body = body,
                      .person = person,
                      .parameters = {{"HTTP_CHALKLINE_NOW", "2026-11-21T12:" + two + ":00Z"}}});
  }
  Answer change(const std::string& seq, const std::string& text, int minute,
                const std::string& person) {
    return ask("PATCH", "/api/send/" + id + "/" + seq, minute, person,
               R"({"message":)" + quoted(text) + "}");
  }
  Answer remove(const std::string& seq, int minute, const std::string& person) {
    return ask("DELETE", "/api/send/" + id + "/" + seq, minute, person);
  }
  // What the conversation's messages say to `person`.
  std::string said(const std::string& person) {
    std::string line;
    const auto page = house.get(person, "/api/inbox/threads/" + id + "/messages");
    for (const auto& item : page.at("items").as_array()) {
      line += std::string(item.at("kind").as_string()) + ":" +
              std::string(item.at("body").as_string()) +
              (item.at("editedAt").is_null() ? "" : "*") + " ";
    }
    return line;
  }
  std::string versions() const {
    return sql().value(
        "SELECT IFNULL(GROUP_CONCAT(seq, '.', version, ':', body ORDER BY seq, version"
        " SEPARATOR ' '), '') FROM message_versions WHERE thread_id = " +
        id);
  }

  House& house;
  Couple couple;
  std::string id;
};

BOOST_AUTO_TEST_SUITE(changes)

BOOST_TEST_DECORATOR(*description("contract 3: own message; history kept for reports"))
BOOST_DATA_TEST_CASE(a_message_changes, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  const auto changed = talk.change("1", "Better", 15, talk.couple.student);
  BOOST_TEST(changed.verdict() == "200");
  BOOST_TEST(changed.text("body") == "Better");
  BOOST_TEST(changed.text("editedAt") == "2026-11-21T12:15:00.000Z");
  BOOST_TEST(changed.text("at") == "2026-11-21T12:00:00.000Z");
  BOOST_TEST(changed.text("clientId") == "one");
  BOOST_TEST(talk.said(talk.couple.tutor) == "text:Better* text:Second ");
  BOOST_TEST(talk.versions() == "1.1:First");
  // The same once more changes nothing.
  BOOST_TEST(talk.change("1", "Better", 15, talk.couple.student).body == changed.body);
  BOOST_TEST(talk.change("1", "Best", 15, talk.couple.student).verdict() == "200");
  BOOST_TEST(talk.versions() == "1.1:First 1.2:Better");
}

BOOST_TEST_DECORATOR(*description("S1-06, contract 3: the list shows what the newest says now"))
BOOST_DATA_TEST_CASE(the_preview_follows, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  const auto preview = [&] {
    const auto last = house.get(talk.couple.student, "/api/inbox").at("items.0.lastMessage");
    return std::string(last.at("kind").as_string()) + ":" +
           std::string(last.at("preview").as_string());
  };
  talk.change("1", "Older", 1, talk.couple.student);
  BOOST_TEST(preview() == "text:Second");
  talk.change("2", "Newest", 1, talk.couple.tutor);
  BOOST_TEST(preview() == "text:Newest");
  talk.remove("2", 1, talk.couple.tutor);
  BOOST_TEST(preview() == "removed:");
}

BOOST_TEST_DECORATOR(*description("contract 3: a deleted one stays as removed"))
BOOST_DATA_TEST_CASE(a_message_is_removed, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  const auto removed = talk.remove("1", 3, talk.couple.student);
  BOOST_TEST(removed.verdict() == "200");
  BOOST_TEST((removed.text("kind") == "removed" && removed.text("body").empty()));
  BOOST_TEST(talk.remove("1", 50, talk.couple.student).body == removed.body);
  BOOST_TEST(talk.said(talk.couple.tutor) == "removed:* text:Second ");
  BOOST_TEST(talk.versions() == "1.1:First");
  BOOST_TEST(talk.change("1", "Back", 4, talk.couple.student).verdict() == "409 message_removed");
  BOOST_TEST(house.get(talk.couple.tutor, "/api/inbox/threads/" + talk.id).number("unread") == 1);
}

// Requests that overtook one another on their way to the thread's lock.
BOOST_TEST_DECORATOR(*description("contract 3: the last change is the newest"))
BOOST_DATA_TEST_CASE(changes_come_one_after_the_other, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  const auto& student = talk.couple.student;
  talk.change("1", "Better", 3, student);
  BOOST_TEST(talk.change("1", "Best", 3, student).text("editedAt") == "2026-11-21T12:03:00.001Z");
  BOOST_TEST(talk.change("1", "Good", 2, student).text("editedAt") == "2026-11-21T12:03:00.002Z");
  BOOST_TEST(talk.remove("1", 1, student).text("editedAt") == "2026-11-21T12:03:00.003Z");
  BOOST_TEST(sql().value("SELECT GROUP_CONCAT(TIME(replaced_at) ORDER BY version SEPARATOR ' ')"
                         " FROM message_versions WHERE thread_id = " +
                         talk.id) == "12:03:00.000 12:03:00.001 12:03:00.002 12:03:00.003");
}

BOOST_TEST_DECORATOR(*description("contract 1: what a clientId sent first is what it sent"))
BOOST_DATA_TEST_CASE(repeats_after_a_change, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  talk.change("1", "Better", 1, talk.couple.student);
  const auto again = [&](const std::string& text) {
    return talk.ask(
        "POST", "/api/send", 2, talk.couple.student,
        R"({"to":")" + talk.couple.tutor + R"(","message":")" + text + R"(","clientId":"one"})");
  };
  const auto repeat = again("First");
  BOOST_TEST(repeat.verdict() == "200");
  BOOST_TEST(repeat.header("Idempotent-Replay") == "true");
  BOOST_TEST(repeat.text("message.body") == "Better");
  BOOST_TEST(again("Better").verdict() == "422 client_id_reused");
  talk.remove("1", 3, talk.couple.student);
  BOOST_TEST(again("First").text("message.kind") == "removed");
}

BOOST_TEST_DECORATOR(*description("contract 5: who may not, and how long one may"))
BOOST_DATA_TEST_CASE(refusals, protocols, protocol) {
  House house(protocol);
  Talk talk(house);
  const auto& [tutor, student] = talk.couple;
  const auto stranger = new_person("student");
  BOOST_TEST(talk.change("1", "x", 16, student).verdict() == "403 edit_window_over");
  BOOST_TEST(talk.remove("1", 16, student).verdict() == "403 edit_window_over");
  BOOST_TEST(talk.change("1", "x", 1, tutor).verdict() == "403 not_your_message");
  BOOST_TEST(talk.remove("1", 1, tutor).verdict() == "403 not_your_message");
  BOOST_TEST(talk.change("1", " ", 1, student).verdict() == "422 message_empty");
  BOOST_TEST(talk.change("1", std::string(4001, 'x'), 1, student).verdict() ==
             "422 message_too_long");
  for (const std::string seq : {"3", "0", "01", "-1", "x", "99999999999999999999"}) {
    BOOST_TEST(talk.change(seq, "x", 1, student).verdict() == "404 not_found", seq);
    BOOST_TEST(talk.remove(seq, 1, student).verdict() == "404 not_found", seq);
  }
  BOOST_TEST(talk.change("1", "x", 1, stranger).verdict() == "404 not_found");
  BOOST_TEST(talk.remove("1", 1, stranger).verdict() == "404 not_found");
  BOOST_TEST(talk.remove("1", 1, "").verdict() == "401 token_missing");
  BOOST_TEST(
      talk.ask("PATCH", "/api/send/" + talk.id + "/1", 1, student, R"({"text":"x"})").verdict() ==
      "400 bad_input message:required text:unknown_field");
  BOOST_TEST(talk.ask("POST", "/api/send/" + talk.id + "/1", 1, student, "{}").header("Allow") ==
             "PATCH, DELETE");
  BOOST_TEST(talk.said(student) == "text:First text:Second ");
  BOOST_TEST(talk.versions().empty());
  house.ask({.method = "PUT", .target = "/api/inbox/blocks/" + student, .person = tutor});
  BOOST_TEST(talk.change("1", "x", 1, student).verdict() == "403 communication_blocked");
  BOOST_TEST(talk.remove("1", 1, student).verdict() == "200");
}

BOOST_AUTO_TEST_CASE(ended, *description("S0-11, S4-19: nothing new is said by way of a change")) {
  House house("fastcgi");
  const auto couple = new_couple("advisor");
  const auto ask = [&](const std::string& method, const std::string& path, const std::string& from,
                       const std::string& body) {
    return house.ask(
        {.method = method, .target = path, .body = body, .person = from, .site = "advisor"});
  };
  const auto sent = ask("POST", "/api/send", couple.tutor,
                        R"({"to":")" + couple.student + R"(","message":"First"})");
  const auto message = "/api/send/" + sent.text("thread.id") + "/1";
  const auto change = [&] {
    return ask("PATCH", message, couple.tutor, R"({"message":"x"})").verdict();
  };
  const auto pair = [&](const std::string& set) {
    sql("advisor").execute("UPDATE relationships SET " + set + " WHERE '" + couple.tutor +
                           "' IN (low_id, high_id)");
  };
  pair("low_negative = 1, high_negative = 1");
  BOOST_TEST(change() == "403 negative_review");
  pair("low_negative = 0, high_negative = 0, low_teaches = 'ended', high_teaches = 'none'");
  BOOST_TEST(change() == "403 not_allowed_to_message");
  BOOST_TEST(ask("DELETE", message, couple.tutor, "").verdict() == "200");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
