#include "cgi.h"

#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"

namespace chalkline::e2e {

namespace json = boost::json;

BOOST_AUTO_TEST_SUITE(cgi)

BOOST_AUTO_TEST_CASE(the_same_binaries_answer_as_plain_cgi) {
  const auto people = new_couple("marketplace");
  CgiHost host("marketplace");
  const auto draft = json::serialize(json::object{{"to", people.tutor.id}, {"message", "by CGI"}});
  const auto sent = host.ask("send", "POST", "/api/send", people.student.token, draft);
  BOOST_TEST_REQUIRE(sent.verdict() == "201");
  const auto thread = sent.text("thread.id");
  const auto list = host.ask("inbox", "GET", "/api/inbox", people.tutor.token);
  BOOST_TEST(list.body == Client(people.tutor).get("/api/inbox").body);
  const std::string path = "/api/inbox/threads/" + thread + "/messages?limit=5";
  BOOST_TEST(host.ask("inbox", "GET", path, people.tutor.token).body ==
             Client(people.tutor).get(path).body);
  const auto read = json::serialize(json::object{{"threadId", thread}, {"upTo", 1}});
  BOOST_TEST(
      host.ask("read-receipts", "POST", "/api/read-receipts", people.tutor.token, read).verdict() ==
      "200");
  BOOST_TEST(host.ask("inbox", "GET", "/healthz", "").verdict() == "200");
  BOOST_TEST(host.ask("inbox", "GET", "/api/nothing", "").verdict() == "404 not_found");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
