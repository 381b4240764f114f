#include "rules/drafts.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using Details = Policy::ContactDetails;

// As it is kept, or the refusal.
std::string kept(const Policy& policy, Relationship state, const std::string& text) {
  const auto note = decide_note(policy, state, text);
  if (const auto* const refusal = std::get_if<Refusal>(&note)) {
    return line_of(*refusal) + ", " + std::to_string(refusal->spans.size());
  }
  return std::get<std::string>(note);
}

Policy by_state() {
  Policy policy;
  policy.contact_details = {.none = Details::refuse,
                            .exploring = Details::warn,
                            .active = Details::off,
                            .ended = Details::mask};
  policy.allowed_contacts = {"school@example.org"};
  return policy;
}

BOOST_AUTO_TEST_SUITE(drafts)

BOOST_AUTO_TEST_CASE(notes,
                     *description("S1-19: beside bookings as in messages, by relationship")) {
  const auto policy = by_state();
  const std::string mine = "Write to anna@example.org";
  BOOST_TEST(kept(policy, Relationship::none, mine) ==
             "contact_details_not_allowed, lifted by active_relationship, 1");
  BOOST_TEST(kept(policy, Relationship::exploring, mine) == mine);
  BOOST_TEST(kept(policy, Relationship::active, mine) == mine);
  BOOST_TEST(kept(policy, Relationship::ended, mine) == "Write to •••");
  for (const std::string harmless : {"", "The train, at 17:30", "Write to school@example.org"}) {
    BOOST_TEST(kept(policy, Relationship::none, harmless) == harmless);
    BOOST_TEST(kept(policy, Relationship::ended, harmless) == harmless);
  }
}

BOOST_AUTO_TEST_CASE(notes_repeated,
                     *description("contract 1: the same, also where it is masked")) {
  const auto policy = by_state();
  const std::string mine = "Write to anna@example.org";
  BOOST_TEST(is_kept_as(policy, mine, mine));
  BOOST_TEST(is_kept_as(policy, mine, "Write to •••"));
  BOOST_TEST(!is_kept_as(policy, mine, "Write to ben@example.org"));
  BOOST_TEST(!is_kept_as(policy, mine, ""));
  BOOST_TEST(!is_kept_as(policy, "The train", "The bus"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
