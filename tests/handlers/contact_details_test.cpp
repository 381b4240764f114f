#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

Answer send(House& house, const std::string& site, const std::string& from, const std::string& to,
            const std::string& text, const std::string& client_id = {}) {
  return house.ask({.method = "POST",
                    .target = "/api/send",
                    .body = R"({"to":")" + to + R"(","message":)" + quoted(text) +
                            (client_id.empty() ? "" : R"(,"clientId":")" + client_id + "\"") + "}",
                    .person = from,
                    .site = site});
}

// Two students of one course, as the classroom knows them.
Couple classmates() {
  const Couple pair{new_person("tutor", "classroom"), new_person("student", "classroom")};
  for (const auto& [person, role] :
       {std::pair(pair.tutor, "tutor"), std::pair(pair.student, "student")}) {
    sql("classroom")
        .execute("INSERT INTO enrolments SET person_id = '" + person + "', course_id = 'c" +
                 pair.student + "', batch_id = 'b', role = '" + role +
                 "', institution_id = 'i', state = 'active', version = 1");
  }
  return pair;
}

BOOST_AUTO_TEST_SUITE(contact_details)

BOOST_TEST_DECORATOR(*description("S1-19: the marketplace warns while exploring, then no more"))
BOOST_DATA_TEST_CASE(warned, protocols, protocol) {
  House house(protocol);
  const auto student = new_person("student");
  const auto tutor = new_person("tutor");
  const auto sent = send(house, "marketplace", student, tutor, "I am anna@example.org", "one");
  BOOST_TEST(sent.verdict() == "201");
  BOOST_TEST(sent.text("message.body") == "I am anna@example.org");
  BOOST_TEST(boost::json::serialize(sent.at("message.warnings")) ==
             R"([{"code":"contact_details","spans":[{"from":5,"to":21,"kind":"email"}]}])");
  const auto again = send(house, "marketplace", student, tutor, "I am anna@example.org", "one");
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(boost::json::serialize(again.at("message")) ==
             boost::json::serialize(sent.at("message")));
  const auto page = house.get(tutor, "/api/inbox/threads/" + sent.text("thread.id") + "/messages");
  BOOST_TEST(!page.at("items.0").as_object().contains("warnings"));
  const auto harmless = send(house, "marketplace", student, tutor, "Page 12, at 17:30?");
  BOOST_TEST(!harmless.at("message").as_object().contains("warnings"));
  const auto couple = new_couple();
  BOOST_TEST(!send(house, "marketplace", couple.student, couple.tutor, "I am anna@example.org")
                  .at("message")
                  .as_object()
                  .contains("warnings"));
}

BOOST_TEST_DECORATOR(*description("S1-19: the classroom refuses, also what is split up"))
BOOST_DATA_TEST_CASE(refused, protocols, protocol) {
  House house(protocol);
  const auto pair = classmates();
  const auto refusal =
      send(house, "classroom", pair.student, pair.tutor, "é: my number is 07700 900123");
  BOOST_TEST(refusal.verdict() == "422 contact_details_not_allowed");
  BOOST_TEST(boost::json::serialize(refusal.at("spans")) ==
             R"([{"from":16,"to":28,"kind":"phone"}])");
  const auto first = send(house, "classroom", pair.student, pair.tutor, "my number: 07700");
  BOOST_TEST(first.verdict() == "201");
  BOOST_TEST(send(house, "classroom", pair.student, pair.tutor, "900123").verdict() ==
             "422 contact_details_not_allowed");
  BOOST_TEST(send(house, "classroom", pair.tutor, pair.student, "900123").verdict() == "201");
  const auto edited = house.ask({.method = "PATCH",
                                 .target = "/api/send/" + first.text("thread.id") + "/1",
                                 .body = R"({"message":"write to anna@example.org"})",
                                 .person = pair.student,
                                 .site = "classroom"});
  BOOST_TEST(edited.verdict() == "422 contact_details_not_allowed");
}

