#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(reports)

BOOST_AUTO_TEST_CASE(S2_02_a_thread_has_a_transcript) {
  const auto people = new_couple("marketplace");
  Client tutor(people.tutor);
  Client student(people.student);
  const auto thread = student.say(people.tutor, "chalk-secret-text first").text("thread.id");
  tutor.say(people.student, "chalk-secret-text second");
  tutor.patch("/api/send/" + thread + "/2", {{"message", "chalk-secret-text better"}});
  tutor.read(thread, 1);
  const auto path = "/api/reports/transcripts/" + thread;
  const auto transcript = student.get(path);
  BOOST_TEST(transcript.verdict() == "200");
  BOOST_TEST(transcript.at("transcript.lines").as_array().size() == 3U);
  BOOST_TEST(transcript.text("signature.algorithm") == "Ed25519");
  const auto page = student.get(path, {{"Accept", "text/html"}});
  BOOST_TEST(page.header("content-type") == "text/html; charset=utf-8");
  BOOST_TEST(page.header("content-security-policy").starts_with("default-src 'none'"));
  BOOST_TEST(student.get(path, {{"Accept", "image/png"}}).verdict() == "406 not_acceptable");
  BOOST_TEST(student.get(path + "?cursor=x").verdict() == "400 bad_input");
  const auto strangers = new_couple("marketplace");
  BOOST_TEST(Client(strangers.tutor).get(path).verdict() == "404 not_found");
  BOOST_TEST(student.ask("PUT", path).verdict() == "405 method_not_allowed");
}

BOOST_AUTO_TEST_CASE(S2_07_oversight_is_refused_without_a_report) {
  Cast cast("marketplace");
  cast.person("moderator", "moderator");
  cast.arrive();
  Client moderator(cast["moderator"]);
  const auto people = new_couple("marketplace");
  const auto thread =
      Client(people.student).say(people.tutor, "chalk-secret-text").text("thread.id");
  const json::value draft{{"threadId", thread}, {"reason", "A parent asked"}};
  BOOST_TEST(moderator.post("/api/reports/oversight", draft).verdict() ==
             "403 oversight_needs_report");
  BOOST_TEST(Client(people.tutor).post("/api/reports/oversight", draft).verdict() ==
             "404 not_found");
  BOOST_TEST(moderator.post("/api/reports/oversight", json::object()).verdict() == "400 bad_input");
  BOOST_TEST(moderator.get("/api/reports/oversight").at("items").as_array().empty());
  BOOST_TEST(moderator.ask("DELETE", "/api/reports/oversight/1000000000").verdict() ==
             "404 not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::e2e
