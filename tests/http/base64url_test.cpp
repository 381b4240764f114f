#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "http/token.h"

namespace chalkline::http::tests {

using boost::unit_test::description;

BOOST_AUTO_TEST_CASE(base64url_goes_both_ways, *description("RFC 4648, section 10, and 5")) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"", ""},
      {"f", "Zg"},
      {"fo", "Zm8"},
      {"foo", "Zm9v"},
      {"foob", "Zm9vYg"},
      {"fooba", "Zm9vYmE"},
      {"foobar", "Zm9vYmFy"},
      {"\xfb\xff\xbf", "-_-_"},
      {std::string(1, '\0'), "AA"},
      {std::string(3, '\0'), "AAAA"},
      {"\xff\xff\xff\xff", "_____w"},
  };
  for (const auto& [bytes, text] : table) {
    BOOST_TEST_CONTEXT(text) {
      BOOST_TEST(base64url(bytes) == text);
      BOOST_TEST((from_base64url(text) == bytes));
    }
  }
}

BOOST_AUTO_TEST_CASE(base64url_is_strict,
                     *description("contract 1: one text for the same bytes, nothing else")) {
  const std::vector<std::string> table = {
      "A",
      "AAAAA",
      "Zg==",
      "Zg=",
      "Zm8=",
      "=",
      "Zm9v\n",
      " Zm9v",
      "Zm 9v",
      "Zm9+",
      "Zm9/",
      "Zm9.",
      "Zm9é",
      "Zh",
      "Zn",
      "Zm9",
      "Zv",
      "Zm9vYh",
      "Zm9vYmF",
      "Zm9v====",
      "____x",
      "_____",
      "Zm9,",
      "Zm9*",
      "\xff\xff",
      std::string("Zm9v\0", 5),
      std::string("Zm\0v", 4),
  };
  for (const auto& text : table) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(!from_base64url(text)); }
  }
}

BOOST_AUTO_TEST_CASE(base64url_of_every_length_and_byte, *description("RFC 4648, section 5")) {
  std::string bytes;
  for (int i = 0; i < 512; ++i) {
    bytes += static_cast<char>(i * 7);
    const auto text = base64url(bytes);
    BOOST_TEST(text.find_first_of("+/=") == text.npos);
    BOOST_TEST_REQUIRE((from_base64url(text) == bytes));
  }
}

}  // namespace chalkline::http::tests
