#include "rules/refusals.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

BOOST_AUTO_TEST_SUITE(refusals)

// Codes are public: a line may be added here, and none changed or taken away.
BOOST_AUTO_TEST_CASE(codes, *description("contract 3, golden")) {
  using enum RefusalCode;
  using Kind = RefusalKind;
  const struct {
    RefusalCode code;
    std::string name;
    RefusalKind kind;
  } golden[] = {
      {not_found, "not_found", Kind::not_found},
      {not_allowed_to_message, "not_allowed_to_message", Kind::forbidden},
      {sender_suspended, "sender_suspended", Kind::forbidden},
      {sender_rejected, "sender_rejected", Kind::forbidden},
      {sender_needs_improvement, "sender_needs_improvement", Kind::forbidden},
      {unanswered_cap_reached, "unanswered_cap_reached", Kind::unprocessable},
      {attachments_not_allowed, "attachments_not_allowed", Kind::unprocessable},
      {message_too_long, "message_too_long", Kind::unprocessable},
      {message_empty, "message_empty", Kind::unprocessable},
      {client_id_reused, "client_id_reused", Kind::unprocessable},
      {communication_blocked, "communication_blocked", Kind::forbidden},
      {block_not_allowed, "block_not_allowed", Kind::forbidden},
      {negative_review, "negative_review", Kind::forbidden},
      {tutor_on_vacation, "tutor_on_vacation", Kind::forbidden},
      {not_your_message, "not_your_message", Kind::forbidden},
      {edit_window_over, "edit_window_over", Kind::forbidden},
      {message_removed, "message_removed", Kind::conflict},
      {notification_forced, "notification_forced", Kind::unprocessable},
      {receipts_forced, "receipts_forced", Kind::unprocessable},
      {vacation_needs_message, "vacation_needs_message", Kind::unprocessable},
      {vacation_over, "vacation_over", Kind::unprocessable},
      {contact_details_not_allowed, "contact_details_not_allowed", Kind::unprocessable},
      {parent_not_linked, "parent_not_linked", Kind::forbidden},
      {tutor_not_eligible, "tutor_not_eligible", Kind::forbidden},
      {no_parent_linked, "no_parent_linked", Kind::conflict},
      {ambiguous_parent, "ambiguous_parent", Kind::conflict},
      {attachment_not_yours, "attachment_not_yours", Kind::unprocessable},
      {oversight_own_thread, "oversight_own_thread", Kind::forbidden},
      {oversight_not_allowed, "oversight_not_allowed", Kind::forbidden},
      {oversight_needs_report, "oversight_needs_report", Kind::forbidden},
      {rate_limited, "rate_limited", Kind::too_many},
      {not_your_action, "not_your_action", Kind::forbidden},
      {wrong_state, "wrong_state", Kind::conflict},
      {role_missing, "role_missing", Kind::forbidden},
      {link_to_yourself, "link_to_yourself", Kind::unprocessable},
      {link_expired, "link_expired", Kind::unprocessable},
      {link_for_another_address, "link_for_another_address", Kind::forbidden},
      {reads_along, "reads_along", Kind::forbidden},
      {too_soon, "too_soon", Kind::unprocessable},
      {bad_length, "bad_length", Kind::unprocessable},
      {outside_availability, "outside_availability", Kind::unprocessable},
      {too_early_to_enter, "too_early_to_enter", Kind::unprocessable},
      {slot_taken, "slot_taken", Kind::conflict},
      {student_busy, "student_busy", Kind::conflict},
      {tutor_not_offered, "tutor_not_offered", Kind::forbidden},
      {timed_out, "timed_out", Kind::gone},
  };
  for (const auto& row : golden) {
    BOOST_TEST(name_of(row.code) == row.name);
    BOOST_TEST((kind_of(row.code) == row.kind), row.name);
  }
  // The codes lie side by side from 0, so one that is missing above shows here.
  int named = 0;
  while (named < 1000 && !name_of(static_cast<RefusalCode>(named)).empty()) ++named;
  BOOST_TEST(static_cast<std::size_t>(named) == std::size(golden));
}

BOOST_AUTO_TEST_CASE(lifts, *description("S4-20, golden")) {
  const std::vector<std::string> golden = {
      "reply",   "order",        "booking",     "relationship", "course", "standing",
      "unblock", "vacation_end", "parent_link", "report",       "review", "active_relationship"};
  std::vector<std::string> names;
  for (int i = 0; i < 1000 && !name_of(static_cast<Lift>(i)).empty(); ++i) {
    names.emplace_back(name_of(static_cast<Lift>(i)));
  }
  BOOST_TEST(names == golden, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
