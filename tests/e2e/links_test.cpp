#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"

// Links between parents and students through the front server; the mails are
// followed in tests/mail.

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

// A parent and a student, each with an address.
struct Family {
  Family() : cast("marketplace") {
    cast.person("petra", "parent").person("jonas", "student").person("eve", "student");
    cast.arrive();
  }
  Client client(const std::string& name) { return Client(cast[name]); }
  std::string email(const std::string& name) { return cast.id(name) + "@e2e.example"; }

  Cast cast;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(links)

BOOST_AUTO_TEST_CASE(S2_09_a_parent_asks_and_the_student_confirms) {
  Family family;
  auto petra = family.client("petra");
  auto jonas = family.client("jonas");
  const json::object wish{{"studentEmail", family.email("jonas")}, {"clientId", "one"}};
  const auto asked = petra.post("/api/parent/links", wish);
  BOOST_TEST_REQUIRE(asked.verdict() == "201");
  BOOST_TEST(petra.post("/api/parent/links", wish).header("idempotent-replay") == "true");
  const auto path = "/api/parent/links/" + asked.text("id");
  BOOST_TEST(jonas.get("/api/parent/links").text("items.0.id") == asked.text("id"));
  BOOST_TEST(petra.post(path + "/confirm", json::object()).verdict() == "403 not_your_action");
  BOOST_TEST(family.client("eve").post(path + "/confirm", json::object()).verdict() ==
             "404 not_found");
  BOOST_TEST(jonas.post(path + "/confirm", json::object()).text("state") == "confirmed");
  BOOST_TEST(jonas.post(path + "/decline", json::object()).verdict() == "409 wrong_state");
  BOOST_TEST(petra.get("/api/parent/links?limit=1").text("items.0.student.id") ==
             family.cast.id("jonas"));
  BOOST_TEST(petra.ask("DELETE", path).verdict() == "204");
  BOOST_TEST(petra.ask("DELETE", path).verdict() == "204");
  BOOST_TEST(jonas.get("/api/parent/links").text("items.0.state") == "ended");
}

BOOST_AUTO_TEST_CASE(S2_12_a_student_invites_and_takes_it_back) {
  Family family;
  auto petra = family.client("petra");
  auto jonas = family.client("jonas");
  const auto invited = jonas.post("/api/parent/links", {{"parentEmail", family.email("petra")}});
  BOOST_TEST_REQUIRE(invited.verdict() == "201");
  const auto path = "/api/parent/links/" + invited.text("id");
  BOOST_TEST(petra.post(path + "/confirm", json::object()).verdict() == "403 not_your_action");
  BOOST_TEST(petra.post("/api/parent/links/accept", {{"token", "guessed"}}).verdict() ==
             "422 link_expired");
  BOOST_TEST(jonas.post(path + "/resend", json::object()).verdict() == "200");
  BOOST_TEST(petra.post(path + "/decline", json::object()).text("state") == "declined");
  BOOST_TEST(jonas.post(path + "/resend", json::object()).verdict() == "409 wrong_state");
  BOOST_TEST(jonas.ask("DELETE", path).verdict() == "204");
}

BOOST_AUTO_TEST_CASE(S2_09_what_cannot_be_asked) {
  Family family;
  auto petra = family.client("petra");
  const auto ask = [&](const std::string& field, const std::string& address) {
    return petra.post("/api/parent/links", {{field, address}}).verdict();
  };
  BOOST_TEST(ask("studentEmail", "nobody") == "400 bad_input");
  BOOST_TEST(ask("parentEmail", "a@b.example") == "403 role_missing");
  BOOST_TEST(ask("studentEmail", family.email("petra")) == "422 link_to_yourself");
  BOOST_TEST(petra.post("/api/parent/links/accept", json::object()).verdict() == "400 bad_input");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
