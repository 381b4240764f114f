#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/contact_spans.h"
#include "rules/people.h"
#include "rules/time.h"

namespace chalkline::rules {

// Every no that a rule can say. The names are public (contract §3): a code that is no longer used
// is never used again for something else.
enum class RefusalCode {
  not_found,
  not_allowed_to_message,
  sender_suspended,
  sender_rejected,
  sender_needs_improvement,
  communication_blocked,
  block_not_allowed,
  negative_review,
  tutor_on_vacation,
  unanswered_cap_reached,
  attachments_not_allowed,
  message_too_long,
  message_empty,
  client_id_reused,
  not_your_message,
  edit_window_over,
  message_removed,
  notification_forced,
  receipts_forced,
  vacation_needs_message,
  vacation_over,
  contact_details_not_allowed,
  parent_not_linked,
  tutor_not_eligible,
  no_parent_linked,
  ambiguous_parent,
  attachment_not_yours,
  oversight_own_thread,
  oversight_not_allowed,
  oversight_needs_report,
  rate_limited,
  not_your_action,
  wrong_state,
  role_missing,
  link_to_yourself,
  link_expired,
  link_for_another_address,
  reads_along,
  too_soon,
  bad_length,
  outside_availability,
  too_early_to_enter,
  slot_taken,
  student_busy,
  tutor_not_offered,
  timed_out,
};

// What sort of no it is; http/ turns each into its status.
enum class RefusalKind { forbidden, not_found, conflict, gone, unprocessable, too_many };

// What lifts a refusal (S4-20).
enum class Lift {
  reply,
  order,
  booking,
  relationship,
  course,
  standing,
  unblock,
  vacation_end,
  parent_link,
  report,
  review,
  active_relationship,
};

struct Refusal {
  RefusalCode code;
  std::vector<Lift> unlocked_by = {};
  std::optional<int> limit =
      {};  // of unanswered_cap_reached (messages) and message_too_long (characters)
  // Of tutor_on_vacation: when it ends, if that is known. Of rate_limited: when it may be done
  // again. Of too_early_to_enter: the first moment.
  std::optional<Time> until = {};
  std::vector<ContactSpan> spans = {};  // of contact_details_not_allowed
  std::vector<Person> parents = {};     // of ambiguous_parent: whom there is to choose from
  std::string_view state = {};          // of wrong_state: the one it is in; a constant text
};

std::string_view name_of(RefusalCode code);
RefusalKind kind_of(RefusalCode code);
std::string_view name_of(Lift lift);

}  // namespace chalkline::rules
