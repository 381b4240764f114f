#include "http/accept.h"

#include <array>
#include <string>

#include <boost/test/unit_test.hpp>

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;

BOOST_AUTO_TEST_SUITE(accept)

BOOST_AUTO_TEST_CASE(preferences, *description("RFC 9110 §12.5.1")) {
  constexpr std::array<std::string_view, 2> offers{"application/json", "text/html"};
  const struct {
    std::string accept;
    std::string type;
  } rows[] = {
      {"", "application/json"},
      {" ", "application/json"},
      {"*/*", "application/json"},
      {"text/html", "text/html"},
      {"TEXT/HTML;level=1", "text/html"},
      {"text/*", "text/html"},
      {"application/*, text/html", "application/json"},
      {"text/html;q=0.9, application/json;q=0.8", "text/html"},
      {"text/html; q=0.801 , application/json;q=0.8", "text/html"},
      {"text/html;q=0, */*", "application/json"},
      {"application/json;q=0, */*;q=0.1", "text/html"},
      {"text/html;q=1.000, application/json;q=1", "application/json"},
      {"text/html;Q=0.5, application/json;q=0.4", "text/html"},
      // A quality that is none does not count.
      {"text/html;q=, application/json;q=0.9", "text/html"},
      {"text/html;q=x, application/json;q=0.9", "text/html"},
      {"application/json;q=0.5;q=0.4, text/html;q=0.45", "text/html"},
      {"image/png", "none"},
      {"*/*;q=0", "none"},
      {"html", "none"},
      {",,;", "none"},
      {"text/htmlx, application/jso", "none"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(preferred_type(row.accept, offers).value_or("none") == row.type, row.accept);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
