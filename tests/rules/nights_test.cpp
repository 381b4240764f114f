#include "rules/nights.h"

#include <boost/test/unit_test.hpp>

namespace {

using namespace std::chrono_literals;
using boost::unit_test::description;
using chalkline::rules::Date;
using chalkline::rules::night_of;
using chalkline::rules::Time;
using std::chrono::local_days;
using std::chrono::sys_days;
using std::chrono::year;

BOOST_AUTO_TEST_CASE(nights, *description("S3-22: the work of a night is due from 03:00 UTC on")) {
  const Time three = sys_days(year(2026) / 11 / 23) + 3h;
  const Date night = local_days(year(2026) / 11 / 23);
  BOOST_TEST((night_of(three) == night));
  BOOST_TEST((night_of(three - 1ms) == night - std::chrono::days(1)));
  BOOST_TEST((night_of(three + 24h - 1ms) == night));
  BOOST_TEST((night_of(three + 24h) == night + std::chrono::days(1)));
}

}  // namespace
