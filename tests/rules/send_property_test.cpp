#include <optional>
#include <variant>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

namespace gen = rc::gen;
using boost::unit_test::description;

Party any_party() {
  return {.known = *gen::weightedElement<bool>({{9, true}, {1, false}}),
          .roles = {static_cast<std::uint32_t>(*gen::inRange(0, 1 << role_count))},
          .standing = *gen::weightedElement<Standing>({{6, Standing::ok},
                                                       {1, Standing::needs_improvement},
                                                       {1, Standing::suspended},
                                                       {1, Standing::rejected}})};
}

Relationship any_relationship() {
  return *gen::element(Relationship::none, Relationship::exploring, Relationship::active,
                       Relationship::ended);
}

bool rarely() { return *gen::weightedElement<bool>({{1, true}, {5, false}}); }

CourseTies any_ties() {
  return {.mine = {rarely(), rarely(), rarely()},
          .theirs = {rarely(), rarely(), rarely()},
          .same_batch = rarely(),
          .colleagues = rarely()};
}

SendFacts any_facts() {
  return {.same_person = *gen::weightedElement<bool>({{1, true}, {19, false}}),
          .sender = any_party(),
          .recipient = any_party(),
          .teaches = any_relationship(),
          .taught_by = any_relationship(),
          .ties = any_ties(),
          .has_messages = *gen::arbitrary<bool>(),
          .unanswered = *gen::element(0, 1, 4, 5, 6, 9, 10, 11, 100)};
}

// Facts that nothing in the people themselves stops: most policies have a ground for them.
SendFacts good_facts() {
  auto facts = any_facts();
  facts.same_person = false;
  facts.sender.known = facts.recipient.known = true;
  facts.sender.standing = Standing::ok;
  return facts;
}

std::optional<int> any_cap() { return *gen::element<std::optional<int>>(std::nullopt, 1, 5, 10); }

Policy any_policy() {
  Policy policy;
  policy.unanswered_cap = {any_cap(), any_cap(), any_cap(), any_cap()};
  policy.cap_resets_on = {*gen::arbitrary<bool>(), *gen::arbitrary<bool>(),
                          *gen::arbitrary<bool>()};
  policy.may_start = {*gen::arbitrary<bool>(), *gen::arbitrary<bool>(), *gen::arbitrary<bool>()};
  return policy;
}

// A policy with a cap for everybody, and two people between whom it is all that can stop a message.
Policy capped_policy() {
  auto policy = any_policy();
  for (auto* cap : {&policy.unanswered_cap.student, &policy.unanswered_cap.tutor,
                    &policy.unanswered_cap.parent, &policy.unanswered_cap.admin}) {
    *cap = *gen::element(1, 5, 10);
  }
  policy.may_start.relationship = true;
  return policy;
}

SendFacts related_facts() {
  auto facts = good_facts();
  facts.taught_by = *gen::element(Relationship::exploring, Relationship::active);
  return facts;
}

bool accepted(const Policy& policy, const SendFacts& facts) {
  return std::holds_alternative<Acceptance>(decide_send(policy, facts, {.text = "x"}));
}

bool refused_as(RefusalCode code, const Policy& policy, const SendFacts& facts) {
  const auto decision = decide_send(policy, facts, {.text = "x"});
  const auto* refusal = std::get_if<Refusal>(&decision);
  return refusal != nullptr && refusal->code == code;
}

BOOST_AUTO_TEST_SUITE(send_properties)

BOOST_AUTO_TEST_CASE(can_agrees_with_send,
                     *description("S0-24, S4-20: what a page is told is what a send will meet")) {
  rc::detail::checkBoostTest([] {
    const auto policy = any_policy();
    const auto facts = any_facts();
    const auto can = decide_can(policy, facts);
    const auto decision = decide_send(policy, facts, {.text = "x"});
    if (const auto* acceptance = std::get_if<Acceptance>(&decision)) {
      RC_ASSERT((can.send && !can.refusal));
      RC_ASSERT(can.remaining.has_value() == acceptance->remaining.has_value());
      if (can.remaining) RC_ASSERT(*can.remaining == *acceptance->remaining + 1);
    } else {
      const auto& refusal = std::get<Refusal>(decision);
      RC_ASSERT((!can.send && can.refusal));
      RC_ASSERT(line_of(*can.refusal) == line_of(refusal));
      const bool capped = refusal.code == RefusalCode::unanswered_cap_reached;
      RC_ASSERT(can.remaining == (capped ? std::optional(0) : std::nullopt));
    }
    const auto with_file = decide_send(policy, facts, {.text = "x", .has_attachment = true});
    RC_ASSERT(can.attach == std::holds_alternative<Acceptance>(with_file));
  });
}

BOOST_AUTO_TEST_CASE(answering_is_symmetric,
                     *description("Contract 5: in a thread that has begun both or neither may "
                                  "write, as far as the pair goes")) {
  rc::detail::checkBoostTest([] {
    const auto policy = any_policy();
    auto facts = any_facts();
    facts.has_messages = true;
    RC_ASSERT(refused_as(RefusalCode::not_allowed_to_message, policy, facts) ==
              refused_as(RefusalCode::not_allowed_to_message, policy, turned(facts)));
  });
}

