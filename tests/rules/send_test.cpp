#include <functional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using enum Role;
using enum Relationship;
using boost::unit_test::description;

using Change = std::function<void(SendFacts&)>;

struct Row {
  std::string what;
  Policy policy;
  SendFacts facts;
  std::string expected;
  Draft draft = {.text = "Hello"};
};

SendFacts with(SendFacts facts, const Change& change) {
  change(facts);
  return facts;
}

Change taught_by(Relationship state) {
  return [state](auto& facts) { facts.taught_by = state; };
}
Change teaches(Relationship state) {
  return [state](auto& facts) { facts.teaches = state; };
}
Change taught_by(Relationship state, int unanswered) {
  return [=](auto& facts) {
    facts.taught_by = state;
    facts.has_messages = unanswered > 0;
    facts.unanswered = unanswered;
  };
}
Change teaches(Relationship state, int unanswered) {
  return [=](auto& facts) {
    facts.teaches = state;
    facts.has_messages = unanswered > 0;
    facts.unanswered = unanswered;
  };
}

void check(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(line_of(decide_send(row.policy, row.facts, row.draft)) == row.expected);
    }
  }
}

const SendFacts student_to_tutor = between({student}, {tutor});
const SendFacts tutor_to_student = between({tutor}, {student});
const std::string on_marketplace_refused = "not_allowed_to_message, lifted by relationship";
const std::string in_course_refused = "not_allowed_to_message, lifted by course";

BOOST_AUTO_TEST_SUITE(send)

BOOST_AUTO_TEST_CASE(marketplace_grounds, *description("S0-01, S0-03, S0-11, contract 5")) {
  const auto after_end = [](auto& facts) {
    facts.teaches = ended;
    facts.has_messages = true;
  };
  check({
      {"a student may write first", marketplace(), student_to_tutor, "accepted, 9 left, begins"},
      {"also after an end", marketplace(), with(student_to_tutor, taught_by(ended)),
       "accepted, 9 left, begins"},
      {"exploring", marketplace(), with(student_to_tutor, taught_by(exploring)),
       "accepted, 9 left"},
      {"active", marketplace(), with(student_to_tutor, taught_by(active)), "accepted, 9 left"},
      {"a tutor of an exploring student", marketplace(), with(tutor_to_student, teaches(exploring)),
       "accepted"},
      {"a tutor of an active student", marketplace(), with(tutor_to_student, teaches(active)),
       "accepted"},
      {"a tutor answers after an end", marketplace(), with(tutor_to_student, after_end),
       "accepted"},
      {"who is both learns from another who is both", marketplace(),
       between({tutor, student}, {tutor, student}), "accepted, begins"},
      {"a tutor does not start with a stranger", marketplace(), tutor_to_student,
       on_marketplace_refused},
      {"nor after an end", marketplace(), with(tutor_to_student, teaches(ended)),
       on_marketplace_refused},
      {"student to student", marketplace(), between({student}, {student}), on_marketplace_refused},
      {"tutor to tutor", marketplace(), between({tutor}, {tutor}), on_marketplace_refused},
      {"parent to tutor", marketplace(), between({parent}, {tutor}), on_marketplace_refused},
      {"student to admin", marketplace(), between({student}, {institution_admin}),
       on_marketplace_refused},
      {"admin to student", marketplace(), between({platform_admin}, {student}),
       on_marketplace_refused},
      {"nobody in particular", marketplace(), between({}, {}), on_marketplace_refused},
      {"courses are no ground here", marketplace(),
       with(tutor_to_student, [](auto& facts) { facts.ties.mine.teaches_batch = true; }),
       on_marketplace_refused},
  });
}

