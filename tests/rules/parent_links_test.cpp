#include "rules/parent_links.h"

#include <chrono>
#include <string>
#include <variant>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/limits.h"
#include "rules/outbox.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;
using std::chrono::milliseconds;

const Time noon{std::chrono::sys_days(std::chrono::year(2026) / 11 / 21) + hours(12)};

Roles roles(std::initializer_list<Role> some) {
  Roles all;
  for (const auto role : some) all.add(role);
  return all;
}

LinkPerson person(const std::string& id, Roles with, const std::string& email = "",
                  const std::string& phone = "") {
  return link_person({.id = id, .roles = with}, Standing::ok, email, phone, "DE");
}

const LinkPerson petra = person("petra", roles({Role::parent}), "Petra@Example.org");
const LinkPerson jonas =
    person("jonas", roles({Role::student}), "jonas@example.org", "0171 5550123");

// Of Petra to Jonas, or an invitation of Jonas to Petra.
LinkRequest asked(RequestState state = RequestState::pending) {
  return {.id = 7,
          .asker_id = "petra",
          .asked_as = LinkSide::parent,
          .address = "jonas@example.org",
          .state = state,
          .changed_at = noon};
}
LinkRequest invited(RequestState state = RequestState::pending) {
  return {.id = 8,
          .asker_id = "jonas",
          .asked_as = LinkSide::student,
          .address = "petra@example.org",
          .state = state,
          .changed_at = noon,
          .expires_at = noon + hours(24 * 7)};
}

std::string said(const Refusal& refusal) {
  return std::string(name_of(refusal.code)) +
         (refusal.state.empty() ? "" : " " + std::string(refusal.state));
}
template <class State>
std::string said(const std::variant<State, Refusal>& decision) {
  if (const auto* const refusal = std::get_if<Refusal>(&decision)) return said(*refusal);
  return std::string(name_of(std::get<State>(decision)));
}
std::string said(const AskDecision& decision) {
  if (const auto* const refusal = std::get_if<Refusal>(&decision)) return said(*refusal);
  const std::vector<std::string> answers{"repeat", "renew", "insert"};
  return answers.at(static_cast<std::size_t>(std::get<AskAnswer>(decision)));
}
std::string said(const std::optional<Refusal>& refusal) { return refusal ? said(*refusal) : "yes"; }
std::string said(const std::vector<LinkAction>& actions) {
  std::string line;
  for (const auto action : actions) line += std::string(name_of(action)) + " ";
  return line;
}

BOOST_AUTO_TEST_SUITE(parent_links)

BOOST_AUTO_TEST_CASE(parties, *description("S2-09: whoever owns the address")) {
  using enum RequestParty;
  const auto phoned = [](std::string address) {
    auto request = asked();
    request.address = std::move(address);
    return request;
  };
  const struct {
    LinkRequest request;
    LinkPerson who;
    RequestParty party;
  } table[] = {
      {asked(), petra, asker},
      {asked(), jonas, owner},
      {invited(), jonas, asker},
      {invited(), petra, owner},
      {phoned("+491715550123"), jonas, owner},
      {phoned("+491715550124"), jonas, stranger},
      {asked(), person("eve", roles({Role::student}), "eve@example.org"), stranger},
      {asked(), person("eve", roles({Role::student})), stranger},
      // An address that is shared or has changed hands: the owner of now, with the right role.
      {asked(), person("twin", roles({Role::student}), "JONAS@EXAMPLE.ORG"), owner},
      {asked(), person("tom", roles({Role::tutor}), "jonas@example.org"), stranger},
      {asked(), person("pa", roles({Role::parent}), "jonas@example.org"), stranger},
      {invited(), person("sis", roles({Role::student}), "petra@example.org"), stranger},
      {asked(), person("both", roles({Role::tutor, Role::student}), "jonas@example.org"), owner},
  };
  for (const auto& row : table) {
    BOOST_TEST((party_of(row.request, row.who) == row.party), row.who.person.id);
  }
}

