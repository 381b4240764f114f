#define BOOST_TEST_MODULE handlers
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace {

// Ends the FastCGI processes of the suite: each must leave with 0, and so without a leak.
struct AtEnd {
  static void setup() {}
  static void teardown() { chalkline::handlers::tests::stop_processes(); }
};

}  // namespace

BOOST_TEST_GLOBAL_FIXTURE(AtEnd);