BOOST_TEST_DECORATOR(*description("S1-19: the advisor line masks, and a repeat is the same"))
BOOST_DATA_TEST_CASE(masked, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple("advisor");
  const std::string text = "Call 07700 900123 tonight";
  const auto sent = send(house, "advisor", couple.student, couple.tutor, text, "one");
  BOOST_TEST(sent.verdict() == "201");
  BOOST_TEST(sent.text("message.body") == "Call ••• tonight");
  BOOST_TEST(sent.text("thread.lastMessage.preview") == "Call ••• tonight");
  BOOST_TEST(boost::json::serialize(sent.at("message.warnings")) ==
             R"([{"code":"contact_details_masked","spans":[{"from":5,"to":17,"kind":"phone"}]}])");
  const auto again = send(house, "advisor", couple.student, couple.tutor, text, "one");
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.text("message.body") == "Call ••• tonight");
  BOOST_TEST(send(house, "advisor", couple.student, couple.tutor, "Call me", "one").verdict() ==
             "422 client_id_reused");
  BOOST_TEST(sql("advisor").number("SELECT COUNT(*) FROM messages WHERE body LIKE '%900123%'") ==
             0);
  const auto changed = house.ask({.method = "PATCH",
                                  .target = "/api/send/" + sent.text("thread.id") + "/1",
                                  .body = R"({"message":"Mail a@example.org"})",
                                  .person = couple.student,
                                  .site = "advisor"});
  BOOST_TEST(changed.text("body") == "Mail •••");
  BOOST_TEST(changed.text("warnings.0.code") == "contact_details_masked");
}

Answer change(House& house, const std::string& site, const std::string& from,
              const std::string& thread, const std::string& seq, const std::string& text) {
  return house.ask({.method = "PATCH",
                    .target = "/api/send/" + thread + "/" + seq,
                    .body = R"({"message":)" + quoted(text) + "}",
                    .person = from,
                    .site = site});
}

BOOST_AUTO_TEST_CASE(completed_by_a_change,
                     *description("S1-19: what is split up, in whatever order it is written")) {
  House house("fastcgi");
  const auto pair = classmates();
  const auto& [tutor, student] = pair;
  const auto id = send(house, "classroom", student, tutor, "hello there").text("thread.id");
  BOOST_TEST(send(house, "classroom", student, tutor, "2345678").verdict() == "201");
  const auto refused = change(house, "classroom", student, id, "1", "call me at 0171");
  BOOST_TEST(refused.verdict() == "422 contact_details_not_allowed");
  BOOST_TEST(boost::json::serialize(refused.at("spans")) ==
             R"([{"from":11,"to":15,"kind":"phone"}])");
  BOOST_TEST(change(house, "classroom", student, id, "1", "see page 171").verdict() == "200");
  const auto couple = new_couple("advisor");
  const auto there = send(house, "advisor", couple.student, couple.tutor, "hello");
  send(house, "advisor", couple.tutor, couple.student, "2345678");  // says nothing of the other's
  const auto line = there.text("thread.id");
  BOOST_TEST(change(house, "advisor", couple.student, line, "1", "at 0171").text("body") ==
             "at 0171");
  change(house, "advisor", couple.student, line, "1", "hello");
  send(house, "advisor", couple.student, couple.tutor, "2345678");
  const auto masked = change(house, "advisor", couple.student, line, "1", "call me at 0171");
  BOOST_TEST(masked.text("body") == "call me at •••");
  BOOST_TEST(masked.text("warnings.0.code") == "contact_details_masked");
}

BOOST_AUTO_TEST_CASE(too_far_behind_a_change,
                     *description("S1-19: another conversation, twenty messages on")) {
  House house("fastcgi");
  const auto pair = classmates();
  const auto& [tutor, student] = pair;
  const auto id = send(house, "classroom", student, tutor, "hello").text("thread.id");
  for (int i = 0; i < 19; ++i) send(house, "classroom", tutor, student, "yes");
  send(house, "classroom", student, tutor, "2345678");
  BOOST_TEST(change(house, "classroom", student, id, "1", "at 0171").verdict() ==
             "422 contact_details_not_allowed");
  sql("classroom").execute("UPDATE messages SET seq = 22 WHERE seq = 21 AND thread_id = " + id);
  BOOST_TEST(change(house, "classroom", student, id, "1", "at 0171").verdict() == "200");
}

