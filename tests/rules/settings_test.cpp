#include "rules/settings.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;

Policy site() {
  Policy policy;
  policy.notify_message = {Policy::Channel::on, Policy::Channel::off, Policy::Channel::on};
  policy.notify_booking = {Policy::Channel::forced, Policy::Channel::forced, Policy::Channel::on};
  return policy;
}

std::string verdict(const Policy& policy, const Settings& settings, const SettingsChange& change) {
  const auto decision = decide_settings(policy, settings, change, noon);
  const auto* const refusal = std::get_if<Refusal>(&decision);
  return refusal != nullptr ? std::string(name_of(refusal->code)) : "changed";
}

Settings changed(const Settings& settings, const SettingsChange& change, Time now = noon) {
  return std::get<Settings>(decide_settings(site(), settings, change, now));
}

SettingsChange on(std::string message = "Away") {
  return {.vacation_on = true, .vacation_message = std::move(message)};
}

BOOST_AUTO_TEST_SUITE(settings)

BOOST_AUTO_TEST_CASE(vacation, *description("S0-29 to S0-31: what begins and ends one")) {
  const auto away = changed({}, on());
  BOOST_TEST((away.vacation->since == noon && !away.vacation->until));
  // Its beginning stays while it lasts, so that each student is answered once.
  const auto longer = changed(away, {.vacation_until = noon + hours(48)}, noon + hours(1));
  BOOST_TEST((longer.vacation->since == noon && longer.vacation->until == noon + hours(48)));
  BOOST_TEST((changed(longer, on("Gone"), noon + hours(2)).vacation->since == noon));
  const auto endless = changed(longer, {.vacation_until = std::optional<Time>()}, noon + hours(2));
  BOOST_TEST((endless.vacation.has_value() && !endless.vacation->until));
  const auto back = changed(longer, {.vacation_on = false}, noon + hours(3));
  BOOST_TEST(!back.vacation.has_value());
  BOOST_TEST(back.vacation_message == "Away");
  BOOST_TEST(
      (changed(back, {.vacation_on = true}, noon + hours(4)).vacation->since == noon + hours(4)));
  // One that is over is no longer there to be changed; a new one begins now.
  BOOST_TEST(!changed(longer, {.vacation_message = "x"}, noon + hours(49)).vacation.has_value());
  const auto again = changed(longer, on(), noon + hours(49));
  BOOST_TEST((again.vacation->since == noon + hours(49) && !again.vacation->until));
}

BOOST_AUTO_TEST_CASE(an_end_without_a_vacation, *description("S0-29: no end is lost in silence")) {
  const auto ends = [](const Settings& settings, const SettingsChange& change, Time now) {
    return ends_no_vacation(settings, change, now);
  };
  const SettingsChange until{.vacation_until = noon + hours(48)};
  auto beginning = until;
  beginning.vacation_on = true;
  auto ending = until;
  ending.vacation_on = false;
  const SettingsChange endless{.vacation_until = std::optional<Time>()};
  const auto away = changed({}, on("Away"));
  auto shortly = away;
  shortly.vacation->until = noon + hours(1);
  BOOST_TEST(ends({}, until, noon));
  BOOST_TEST(ends(away, ending, noon));
  BOOST_TEST(ends(shortly, until, noon + hours(1)));  // it has just passed
  BOOST_TEST(!ends(shortly, until, noon + hours(1) - std::chrono::milliseconds(1)));
  BOOST_TEST(!ends(away, until, noon));
  BOOST_TEST(!ends({}, beginning, noon));
  BOOST_TEST(!ends({}, endless, noon));
  BOOST_TEST(!ends({}, {.vacation_on = false}, noon));
}

BOOST_AUTO_TEST_CASE(vacation_refused, *description("S0-31: it has to answer, and to end later")) {
  const auto away = changed({}, on());
  BOOST_TEST(verdict(site(), {}, {.vacation_on = true}) == "vacation_needs_message");
  BOOST_TEST(verdict(site(), {}, on(" \n")) == "vacation_needs_message");
  BOOST_TEST(verdict(site(), away, {.vacation_message = ""}) == "vacation_needs_message");
  BOOST_TEST(verdict(site(), {}, {.vacation_message = ""}) == "changed");
  BOOST_TEST(verdict(site(), away, {.vacation_until = noon}) == "vacation_over");
  BOOST_TEST(verdict(site(), away, {.vacation_until = noon + std::chrono::milliseconds(1)}) ==
             "changed");
}

BOOST_AUTO_TEST_CASE(forced, *description("S0-32, S0-33: what the site forces stays")) {
  BOOST_TEST(verdict(site(), {}, {.booking = {.email = false}}) == "notification_forced");
  BOOST_TEST(verdict(site(), {}, {.booking = {.sms = false}}) == "notification_forced");
  BOOST_TEST(verdict(site(), {}, {.booking = {.email = true}}) == "changed");
  BOOST_TEST(verdict(site(), {}, {.booking = {.push = false}}) == "changed");
  BOOST_TEST(verdict(site(), {}, {.message = {.email = false}}) == "changed");
  BOOST_TEST(verdict(site(), {}, {.hides_receipts = true}) == "changed");
  auto strict = site();
  strict.read_receipts = {.direct = Policy::Receipts::forced, .parent = Policy::Receipts::user};
  BOOST_TEST(verdict(strict, {}, {.hides_receipts = true}) == "changed");
  strict.read_receipts.parent = Policy::Receipts::forced;
  BOOST_TEST(verdict(strict, {}, {.hides_receipts = true}) == "receipts_forced");
  BOOST_TEST(verdict(strict, {}, {.hides_receipts = false}) == "changed");
}

BOOST_AUTO_TEST_CASE(choices, *description("S0-33: what is absent stays")) {
  const auto once = changed({}, {.message = {.email = false}, .time_zone = "Asia/Kolkata"});
  const auto twice = changed(once, {.message = {.push = false}, .locale = "hi"});
  BOOST_TEST((twice.message.email == false && twice.message.push == false));
  BOOST_TEST(!twice.message.sms.has_value());
  BOOST_TEST((twice.time_zone == "Asia/Kolkata" && twice.locale == "hi"));
  BOOST_TEST(!is_on(Policy::Channel::on, twice.message.email));
  BOOST_TEST(is_on(Policy::Channel::on, {}));
  BOOST_TEST(!is_on(Policy::Channel::off, {}));
  BOOST_TEST(is_on(Policy::Channel::off, true));
  BOOST_TEST(is_on(Policy::Channel::forced, false));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
