#include "rules/directory.h"

#include <boost/test/unit_test.hpp>

namespace chalkline::rules::tests {
namespace {

using enum OrderState;
using boost::unit_test::description;

BOOST_AUTO_TEST_SUITE(directory)

BOOST_AUTO_TEST_CASE(order_states, *description("S4-18: an order that stands lifts a cap")) {
  const struct {
    OrderState state;
    std::string_view name;
    bool lifts;
  } rows[] = {{open, "open", true},
              {paid, "paid", true},
              {cancelled, "cancelled", false},
              {refunded, "refunded", false}};
  for (const auto& row : rows) {
    BOOST_TEST(name_of(row.state) == row.name);
    BOOST_TEST((order_state_from(row.name) == row.state));
    BOOST_TEST(lifts_cap(row.state) == row.lifts, row.name);
  }
  BOOST_TEST(!order_state_from("").has_value());
  BOOST_TEST(!order_state_from("Paid").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