// What the answer tells of contact details.
std::string warnings(const Answer& answer) {
  const auto& message = answer.at("message").as_object();
  return message.contains("warnings") ? boost::json::serialize(message.at("warnings")) : "";
}

BOOST_AUTO_TEST_CASE(repeats_after_a_change_in_front,
                     *description("S1-19, contract 1: the first result, whatever has changed")) {
  House house("fastcgi");
  const auto couple = new_couple("advisor");
  const auto& [tutor, student] = couple;
  const auto id = send(house, "advisor", student, tutor, "call me at 0171").text("thread.id");
  const auto first = send(house, "advisor", student, tutor, "2345678 ok", "two");
  BOOST_TEST(first.text("message.body") == "••• ok");
  BOOST_TEST(warnings(send(house, "advisor", student, tutor, "2345678 ok", "two")) ==
             warnings(first));
  change(house, "advisor", student, id, "1", "hello");
  const auto again = send(house, "advisor", student, tutor, "2345678 ok", "two");
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.text("message.body") == "••• ok");
  BOOST_TEST(warnings(again) == "");  // nobody can tell any more what it was
  BOOST_TEST(send(house, "advisor", student, tutor, "2345678 no", "two").verdict() ==
             "422 client_id_reused");
}

BOOST_AUTO_TEST_CASE(repeats_under_another_policy,
                     *description("S1-19, contract 1: the first result, whatever has changed")) {
  House house("fastcgi");
  const std::string text = "0171 2345678 ok";
  const struct {
    std::string site;
    std::string stored;  // as the policy was
    std::string code;
  } rows[] = {
      {"marketplace", "••• ok", "contact_details_masked"},  // it lets all pass now
      {"advisor", text, "contact_details"},                 // it masks now
      {"advisor", "••• ok", "contact_details_masked"},
  };
  for (const auto& row : rows) {
    const auto [tutor, student] = new_couple(row.site);
    const auto id = send(house, row.site, student, tutor, text, "one").text("thread.id");
    sql(row.site).execute("UPDATE messages SET body = '" + row.stored +
                          "' WHERE thread_id = " + id);
    const auto again = send(house, row.site, student, tutor, text, "one");
    BOOST_TEST(again.verdict() == "200");
    BOOST_TEST(again.text("message.body") == row.stored);
    BOOST_TEST(warnings(again) ==
               R"([{"code":")" + row.code + R"(","spans":[{"from":0,"to":12,"kind":"phone"}]}])");
    BOOST_TEST(send(house, row.site, student, tutor, "0171 2345678 no", "one").verdict() ==
               "422 client_id_reused");
  }
}

BOOST_AUTO_TEST_CASE(vacations,
                     *description("S1-19, S0-31: nothing gets through as a vacation's answer")) {
  House house("fastcgi");
  const auto answer = [&](const std::string& site, const Couple& pair) {
    house.ask({.method = "PATCH",
               .target = "/api/inbox/settings",
               .body = R"({"vacation":{"on":true,"message":"Away. Call 07700 900123"}})",
               .person = pair.tutor,
               .site = site});
    const auto sent = send(house, site, pair.student, pair.tutor, "Hello");
    BOOST_TEST(sent.verdict() == "201", site);
    BOOST_TEST(sent.text("thread.lastMessage.kind") == "auto_reply", site);
    return sent.text("thread.lastMessage.preview");
  };
  BOOST_TEST(answer("advisor", new_couple("advisor")) == "Away. Call •••");
  BOOST_TEST(answer("classroom", classmates()) == "Away. Call •••");
  BOOST_TEST(answer("marketplace", new_couple()) == "Away. Call 07700 900123");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
