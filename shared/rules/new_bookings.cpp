#include "rules/new_bookings.h"

#include "rules/booking_events.h"

namespace chalkline::rules {

// S0-22 counts messages, and booking may even end the count.
bool may_book(const std::optional<Refusal>& messaging) {
  return !messaging || messaging->code == RefusalCode::unanswered_cap_reached;
}

bool is_on_grid(Time time) {
  return time.time_since_epoch() % booking_quantum == std::chrono::milliseconds(0);
}

bool is_bookable_length(const Policy::Bookings& policy, std::chrono::minutes length) {
  return length >= policy.shortest && length <= policy.longest &&
         (length - policy.shortest) % policy.step == std::chrono::minutes(0);
}

std::optional<Refusal> refuse_pair(const NewBookingFacts& facts) {
  if (!facts.is_tutor || !facts.is_student) return Refusal{RefusalCode::tutor_not_offered};
  if (facts.by_support) return std::nullopt;
  if (!may_book(facts.messaging)) return facts.messaging;
  if (!facts.offered) return Refusal{RefusalCode::tutor_not_offered};
  return std::nullopt;
}

std::optional<Refusal> refuse_time(const Policy::Bookings& policy, const NewBookingFacts& facts,
                                   const NewBooking& wish, Time now) {
  if (!is_bookable_length(policy, wish.length)) return Refusal{RefusalCode::bad_length};
  if (wish.starts_at < now + policy.lead) return Refusal{RefusalCode::too_soon};
  if (!facts.inside_availability || !is_on_grid(wish.starts_at)) {
    return Refusal{RefusalCode::outside_availability};
  }
  if (facts.tutor_busy) return Refusal{RefusalCode::slot_taken};
  if (facts.student_busy) return Refusal{RefusalCode::student_busy};
  return std::nullopt;
}

std::variant<Booking, Refusal> decide_new_booking(const Policy::Bookings& policy,
                                                  const NewBookingFacts& facts,
                                                  const NewBooking& wish, Time now) {
  if (const auto refusal = refuse_pair(facts)) return *refusal;
  if (const auto refusal = refuse_time(policy, facts, wish, now)) return *refusal;
  const bool prepaid = policy.payment == Policy::Payment::prepaid;
  const auto state = prepaid ? BookingState::awaiting_payment : state_after_payment(policy);
  return Booking{.state = state,
                 .decided = state,
                 .starts_at = wish.starts_at,
                 .length = wish.length,
                 .booked_at = now,
                 .asked_at = now,
                 .changes = 1};
}

}  // namespace chalkline::rules