BOOST_AUTO_TEST_CASE(asking, *description("S2-09, S2-12, S2-14: one request an address")) {
  const auto ask = [&](const LinkPerson& who, LinkSide side, const std::string& address,
                       const std::optional<LinkRequest>& earlier = {}, bool stands = false) {
    return said(decide_ask(who, side, address, earlier, stands, noon));
  };
  BOOST_TEST(ask(petra, LinkSide::parent, "jonas@example.org") == "insert");
  BOOST_TEST(ask(jonas, LinkSide::student, "petra@example.org") == "insert");
  BOOST_TEST(ask(petra, LinkSide::parent, "nobody@example.org") == "insert");
  BOOST_TEST(ask(petra, LinkSide::student, "x@example.org") == "role_missing");
  BOOST_TEST(ask(jonas, LinkSide::parent, "x@example.org") == "role_missing");
  BOOST_TEST(ask(petra, LinkSide::parent, "petra@example.org") == "link_to_yourself");
  BOOST_TEST(ask(jonas, LinkSide::student, "+491715550123") == "link_to_yourself");
  const struct {
    RequestState state;
    bool stands;
    std::string answer;
  } table[] = {
      {RequestState::pending, false, "repeat"},  {RequestState::confirmed, true, "repeat"},
      {RequestState::confirmed, false, "renew"}, {RequestState::declined, false, "renew"},
      {RequestState::revoked, false, "renew"},   {RequestState::revoked, true, "repeat"},
  };
  for (const auto& row : table) {
    BOOST_TEST(ask(petra, LinkSide::parent, "jonas@example.org", asked(row.state), row.stands) ==
               row.answer);
  }
  const auto later = decide_ask(jonas, LinkSide::student, "petra@example.org", invited(), false,
                                noon + hours(24 * 7));
  BOOST_TEST(said(later) == "renew");
}

BOOST_AUTO_TEST_CASE(asking_and_standing, *description("S4-17: an invitation is sent too")) {
  const std::vector<std::pair<Standing, std::string>> table{
      {Standing::ok, "insert"},
      {Standing::needs_improvement, "insert"},
      {Standing::suspended, "sender_suspended"},
      {Standing::rejected, "sender_rejected"}};
  for (const auto& [standing, answer] : table) {
    auto who = petra;
    who.standing = standing;
    BOOST_TEST(said(decide_ask(who, LinkSide::parent, "a@b.c", {}, false, noon)) == answer);
  }
}