BOOST_AUTO_TEST_CASE(relationship_grounds, *description("S4-01, contract 5: an end ends both")) {
  const auto ended_thread = [](auto& facts) {
    facts.taught_by = facts.teaches = ended;
    facts.has_messages = true;
  };
  check({
      {"advisor to client", advisor(), with(tutor_to_student, teaches(active)), "accepted, 4 left"},
      {"advisor to exploring client", advisor(), with(tutor_to_student, teaches(exploring)),
       "accepted, 4 left"},
      {"client to advisor", advisor(), with(student_to_tutor, taught_by(active)), "accepted"},
      {"roles do not matter, the relationship does", advisor(),
       with(between({parent}, {parent}), taught_by(active)), "accepted"},
      {"client to stranger", advisor(), student_to_tutor, on_marketplace_refused},
      {"advisor to stranger", advisor(), tutor_to_student, on_marketplace_refused},
      {"client after the end", advisor(), with(student_to_tutor, ended_thread),
       on_marketplace_refused},
      {"advisor after the end", advisor(), with(tutor_to_student, ended_thread),
       on_marketplace_refused},
      {"old messages alone are no ground", advisor(),
       with(student_to_tutor, [](auto& facts) { facts.has_messages = true; }),
       on_marketplace_refused},
  });
}

BOOST_AUTO_TEST_CASE(course_grounds, *description("S1-12 to S1-17: who starts")) {
  const auto mine = [](bool CourseTies::Side::*tie) {
    return [tie](auto& facts) { facts.ties.mine.*tie = true; };
  };
  const auto theirs = [](bool CourseTies::Side::*tie) {
    return [tie](auto& facts) { facts.ties.theirs.*tie = true; };
  };
  using Side = CourseTies::Side;
  const auto admin_to_student = between({institution_admin}, {student});
  check({
      {"student to tutor of the course", classroom(),
       with(student_to_tutor, mine(&Side::studies_course)), "accepted"},
      {"tutor to student of the batch", classroom(),
       with(tutor_to_student, mine(&Side::teaches_batch)), "accepted"},
      {"students of one batch", classroom(),
       with(between({student}, {student}), [](auto& facts) { facts.ties.same_batch = true; }),
       "accepted"},
      {"tutors of one institution", classroom(),
       with(between({tutor}, {tutor}), [](auto& facts) { facts.ties.colleagues = true; }),
       "accepted"},
      {"admin to student", classroom(), with(admin_to_student, mine(&Side::administers)),
       "accepted"},
      {"tutor to student of another batch", classroom(),
       with(tutor_to_student, theirs(&Side::studies_course)), in_course_refused},
      {"student to the institution's admin", classroom(),
       with(turned(admin_to_student), theirs(&Side::administers)), in_course_refused},
      {"strangers", classroom(), student_to_tutor, in_course_refused},
      {"students of other batches", classroom(), between({student}, {student}), in_course_refused},
      {"an active relationship is no ground here", classroom(),
       with(student_to_tutor, taught_by(active)), in_course_refused},
      {"the marketplace is no ground here", classroom(), student_to_tutor, in_course_refused},
  });
}

BOOST_AUTO_TEST_CASE(course_answers,
                     *description("contract 5: the same facts in either direction")) {
  const auto answers = [](bool CourseTies::Side::*tie) {
    return [tie](auto& facts) {
      facts.ties.theirs.*tie = true;
      facts.has_messages = true;
    };
  };
  using Side = CourseTies::Side;
  check({
      {"tutor answers a student of another batch", classroom(),
       with(tutor_to_student, answers(&Side::studies_course)), "accepted"},
      {"student answers the tutor", classroom(),
       with(student_to_tutor, answers(&Side::teaches_batch)), "accepted"},
      {"student answers an admin", classroom(),
       with(between({student}, {institution_admin}), answers(&Side::administers)), "accepted"},
      {"nobody answers where the ties have ended", classroom(),
       with(student_to_tutor, [](auto& facts) { facts.has_messages = true; }), in_course_refused},
  });
}

BOOST_AUTO_TEST_CASE(nobody_is_reached,
                     *description("S1-17: unknown people, oneself, no grounds")) {
  Policy closed = marketplace();
  closed.may_start = {.marketplace = false, .course = false, .relationship = false};
  const auto everything = [](auto& facts) {
    facts.taught_by = facts.teaches = active;
    facts.has_messages = true;
    facts.ties = {{true, true, true}, {true, true, true}, true, true};
  };
  Policy open = marketplace();
  open.may_start.course = true;
  const std::string refused = "not_allowed_to_message, lifted by course relationship";
  const auto all = with(student_to_tutor, everything);
  const auto gone = [](Party SendFacts::*party) {
    return [party](auto& facts) { (facts.*party).known = false; };
  };
  check({
      {"all grounds, all facts", open, all, "accepted"},
      {"oneself", open, with(all, [](auto& facts) { facts.same_person = true; }), refused},
      {"to somebody who has gone: nothing lifts it", open, with(all, gone(&SendFacts::recipient)),
       "not_allowed_to_message"},
      {"from somebody who has gone", open, with(all, gone(&SendFacts::sender)),
       "not_allowed_to_message"},
      {"somebody unknown is told as a stranger", open,
       with(student_to_tutor, gone(&SendFacts::recipient)),
       "not_allowed_to_message, lifted by course relationship"},
      {"a site without grounds", closed, all, "not_allowed_to_message"},
  });
}

