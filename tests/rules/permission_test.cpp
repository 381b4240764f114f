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
using std::chrono::milliseconds;
using std::chrono::minutes;

using Change = std::function<void(SendFacts&)>;

SendFacts with(SendFacts facts, const Change& change) {
  change(facts);
  return facts;
}

struct Row {
  std::string what;
  Policy policy;
  SendFacts facts;
  std::string expected;
};

void check(const std::vector<Row>& rows) {
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      BOOST_TEST(line_of(decide_send(row.policy, row.facts, {.text = "Hello"})) == row.expected);
      BOOST_TEST(decide_can(row.policy, row.facts).send == row.expected.starts_with("accepted"));
    }
  }
}

const SendFacts student_to_tutor = between({student}, {tutor});
const SendFacts taught = with(student_to_tutor, [](auto& facts) { facts.taught_by = active; });
const SendFacts teaching =
    with(between({tutor}, {student}), [](auto& facts) { facts.teaches = active; });

void i_block(SendFacts& facts) { facts.i_block = true; }
void blocks_me(SendFacts& facts) { facts.blocks_me = true; }
void both_block(SendFacts& facts) { facts.i_block = facts.blocks_me = true; }

BOOST_AUTO_TEST_SUITE(permission)

BOOST_AUTO_TEST_CASE(blocks, *description("S0-25, S0-26, contract 5: neither may write")) {
  check({
      {"nobody blocks", marketplace(), taught, "accepted, 9 left"},
      {"I block", marketplace(), with(taught, i_block), "communication_blocked, lifted by unblock"},
      {"the other blocks", marketplace(), with(taught, blocks_me), "communication_blocked"},
      {"both block", marketplace(), with(taught, both_block),
       "communication_blocked, lifted by unblock"},
      {"a blocked start", marketplace(), with(student_to_tutor, blocks_me),
       "communication_blocked"},
      {"a stranger learns nothing of it", marketplace(),
       with(between({tutor}, {student}), blocks_me),
       "not_allowed_to_message, lifted by relationship"},
      {"standing comes first", marketplace(),
       with(taught,
            [](auto& facts) {
              facts.blocks_me = true;
              facts.sender.standing = Standing::suspended;
            }),
       "sender_suspended, lifted by standing"},
  });
}

BOOST_AUTO_TEST_CASE(reading_along, *description("S2-06: a parent who reads along never writes")) {
  const auto along = [](auto& facts) { facts.reads_along = true; };
  const auto mother = with(between({Role::parent}, {tutor}), along);
  check({
      {"a parent and the child's tutor", marketplace(), mother, "reads_along"},
      {"also the parent's own tutor", marketplace(), with(taught, along), "reads_along"},
      {"before standing and blocks", marketplace(),
       with(mother,
            [](auto& facts) {
              facts.blocks_me = true;
              facts.sender.standing = Standing::suspended;
            }),
       "reads_along"},
  });
}

BOOST_AUTO_TEST_CASE(blocking, *description("S0-25, S0-28: whom, and where policy allows it")) {
  const auto line = [](const Policy& policy, const SendFacts& facts) {
    const auto refusal = refuse_block(policy, facts, false);
    return refusal ? line_of(*refusal) : "fine";
  };
  const auto begun = [](auto& facts) { facts.has_messages = true; };
  auto forbidding = marketplace();
  forbidding.block.direct = Policy::Block::refuse;
  BOOST_TEST(line(marketplace(), taught) == "fine");
  BOOST_TEST(line(marketplace(), teaching) == "fine");
  BOOST_TEST(line(marketplace(), between({tutor}, {student})) == "fine");  // who may write to me
  BOOST_TEST(line(advisor(), with(student_to_tutor, begun)) == "fine");
  BOOST_TEST(line(advisor(), with(student_to_tutor, i_block)) == "fine");
  BOOST_TEST(line(advisor(), student_to_tutor) == "not_found");
  BOOST_TEST(line(forbidding, taught) == "block_not_allowed");
  BOOST_TEST(line(forbidding, between({student}, {student})) == "not_found");
  auto unknown = taught;
  unknown.recipient.known = false;
  BOOST_TEST(line(marketplace(), unknown) == "not_found");
  auto myself = taught;
  myself.same_person = true;
  BOOST_TEST(line(marketplace(), myself) == "not_found");
}

