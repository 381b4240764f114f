#include <algorithm>
#include <utility>

#include "rules/booking_table.h"
#include "rules/bookings.h"

// What people do with a booking.

namespace chalkline::rules {
namespace {

using enum BookingTrigger;
using MaybeRefusal = std::optional<Refusal>;

bool was_missed(BookingState state) { return state >= BookingState::missed_by_student; }

Refusal refuse_state(BookingState state) {
  if (was_missed(state)) return {RefusalCode::timed_out};
  return {.code = RefusalCode::wrong_state, .state = name_of(state)};
}

MaybeRefusal refuse_proposed_time(const BookingFacts& facts, Time starts_at, Time now) {
  if (starts_at <= now) return Refusal{RefusalCode::too_soon};
  if (facts.tutor_busy) return Refusal{RefusalCode::slot_taken};
  if (facts.student_busy) return Refusal{RefusalCode::student_busy};
  return std::nullopt;
}

// A proposal is the other's to answer, and answered once; the same answer again is none.
MaybeRefusal refuse_answer(const BookingFacts& facts, const BookingAct& act, Time now) {
  const auto& newest = facts.booking.proposal;
  const int numbers = newest ? newest->number : 0;
  if (act.proposal < 1 || act.proposal > numbers) return Refusal{RefusalCode::not_found};
  if (act.proposal < numbers) return refuse_state(facts.booking.state);
  if (newest->by == act.actor) return Refusal{RefusalCode::not_your_action};
  const bool accepts = act.trigger == accept_proposal;
  const auto same = accepts ? ProposalState::accepted : ProposalState::declined;
  if (newest->state == same) return std::nullopt;
  if (newest->state != ProposalState::open) return refuse_state(facts.booking.state);
  return accepts ? refuse_proposed_time(facts, newest->starts_at, now) : std::nullopt;
}

// What stands in the way although state and actor are right.
MaybeRefusal refuse_act(const Policy::Bookings& policy, const BookingFacts& facts,
                        const BookingAct& act, Time now) {
  if (act.trigger == enter && now < enter_from(policy, facts.booking)) {
    return Refusal{.code = RefusalCode::too_early_to_enter,
                   .until = enter_from(policy, facts.booking)};
  }
  if (act.trigger == propose) return refuse_proposed_time(facts, act.starts_at, now);
  if (act.trigger == accept_proposal || act.trigger == decline_proposal) {
    return refuse_answer(facts, act, now);
  }
  return std::nullopt;
}

void come_in(Booking& booking, BookingActor actor, Time now) {
  auto& side = actor == BookingActor::tutor ? booking.tutor : booking.student;
  side.entered_at = side.entered_at.value_or(now);
  side.in = true;
  // S3-13: it starts once both have joined.
  if (booking.student.in && booking.tutor.in && !booking.started_at) booking.started_at = now;
}

void call_off(const Policy::Bookings& policy, Booking& booking, const BookingAct& act, Time now) {
  const bool by_tutor = act.actor == BookingActor::tutor;
  const auto notice = by_tutor ? policy.cancel_notice.tutor : policy.cancel_notice.student;
  const bool settled = booking.state == BookingState::confirmed;
  booking.cancellation = Cancellation{.by = act.actor,
                                      .at = now,
                                      .late = settled && booking.starts_at - now < notice,
                                      .reason = act.reason};
}

void put_proposal(Booking& booking, const BookingAct& act) {
  const auto& newest = booking.proposal;
  const bool same = newest && newest->state == ProposalState::open && newest->by == act.actor &&
                    newest->starts_at == act.starts_at && newest->reason == act.reason;
  if (same) return;
  booking.proposal = Proposal{.number = newest ? newest->number + 1 : 1,
                              .by = act.actor,
                              .starts_at = act.starts_at,
                              .reason = act.reason};
}

void accept(Booking& booking) {
  auto& proposal = *booking.proposal;
  if (proposal.state == ProposalState::accepted) return;
  proposal.state = ProposalState::accepted;
  booking.told.time = booking.told.newest;
  booking.starts_at = proposal.starts_at;
  booking.student = booking.tutor = {};
}

// What an act does to a booking beside moving its state.
void take_effect(const Policy::Bookings& policy, Booking& booking, const BookingAct& act,
                 Time now) {
  auto& side = act.actor == BookingActor::tutor ? booking.tutor : booking.student;
  switch (act.trigger) {
    case enter:
      return come_in(booking, act.actor, now);
    case leave:
      side.in = false;
      return;
    case cancel:
      if (booking.state != BookingState::cancelled) call_off(policy, booking, act, now);
      return;
    case propose:
      return put_proposal(booking, act);
    case accept_proposal:
      return accept(booking);
    case decline_proposal:
      booking.proposal->state = ProposalState::declined;
      return;
    default:
      return;
  }
}

// Whoever decides here knows all that was told so far.
void move_state(Booking& booking, const Transition& row) {
  if (row.goal == Goal::stay) return;
  booking.told.state = booking.told.newest;
  booking.state = booking.decided = row.to;
  booking.closed_here = !holds_time(row.to);
}

}  // namespace

std::variant<Booking, Refusal> decide_booking(const Policy::Bookings& policy,
                                              const BookingFacts& facts, const BookingAct& act,
                                              Time now) {
  auto current = facts;
  current.booking = as_of(policy, facts, now);
  if (!may_pull(act.trigger, act.actor)) return Refusal{RefusalCode::not_your_action};
  const auto* const row = find_transition(act.trigger, current.booking.state);
  if (row == nullptr) return refuse_state(current.booking.state);
  if (const auto refusal = refuse_act(policy, current, act, now)) return *refusal;
  auto changed = current;
  take_effect(policy, changed.booking, act, now);
  move_state(changed.booking, *row);
  if (changed.booking == current.booking) return std::move(changed.booking);
  ++changed.booking.changes;
  return as_of(policy, changed, now);
}

std::vector<BookingTrigger> actions_of(const Policy::Bookings& policy, const BookingFacts& facts,
                                       BookingActor actor, Time now) {
  const auto current = as_of(policy, facts, now);
  BookingAct act{.actor = actor, .starts_at = now + std::chrono::hours(1)};
  if (current.proposal) act.proposal = current.proposal->number;
  std::vector<BookingTrigger> actions;
  for (const auto trigger :
       {confirm, decline, cancel, enter, leave, propose, accept_proposal, decline_proposal}) {
    act.trigger = trigger;
    const auto outcome = decide_booking(policy, facts, act, now);
    const auto* const after = std::get_if<Booking>(&outcome);
    if (after != nullptr && after->version() != current.version()) actions.push_back(trigger);
  }
  return actions;
}

}  // namespace chalkline::rules