BOOST_AUTO_TEST_CASE(messages_never_close_a_thread,
                     *description("S1-17: messages in the thread let the other answer; they take "
                                  "nothing from who may start")) {
  rc::detail::checkBoostTest([] {
    const auto policy = any_policy();
    auto facts = good_facts();
    facts.has_messages = false;
    RC_PRE(accepted(policy, facts));
    facts.has_messages = true;
    RC_ASSERT(accepted(policy, facts));
  });
}

BOOST_AUTO_TEST_CASE(the_cap_is_monotonic,
                     *description("S0-22, S0-23, S4-18: an answer, which starts the count afresh, "
                                  "lifts the cap; one more message never does")) {
  rc::detail::checkBoostTest([] {
    const auto policy = any_policy();
    auto facts = any_facts();
    auto more = facts;
    more.unanswered += *gen::inRange(1, 12);
    if (accepted(policy, more)) RC_ASSERT(accepted(policy, facts));
    facts.unanswered = 0;
    RC_ASSERT(!refused_as(RefusalCode::unanswered_cap_reached, policy, facts));
  });
}

BOOST_AUTO_TEST_CASE(
    remaining_counts_down,
    *description("S0-24: the number left goes down to nothing, and then the cap is reached")) {
  rc::detail::checkBoostTest([] {
    const auto policy = capped_policy();
    auto facts = related_facts();
    facts.unanswered = 0;
    const auto decision = decide_send(policy, facts, {.text = "x"});
    const auto* acceptance = std::get_if<Acceptance>(&decision);
    RC_ASSERT((acceptance != nullptr && acceptance->remaining.has_value()));
    RC_ASSERT(*acceptance->remaining >= 0);
    facts.unanswered += *acceptance->remaining;
    RC_ASSERT(accepted(policy, facts));
    ++facts.unanswered;
    RC_ASSERT(refused_as(RefusalCode::unanswered_cap_reached, policy, facts));
  });
}

BOOST_AUTO_TEST_CASE(
    when_a_relationship_begins,
    *description("S0-03: a relationship begins exactly where a student writes to a tutor of the "
                 "marketplace and none is open in either direction")) {
  rc::detail::checkBoostTest([] {
    const auto policy = any_policy();
    auto facts = good_facts();
    facts.unanswered = 0;
    const auto decision = decide_send(policy, facts, {.text = "x"});
    const auto* acceptance = std::get_if<Acceptance>(&decision);
    RC_PRE((acceptance != nullptr));
    const bool closed =
        facts.teaches != Relationship::exploring && facts.teaches != Relationship::active &&
        facts.taught_by != Relationship::exploring && facts.taught_by != Relationship::active;
    RC_ASSERT((acceptance->begins_relationship ==
               (policy.may_start.marketplace && closed && facts.sender.roles.has(Role::student) &&
                facts.recipient.roles.has(Role::tutor))));
  });
}

BOOST_AUTO_TEST_CASE(
    who_never_sends,
    *description("S1-17, S4-17: nobody unknown, in bad standing, or alone ever sends")) {
  rc::detail::checkBoostTest([] {
    const auto policy = any_policy();
    auto facts = related_facts();
    facts.unanswered = 0;
    switch (*gen::inRange(0, 4)) {
      case 0:
        facts.same_person = true;
        break;
      case 1:
        facts.sender.known = false;
        break;
      case 2:
        facts.recipient.known = false;
        break;
      default:
        facts.sender.standing =
            *gen::element(Standing::needs_improvement, Standing::suspended, Standing::rejected);
    }
    RC_ASSERT(!accepted(policy, facts));
  });
}

BOOST_AUTO_TEST_CASE(
    a_cap_names_what_lifts_it,
    *description("S4-20: what is said to lift a cap is what the policy lets lift it")) {
  rc::detail::checkBoostTest([] {
    const auto policy = capped_policy();
    auto facts = related_facts();
    facts.unanswered = *gen::element(10, 11, 100);
    const auto decision = decide_send(policy, facts, {.text = "x"});
    const auto* refusal = std::get_if<Refusal>(&decision);
    RC_ASSERT((refusal != nullptr && refusal->code == RefusalCode::unanswered_cap_reached));
    const auto lifts = [&](Lift lift) {
      return std::count(refusal->unlocked_by.begin(), refusal->unlocked_by.end(), lift);
    };
    RC_ASSERT(lifts(Lift::reply) == (policy.cap_resets_on.reply ? 1 : 0));
    RC_ASSERT(lifts(Lift::order) == (policy.cap_resets_on.order ? 1 : 0));
    RC_ASSERT(lifts(Lift::booking) == (policy.cap_resets_on.booking ? 1 : 0));
    RC_ASSERT((refusal->limit.has_value() && facts.unanswered >= *refusal->limit));
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