// Every action, by every party, in every state: way A, and the invitation.
BOOST_AUTO_TEST_CASE(answers, *description("S2-10, contract 3: by the entitled side only")) {
  using enum RequestParty;
  using enum LinkAction;
  const struct {
    LinkAction action;
    RequestParty party;
    // pending, confirmed, declined, revoked
    std::vector<std::string> asked;
    std::vector<std::string> invited;
  } table[] = {
      {confirm,
       owner,
       {"confirmed", "confirmed", "wrong_state declined", "wrong_state revoked"},
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"}},
      {confirm,
       asker,
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"},
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"}},
      {decline,
       owner,
       {"declined", "wrong_state confirmed", "declined", "wrong_state revoked"},
       {"declined", "wrong_state confirmed", "declined", "wrong_state revoked"}},
      {decline,
       asker,
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"},
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"}},
      {resend,
       asker,
       {"pending", "wrong_state confirmed", "wrong_state declined", "wrong_state revoked"},
       {"pending", "wrong_state confirmed", "wrong_state declined", "wrong_state revoked"}},
      {resend,
       owner,
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"},
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"}},
      {remove,
       asker,
       {"revoked", "wrong_state confirmed", "revoked", "revoked"},
       {"revoked", "wrong_state confirmed", "revoked", "revoked"}},
      {remove,
       owner,
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"},
       {"not_your_action", "not_your_action", "not_your_action", "not_your_action"}},
  };
  for (const auto& row : table) {
    for (std::size_t i = 0; i < 4; ++i) {
      const auto state = static_cast<RequestState>(i);
      BOOST_TEST_CONTEXT(name_of(row.action) << " when " << name_of(state)) {
        BOOST_TEST(said(decide_request(asked(state), row.party, row.action, noon)) ==
                   row.asked.at(i));
        BOOST_TEST(said(decide_request(invited(state), row.party, row.action, noon)) ==
                   row.invited.at(i));
        BOOST_TEST(said(decide_request(asked(state), stranger, row.action, noon)) == "not_found");
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(time_is_over, *description("S2-13: expiring, sent again")) {
  const auto end = noon + hours(24 * 7);
  const auto just_before = end - milliseconds(1);
  BOOST_TEST((invited().state_at(just_before) == RequestState::pending));
  BOOST_TEST((invited().state_at(end) == RequestState::expired));
  BOOST_TEST((invited(RequestState::revoked).state_at(end) == RequestState::revoked));
  BOOST_TEST((asked().state_at(end + hours(100'000)) == RequestState::pending));
  const auto act = [&](RequestParty party, LinkAction action) {
    return said(decide_request(invited(), party, action, end));
  };
  BOOST_TEST(act(RequestParty::asker, LinkAction::resend) == "pending");
  BOOST_TEST(act(RequestParty::asker, LinkAction::remove) == "revoked");
  BOOST_TEST(act(RequestParty::owner, LinkAction::decline) == "declined");
  BOOST_TEST(said(actions_of(invited(), RequestParty::asker, end)) == "resend remove ");
}

BOOST_AUTO_TEST_CASE(no_mail_to_a_phone, *description("S2-13: what was not sent is not resent")) {
  auto request = asked();
  request.address = "+491715550123";
  BOOST_TEST(said(decide_request(request, RequestParty::asker, LinkAction::resend, noon)) ==
             "wrong_state pending");
  BOOST_TEST(said(actions_of(request, RequestParty::asker, noon)) == "remove ");
}

BOOST_AUTO_TEST_CASE(open_actions, *description("contract 3: what the caller may do now")) {
  BOOST_TEST(said(actions_of(asked(), RequestParty::owner, noon)) == "confirm decline ");
  BOOST_TEST(said(actions_of(asked(), RequestParty::asker, noon)) == "resend remove ");
  BOOST_TEST(said(actions_of(asked(), RequestParty::stranger, noon)).empty());
  BOOST_TEST(said(actions_of(invited(), RequestParty::owner, noon)) == "decline ");
  BOOST_TEST(said(actions_of(asked(RequestState::declined), RequestParty::owner, noon)).empty());
}

StoredLink link(LinkState state) {
  return {.id = 3, .parent_id = "petra", .student_id = "jonas", .state = state};
}

BOOST_AUTO_TEST_CASE(links, *description("S2-06, S2-14: either side ends it")) {
  using enum LinkAction;
  const struct {
    LinkAction action;
    std::string person;
    std::vector<std::string> answers;  // pending, confirmed, ended
  } table[] = {
      {confirm, "jonas", {"confirmed", "confirmed", "wrong_state ended"}},
      {confirm, "petra", {"not_your_action", "not_your_action", "not_your_action"}},
      {decline, "jonas", {"ended", "wrong_state confirmed", "ended"}},
      {decline, "petra", {"not_your_action", "not_your_action", "not_your_action"}},
      {resend, "jonas", {"wrong_state pending", "wrong_state confirmed", "wrong_state ended"}},
      {resend, "petra", {"wrong_state pending", "wrong_state confirmed", "wrong_state ended"}},
      {renew, "jonas", {"wrong_state pending", "wrong_state confirmed", "wrong_state ended"}},
      {renew, "petra", {"not_your_action", "not_your_action", "not_your_action"}},
      {renew, "eve", {"not_found", "not_found", "not_found"}},
      {remove, "jonas", {"ended", "ended", "ended"}},
      {remove, "petra", {"ended", "ended", "ended"}},
      {confirm, "eve", {"not_found", "not_found", "not_found"}},
      {decline, "eve", {"not_found", "not_found", "not_found"}},
      {resend, "eve", {"not_found", "not_found", "not_found"}},
      {remove, "eve", {"not_found", "not_found", "not_found"}},
  };
  for (const auto& row : table) {
    for (std::size_t i = 0; i < 3; ++i) {
      const auto state = static_cast<LinkState>(i);
      BOOST_TEST(said(decide_link(link(state), {}, row.person, row.action)) == row.answers.at(i),
                 name_of(row.action) << " by " << row.person << " when " << name_of(state));
    }
  }
  BOOST_TEST(said(actions_of(link(LinkState::pending), {}, "jonas")) == "confirm decline remove ");
  BOOST_TEST(said(actions_of(link(LinkState::pending), {}, "petra")) == "remove ");
  BOOST_TEST(said(actions_of(link(LinkState::confirmed), {}, "jonas")) == "remove ");
  BOOST_TEST(said(actions_of(link(LinkState::ended), {}, "jonas")).empty());
}

BOOST_AUTO_TEST_CASE(renewals,
                     *description("S2-06: the student alone lets a link outlive majority")) {
  using enum LinkAction;
  const LinkTerm open{.lapses_at = noon, .renewable = true};
  const LinkTerm lapsed{.renewable = true};
  const LinkTerm done{.renewed = true};
  const auto act = [](LinkState state, const LinkTerm& term, const std::string& who) {
    return said(decide_link(link(state), term, who, renew));
  };
  for (const auto& term : {open, lapsed, done}) {
    BOOST_TEST(act(LinkState::confirmed, term, "jonas") == "confirmed");
    BOOST_TEST(act(LinkState::ended, term, "jonas") == "confirmed");
    BOOST_TEST(act(LinkState::confirmed, term, "petra") == "not_your_action");
    BOOST_TEST(act(LinkState::ended, term, "petra") == "not_your_action");
  }
  BOOST_TEST(act(LinkState::confirmed, {.lapses_at = noon}, "jonas") == "wrong_state confirmed");
  const auto actions = [](LinkState state, const LinkTerm& term, const std::string& who) {
    return said(actions_of(link(state), term, who));
  };
  BOOST_TEST(actions(LinkState::confirmed, open, "jonas") == "renew remove ");
  BOOST_TEST(actions(LinkState::ended, lapsed, "jonas") == "renew ");
  BOOST_TEST(actions(LinkState::confirmed, done, "jonas") == "remove ");
  BOOST_TEST(actions(LinkState::confirmed, open, "petra") == "remove ");
  BOOST_TEST(said(decide_request(asked(), RequestParty::owner, renew, noon)) == "not_your_action");
  BOOST_TEST(said(decide_request(asked(), RequestParty::asker, renew, noon)) ==
             "wrong_state pending");
}

BOOST_AUTO_TEST_CASE(magic_links, *description("S2-13, contract 5: single use, expiring")) {
  const auto end = noon + hours(24 * 7);
  const auto refuse = [](const std::optional<LinkRequest>& request, const LinkPerson& who,
                         Time now) { return said(refuse_accept(request, who, now)); };
  BOOST_TEST(refuse(invited(), petra, noon) == "yes");
  BOOST_TEST(refuse(invited(), petra, end - milliseconds(1)) == "yes");
  BOOST_TEST(refuse(invited(), petra, end) == "link_expired");
  BOOST_TEST(refuse(std::nullopt, petra, noon) == "link_expired");
  for (const auto state :
       {RequestState::confirmed, RequestState::declined, RequestState::revoked}) {
    BOOST_TEST(refuse(invited(state), petra, noon) == "link_expired");
  }
  BOOST_TEST(refuse(asked(), jonas, noon) == "link_expired");
  const auto eve = person("eve", roles({Role::parent}), "eve@example.org");
  BOOST_TEST(refuse(invited(), eve, noon) == "link_for_another_address");
  BOOST_TEST(refuse(invited(), person("eve", roles({Role::parent})), noon) ==
             "link_for_another_address");
  // What is not good is not good for anybody.
  BOOST_TEST(refuse(invited(RequestState::revoked), eve, noon) == "link_expired");
  BOOST_TEST(refuse(invited(), person("petra", roles({Role::tutor}), "petra@example.org"), noon) ==
             "role_missing");
  BOOST_TEST(refuse(invited(), person("jonas", roles({Role::parent}), "petra@example.org"), noon) ==
             "link_to_yourself");
}

BOOST_AUTO_TEST_CASE(what_the_platform_tells, *description("S2-06: versions, and our own word")) {
  const auto stored = [](long long version, std::optional<Time> decided) {
    auto known = link(LinkState::ended);
    known.version = version;
    known.decided_here_at = decided;
    return std::optional(known);
  };
  const auto told = [](LinkState state, Time at, long long version) {
    return ParentLink{"petra", "jonas", state, at, version};
  };
  using enum LinkState;
  BOOST_TEST((judge({}, told(pending, noon, 1)) == LinkNews::told));
  BOOST_TEST((judge(stored(5, {}), told(confirmed, noon, 5)) == LinkNews::old));
  BOOST_TEST((judge(stored(5, {}), told(confirmed, noon, 4)) == LinkNews::old));
  BOOST_TEST((judge(stored(5, {}), told(confirmed, noon - hours(1), 6)) == LinkNews::told));
  BOOST_TEST((judge(stored(-1, noon), told(confirmed, noon, 1)) == LinkNews::noted));
  BOOST_TEST((judge(stored(-1, noon), told(pending, noon, 1)) == LinkNews::noted));
  BOOST_TEST((judge(stored(-1, noon), told(ended, noon - hours(9), 1)) == LinkNews::told));
  BOOST_TEST(
      (judge(stored(-1, noon), told(confirmed, noon + milliseconds(1), 1)) == LinkNews::told));
}

BOOST_AUTO_TEST_CASE(limited, *description("S2-13: rate-limited")) {
  const Policy::Limits limits{.link_requests = 2};
  const auto next_day = Time{std::chrono::sys_days(std::chrono::year(2026) / 11 / 22)};
  const auto action = LimitedAction::link_request;
  BOOST_TEST(!refuse_action(limits, action, 2, noon));
  const auto refusal = refuse_action(limits, action, 3, noon);
  BOOST_REQUIRE(refusal.has_value());
  BOOST_TEST(said(*refusal) == "rate_limited");
  BOOST_TEST((refusal->until == next_day));
  BOOST_TEST((window_of(action, next_day - milliseconds(1)) == window_of(action, noon)));
  BOOST_TEST((window_of(action, next_day) == next_day));
  BOOST_TEST((window_of(LimitedAction::link_accept, noon + milliseconds(3'599'999)) == noon));
  for (int i = 0; i < 3; ++i) BOOST_TEST(!name_of(static_cast<LimitedAction>(i)).empty());
}

BOOST_AUTO_TEST_CASE(pauses_grow, *description("S2-13: a mail is tried again, and given up")) {
  BOOST_TEST(!pause_after(0));
  auto last = std::chrono::minutes(0);
  int attempts = 1;
  for (; pause_after(attempts); ++attempts) {
    BOOST_TEST((*pause_after(attempts) > last));
    last = *pause_after(attempts);
  }
  BOOST_TEST(attempts == 9);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
