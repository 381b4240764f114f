#include "rules/parents.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

// A parent who may write to the tutor about the student on every site; each row changes something.
SendFacts by_parent() {
  auto facts = between({Role::parent}, {Role::tutor});
  facts.about = ParentFacts{.sender_is_parent = true,
                            .student_known = true,
                            .linked = true,
                            .purchased = true,
                            .enrolled = true,
                            .relationship = Relationship::active};
  return facts;
}

SendFacts by_tutor() {
  auto facts = by_parent();
  std::swap(facts.sender, facts.recipient);
  facts.about->sender_is_parent = false;
  return facts;
}

Policy with(Policy policy, Policy::ParentTutors tutors) {
  policy.parent_tutors = tutors;
  return policy;
}

std::string line(const Policy& policy, const SendFacts& facts, const Draft& draft = {.text = "?"}) {
  const auto decision = decide_parent_send(policy, facts, draft);
  BOOST_TEST(line_of(decide_send(policy, facts, draft)) == line_of(decision));
  return line_of(decision);
}

template <class Change>
SendFacts changed(SendFacts facts, Change&& change) {
  change(facts);
  return facts;
}

Person person(const std::string& id) { return {.id = id, .name = "Name of " + id}; }

std::string ids_of(const std::vector<Person>& people) {
  std::string ids;
  for (const auto& one : people) ids += (ids.empty() ? "" : " ") + one.id;
  return ids;
}

BOOST_AUTO_TEST_SUITE(parents)

BOOST_AUTO_TEST_CASE(who_may_write, *description("S2-06, S2-08, S2-11, S2-16, S2-23")) {
  const auto unlinked = [](SendFacts& facts) { facts.about->linked = false; };
  const auto stranger = [](SendFacts& facts) {
    facts.about->purchased = facts.about->enrolled = false;
    facts.about->relationship = Relationship::none;
  };
  const auto nobody = [](SendFacts& facts) { facts.about->student_known = false; };
  const std::string not_eligible = "tutor_not_eligible, lifted by order relationship";
  const struct {
    std::string name;
    SendFacts facts;
    std::string line;
  } rows[] = {
      {"a linked parent to a tutor of the child", by_parent(), "accepted"},
      {"the tutor to the parent", by_tutor(), "accepted"},
      {"no link: parent", changed(by_parent(), unlinked),
       "parent_not_linked, lifted by parent_link"},
      {"no link: tutor", changed(by_tutor(), unlinked), "no_parent_linked, lifted by parent_link"},
      {"no tutor of the child: parent", changed(by_parent(), stranger), not_eligible},
      {"no tutor of the child: tutor", changed(by_tutor(), stranger), not_eligible},
      {"neither: a parent hears of the link", changed(changed(by_parent(), stranger), unlinked),
       "parent_not_linked, lifted by parent_link"},
      {"neither: a tutor hears nothing of parents",
       changed(changed(by_tutor(), stranger), unlinked), not_eligible},
      {"no such student: parent", changed(by_parent(), nobody), not_eligible},
      {"no such student: tutor", changed(by_tutor(), nobody), not_eligible},
      {"no such tutor", changed(by_parent(), [](SendFacts& f) { f.recipient.known = false; }),
       not_eligible},
      {"no such parent", changed(by_tutor(), [](SendFacts& f) { f.recipient.known = false; }),
       "no_parent_linked, lifted by parent_link"},
      {"a parent who teaches the child",
       changed(by_parent(), [](SendFacts& f) { f.same_person = true; }), not_eligible},
      {"roles of the account decide nothing else",
       changed(by_parent(), [](SendFacts& f) { f.sender.roles = f.recipient.roles = {}; }),
       "accepted"},
  };
  for (const auto& row : rows) BOOST_TEST(line(marketplace(), row.facts) == row.line, row.name);
}

BOOST_AUTO_TEST_CASE(eligible_tutors, *description("S2-11, S2-16: policy parent_tutors")) {
  using enum Policy::ParentTutors;
  const struct {
    std::string name;
    bool bought;
    bool in_course;
    Relationship relationship;
    std::string verdict;  // purchased, enrolled, either; and enrolled, either by courses alone
  } rows[] = {
      {"nothing", false, false, Relationship::none, "no no no no no"},
      {"bought", true, false, Relationship::none, "yes no yes no yes"},
      {"in a course", false, true, Relationship::none, "no yes yes yes yes"},
      {"exploring", false, false, Relationship::exploring, "no no no no no"},
      {"active", false, false, Relationship::active, "no yes yes no no"},
      {"ended", false, false, Relationship::ended, "no no no no no"},
      {"bought, then ended", true, false, Relationship::ended, "yes no yes no yes"},
  };
  for (const auto& row : rows) {
    const ParentFacts facts{
        .purchased = row.bought, .enrolled = row.in_course, .relationship = row.relationship};
    std::string verdict;
    for (const auto& policy :
         {with(marketplace(), purchased), with(marketplace(), enrolled),
          with(marketplace(), either), with(classroom(), enrolled), with(classroom(), either)}) {
      verdict +=
          (verdict.empty() ? "" : " ") + std::string(is_eligible(policy, facts) ? "yes" : "no");
    }
    BOOST_TEST(verdict == row.verdict, row.name);
  }
}

