#include "http/deliveries.h"

#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "http/requests.h"

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;

// "single type", "batch a b c" with what each event calls itself, "!" for one that is wrong and "?"
// for an unknown type; or the errors of the whole.
std::string shape(const std::string& body, const std::string& media_type = "application/json") {
  auto request = with_body(body);
  request.content_type = media_type;
  const auto parsed = parse_delivery(request);
  if (const auto* const errors = std::get_if<BadInput>(&parsed)) return line_of(*errors);
  const auto& delivery = std::get<Delivery>(parsed);
  std::string line = delivery.single ? "single" : "batch";
  for (const auto& event : delivery.events) {
    const bool wrong = std::holds_alternative<BadInput>(event.read);
    const bool unknown = std::holds_alternative<UnknownEvent>(event.read);
    line += " " + event.type + (wrong ? "!" : unknown ? "?" : "");
  }
  return line;
}

const std::string erased =
    R"({"type":"person.erased","timestamp":"2026-11-21T12:00:00Z","data":{"id":"a"}})";

BOOST_AUTO_TEST_SUITE(deliveries)

BOOST_AUTO_TEST_CASE(bodies, *description("contract 3: one event, an array, or NDJSON")) {
  const std::pair<std::string, std::string> rows[] = {
      {erased, "single person.erased"},
      {" \r\n" + erased + "\t ", "single person.erased"},
      {R"({"type":"new.one"})", "single new.one?"},
      {R"({"type":"person.erased"})", "single person.erased!"},
      {"{", "single !"},
      {"", "single !"},
      {"7", "single !"},
      {"\"[]\"", "single !"},
      {erased + erased, "single !"},
      {erased + "[]", "single !"},
      {"[]", "batch"},
      {" [ ] ", "batch"},
      {"[" + erased + "]", "batch person.erased"},
      {"[" + erased + " , \n" + erased + "]", "batch person.erased person.erased"},
      {R"([{"type":"a,b]}"},{"type":"\"]\\"}])", "batch a,b]}? \"]\\?"},
      {R"([[],{},7,"],[",null])", "batch ! ! ! ! !"},
  };
  for (const auto& [body, expected] : rows) BOOST_TEST(shape(body) == expected, body);
}

BOOST_AUTO_TEST_CASE(isolation, *description("contract 3: one bad event never hides the rest")) {
  const std::pair<std::string, std::string> rows[] = {
      {"[" + erased + ",{\"type\":\"a\",\"type\":\"b\"}," + erased + "]",
       "batch person.erased ! person.erased"},
      {"[" + erased + ",nonsense," + erased + "]", "batch person.erased ! person.erased"},
      {"[" + erased + ",{\"type\":\"\xFF\"}," + erased + "]",
       "batch person.erased ! person.erased"},
      {"[" + erased + "," + std::string(40, '[') + std::string(40, ']') + "," + erased + "]",
       "batch person.erased ! person.erased"},
      {"[" + erased + "{}," + erased + "]", "batch ! person.erased"},
      {"[" + erased + ",]", "batch person.erased !"},
      {"[," + erased + "]", "batch ! person.erased"},
  };
  for (const auto& [body, expected] : rows) BOOST_TEST(shape(body) == expected, body);
}

BOOST_AUTO_TEST_CASE(no_array, *description("contract 1: 400 malformed")) {
  const std::string bodies[] = {"[",   "[" + erased, "[" + erased + ",", "[]]", "[] []", "[] x",
                                "[\"", "[{]",        "[\"\\\"]"};
  for (const auto& body : bodies) {
    BOOST_TEST(shape(body) == ":malformed", body);
  }
}

BOOST_AUTO_TEST_CASE(lines, *description("contract 5: NDJSON, the same object per line")) {
  const auto ndjson = [](const std::string& body) { return shape(body, "application/x-ndjson"); };
  BOOST_TEST(ndjson("") == "batch");
  BOOST_TEST(ndjson("\n \r\n") == "batch");
  BOOST_TEST(ndjson(erased) == "batch person.erased");
  BOOST_TEST(ndjson(erased + "\r\n\n" + erased + "\n") == "batch person.erased person.erased");
  BOOST_TEST(ndjson(erased + "\nnonsense\n" + erased) == "batch person.erased ! person.erased");
  BOOST_TEST(ndjson(erased + " " + erased) == "batch !");
  BOOST_TEST(ndjson("[" + erased + "]") == "batch !");
}

BOOST_AUTO_TEST_CASE(sizes, *description("contract 3: at most 1,000 events")) {
  std::string items;
  std::string lines;
  for (int i = 0; i < 1000; ++i) {
    items += (i == 0 ? "" : ",") + std::string("{}");
    lines += "{}\n";
  }
  BOOST_TEST(shape("[" + items + "]").size() == 5 + 2 * 1000U);
  BOOST_TEST(shape("[" + items + ",{}]") == ":too_long");
  BOOST_TEST(shape(lines, "application/x-ndjson").size() == 5 + 2 * 1000U);
  BOOST_TEST(shape(lines + "{}", "application/x-ndjson") == ":too_long");
}

BOOST_AUTO_TEST_CASE(what_is_kept, *description("S2-02: a failed event can be replayed")) {
  const auto spaced = R"({ "type" : "person.erased" })";
  BOOST_TEST(parse_event_text(spaced).payload == spaced);
  const auto broken = parse_event_text("{\"name\":\"a\xFF\xC3(\xE2\x82\"}");
  BOOST_TEST(broken.payload == "{\"name\":\"a\uFFFD\uFFFD(\uFFFD\uFFFD\"}");
  BOOST_TEST(is_utf8(broken.payload));
  BOOST_TEST(broken.type == "");
  BOOST_TEST(parse_event_text(R"({"type":7})").type == "");
  BOOST_TEST(parse_event_text(R"({"type":")" + std::string(101, 'x') + "\"}").type == "");
  std::string accents;
  for (int i = 0; i < 100; ++i) accents += "é";
  BOOST_TEST(parse_event_text(R"({"type":")" + accents + "\"}").type == accents);
  BOOST_TEST(parse_event_text(R"({"type":")" + accents + "é\"}").type == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
