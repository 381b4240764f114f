#include "http/times.h"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;

BOOST_AUTO_TEST_SUITE(times)

BOOST_AUTO_TEST_CASE(taken, *description("contract 1: RFC 3339, any offset, to milliseconds")) {
  const std::pair<std::string, std::string> rows[] = {
      {"2026-11-21T20:40:00Z", "2026-11-21T20:40:00.000Z"},
      {"2026-11-21t20:40:00z", "2026-11-21T20:40:00.000Z"},
      {"2026-11-21T20:40:00.5Z", "2026-11-21T20:40:00.500Z"},
      {"2026-11-21T20:40:00.123456789Z", "2026-11-21T20:40:00.123Z"},
      {"2026-11-21T20:40:00.9999Z", "2026-11-21T20:40:00.999Z"},
      {"2026-11-21T20:40:00+01:00", "2026-11-21T19:40:00.000Z"},
      {"2026-11-21T20:40:00-05:30", "2026-11-22T02:10:00.000Z"},
      {"2026-11-21T20:40:00+23:59", "2026-11-20T20:41:00.000Z"},
      {"2026-11-21T20:40:00-00:00", "2026-11-21T20:40:00.000Z"},
      {"2028-02-29T00:00:00Z", "2028-02-29T00:00:00.000Z"},
      {"2000-02-29T23:59:59Z", "2000-02-29T23:59:59.000Z"},
      {"0001-01-01T00:00:00Z", "0001-01-01T00:00:00.000Z"},
      {"1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59.999Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
  };
  for (const auto& [text, expected] : rows) {
    const auto time = parse_time(text);
    BOOST_TEST((time && time_text(*time) == expected), text);
  }
}

BOOST_AUTO_TEST_CASE(refused, *description("contract 1: what is not RFC 3339")) {
  for (const std::string text : {"",
                                 "Z",
                                 "now",
                                 "2026",
                                 "2026-11-21",
                                 "20:40:00Z",
                                 "2026-11-21T20:40Z",
                                 "2026-11-21T20:40:00",
                                 "2026-11-21 20:40:00Z",
                                 "2026-11-21T20:40:00 Z",
                                 " 2026-11-21T20:40:00Z",
                                 "2026-11-21T20:40:00Z ",
                                 "2026-11-21T20:40:00ZZ",
                                 "2026-11-21T20:40:00.Z",
                                 "2026-11-21T20:40:00,5Z",
                                 "2026-11-21T20:40:00+0100",
                                 "2026-11-21T20:40:00+01",
                                 "2026-11-21T20:40:00+24:00",
                                 "2026-11-21T20:40:00+01:60",
                                 "2026-11-21T24:00:00Z",
                                 "2026-11-21T20:60:00Z",
                                 "2026-11-21T20:40:60Z",
                                 "2016-12-31T23:59:60Z",
                                 "2026-00-21T20:40:00Z",
                                 "2026-13-21T20:40:00Z",
                                 "2026-11-00T20:40:00Z",
                                 "2026-11-31T20:40:00Z",
                                 "2026-02-29T00:00:00Z",
                                 "1900-02-29T00:00:00Z",
                                 "0000-01-01T00:00:00Z",
                                 "-2026-11-21T20:40:00Z",
                                 "12026-11-21T20:40:00Z",
                                 "26-11-21T20:40:00Z",
                                 "2026-1-21T20:40:00Z",
                                 "2026-11-21T8:40:00Z",
                                 "2026/11/21T20:40:00Z",
                                 "2026-11-21T20.40.00Z",
                                 "20261121T204000Z",
                                 "1732221600",
                                 "２０２６-11-21T20:40:00Z"}) {
    BOOST_TEST(!parse_time(text), text);
  }
  BOOST_TEST(!parse_time(std::string("2026-11-21T20:40:00Z\0", 21)));
}

// What leaves the years that answers and tables can hold would be wrong there.
BOOST_AUTO_TEST_CASE(beyond_the_years,
                     *description("contract 1: an offset that leaves years 1–9999")) {
  for (const std::string text :
       {"9999-12-31T23:59:59-00:01", "9999-12-31T12:00:00-23:59", "0001-01-01T00:00:00+00:01"}) {
    BOOST_TEST(!parse_time(text), text);
  }
}

BOOST_AUTO_TEST_CASE(there_and_back, *description("contract 1: every time of those years")) {
  rc::detail::checkBoostTest([] {
    using namespace std::chrono;
    const auto least = sys_days(year(1) / 1 / 1).time_since_epoch().count();
    const auto most = sys_days(year(9999) / 12 / 31).time_since_epoch().count();
    const auto day = *rc::gen::inRange<long long>(least, most + 1);
    const auto rest = *rc::gen::inRange<long long>(0, 86'400'000);
    const rules::Time time(milliseconds(day * 86'400'000 + rest));
    RC_ASSERT(parse_time(time_text(time)) == time);
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