BOOST_AUTO_TEST_CASE(what_lifts_it, *description("S4-20: by the policy's own grounds")) {
  using enum Policy::ParentTutors;
  auto facts = by_parent();
  facts.about->purchased = facts.about->enrolled = false;
  facts.about->relationship = Relationship::none;
  const struct {
    Policy policy;
    std::string line;
  } rows[] = {
      {with(marketplace(), purchased), "tutor_not_eligible, lifted by order"},
      {with(marketplace(), enrolled), "tutor_not_eligible, lifted by relationship"},
      {with(classroom(), enrolled), "tutor_not_eligible, lifted by course"},
      {with(classroom(), either), "tutor_not_eligible, lifted by order course"},
  };
  for (const auto& row : rows) BOOST_TEST(line(row.policy, facts) == row.line);
}

BOOST_AUTO_TEST_CASE(standing_and_blocks, *description("S4-17; policy block.parent")) {
  auto allows = marketplace();
  allows.block.parent = Policy::Block::allow;
  const auto blocked = changed(by_parent(), [](SendFacts& f) { f.blocks_me = true; });
  const auto blocking = changed(by_parent(), [](SendFacts& f) { f.i_block = true; });
  const auto suspended =
      changed(by_parent(), [](SendFacts& f) { f.sender.standing = Standing::suspended; });
  const auto to_suspended =
      changed(by_parent(), [](SendFacts& f) { f.recipient.standing = Standing::suspended; });
  BOOST_TEST(line(marketplace(), suspended) == "sender_suspended, lifted by standing");
  BOOST_TEST(line(marketplace(), to_suspended) == "accepted");
  BOOST_TEST(line(marketplace(), blocked) == "accepted");
  BOOST_TEST(line(allows, blocked) == "communication_blocked");
  BOOST_TEST(line(allows, blocking) == "communication_blocked, lifted by unblock");
}

BOOST_AUTO_TEST_CASE(nothing_counts_or_waits,
                     *description("contract 5: caps in direct threads only")) {
  auto policy = marketplace();
  policy.unanswered_cap.parent = 1;
  policy.unanswered_cap.tutor = 1;
  auto facts = by_parent();
  facts.unanswered = 50;
  facts.has_messages = true;
  facts.negative_review = true;
  facts.recipient.vacation = Vacation{.since = noon};
  policy.negative_review = Policy::NegativeReview::block;
  BOOST_TEST(line(policy, facts) == "accepted");
  BOOST_TEST(!decide_can(policy, facts).remaining);
  facts.sender.roles.add(Role::student);
  BOOST_TEST(!is_answered_by_vacation(facts, noon));
}

BOOST_AUTO_TEST_CASE(texts, *description("S1-19 by the student's relationship; S2-27, S2-28")) {
  auto policy = marketplace();
  policy.contact_details.active = Policy::ContactDetails::off;
  policy.contact_details.exploring = Policy::ContactDetails::refuse;
  const std::string lifted = "contact_details_not_allowed, lifted by active_relationship";
  const std::string phone = "Call me: +49 151 2345 6789";
  auto facts = by_parent();
  BOOST_TEST(line(policy, facts, {.text = phone}) == "accepted");
  facts.about->relationship = Relationship::exploring;
  BOOST_TEST(line(policy, facts, {.text = phone}) == lifted);
  facts.teaches = Relationship::active;  // of the two themselves: says nothing here
  BOOST_TEST(line(policy, facts, {.text = phone}) == lifted);
  BOOST_TEST(line(policy, facts, {.text = " "}) == "message_empty");
  BOOST_TEST(line(policy, facts, {.text = std::string(4001, 'x')}) ==
             "message_too_long, limit 4000");
  BOOST_TEST(line(policy, facts, {.text = "See the file", .has_attachment = true}) ==
             "attachment_not_yours");
}

BOOST_AUTO_TEST_CASE(changes, *description("contract 3 send: where access has ended it is over")) {
  const EditFacts mine{.mine = true, .sent_at = noon};
  auto facts = by_tutor();
  const auto edit = [&] {
    const auto decision = decide_edit(marketplace(), facts, mine, {.text = "new"}, noon);
    const auto* const refusal = std::get_if<Refusal>(&decision);
    return refusal == nullptr ? std::string("accepted") : std::string(name_of(refusal->code));
  };
  BOOST_TEST(edit() == "accepted");
  facts.about->linked = false;
  BOOST_TEST(edit() == "no_parent_linked");
  BOOST_TEST(!refuse_removal(marketplace(), facts, mine, noon));
}

