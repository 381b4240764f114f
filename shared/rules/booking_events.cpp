#include "rules/booking_events.h"

#include <algorithm>
#include <utility>

#include "rules/booking_table.h"

namespace chalkline::rules {
namespace {

bool is_newer(const std::optional<long long>& told, long long version) {
  return !told || version > *told;
}

// A session at another time has not been entered yet, and is what was decided of it.
void move_to(Booking& booking, Time starts_at, std::chrono::minutes length) {
  booking.length = length;
  if (booking.starts_at == starts_at) return;
  booking.starts_at = starts_at;
  booking.student = booking.tutor = {};
  booking.started_at.reset();
  booking.state = booking.decided;
}

void take_time(Booking& booking, const BookingEvent& event) {
  if (!event.starts_at || !is_newer(booking.told.time, event.version)) return;
  booking.told.time = event.version;
  move_to(booking, *event.starts_at, event.length.value_or(booking.length));
}

Cancellation cancellation_of(const Policy::Bookings& policy, const Booking& booking,
                             const BookingEvent& event, Time now) {
  const bool by_tutor = event.by == BookingActor::tutor;
  const auto notice = by_tutor ? policy.cancel_notice.tutor : policy.cancel_notice.student;
  const Time at = std::min(event.at, now);
  const Time starts_at = event.starts_at.value_or(booking.starts_at);
  return {.by = event.by, .at = at, .late = starts_at - at < notice, .reason = event.reason};
}

BookingState told_state(const BookingEvent& event, const Transition& row) {
  return row.goal == Goal::told ? event.missed : row.to;
}

void take_state(const Policy::Bookings& policy, Booking& booking, const BookingEvent& event,
                Time now) {
  const auto& row = *find_transition(event.trigger, booking.state);
  const bool tells_state = row.goal == Goal::state || row.goal == Goal::told;
  if (!tells_state || !is_newer(booking.told.state, event.version)) return;
  booking.told.state = event.version;
  const auto state = told_state(event, row);
  if (booking.closed_here && holds_time(state)) return;
  booking.state = booking.decided = state;
  if (state == BookingState::requested) booking.asked_at = now;
  booking.cancellation.reset();
  if (state != BookingState::cancelled) return;
  booking.cancellation = cancellation_of(policy, booking, event, now);
}

// A hold that is over stays so: its time may be another's by now.
void take_payment(const Policy::Bookings& policy, Booking& booking, const BookingEvent& event,
                  Time now) {
  if (event.trigger != BookingTrigger::told_paid) return;
  booking.paid = true;
  if (find_transition(event.trigger, booking.state)->goal != Goal::after_paid) return;
  booking.state = booking.decided = state_after_payment(policy);
  booking.asked_at = now;
}

}  // namespace

BookingState state_after_payment(const Policy::Bookings& policy) {
  return policy.confirmation == Policy::Confirmation::request ? BookingState::requested
                                                              : BookingState::confirmed;
}

Booking begin_told(const Policy::Bookings& policy, const BookingEvent& event, Time now) {
  const Booking unknown{.starts_at = event.starts_at.value_or(now),
                        .length = event.length.value_or(std::chrono::minutes(0)),
                        .booked_at = now,
                        .asked_at = now};
  return tell(policy, unknown, event, now);
}

Booking tell(const Policy::Bookings& policy, Booking booking, const BookingEvent& event, Time now) {
  take_time(booking, event);
  take_state(policy, booking, event, now);
  take_payment(policy, booking, event, now);
  if (is_newer(booking.told.newest, event.version)) booking.told.newest = event.version;
  return booking;
}

}  // namespace chalkline::rules
