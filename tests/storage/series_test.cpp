#include "storage/series.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "storage/bookings.h"
#include "storage/calendar_feeds.h"
#include "storage/fixture.h"
#include "storage/orders.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;
using std::chrono::minutes;

rules::SeriesRecord series() {
  return {.tutor = {.id = "t"},
          .student = {.id = "s"},
          .proposed_by = rules::BookingActor::student,
          .plan = {.time_zone = "Europe/Berlin",
                   .day = 7,
                   .at = minutes(1439),
                   .length = minutes(45),
                   .count = 52,
                   .from = std::chrono::local_days(std::chrono::year(2027) / 3 / 28)},
          .made_at = noon(7)};
}

BOOST_FIXTURE_TEST_SUITE(booking_series, Fixture)

BOOST_AUTO_TEST_CASE(rows, *description("S0-20: every field of a series is kept")) {
  person("t", {rules::Role::tutor});
  const auto id = run(insert_series, series(), std::string("c1"));
  auto kept = *run(load_series, id);
  BOOST_TEST((kept.plan == series().plan && kept.made_at == noon(7)));
  BOOST_TEST((kept.tutor.name == "Name of t" && kept.student.name.empty()));
  BOOST_TEST((kept.state == rules::SeriesState::proposed && !kept.external_id && !kept.card));
  BOOST_TEST((kept.proposed_by == rules::BookingActor::student));
  run(mark_series_state, id, rules::SeriesState::accepted, noon(9));
  run(mark_series_card, id, rules::CardPlace{5, 6});
  kept = *run(load_series, id);
  BOOST_TEST((kept.state == rules::SeriesState::accepted));
  BOOST_TEST((kept.card->thread_id == 5 && kept.card->seq == 6));
  BOOST_TEST(run(load_series_by_client_id, std::string("s"), std::string("c1"))->id == id);
  BOOST_TEST(!run(load_series_by_client_id, std::string("t"), std::string("c1")).has_value());
  BOOST_TEST(!run(load_series, id + 1).has_value());
  BOOST_TEST(run(load_series_of, std::vector{std::to_string(id), std::string("x")}).size() == 1);
}

BOOST_AUTO_TEST_CASE(keys, *description("contract 1: a clientId proposes once")) {
  run(insert_series, series(), std::string("c1"));
  BOOST_TEST(fault_of([&] { run(insert_series, series(), std::string("c1")); }).key ==
             "proposer_client");
  auto told = series();
  told.external_id = "x:1";
  const auto id = run(insert_series, told, std::string());
  BOOST_TEST(run(load_external_series, std::string("x:1"))->id == id);
  BOOST_TEST(fault_of([&] { run(insert_series, told, std::string()); }).key == "external");
  BOOST_TEST(!run(load_external_series, std::string("x:2")).has_value());
}

BOOST_AUTO_TEST_CASE(told_anew,
                     *description("contract 3: a plan that is told anew, with its version")) {
  auto told = series();
  told.id = run(insert_series, told, std::string());
  BOOST_TEST(!run(load_series, told.id)->told_version.has_value());
  told.told_version = 0;
  told.plan = {.time_zone = "UTC",
               .day = 1,
               .at = minutes(0),
               .length = minutes(15),
               .count = 1,
               .from = std::chrono::local_days(std::chrono::year(2026) / 1 / 1)};
  run(update_told_series, told);
  const auto kept = *run(load_series, told.id);
  BOOST_TEST((kept.plan == told.plan && kept.told_version == 0));
  told.external_id = "x:3";
  BOOST_TEST((run(load_series, run(insert_series, told, std::string()))->told_version == 0));
}

BOOST_AUTO_TEST_CASE(feeds, *description("contract 3: one secret a person, kept as its hash")) {
  const std::string me = "t";
  const std::string hash(64, 'a');
  const std::string other(64, 'b');
  BOOST_TEST(!run(load_calendar_feed, me).has_value());
  run(put_calendar_feed, me, CalendarFeed{hash, "salt", noon()});
  run(put_calendar_feed, me, CalendarFeed{other, "more", noon(5)});
  const auto feed = run(load_calendar_feed, me);
  BOOST_TEST((feed && feed->made_at == noon(5)));
  BOOST_TEST((feed->token_hash == other && feed->salt == "more"));
  BOOST_TEST(!run(load_calendar_owner, hash).has_value());
  BOOST_TEST((run(load_calendar_owner, other) == me));
  run(delete_calendar_feed, me);
  run(delete_calendar_feed, me);
  BOOST_TEST(!run(load_calendar_owner, other).has_value());
}

BOOST_AUTO_TEST_CASE(packages, *description("S0-19: what a package's card shows")) {
  rules::OrderRecord package{.id = "p",
                             .kind = rules::OrderKind::package,
                             .tutor_id = "t",
                             .student_id = "s",
                             .title = "O'Brien",
                             .currency = "EUR",
                             .state = rules::OrderState::refunded,
                             .at = noon(),
                             .lessons = 5,
                             .version = 1};
  run(insert_order, package);
  package.id = "o";
  package.kind = rules::OrderKind::order;
  run(insert_order, package);
  const auto found = run(load_packages, std::vector<std::string>{"o", "p", "q"});
  BOOST_REQUIRE(found.size() == 1U);
  BOOST_TEST((found[0].id == "p" && found[0].tutor_id == "t" && found[0].student_id == "s"));
  BOOST_TEST((found[0].title == "O'Brien" && found[0].state == "refunded"));
  BOOST_TEST((found[0].lessons == 5 && !found[0].minutes));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