BOOST_AUTO_TEST_CASE(blocking_in_parent_threads,
                     *description("6, block: each kind of thread has its own key")) {
  using enum Policy::Block;
  const auto line = [](Policy policy, Policy::Block direct, Policy::Block parent,
                       const SendFacts& facts, bool shared = true) {
    policy.block = {direct, parent};
    const auto refusal = refuse_block(policy, facts, shared);
    return refusal ? line_of(*refusal) : "fine";
  };
  const auto mother = between({Role::parent}, {tutor});
  BOOST_TEST(line(marketplace(), refuse, allow, mother) == "fine");
  BOOST_TEST(line(marketplace(), allow, refuse, mother) == "block_not_allowed");
  BOOST_TEST(line(marketplace(), allow, allow, mother, false) == "not_found");
  BOOST_TEST(line(marketplace(), refuse, allow, with(mother, i_block)) == "fine");
  BOOST_TEST(line(marketplace(), allow, refuse, with(mother, i_block)) == "block_not_allowed");
  BOOST_TEST(line(marketplace(), allow, refuse, with(mother, i_block), false) == "fine");
  // Who also writes directly: what stops direct threads needs the key of direct threads.
  BOOST_TEST(line(marketplace(), refuse, allow, taught) == "block_not_allowed");
  BOOST_TEST(line(marketplace(), allow, refuse, taught) == "fine");
  auto unknown = mother;
  unknown.recipient.known = false;
  BOOST_TEST(line(marketplace(), allow, allow, unknown) == "not_found");
}

BOOST_AUTO_TEST_CASE(reviews, *description("S4-19: policy decides")) {
  auto strict = advisor();
  strict.negative_review = Policy::NegativeReview::block;
  const auto reviewed = with(teaching, [](auto& facts) { facts.negative_review = true; });
  check({
      {"no review", strict, teaching, "accepted, 4 left"},
      {"a negative one", strict, reviewed, "negative_review, lifted by review"},
      {"a site that does not mind", advisor(), reviewed, "accepted, 4 left"},
  });
}

SendFacts away(SendFacts facts, Time since, std::optional<Time> until = {}) {
  facts.recipient.vacation = Vacation{since, until};
  return facts;
}

BOOST_AUTO_TEST_CASE(vacations, *description("S0-29, S0-30: new students wait, others write")) {
  const std::string waits = "tutor_on_vacation, lifted by vacation_end";
  const auto moment = milliseconds(1);
  const auto begun = [](auto& facts) {
    facts.has_messages = true;
    facts.taught_by = ended;
  };
  check({
      {"a new student", marketplace(), away(student_to_tutor, noon), waits},
      {"before it begins", marketplace(), away(student_to_tutor, noon + moment),
       "accepted, 9 left, begins"},
      {"in its last moment", marketplace(), away(student_to_tutor, noon, noon + moment), waits},
      {"when it ends", marketplace(), away(student_to_tutor, noon - moment, noon),
       "accepted, 9 left, begins"},
      {"an active student", marketplace(), away(taught, noon), "accepted, 9 left"},
      {"a student of before", marketplace(), away(with(student_to_tutor, begun), noon),
       "accepted, 9 left, begins"},
      {"only tutors take students", marketplace(),
       away(with(between({student}, {student}), [](auto& facts) { facts.taught_by = active; }),
            noon),
       "accepted, 9 left"},
      {"a block is told first", marketplace(), away(with(student_to_tutor, blocks_me), noon),
       "communication_blocked"},
  });
  const auto can = decide_can(marketplace(), away(student_to_tutor, noon, noon + moment));
  BOOST_TEST((can.refusal->until == noon + moment));
  BOOST_TEST(!decide_can(marketplace(), away(student_to_tutor, noon)).refusal->until);
}

BOOST_AUTO_TEST_CASE(vacation_replies, *description("S0-31: students whose tutor is away")) {
  const auto moment = milliseconds(1);
  BOOST_TEST(is_answered_by_vacation(away(taught, noon), noon));
  BOOST_TEST(!is_answered_by_vacation(taught, noon));
  BOOST_TEST(!is_answered_by_vacation(away(taught, noon), noon - moment));
  BOOST_TEST(!is_answered_by_vacation(away(taught, noon - moment, noon), noon));
  BOOST_TEST(!is_answered_by_vacation(away(teaching, noon), noon));
  BOOST_TEST(!is_answered_by_vacation(away(between({tutor}, {tutor}), noon), noon));
}

BOOST_AUTO_TEST_CASE(edits, *description("contract 3, 5: one's own, within the window")) {
  const auto policy = marketplace();
  const auto line = [&](const EditFacts& facts, const std::string& text, Time now,
                        const SendFacts& pair = taught) {
    const auto decision = decide_edit(policy, pair, facts, {.text = text}, now);
    const auto* const refusal = std::get_if<Refusal>(&decision);
    return refusal != nullptr ? line_of(*refusal) : "fine";
  };
  const EditFacts mine{.mine = true, .sent_at = noon};
  const EditFacts theirs{.mine = false, .sent_at = noon};
  BOOST_TEST(line(mine, "x", noon) == "fine");
  BOOST_TEST(line(mine, "x", noon + minutes(15)) == "fine");
  BOOST_TEST(line(mine, "x", noon + minutes(15) + milliseconds(1)) == "edit_window_over");
  BOOST_TEST(line(theirs, "x", noon) == "not_your_message");
  BOOST_TEST(line(theirs, "x", noon + minutes(16)) == "not_your_message");
  BOOST_TEST(line(mine, " \n", noon) == "message_empty");
  BOOST_TEST(line(mine, std::string(4000, 'x'), noon) == "fine");
  BOOST_TEST(line(mine, std::string(4001, 'x'), noon) == "message_too_long, limit 4000");
  BOOST_TEST(line({MessageKind::removed, true, noon}, "x", noon) == "message_removed");
  BOOST_TEST(line({MessageKind::auto_reply, true, noon}, "x", noon) == "not_your_message");
  BOOST_TEST(line({MessageKind::card, true, noon}, "x", noon) == "not_your_message");
  BOOST_TEST(line(mine, "x", noon, with(taught, blocks_me)) == "communication_blocked");
  auto suspended = taught;
  suspended.sender.standing = Standing::suspended;
  BOOST_TEST(line(mine, "x", noon, suspended) == "sender_suspended, lifted by standing");
  auto capped = taught;
  capped.unanswered = 10;
  BOOST_TEST(line(mine, "x", noon, capped) == "fine");
}