BOOST_AUTO_TEST_CASE(sides,
                     *description("S2-20 to S2-22: from the account, never from the request")) {
  const struct {
    std::string name;
    std::string sender;
    ParentAddress address;
    std::string side;
  } rows[] = {
      {"a parent", "p", {"t", "s"}, "p|t|s"},
      {"who says so", "p", {"t", "s", "p"}, "p|t|s"},
      {"in another's name", "p", {"t", "s", "q"}, "parent_not_linked"},
      {"all is for tutors", "p", {"t", "s", "all"}, "parent_not_linked"},
      {"nobody is one's own parent", "s", {"t", "s"}, "parent_not_linked"},
      {"the tutor", "t", {"t", "s"}, "tutor"},
      {"who names the parent", "t", {"t", "s", "p"}, "tutor"},
      {"who names himself", "t", {"t", "s", "t"}, "tutor"},
      {"who is the student too", "t", {"t", "t"}, "tutor"},
  };
  for (const auto& row : rows) {
    const auto decision = decide_side(row.sender, row.address);
    const auto* const refusal = std::get_if<Refusal>(&decision);
    const auto side = refusal != nullptr      ? std::string(name_of(refusal->code))
                      : std::get<0>(decision) ? parent_key(*std::get<0>(decision))
                                              : std::string("tutor");
    BOOST_TEST(side == row.side, row.name);
  }
}

BOOST_AUTO_TEST_CASE(choices, *description("S2-22, S2-23; two households")) {
  const std::vector<Person> two = {person("p"), person("q")};
  const std::vector<Person> with_tutor = {person("p"), person("t")};
  const struct {
    std::string name;
    std::vector<Person> linked;
    std::optional<std::string> asked;
    std::string chosen;
  } rows[] = {
      {"none", {}, std::nullopt, "no_parent_linked"},
      {"none of all", {}, "all", "no_parent_linked"},
      {"the one", {person("p")}, std::nullopt, "p"},
      {"the one, named", {person("p")}, "p", "p"},
      {"another", {person("p")}, "x", "no_parent_linked"},
      {"one of two", two, "q", "q"},
      {"which of two", two, std::nullopt, "ambiguous_parent: p q"},
      {"all of two", two, "all", "p q"},
      {"all of one", {person("p")}, "all", "p"},
      {"the tutor is a parent too", with_tutor, std::nullopt, "p"},
      {"and does not write to himself", with_tutor, "t", "no_parent_linked"},
      {"not among all either", with_tutor, "all", "p"},
  };
  for (const auto& row : rows) {
    const auto decision = choose_parents(row.linked, {"t", "s", row.asked});
    const auto* const refusal = std::get_if<Refusal>(&decision);
    auto chosen = refusal == nullptr ? ids_of(std::get<0>(decision)) : line_of(*refusal);
    if (refusal != nullptr && !refusal->parents.empty()) chosen += ": " + ids_of(refusal->parents);
    BOOST_TEST(chosen.substr(0, chosen.find(", lifted")) == row.chosen, row.name);
  }
}

BOOST_AUTO_TEST_CASE(threads_of_a_tutor, *description("S2-24: which one a tutor opens")) {
  const auto thread = [](long long id, const std::string& parent, bool linked) {
    return ParentThread{id, person(parent), linked};
  };
  const struct {
    std::string name;
    std::vector<ParentThread> threads;
    std::optional<std::string> asked;
    std::string chosen;
  } rows[] = {
      {"none", {}, std::nullopt, "not_found"},
      {"the one", {thread(1, "p", true)}, std::nullopt, "1"},
      {"the one, whose link has ended", {thread(1, "p", false)}, std::nullopt, "1"},
      {"of two the one named", {thread(1, "p", true), thread(2, "q", true)}, "q", "2"},
      {"another", {thread(1, "p", true)}, "x", "not_found"},
      {"which of two",
       {thread(1, "p", true), thread(2, "q", true)},
       std::nullopt,
       "ambiguous_parent"},
      {"one still stands", {thread(1, "p", false), thread(2, "q", true)}, std::nullopt, "2"},
      {"the ended one, named", {thread(1, "p", false), thread(2, "q", true)}, "p", "1"},
      {"none stands",
       {thread(1, "p", false), thread(2, "q", false)},
       std::nullopt,
       "ambiguous_parent"},
  };
  for (const auto& row : rows) {
    const auto decision = choose_thread(row.threads, row.asked);
    const auto* const refusal = std::get_if<Refusal>(&decision);
    BOOST_TEST((refusal == nullptr ? std::to_string(std::get<0>(decision))
                                   : std::string(name_of(refusal->code))) == row.chosen,
               row.name);
  }
}

BOOST_AUTO_TEST_CASE(absent_threads, *description("no student and another's look alike")) {
  BOOST_TEST(line_of(refuse_absent_thread({.linked = true})) == "not_found");
  BOOST_TEST(line_of(refuse_absent_thread({.linked = false})) ==
             "parent_not_linked, lifted by parent_link");
}

BOOST_AUTO_TEST_CASE(keys, *description("S2-04, S2-05: one thread a triple")) {
  BOOST_TEST(parent_key({"p", "t", "s"}) == "p|t|s");
  BOOST_TEST((triple_of("p", "s", "p", "t") == Triple{"p", "t", "s"}));
  BOOST_TEST((triple_of("p", "s", "t", "p") == Triple{"p", "t", "s"}));
  BOOST_TEST((triple_of("", "", "t", "p") == std::nullopt));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
