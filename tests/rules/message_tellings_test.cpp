#include "rules/message_tellings.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::minutes;
using Channel = Policy::Channel;

Policy with(Channel email) {
  Policy policy;
  policy.notify_message.email = email;
  return policy;
}

std::optional<Alert> alert(Channel email, const AlertFacts& facts) {
  return alert_of(with(email), facts, "p1", 7, noon);
}

// Of one who keeps two messages unread.
struct Due {
  Membership mine{.thread_id = 7, .unread = 2};
  SendFacts facts{.recipient = {.known = true}};
  std::optional<bool> choice;
  Channel email = Channel::on;

  std::string obstacle() const {
    return std::string(alert_obstacle(with(email), mine, facts, choice, noon).value_or(""));
  }
};

BOOST_AUTO_TEST_SUITE(message_tellings)

BOOST_AUTO_TEST_CASE(who_gets_one,
                     *description("S0-32, S0-33: the site's word, then the person's")) {
  const struct {
    Channel email;
    std::optional<bool> choice;
    bool wanted;
  } table[] = {
      {Channel::forced, std::nullopt, true},
      {Channel::forced, false, true},
      {Channel::forced, true, true},
      {Channel::on, std::nullopt, true},
      {Channel::on, false, false},
      {Channel::on, true, true},
      {Channel::off, std::nullopt, false},
      {Channel::off, false, false},
      {Channel::off, true, true},
  };
  for (const auto& row : table) {
    const AlertFacts facts{.has_address = true, .choice = row.choice};
    BOOST_TEST(alert(row.email, facts).has_value() == row.wanted);
    Due due{.choice = row.choice, .email = row.email};
    BOOST_TEST(due.obstacle() == (row.wanted ? "" : "not_wanted"));
  }
  BOOST_TEST(!alert(Channel::forced, {.has_address = false}));
  BOOST_TEST(!alert(Channel::forced, {.has_address = true, .muted = true}));
}

BOOST_AUTO_TEST_CASE(
    what_is_written_down,
    *description("S0-32: due later, once a thread and person, nothing of a text")) {
  const auto first = alert(Channel::on, {.has_address = true}).value();
  BOOST_TEST(first.telling.event == "new_message");
  BOOST_TEST(first.telling.about == "7");
  BOOST_TEST(first.telling.recipient_id == "p1");
  BOOST_TEST(first.telling.collapse_key == "new_message.7.p1");
  BOOST_TEST((first.telling.channel == TellingChannel::email));
  BOOST_TEST((first.telling.not_before - noon == minutes(5)));
  BOOST_TEST(first.pause.count() == 0);
  const auto more = alert(Channel::on, {.has_address = true, .has_unread = true}).value();
  BOOST_TEST(more.pause.count() == 60);
  auto policy = with(Channel::on);
  policy.alerts = {.delay = minutes(0), .pause = minutes(3)};
  const auto now = alert_of(policy, {.has_address = true, .has_unread = true}, "p1", 7, noon);
  BOOST_TEST((now->telling.not_before == noon));
  BOOST_TEST(now->pause.count() == 3);
}

BOOST_AUTO_TEST_CASE(what_stands_in_the_way, *description("S0-32: looked at when it is due")) {
  Due due;
  BOOST_TEST(due.obstacle() == "");
  due.mine.unread = 0;
  due.mine.marked_unread = true;
  BOOST_TEST(due.obstacle() == "read");
  due = {};
  due.mine.muted = true;
  BOOST_TEST(due.obstacle() == "muted");
  due = {};
  due.mine.snoozed_until = noon + minutes(1);
  BOOST_TEST(due.obstacle() == "asleep");
  due.mine.snoozed_until = noon;
  BOOST_TEST(due.obstacle() == "");
  due = {};
  due.facts.i_block = true;
  BOOST_TEST(due.obstacle() == "blocked");
  due = {};
  due.facts.blocks_me = true;
  BOOST_TEST(due.obstacle() == "blocked");
  due = {};
  due.facts.recipient.known = false;
  BOOST_TEST(due.obstacle() == "sender_gone");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
