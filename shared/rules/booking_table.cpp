#include "rules/booking_table.h"

#include <algorithm>
#include <iterator>

namespace chalkline::rules {
namespace {

using enum BookingState;
using enum BookingTrigger;

constexpr StateSet every_state{awaiting_payment,  requested,       confirmed,     in_session,
                               completed,         declined,        expired,       cancelled,
                               missed_by_student, missed_by_tutor, missed_by_both};
constexpr StateSet timed_out{missed_by_student, missed_by_tutor, missed_by_both};

constexpr Transition table[] = {
    // People. A second time the same is no mistake: it changes nothing.
    {confirm, {requested}, Goal::state, confirmed},
    {confirm, {confirmed, in_session}, Goal::stay},
    {decline, {requested}, Goal::state, declined},
    {decline, {declined}, Goal::stay},
    {cancel, {awaiting_payment, requested, confirmed}, Goal::state, cancelled},
    {cancel, {cancelled}, Goal::stay},
    {enter, {confirmed, in_session}, Goal::stay},
    {leave, {confirmed, in_session, completed}, Goal::stay},
    {leave, timed_out, Goal::stay},
    {propose, {requested, confirmed}, Goal::stay},
    {accept_proposal, {requested, confirmed}, Goal::state, confirmed},
    {decline_proposal, {requested, confirmed}, Goal::stay},
    // The clock.
    {hold_ends, {awaiting_payment}, Goal::state, expired},
    {request_ends, {requested}, Goal::state, expired},
    {both_come_in, {confirmed}, Goal::state, in_session},
    {times_out, {confirmed}, Goal::missed},
    {runs_out, {in_session}, Goal::state, completed},
    // The booking system: what it tells last holds, whatever was before.
    {told_requested, every_state, Goal::state, requested},
    {told_paid, {awaiting_payment}, Goal::after_paid},
    {told_paid, every_state, Goal::stay},
    {told_confirmed, every_state, Goal::state, confirmed},
    {told_declined, every_state, Goal::state, declined},
    {told_rescheduled, every_state, Goal::stay},
    {told_cancelled, every_state, Goal::state, cancelled},
    {told_completed, every_state, Goal::state, completed},
    {told_missed, every_state, Goal::told},
};

}  // namespace

const Transition* find_transition(BookingTrigger trigger, BookingState state) {
  const auto* const row = std::ranges::find_if(table, [&](const Transition& each) {
    return each.trigger == trigger && each.from.has(state);
  });
  return row == std::end(table) ? nullptr : row;
}

bool may_pull(BookingTrigger trigger, BookingActor actor) {
  using enum BookingActor;
  switch (trigger) {
    case confirm:
    case decline:
      return actor == tutor;
    case cancel:
      return actor != booking_system;
    case enter:
    case leave:
    case propose:
    case accept_proposal:
    case decline_proposal:
      return actor == student || actor == tutor;
    case hold_ends:
    case request_ends:
    case both_come_in:
    case times_out:
    case runs_out:
      return false;
    case told_requested:
    case told_paid:
    case told_confirmed:
    case told_declined:
    case told_rescheduled:
    case told_cancelled:
    case told_completed:
    case told_missed:
      return actor == booking_system;
  }
  return false;
}

}  // namespace chalkline::rules
