#include <filesystem>
#include <fstream>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "client.h"
#include "people.h"
#include "stack.h"

namespace chalkline::e2e {
namespace {

const std::string marker = "chalk-secret-text";

std::string text_of(const std::filesystem::path& file) {
  std::ifstream in(file);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

// Whether some log has `text`.
bool is_logged(const std::string& text) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(state_folder() / "log")) {
    if (entry.is_regular_file() && text_of(entry.path()).find(text) != std::string::npos)
      return true;
  }
  return false;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(logs)

BOOST_AUTO_TEST_CASE(no_log_has_a_text_a_token_or_a_query) {
  const auto people = new_couple("marketplace");
  Client person(people.student);
  const auto raw = [&](const std::string& body) {
    return person.ask("POST", "/api/send", body, {{"Content-Type", "application/json"}});
  };
  const auto sent = person.say(people.tutor, marker + " accepted", marker + fresh("id"));
  BOOST_TEST_REQUIRE(sent.verdict() == "201");
  raw("{\"message\":\"" + marker);
  raw("{\"" + marker + "\":1}");
  raw("{\"to\":\"" + marker + "\",\"message\":\"" + marker + "\"}");
  raw(R"({"message":")" + marker + R"(","message":")" + marker + "\"}");
  person.say(people.tutor, marker + std::string(5000, 'x'));
  person.get("/api/inbox?q=" + marker);
  person.get("/api/inbox?cursor=" + marker);
  person.get("/api/live?ticket=" + marker, {{"Accept", "text/event-stream"}});
  person.get("/no/page?" + marker);
  person.get("/api/inbox", {{"Cookie", "chalkline_marketplace=" + marker}});
  const auto last = person.get("/api/inbox", {{"Authorization", "Bearer " + marker}});
  BOOST_TEST_REQUIRE(eventually([&] { return is_logged(last.header("X-Request-Id")); }));
  BOOST_TEST(is_logged(sent.header("X-Request-Id")));
  BOOST_TEST(is_logged(people.student.id));
  BOOST_TEST(!is_logged(marker));
  BOOST_TEST(!is_logged(people.student.token));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