BOOST_AUTO_TEST_CASE(removals, *description("contract 3: own message, within the edit window")) {
  const auto line = [&](const EditFacts& facts, Time now, const SendFacts& pair = taught) {
    const auto refusal = refuse_removal(marketplace(), pair, facts, now);
    return refusal ? line_of(*refusal) : "fine";
  };
  BOOST_TEST(line({MessageKind::text, true, noon}, noon + minutes(15)) == "fine");
  BOOST_TEST(line({MessageKind::text, true, noon}, noon + minutes(16)) == "edit_window_over");
  BOOST_TEST(line({MessageKind::text, false, noon}, noon) == "not_your_message");
  BOOST_TEST(line({MessageKind::removed, true, noon}, noon + minutes(16)) == "fine");
  BOOST_TEST(line({MessageKind::removed, false, noon}, noon) == "not_your_message");
  BOOST_TEST(line({MessageKind::auto_reply, true, noon}, noon) == "not_your_message");
  BOOST_TEST(line({MessageKind::text, true, noon}, noon, with(taught, blocks_me)) == "fine");
  auto erased = taught;
  erased.sender.known = false;
  BOOST_TEST(line({MessageKind::text, true, noon}, noon, erased) == "not_allowed_to_message");
  BOOST_TEST(line({MessageKind::removed, true, noon}, noon, erased) == "fine");
}

BOOST_AUTO_TEST_CASE(times_of_changes, *description("contract 3: the last change is the newest")) {
  const auto moment = milliseconds(1);
  Message message{.at = noon};
  BOOST_TEST((time_of_change(message, noon + minutes(1)) == noon + minutes(1)));
  BOOST_TEST((time_of_change(message, noon - moment) == noon));
  message.edited_at = noon + minutes(1);
  BOOST_TEST((time_of_change(message, noon + minutes(2)) == noon + minutes(2)));
  BOOST_TEST((time_of_change(message, noon + minutes(1)) == noon + minutes(1) + moment));
  BOOST_TEST((time_of_change(message, noon) == noon + minutes(1) + moment));
}

BOOST_AUTO_TEST_CASE(contact_details, *description("S1-19: by the state of the relationship")) {
  auto policy = marketplace();
  using Answer = Policy::ContactDetails;
  policy.contact_details = {Answer::refuse, Answer::warn, Answer::off, Answer::mask};
  policy.allowed_contacts = {"help@school.example"};
  const std::vector<std::string> earlier = {"Call me: 07700"};
  const auto line = [&](Relationship state, const std::string& text,
                        std::span<const std::string> before = {}) {
    auto facts = student_to_tutor;
    facts.taught_by = state;
    const auto decision = rules::decide_send(policy, facts, {text, false, before}, noon);
    if (const auto* const refusal = std::get_if<Refusal>(&decision)) {
      return std::string(name_of(refusal->code)) + " " + std::to_string(refusal->spans.size());
    }
    const auto& found = std::get<Acceptance>(decision).contact_details;
    return std::to_string(found.spans.size()) + " " + stored_text(text, found);
  };
  const std::string text = "Write to anna@example.org please";
  BOOST_TEST(line(none, text) == "contact_details_not_allowed 1");
  BOOST_TEST(line(exploring, text) == "1 " + text);
  BOOST_TEST(line(active, text) == "0 " + text);
  BOOST_TEST(line(ended, text) == "1 Write to ••• please");
  BOOST_TEST(line(none, "Write to help@school.example") == "0 Write to help@school.example");
  BOOST_TEST(line(none, "page 12, exercise 3") == "0 page 12, exercise 3");
  BOOST_TEST(line(none, "900123") == "0 900123");
  BOOST_TEST(line(none, "900123", earlier) == "contact_details_not_allowed 1");
  BOOST_TEST(line(none, " ") == "message_empty 0");
  auto facts = student_to_tutor;
  BOOST_TEST(looks_for_contact_details(policy, facts));
  facts.taught_by = active;
  BOOST_TEST(!looks_for_contact_details(policy, facts));
  const auto edited =
      decide_edit(policy, student_to_tutor, {.mine = true, .sent_at = noon}, {.text = text}, noon);
  BOOST_TEST((std::get<Refusal>(edited).code == RefusalCode::contact_details_not_allowed));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
