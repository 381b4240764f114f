#include "storage/hours.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace chalkline::storage::tests {
namespace {

using namespace std::chrono_literals;
using boost::unit_test::description;

BOOST_AUTO_TEST_SUITE(hours)

BOOST_AUTO_TEST_CASE(text_and_back, *description("S1-22: compact, as every row of a list has it")) {
  const rules::WorkingHours week{
      .time_zone = "Europe/Berlin",
      .weekly = {{1, 9h, 12h + 30min}, {7, 0h, 24h}, {3, 23h + 59min, 24h}}};
  BOOST_TEST(hours_text(week) == "Europe/Berlin 109001230 700002400 323592400");
  BOOST_TEST((hours_from(hours_text(week)) == week));
  const rules::WorkingHours never{.time_zone = "UTC"};
  BOOST_TEST(hours_text(never) == "UTC");
  BOOST_TEST((hours_from("UTC") == never));
  BOOST_TEST(hours_text(std::nullopt) == "");
  BOOST_TEST(!hours_from("").has_value());
}

BOOST_AUTO_TEST_CASE(all_that_may_be, *description("S1-22: 50 entries fit the column")) {
  rules::WorkingHours most{.time_zone = std::string(64, 'z')};
  for (int i = 0; i < 50; ++i)
    most.weekly.push_back({1 + i % 7, 1h * (i / 7), 1h * (i / 7) + 1min});
  BOOST_TEST(hours_text(most).size() <= 600U);
  BOOST_TEST((hours_from(hours_text(most)) == most));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