BOOST_AUTO_TEST_CASE(standings, *description("S4-17, S4-20")) {
  const auto sender = [](Standing standing) {
    return with(student_to_tutor, [=](auto& facts) { facts.sender.standing = standing; });
  };
  const auto recipient = [](Standing standing) {
    return with(student_to_tutor, [=](auto& facts) { facts.recipient.standing = standing; });
  };
  check({
      {"ok", marketplace(), sender(Standing::ok), "accepted, 9 left, begins"},
      {"needs improvement", marketplace(), sender(Standing::needs_improvement),
       "sender_needs_improvement, lifted by standing"},
      {"suspended", marketplace(), sender(Standing::suspended),
       "sender_suspended, lifted by standing"},
      {"rejected", marketplace(), sender(Standing::rejected),
       "sender_rejected, lifted by standing"},
      {"the recipient's does not matter", marketplace(), recipient(Standing::suspended),
       "accepted, 9 left, begins"},
  });
}

BOOST_AUTO_TEST_CASE(student_cap, *description("S0-22, S0-24: 10 on the marketplace")) {
  const std::string refused = "unanswered_cap_reached, limit 10, lifted by reply booking";
  const auto after = [](int n) { return with(student_to_tutor, taught_by(active, n)); };
  check({
      {"none", marketplace(), after(0), "accepted, 9 left"},
      {"8", marketplace(), after(8), "accepted, 1 left"},
      {"9", marketplace(), after(9), "accepted, 0 left"},
      {"10", marketplace(), after(10), refused},
      {"11, as after a lowered cap", marketplace(), after(11), refused},
      {"exploring", marketplace(), with(student_to_tutor, taught_by(exploring, 10)), refused},
      {"strangers count alike", marketplace(), with(student_to_tutor, taught_by(none, 10)),
       refused},
      {"a tutor has none", marketplace(), with(tutor_to_student, teaches(active, 1000)),
       "accepted"},
      {"a classroom has none", classroom(),
       with(student_to_tutor,
            [](auto& facts) {
              facts.ties.mine.studies_course = true;
              facts.unanswered = 1000;
            }),
       "accepted"},
  });
}

BOOST_AUTO_TEST_CASE(tutor_cap, *description("S4-18: 5 for an advisor")) {
  const std::string refused = "unanswered_cap_reached, limit 5, lifted by reply order";
  const auto after = [](int n) { return with(tutor_to_student, teaches(active, n)); };
  check({
      {"4", advisor(), after(4), "accepted, 0 left"},
      {"5", advisor(), after(5), refused},
      {"6", advisor(), after(6), refused},
      {"a client has none", advisor(), with(student_to_tutor, taught_by(active, 1000)), "accepted"},
  });
}

BOOST_AUTO_TEST_CASE(whose_cap, *description("S0-22: what the sender is to the recipient")) {
  Policy policy = marketplace();
  policy.unanswered_cap = {.student = 1, .tutor = 2, .parent = 3, .admin = 4};
  policy.cap_resets_on = {.reply = false, .order = false, .booking = false};
  policy.may_start.course = true;
  const auto tied = [](std::initializer_list<Role> roles, const Change& change) {
    auto facts = between(roles, {tutor});
    facts.ties.colleagues = true;
    facts.unanswered = 9;
    return with(facts, change);
  };
  const auto nothing = [](auto&) {};
  const auto reached = [](int limit) {
    return "unanswered_cap_reached, limit " + std::to_string(limit);
  };
  check({
      {"teaches", policy, tied({student}, teaches(active)), reached(2)},
      {"is taught", policy, tied({tutor}, taught_by(active)), reached(1)},
      {"both", policy,
       tied({student}, [](auto& facts) { facts.teaches = facts.taught_by = active; }), reached(2)},
      {"an ended one does not count", policy, tied({tutor}, taught_by(ended)), reached(2)},
      {"tutor", policy, tied({tutor}, nothing), reached(2)},
      {"student", policy, tied({student}, nothing), reached(1)},
      {"parent", policy, tied({parent}, nothing), reached(3)},
      {"institution admin", policy, tied({institution_admin}, nothing), reached(4)},
      {"support", policy, tied({support}, nothing), reached(4)},
      {"moderator", policy, tied({moderator}, nothing), reached(4)},
      {"platform admin", policy, tied({platform_admin}, nothing), reached(4)},
      {"without a role, as student", policy, tied({}, nothing), reached(1)},
  });
}

