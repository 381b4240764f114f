#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>

#include "rules/bookings.h"

namespace chalkline::rules {

// The life of a booking in one table: every way from one state to another, by people, by the clock
// and by the booking system.

// A set of states.
class StateSet {
 public:
  constexpr StateSet(std::initializer_list<BookingState> states) {
    for (const auto state : states) bits_ |= bit(state);
  }
  constexpr bool has(BookingState state) const { return (bits_ & bit(state)) != 0; }

 private:
  static constexpr std::uint32_t bit(BookingState state) {
    return 1U << static_cast<unsigned>(state);
  }
  std::uint32_t bits_ = 0;
};

// Where a transition leads: to one state, or to one that depends on the booking.
enum class Goal : std::uint8_t {
  state,       // `to`
  stay,        // the state stays; something else of the booking may change
  after_paid,  // requested or confirmed, by policy
  missed,      // by whoever did not come
  told,        // by whom the booking system says
};

struct Transition {
  BookingTrigger trigger;
  StateSet from;
  Goal goal;
  BookingState to = BookingState::requested;
};

// The row for a trigger in a state; none: it does nothing there.
const Transition* find_transition(BookingTrigger trigger, BookingState state);

// Whether somebody is the one to pull a trigger at all, whatever the state.
bool may_pull(BookingTrigger trigger, BookingActor actor);

}  // namespace chalkline::rules
