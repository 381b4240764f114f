// The whole of Chalkline from outside: a running stack of ./run, its address in CHALKLINE_BASE, its
// state folder in CHALKLINE_STATE. Each run brings its own people.

#define BOOST_TEST_MODULE e2e
#include <boost/test/unit_test.hpp>
