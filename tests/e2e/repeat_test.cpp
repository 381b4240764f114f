#include <algorithm>
#include <set>

#include <boost/test/unit_test.hpp>

#include "client.h"
#include "crowd.h"
#include "history.h"
#include "people.h"
#include "stack.h"

namespace chalkline::e2e {
namespace {

std::string first_error(const Answer& answer) {
  return answer.text("errors.0.field") + ":" + answer.text("errors.0.code");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(repeat)

BOOST_AUTO_TEST_CASE(a_repeat_is_the_first_result_once_more) {
  const auto [tutor, student] = new_couple("marketplace");
  Client by_student(student);
  const auto client_id = fresh("id");
  const auto first = by_student.say(tutor, "only once", client_id);
  BOOST_TEST_REQUIRE(first.verdict() == "201");
  BOOST_TEST(first.text("message.clientId") == client_id);
  BOOST_TEST(first.header("Idempotent-Replay").empty());
  for (int i = 0; i < 3; ++i) {
    const auto again = by_student.say(tutor, "only once", client_id);
    BOOST_TEST(again.verdict() == "200");
    BOOST_TEST(again.header("Idempotent-Replay") == "true");
    BOOST_TEST(again.body == first.body);
  }
  const auto thread = first.text("thread.id");
  const auto by_thread = by_student.post(
      "/api/send", {{"threadId", thread}, {"message", "only once"}, {"clientId", client_id}});
  BOOST_TEST(by_thread.verdict() == "200");
  const auto by_header = by_student.post("/api/send", {{"to", tutor.id}, {"message", "only once"}},
                                         {{"Idempotency-Key", client_id}});
  BOOST_TEST(by_header.verdict() == "200");
  BOOST_TEST(history_of(by_student, thread).size() == 1U);
  BOOST_TEST(Client(tutor).get("/api/inbox/unread").number("messages") == 1);
}

BOOST_AUTO_TEST_CASE(an_altered_repeat_is_refused) {
  const auto [tutor, student] = new_couple("marketplace");
  const auto others = new_couple("marketplace");
  Client by_student(student);
  const auto client_id = fresh("id");
  const auto first = by_student.say(tutor, "the first text", client_id);
  BOOST_TEST(by_student.say(tutor, "another text", client_id).verdict() == "422 client_id_reused");
  BOOST_TEST(by_student.say(tutor, "", client_id).verdict() == "422 client_id_reused");
  BOOST_TEST(by_student.say(others.tutor, "the first text", client_id).verdict() ==
             "422 client_id_reused");
  // A name belongs to its sender.
  const auto reply = Client(tutor).say(student, "a reply of the same name", client_id);
  BOOST_TEST(reply.verdict() == "201");
  BOOST_TEST(history_of(by_student, first.text("thread.id")).size() == 2U);
}

BOOST_AUTO_TEST_CASE(S0_22_a_repeat_counts_once_and_is_answered_after_the_cap) {
  const auto [tutor, student] = new_couple("marketplace");
  Client by_student(student);
  const auto client_id = fresh("id");
  by_student.say(tutor, "the first of ten", client_id);
  for (int i = 2; i <= 10; ++i) by_student.say(tutor, "number " + std::to_string(i));
  BOOST_TEST(by_student.say(tutor, "the eleventh").verdict() == "422 unanswered_cap_reached");
  const auto again = by_student.say(tutor, "the first of ten", client_id);
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.number("message.seq") == 1);
  BOOST_TEST(again.number("thread.can.remaining") == 0);
  BOOST_TEST(by_student.say(tutor, "the second of ten", client_id).verdict() ==
             "422 client_id_reused");
}

BOOST_AUTO_TEST_CASE(a_name_has_1_to_64_characters_and_says_one_thing) {
  const auto [tutor, student] = new_couple("marketplace");
  Client by_student(student);
  const auto send = [&](const std::string& in_body, const std::string& in_header) {
    boost::json::object draft{{"to", tutor.id}, {"message", "named"}};
    if (in_body != "-") draft["clientId"] = in_body;
    return by_student.post("/api/send", draft,
                           in_header.empty() ? Headers{} : Headers{{"Idempotency-Key", in_header}});
  };
  const std::string longest = fresh("") + std::string(64 - fresh("").size(), 'x');
  BOOST_TEST(send("one", "other").verdict() == "400 bad_input");
  BOOST_TEST(first_error(send("one", "other")) == "Idempotency-Key:conflicting");
  BOOST_TEST(first_error(send("", "")) == "clientId:empty");
  BOOST_TEST(first_error(send(std::string(65, 'x'), "")) == "clientId:too_long");
  BOOST_TEST(first_error(send("-", std::string(65, 'x'))) == "Idempotency-Key:malformed");
  BOOST_TEST(first_error(send("-", "\xFF\xFE")) == "Idempotency-Key:malformed");
  const auto exact = std::string("ü🙂") + longest.substr(0, 62);
  BOOST_TEST(send(exact, "").verdict() == "201");
  BOOST_TEST(send("-", exact).verdict() == "200");
  BOOST_TEST(send(exact, exact).verdict() == "200");
  BOOST_TEST(send("-", "").verdict() == "201");
  BOOST_TEST(send("-", "").verdict() == "201");
}

BOOST_AUTO_TEST_CASE(a_hundred_posts_of_one_name_are_one_message_and_a_hundred_equal_answers) {
  const auto [tutor, student] = new_couple("marketplace");
  const auto client_id = fresh("id");
  std::vector<Answer> answers(100);
  all_at_once(100, [&](int i) {
    answers.at(static_cast<std::size_t>(i)) =
        Client(student).say(tutor, "chalk-secret-text all at once", client_id);
  });
  const auto with_status = [&](int status) {
    return std::count_if(answers.begin(), answers.end(),
                         [&](const Answer& answer) { return answer.status == status; });
  };
  BOOST_TEST(with_status(201) == 1);
  BOOST_TEST(with_status(200) == 99);
  std::set<std::string> bodies;
  for (const auto& answer : answers) bodies.insert(answer.body);
  BOOST_TEST(bodies.size() == 1U);
  Client reader(student);
  const auto lines = history_of(reader, answers.front().text("thread.id"));
  BOOST_TEST(lines.size() == 1U);
}

BOOST_AUTO_TEST_CASE(S0_07_a_hundred_first_messages_from_both_sides_make_one_thread) {
  const auto [tutor, student] = new_couple("classroom");
  std::vector<Answer> answers(100);
  all_at_once(100, [&](int i) {
    const bool by_tutor = i % 2 == 0;
    answers.at(static_cast<std::size_t>(i)) =
        Client(by_tutor ? tutor : student)
            .say(by_tutor ? student : tutor, "note " + std::to_string(i));
  });
  std::set<std::string> threads;
  for (const auto& answer : answers) {
    BOOST_TEST_REQUIRE(answer.verdict() == "201");
    threads.insert(answer.text("thread.id"));
  }
  BOOST_TEST_REQUIRE(threads.size() == 1U);
  Client reader(student);
  const auto lines = history_of(reader, *threads.begin());
  BOOST_TEST(lines.size() == 100U);
  BOOST_TEST(is_gapless(lines));
  for (const auto& answer : answers) {
    const auto& line = lines.at(static_cast<std::size_t>(answer.number("message.seq") - 1));
    BOOST_TEST(line.body == answer.text("message.body"));
  }
  BOOST_TEST(reader.get("/api/inbox").number("items.0.unread") == 50);
  BOOST_TEST(Client(tutor).get("/api/inbox").number("items.0.unread") == 50);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
