#include <string>

#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"
#include "stream.h"

// A parent reads a child's thread with a tutor along, through the front server and on open streams.

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

// On the site whose demo copies: a tutor, a child, and a parent who is linked.
Cast family() {
  Cast cast("advisor");
  cast.person("elena", "tutor").person("mia", "student", "ok", "2015-06-01");
  cast.person("claire", "parent").relationship("elena", "mia").parent("claire", "mia");
  cast.arrive();
  return cast;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(guardians)

BOOST_AUTO_TEST_CASE(S2_06_a_parent_reads_along_live_and_no_longer_than_the_link) {
  const auto cast = family();
  Client mia(cast["mia"]);
  Client elena(cast["elena"]);
  Client claire(cast["claire"]);
  Stream at_claire(cast["claire"]);
  const auto begun = elena.post("/api/send", {{"to", cast.id("mia")}, {"message", "Welcome"}});
  BOOST_TEST_REQUIRE(begun.verdict() == "201");
  const auto thread = begun.text("thread.id");
  const auto is_here = [&](const json::object& event) {
    return event.at("threadId") == json::string(thread) && event.at("body") == "Again";
  };
  BOOST_TEST(brings(
      [&] {
        mia.post("/api/send", {{"threadId", thread}, {"message", "Again"}});
      },
      [&] { return at_claire.has("message", is_here); }));
  const auto path = "/api/inbox/threads/" + thread;
  BOOST_TEST(claire.get(path).text("can.refusal.code") == "reads_along");
  BOOST_TEST(claire.get(path + "/messages").text("items.0.notice.code") == "parent_copied");
  BOOST_TEST(claire.get(path + "/feed").verdict() == "200");
  BOOST_TEST(claire.post("/api/send", {{"threadId", thread}, {"message", "x"}}).verdict() ==
             "403 reads_along");
  Stream at_elena(cast["elena"]);
  const auto read = claire.post("/api/read-receipts", {{"threadId", thread}, {"upTo", 2}});
  BOOST_TEST(read.verdict() == "200");
  at_elena.catch_up(cast["elena"]);
  BOOST_TEST(at_elena.count("read") == 0);
  const auto link = "/api/parent/links/" + mia.get("/api/parent/links").text("items.0.id");
  const auto is_closed = [&](const json::object& event) {
    return event.at("id") == json::string(thread) && event.contains("closed");
  };
  BOOST_TEST(mia.ask("DELETE", link).verdict() == "204");
  at_claire.catch_up(cast["claire"]);
  BOOST_TEST(at_claire.has("thread", is_closed));
  const auto before = at_claire.count("message");
  BOOST_TEST(mia.post("/api/send", {{"threadId", thread}, {"message", "Alone"}}).verdict() ==
             "201");
  at_claire.catch_up(cast["claire"]);
  BOOST_TEST(at_claire.count("message") == before);
  BOOST_TEST(claire.get(path).verdict() == "404 not_found");
}

BOOST_AUTO_TEST_CASE(S2_06_a_student_renews_a_link_for_when_they_are_of_age) {
  const auto cast = family();
  Client mia(cast["mia"]);
  Client claire(cast["claire"]);
  const auto list = mia.get("/api/parent/links");
  BOOST_TEST(list.text("items.0.lapsesAt") == "2033-05-31T23:00:00.000Z");
  const auto renew = "/api/parent/links/" + list.text("items.0.id") + "/renew";
  BOOST_TEST(mia.post(renew, json::object()).verdict() == "409 wrong_state");
  mia.at("2033-05-20T12:00:00Z");
  claire.at("2033-05-20T12:00:00Z");
  BOOST_TEST(claire.post(renew, json::object()).verdict() == "403 not_your_action");
  BOOST_TEST(mia.get("/api/parent/links").text("items.0.actions.0") == "renew");
  BOOST_TEST(mia.post(renew, json::object()).at("lapsesAt").is_null());
  BOOST_TEST(mia.post(renew, json::object()).verdict() == "200");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
