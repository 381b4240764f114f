#include "rules/pick_tutor.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

std::string reason(const OfferFacts& facts, int available) {
  const auto found = offer_reason({}, facts, available);
  return found ? std::string(name_of(*found)) : "none";
}

BOOST_AUTO_TEST_CASE(pick_tutor, *description("S3-23 to S3-25: who is in the list, and why")) {
  BOOST_TEST(reason({.taught = true, .referred = true, .matches = true}, 0) == "past");
  BOOST_TEST(reason({.taught = true}, 99) == "past");
  BOOST_TEST(reason({.referred = true, .matches = true}, 99) == "referred");
  BOOST_TEST(reason({.matches = true}, 4) == "matching");
  BOOST_TEST(reason({.matches = true}, 5) == "none");
  BOOST_TEST(reason({}, 0) == "none");
}

}  // namespace
}  // namespace chalkline::rules::tests