BOOST_AUTO_TEST_CASE(drafts, *description("S0-17, contract: message_empty, message_too_long")) {
  const std::string longest(4000, 'x');
  const std::string longer = longest + "x";
  std::string wide;
  for (int i = 0; i < 4000; ++i) wide += "🦉";
  const std::string wider = wide + "🦉";
  const auto facts = with(student_to_tutor, taught_by(active));
  Policy tweet = marketplace();
  tweet.message_length = 2;
  const std::string ok = "accepted, 9 left";
  check({
      {"one character", marketplace(), facts, ok, {"."}},
      {"4,000", marketplace(), facts, ok, {longest}},
      {"4,000 of four bytes", marketplace(), facts, ok, {wide}},
      {"the policy's own limit", tweet, facts, ok, {"é🦉"}},
      {"4,001", marketplace(), facts, "message_too_long, limit 4000", {longer}},
      {"4,001 of four bytes", marketplace(), facts, "message_too_long, limit 4000", {wider}},
      {"one over the policy's own limit", tweet, facts, "message_too_long, limit 2", {"é🦉."}},
      {"empty", marketplace(), facts, "message_empty", {""}},
      {"blank", marketplace(), facts, "message_empty", {" \t\r\n\u00A0"}},
      {"invisible", marketplace(), facts, "message_empty", {"\u200B\u2060\uFEFF"}},
      {"a file", marketplace(), facts, "attachments_not_allowed", {"Hello", true}},
  });
}

BOOST_AUTO_TEST_CASE(order_of_reasons, *description("a stranger learns nothing from the text")) {
  const std::string longer(4001, 'x');
  auto facts = student_to_tutor;
  facts.unanswered = 10;
  facts.sender.standing = Standing::suspended;
  auto stranger = facts;
  stranger.recipient = party({student});
  auto good = facts;
  good.sender.standing = Standing::ok;
  auto fresh = good;
  fresh.unanswered = 0;
  check({
      {"permission first", marketplace(), stranger, on_marketplace_refused, {longer, true}},
      {"then standing", marketplace(), facts, "sender_suspended, lifted by standing", {"", true}},
      {"then the cap",
       marketplace(),
       good,
       "unanswered_cap_reached, limit 10, lifted by reply booking",
       {"", true}},
      {"then the file", marketplace(), fresh, "attachments_not_allowed", {"", true}},
      {"then the text", marketplace(), fresh, "message_empty", {""}},
  });
}

BOOST_AUTO_TEST_CASE(told_before,
                     *description("S0-24: what a page is told before the user types")) {
  const auto told = [](const Can& can) {
    return std::string(can.send ? "send" : line_of(*can.refusal)) + (can.attach ? ", attach" : "") +
           (can.remaining ? ", remaining " + std::to_string(*can.remaining) : "");
  };
  const auto after = [](int n) { return with(student_to_tutor, taught_by(active, n)); };
  BOOST_TEST(told(decide_can(marketplace(), after(0))) == "send, remaining 10");
  BOOST_TEST(told(decide_can(marketplace(), after(9))) == "send, remaining 1");
  BOOST_TEST(told(decide_can(marketplace(), after(10))) ==
             "unanswered_cap_reached, limit 10, lifted by reply booking, remaining 0");
  BOOST_TEST(told(decide_can(marketplace(), with(tutor_to_student, teaches(active)))) == "send");
  BOOST_TEST(told(decide_can(marketplace(), tutor_to_student)) == on_marketplace_refused);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
