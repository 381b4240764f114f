#include "storage/nightly_tasks.h"

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using std::chrono::days;
using std::chrono::minutes;

const std::string task = "zone_check";
const rules::Date night = std::chrono::local_days(std::chrono::year(2026) / 11 / 23);

BOOST_FIXTURE_TEST_SUITE(nightly_tasks, Fixture)

BOOST_AUTO_TEST_CASE(once_a_night, *description("S3-22: one worker takes the work of a night")) {
  const auto take = [&](rules::Date which, rules::Time now) {
    return run(take_nightly_task, task, which, now, now + minutes(10));
  };
  BOOST_TEST(!run(load_nightly_task, task).has_value());
  BOOST_TEST(!take(night, noon()));
  run(put_nightly_task, task);
  run(put_nightly_task, task);
  BOOST_TEST(!run(load_nightly_task, task)->night.has_value());
  BOOST_TEST(take(night, noon()));
  BOOST_TEST(!take(night, noon() + minutes(9)));
  BOOST_TEST(take(night, noon() + minutes(10)));
  BOOST_TEST(run(mark_nightly_task_done, task, night, 3LL, noon() + minutes(11)));
  BOOST_TEST(!run(mark_nightly_task_done, task, night, 4LL, noon() + minutes(12)));
  const auto known = run(load_nightly_task, task);
  BOOST_TEST((known->night == night && known->done_at == noon() + minutes(11)));
  BOOST_TEST(known->found == 3);
  BOOST_TEST(!take(night, noon() + minutes(30)));
  BOOST_TEST(!take(night - days(1), noon() + minutes(30)));
  BOOST_TEST(take(night + days(1), noon() + minutes(30)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
