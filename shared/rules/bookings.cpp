#include "rules/bookings.h"

#include <algorithm>
#include <array>
#include <utility>

#include "rules/booking_table.h"

namespace chalkline::rules {
namespace {

using enum BookingState;

constexpr std::array<std::string_view, booking_state_count> state_names{
    "awaiting_payment",  "requested",       "confirmed",     "in_session",
    "completed",         "declined",        "expired",       "cancelled",
    "missed_by_student", "missed_by_tutor", "missed_by_both"};
constexpr std::array<std::string_view, 4> actor_names{"student", "tutor", "support",
                                                      "booking_system"};
constexpr std::array<std::string_view, booking_trigger_count> trigger_names{
    "confirm",        "decline",         "cancel",           "enter",          "leave",
    "propose",        "accept_proposal", "decline_proposal", "hold_ends",      "request_ends",
    "both_come_in",   "times_out",       "runs_out",         "told_requested", "told_paid",
    "told_confirmed", "told_declined",   "told_rescheduled", "told_cancelled", "told_completed",
    "told_missed"};
constexpr std::array<std::string_view, 3> proposal_names{"open", "accepted", "declined"};

// How long a session that nobody leaves runs on at most: by then it was forgotten.
constexpr std::chrono::hours longest_run_on{12};
// How often the clock looks at a session that runs on.
constexpr std::chrono::minutes run_on_look{1};

template <class Enum, std::size_t count>
std::optional<Enum> from_name(const std::array<std::string_view, count>& names,
                              std::string_view name) {
  const auto* const found = std::find(names.begin(), names.end(), name);
  if (found == names.end()) return std::nullopt;
  return static_cast<Enum>(found - names.begin());
}

// Who has not come when time is over. Where both were there, but never together, it is who is not
// there at the end.
bool is_missing(const Attendance& one, const Attendance& other) {
  return !one.entered_at || (other.entered_at && !one.in);
}

BookingState missed_by(const Booking& booking) {
  const bool student = is_missing(booking.student, booking.tutor);
  const bool tutor = is_missing(booking.tutor, booking.student);
  if (student && tutor) return missed_by_both;
  return student ? missed_by_student : missed_by_tutor;
}

// S3-16: the reserved time is the minimum; then it lasts as long as somebody is there and nobody
// has another booking.
Time session_end(const BookingFacts& facts) {
  const auto& booking = facts.booking;
  if (!booking.student.in && !booking.tutor.in) return booking.ends_at();
  const Time forgotten = booking.ends_at() + longest_run_on;
  return std::max(booking.ends_at(), std::min(facts.next_starts_at.value_or(forgotten), forgotten));
}

constexpr Time at_once = Time::min();

// What the clock does to a booking next, and when.
struct Tick {
  BookingTrigger trigger;
  Time at;
};

std::optional<Tick> next_tick(const Policy::Bookings& policy, const BookingFacts& facts) {
  const auto& booking = facts.booking;
  switch (booking.state) {
    case awaiting_payment:
      return Tick{BookingTrigger::hold_ends, pay_by(policy, booking)};
    case requested:
      return Tick{BookingTrigger::request_ends, answer_by(policy, booking)};
    case confirmed:
      if (booking.started_at) return Tick{BookingTrigger::both_come_in, at_once};
      return Tick{BookingTrigger::times_out, times_out_at(policy, booking)};
    case in_session:
      return Tick{BookingTrigger::runs_out, session_end(facts)};
    case completed:
    case declined:
    case expired:
    case cancelled:
    case missed_by_student:
    case missed_by_tutor:
    case missed_by_both:
      break;
  }
  return std::nullopt;
}

}  // namespace

std::string_view name_of(BookingState state) {
  return state_names.at(static_cast<std::size_t>(state));
}
std::optional<BookingState> booking_state_from(std::string_view name) {
  return from_name<BookingState>(state_names, name);
}

bool holds_time(BookingState state) { return state <= in_session; }

std::string_view name_of(BookingActor actor) {
  return actor_names.at(static_cast<std::size_t>(actor));
}
std::optional<BookingActor> booking_actor_from(std::string_view name) {
  return from_name<BookingActor>(actor_names, name);
}

std::string_view name_of(BookingTrigger trigger) {
  return trigger_names.at(static_cast<std::size_t>(trigger));
}

std::string_view name_of(ProposalState state) {
  return proposal_names.at(static_cast<std::size_t>(state));
}
std::optional<ProposalState> proposal_state_from(std::string_view name) {
  return from_name<ProposalState>(proposal_names, name);
}

Time pay_by(const Policy::Bookings& policy, const Booking& booking) {
  return std::min(booking.booked_at + policy.payment_hold, booking.starts_at);
}
Time answer_by(const Policy::Bookings& policy, const Booking& booking) {
  return std::min(booking.asked_at + policy.request_expiry, booking.starts_at);
}
Time enter_from(const Policy::Bookings& policy, const Booking& booking) {
  return booking.starts_at - policy.enter_window;
}
Time times_out_at(const Policy::Bookings& policy, const Booking& booking) {
  return booking.starts_at + policy.timeout;
}

Booking advance(const Policy::Bookings& policy, const BookingFacts& facts, Time now) {
  auto moved = facts;
  for (auto tick = next_tick(policy, moved); tick && tick->at <= now;
       tick = next_tick(policy, moved)) {
    const auto* const row = find_transition(tick->trigger, moved.booking.state);
    moved.booking.state = row->goal == Goal::missed ? missed_by(moved.booking) : row->to;
    ++moved.booking.changes;
  }
  return std::move(moved.booking);
}

Booking as_of(const Policy::Bookings& policy, const BookingFacts& facts, Time now) {
  return advance(policy, facts, now - std::chrono::milliseconds(1));
}

std::optional<Time> due_at(const Policy::Bookings& policy, const BookingFacts& facts, Time now) {
  const auto tick = next_tick(policy, facts);
  if (!tick) return std::nullopt;
  if (facts.booking.state != in_session) return tick->at;
  if (now < facts.booking.ends_at()) return facts.booking.ends_at();
  // A next booking of the two may yet be made, and nobody tells this one.
  return std::min(tick->at, now + run_on_look);
}

std::string_view name_of(Payout payout) { return payout == Payout::full ? "full" : "none"; }

std::optional<Payout> payout_of(const Booking& booking) {
  if (holds_time(booking.state)) return std::nullopt;
  const bool cancelled_late = booking.state == cancelled && booking.cancellation &&
                              booking.cancellation->late &&
                              booking.cancellation->by == BookingActor::student;
  const bool full =
      booking.state == completed || booking.state == missed_by_student || cancelled_late;
  return full ? Payout::full : Payout::none;
}

}  // namespace chalkline::rules
