#include "http/hours.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "http/strict_json.h"

namespace chalkline::http::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;

// What is wrong with this list, or the list as it is answered.
std::string verdict(const std::string& weekly) {
  auto value = parse_strict(R"({"weekly":)" + weekly + "}");
  JsonFields fields(std::move(value->get_object()), "workingHours.");
  BadInput inside;
  const auto hours = parse_weekly(fields, "workingHours.", inside);
  auto errors = fields.finish();
  errors.insert(errors.end(), inside.begin(), inside.end());
  if (errors.empty()) return json::serialize(to_json(hours));
  std::string text;
  for (const auto& error : errors) {
    text += (text.empty() ? "" : " ") + error.field.substr(13) + ":" + std::string(error.code);
  }
  return text;
}

std::string many(int count) {
  std::string list;
  for (int i = 0; i < count; ++i) {
    const std::string hour = (i / 7 < 10 ? "0" : "") + std::to_string(i / 7);
    list += (i == 0 ? "" : ",") + std::string(R"({"day":)") + std::to_string(1 + i % 7) +
            R"(,"from":")" + hour + R"(:00","to":")" + hour + R"(:30"})";
  }
  return "[" + list + "]";
}

BOOST_AUTO_TEST_SUITE(hours)

BOOST_AUTO_TEST_CASE(taken, *description("contract 5: Working hours; from < to, to may be 24:00")) {
  for (const std::string weekly :
       {R"([])", R"([{"day":1,"from":"09:00","to":"12:30"}])",
        R"([{"day":7,"from":"00:00","to":"24:00"},{"day":1,"from":"23:59","to":"24:00"}])",
        R"([{"day":1,"from":"12:30","to":"13:00"},{"day":1,"from":"09:00","to":"12:30"}])"}) {
    BOOST_TEST(verdict(weekly) == weekly);
  }
  BOOST_TEST(verdict(many(50)) == many(50));
}

BOOST_AUTO_TEST_CASE(refused, *description("S1-22: every field error at once, by its place")) {
  const struct {
    std::string weekly;
    std::string verdict;
  } rows[] = {
      {"null", "weekly:wrong_type"},
      {"{}", "weekly:wrong_type"},
      {R"(["monday"])",
       "weekly[0]:wrong_type weekly[0].day:required weekly[0].from:required "
       "weekly[0].to:required"},
      {"[{}]", "weekly[0].day:required weekly[0].from:required weekly[0].to:required"},
      {R"([{"day":0,"from":"9:00","to":"24:01"}])",
       "weekly[0].day:out_of_range weekly[0].from:malformed weekly[0].to:malformed"},
      {R"([{"day":8,"from":"","to":"18:00:00"}])",
       "weekly[0].day:out_of_range weekly[0].from:empty weekly[0].to:too_long"},
      {R"([{"day":1.5,"from":9,"to":null}])",
       "weekly[0].day:out_of_range weekly[0].from:wrong_type weekly[0].to:wrong_type"},
      {R"([{"day":1,"from":"09:00","to":"09:00"}])", "weekly[0].to:out_of_range"},
      {R"([{"day":1,"from":"22:00","to":"02:00"}])", "weekly[0].to:out_of_range"},
      {R"([{"day":1,"from":"24:00","to":"24:00"}])", "weekly[0].to:out_of_range"},
      {R"([{"day":1,"from":"09:00","to":"12:00","open":true}])", "weekly[0].open:unknown_field"},
      {R"([{"day":1,"from":"09:00","to":"12:00"},{"day":2,"from":"09:00","to":"12:00"},)"
       R"({"day":1,"from":"11:59","to":"13:00"},{"day":9,"from":"11:00","to":"13:00"}])",
       "weekly[3].day:out_of_range weekly[2].from:conflicting"},
      {many(51), "weekly:too_long"},
  };
  for (const auto& row : rows) BOOST_TEST(verdict(row.weekly) == row.verdict, row.weekly);
  JsonFields nothing(json::object(), "");
  BadInput errors;
  parse_weekly(nothing, "", errors);
  BOOST_TEST(nothing.finish().at(0).code == "required");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
