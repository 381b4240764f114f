#include "rules/refusals.h"

namespace chalkline::rules {

std::string_view name_of(RefusalCode code) {
  switch (code) {
    case RefusalCode::not_found:
      return "not_found";
    case RefusalCode::not_allowed_to_message:
      return "not_allowed_to_message";
    case RefusalCode::sender_suspended:
      return "sender_suspended";
    case RefusalCode::sender_rejected:
      return "sender_rejected";
    case RefusalCode::sender_needs_improvement:
      return "sender_needs_improvement";
    case RefusalCode::communication_blocked:
      return "communication_blocked";
    case RefusalCode::block_not_allowed:
      return "block_not_allowed";
    case RefusalCode::negative_review:
      return "negative_review";
    case RefusalCode::tutor_on_vacation:
      return "tutor_on_vacation";
    case RefusalCode::unanswered_cap_reached:
      return "unanswered_cap_reached";
    case RefusalCode::attachments_not_allowed:
      return "attachments_not_allowed";
    case RefusalCode::message_too_long:
      return "message_too_long";
    case RefusalCode::message_empty:
      return "message_empty";
    case RefusalCode::client_id_reused:
      return "client_id_reused";
    case RefusalCode::not_your_message:
      return "not_your_message";
    case RefusalCode::edit_window_over:
      return "edit_window_over";
    case RefusalCode::message_removed:
      return "message_removed";
    case RefusalCode::notification_forced:
      return "notification_forced";
    case RefusalCode::receipts_forced:
      return "receipts_forced";
    case RefusalCode::vacation_needs_message:
      return "vacation_needs_message";
    case RefusalCode::vacation_over:
      return "vacation_over";
    case RefusalCode::contact_details_not_allowed:
      return "contact_details_not_allowed";
    case RefusalCode::parent_not_linked:
      return "parent_not_linked";
    case RefusalCode::tutor_not_eligible:
      return "tutor_not_eligible";
    case RefusalCode::no_parent_linked:
      return "no_parent_linked";
    case RefusalCode::ambiguous_parent:
      return "ambiguous_parent";
    case RefusalCode::attachment_not_yours:
      return "attachment_not_yours";
    case RefusalCode::oversight_own_thread:
      return "oversight_own_thread";
    case RefusalCode::oversight_not_allowed:
      return "oversight_not_allowed";
    case RefusalCode::oversight_needs_report:
      return "oversight_needs_report";
    case RefusalCode::rate_limited:
      return "rate_limited";
    case RefusalCode::not_your_action:
      return "not_your_action";
    case RefusalCode::wrong_state:
      return "wrong_state";
    case RefusalCode::role_missing:
      return "role_missing";
    case RefusalCode::link_to_yourself:
      return "link_to_yourself";
    case RefusalCode::link_expired:
      return "link_expired";
    case RefusalCode::link_for_another_address:
      return "link_for_another_address";
    case RefusalCode::reads_along:
      return "reads_along";
    case RefusalCode::too_soon:
      return "too_soon";
    case RefusalCode::bad_length:
      return "bad_length";
    case RefusalCode::outside_availability:
      return "outside_availability";
    case RefusalCode::too_early_to_enter:
      return "too_early_to_enter";
    case RefusalCode::slot_taken:
      return "slot_taken";
    case RefusalCode::student_busy:
      return "student_busy";
    case RefusalCode::tutor_not_offered:
      return "tutor_not_offered";
    case RefusalCode::timed_out:
      return "timed_out";
  }
  return {};
}

RefusalKind kind_of(RefusalCode code) {
  switch (code) {
    case RefusalCode::not_found:
      return RefusalKind::not_found;
    case RefusalCode::not_allowed_to_message:
    case RefusalCode::sender_suspended:
    case RefusalCode::sender_rejected:
    case RefusalCode::sender_needs_improvement:
    case RefusalCode::communication_blocked:
    case RefusalCode::block_not_allowed:
    case RefusalCode::negative_review:
    case RefusalCode::tutor_on_vacation:
    case RefusalCode::not_your_message:
    case RefusalCode::edit_window_over:
    case RefusalCode::parent_not_linked:
    case RefusalCode::tutor_not_eligible:
    case RefusalCode::oversight_own_thread:
    case RefusalCode::oversight_not_allowed:
    case RefusalCode::oversight_needs_report:
    case RefusalCode::not_your_action:
    case RefusalCode::role_missing:
    case RefusalCode::link_for_another_address:
    case RefusalCode::reads_along:
    case RefusalCode::tutor_not_offered:
      return RefusalKind::forbidden;
    case RefusalCode::message_removed:
    case RefusalCode::no_parent_linked:
    case RefusalCode::ambiguous_parent:
    case RefusalCode::wrong_state:
    case RefusalCode::slot_taken:
    case RefusalCode::student_busy:
      return RefusalKind::conflict;
    case RefusalCode::timed_out:
      return RefusalKind::gone;
    case RefusalCode::unanswered_cap_reached:
    case RefusalCode::attachments_not_allowed:
    case RefusalCode::message_too_long:
    case RefusalCode::message_empty:
    case RefusalCode::client_id_reused:
    case RefusalCode::notification_forced:
    case RefusalCode::receipts_forced:
    case RefusalCode::vacation_needs_message:
    case RefusalCode::vacation_over:
    case RefusalCode::contact_details_not_allowed:
    case RefusalCode::attachment_not_yours:
    case RefusalCode::link_to_yourself:
    case RefusalCode::link_expired:
    case RefusalCode::too_soon:
    case RefusalCode::bad_length:
    case RefusalCode::outside_availability:
    case RefusalCode::too_early_to_enter:
      return RefusalKind::unprocessable;
    case RefusalCode::rate_limited:
      return RefusalKind::too_many;
  }
  return RefusalKind::forbidden;
}

std::string_view name_of(Lift lift) {
  switch (lift) {
    case Lift::reply:
      return "reply";
    case Lift::order:
      return "order";
    case Lift::booking:
      return "booking";
    case Lift::relationship:
      return "relationship";
    case Lift::course:
      return "course";
    case Lift::standing:
      return "standing";
    case Lift::unblock:
      return "unblock";
    case Lift::vacation_end:
      return "vacation_end";
    case Lift::parent_link:
      return "parent_link";
    case Lift::report:
      return "report";
    case Lift::review:
      return "review";
    case Lift::active_relationship:
      return "active_relationship";
  }
  return {};
}

}  // namespace chalkline::rules
