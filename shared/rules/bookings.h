#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/policy.h"
#include "rules/refusals.h"
#include "rules/time.h"

namespace chalkline::rules {

// Where a booking is in its life (contract §2). The first four hold their time for tutor and
// student; the others are its ends.
enum class BookingState : std::uint8_t {
  awaiting_payment,
  requested,
  confirmed,
  in_session,
  completed,
  declined,
  expired,
  cancelled,
  missed_by_student,
  missed_by_tutor,
  missed_by_both,
};
inline constexpr int booking_state_count = 11;

std::string_view name_of(BookingState state);
std::optional<BookingState> booking_state_from(std::string_view name);
// Whether nobody else gets the time of a booking in this state (S3-28).
bool holds_time(BookingState state);

// Who acts on a booking. The booking system is what tells the site of bookings by webhook.
enum class BookingActor : std::uint8_t { student, tutor, support, booking_system };
std::string_view name_of(BookingActor actor);
std::optional<BookingActor> booking_actor_from(std::string_view name);

// What may move a booking: what people do, what the clock does, what the booking system tells.
enum class BookingTrigger : std::uint8_t {
  confirm,
  decline,
  cancel,
  enter,
  leave,
  propose,
  accept_proposal,
  decline_proposal,
  hold_ends,
  request_ends,
  both_come_in,
  times_out,
  runs_out,
  told_requested,
  told_paid,
  told_confirmed,
  told_declined,
  told_rescheduled,
  told_cancelled,
  told_completed,
  told_missed,
};
inline constexpr int booking_trigger_count = 21;
// The public name of what a person may do: `actions` of a Booking.
std::string_view name_of(BookingTrigger trigger);

// One side's coming and going at the time the booking has now.
struct Attendance {
  std::optional<Time> entered_at;  // for the first time
  bool in = false;

  bool operator==(const Attendance&) const = default;
};

enum class ProposalState : std::uint8_t { open, accepted, declined };
std::string_view name_of(ProposalState state);
std::optional<ProposalState> proposal_state_from(std::string_view name);

// Another time for a booking (S3-21): 1, 2, 3 … per booking. Only the newest one is open.
struct Proposal {
  int number = 0;
  BookingActor by = BookingActor::tutor;
  Time starts_at{};
  std::string reason;
  ProposalState state = ProposalState::open;

  bool operator==(const Proposal&) const = default;
};

struct Cancellation {
  BookingActor by = BookingActor::student;
  Time at{};
  bool late = false;  // later than the notice that the site asks of whoever cancels
  std::string reason;

  bool operator==(const Cancellation&) const = default;
};

// The newest versions of what the booking system has told: of anything, of the state, of the time.
// None: nothing. An older event changes nothing that a newer one has told.
struct ToldVersions {
  std::optional<long long> newest;
  std::optional<long long> state;
  std::optional<long long> time;

  bool operator==(const ToldVersions&) const = default;
};

// A booked session. Its times that follow from others (payBy, timesOutAt …) are functions below.
struct Booking {
  BookingState state = BookingState::requested;
  // What people and the booking system have made of it. `state` differs from it where the clock and
  // the two who come or do not come have gone on from there.
  BookingState decided = BookingState::requested;
  bool closed_here = false;  // a person here has declined or cancelled it
  Time starts_at{};
  std::chrono::minutes length{};
  Time booked_at{};
  Time asked_at{};    // the tutor was asked to confirm
  bool paid = false;  // what was paid stays paid, whatever is told in which order
  Attendance student;
  Attendance tutor;
  std::optional<Time> started_at;    // both were in
  std::optional<Proposal> proposal;  // the newest one
  std::optional<Cancellation> cancellation;
  ToldVersions told;
  int changes = 0;  // by people and by the clock

  Time ends_at() const { return starts_at + length; }
  // Rises with every change; the same for all orders in which one set of events may be told.
  long long version() const { return changes + told.newest.value_or(0); }
  bool operator==(const Booking&) const = default;
};

// The last moment of a hold for payment, and of a request. Neither outlasts the booked start.
Time pay_by(const Policy::Bookings& policy, const Booking& booking);
Time answer_by(const Policy::Bookings& policy, const Booking& booking);
// The first moment in which the session can be entered (S3-12), the last one of waiting for the
// other (S3-19).
Time enter_from(const Policy::Bookings& policy, const Booking& booking);
Time times_out_at(const Policy::Bookings& policy, const Booking& booking);

// Everything that a decision about a booking looks at.
struct BookingFacts {
  Booking booking;
  // When the next booking begins of either of the two (S3-16).
  std::optional<Time> next_starts_at;
  // Whether tutor or student have another booking at the time that is proposed or accepted.
  bool tutor_busy = false;
  bool student_busy = false;
};

// What somebody does. `reason` is of cancel and propose, `starts_at` of propose, `proposal` of
// accept_proposal and decline_proposal.
struct BookingAct {
  BookingTrigger trigger = BookingTrigger::confirm;
  BookingActor actor = BookingActor::student;
  std::string reason = {};
  Time starts_at{};
  int proposal = 0;
};

// What the booking becomes by an act at `now`; unchanged, with the same version, where the act has
// been done already. Refused: not_found (no such proposal), not_your_action, wrong_state,
// timed_out, too_early_to_enter, too_soon (a proposal for the past), slot_taken, student_busy. The
// clock goes first: what is due at `now` has happened, whether or not a worker has been there. The
// last moment of any time limit still counts for who acts in it.
std::variant<Booking, Refusal> decide_booking(const Policy::Bookings& policy,
                                              const BookingFacts& facts, const BookingAct& act,
                                              Time now);

// What the clock has made of a booking when it shows `now`, that moment included.
Booking advance(const Policy::Bookings& policy, const BookingFacts& facts, Time now);
// The same with that moment still left to who acts in it: how a booking is shown.
Booking as_of(const Policy::Bookings& policy, const BookingFacts& facts, Time now);

// When the clock next has to look at the booking, as it is; none: never again.
std::optional<Time> due_at(const Policy::Bookings& policy, const BookingFacts& facts, Time now);

// What `actor` may do now that would change something.
std::vector<BookingTrigger> actions_of(const Policy::Bookings& policy, const BookingFacts& facts,
                                       BookingActor actor, Time now);

// What of the price the tutor gets: known once the booking has ended (S3-18).
enum class Payout : std::uint8_t { none, full };
std::string_view name_of(Payout payout);
// Full for a session that took place, one that the student missed (S3-18), and one that the student
// has cancelled later than the notice; none for any other end.
std::optional<Payout> payout_of(const Booking& booking);

}  // namespace chalkline::rules
