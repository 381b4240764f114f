#include "rules/bookings.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/booking_table.h"
#include "rules/facts.h"
#include "rules/new_bookings.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using enum BookingTrigger;
using enum BookingState;

constexpr auto student = BookingActor::student;
constexpr auto tutor = BookingActor::tutor;
constexpr auto support = BookingActor::support;
constexpr milliseconds moment{1};

// At noon, an hour long, booked two days before.
Booking booked(BookingState state) {
  return {.state = state,
          .decided = state,
          .starts_at = noon,
          .length = minutes(60),
          .booked_at = noon - hours(48),
          .asked_at = noon - hours(48),
          .changes = 1};
}

std::string line_of(const std::variant<Booking, Refusal>& outcome) {
  if (const auto* refusal = std::get_if<Refusal>(&outcome)) {
    return std::string(name_of(refusal->code)) +
           (refusal->state.empty() ? "" : " " + std::string(refusal->state));
  }
  return std::string(name_of(std::get<Booking>(outcome).state));
}

// A booking and what is done with it, one after the other.
struct Life {
  BookingFacts facts;
  Policy::Bookings policy = {};

  std::string act(BookingTrigger trigger, BookingActor actor, Time now) {
    return act({.trigger = trigger, .actor = actor}, now);
  }
  std::string act(const BookingAct& what, Time now) {
    const auto outcome = decide_booking(policy, facts, what, now);
    if (const auto* after = std::get_if<Booking>(&outcome)) facts.booking = *after;
    return line_of(outcome);
  }
  std::string clock(Time now) {
    facts.booking = advance(policy, facts, now);
    return std::string(name_of(facts.booking.state));
  }
  Booking& booking() { return facts.booking; }
};

Life life(BookingState state) { return {{booked(state)}}; }

BOOST_AUTO_TEST_SUITE(bookings)

BOOST_AUTO_TEST_CASE(state_names, *description("contract 2, golden")) {
  const std::vector<std::string> golden = {"awaiting_payment", "requested",     "confirmed",
                                           "in_session",       "completed",     "declined",
                                           "expired",          "cancelled",     "missed_by_student",
                                           "missed_by_tutor",  "missed_by_both"};
  std::vector<std::string> names;
  for (int i = 0; i < booking_state_count; ++i) {
    names.emplace_back(name_of(static_cast<BookingState>(i)));
    BOOST_TEST((booking_state_from(names.back()) == static_cast<BookingState>(i)));
  }
  BOOST_TEST(names == golden, boost::test_tools::per_element());
  BOOST_TEST(!booking_state_from("done").has_value());
  std::string held;
  for (int i = 0; i < booking_state_count; ++i) held += holds_time(BookingState(i)) ? '1' : '0';
  BOOST_TEST(held == "11110000000");
}

// Who × what × state, before the start: the whole of what people may do.
BOOST_AUTO_TEST_CASE(people, *description("S0-21, S3-21, S3-29: who may do what, and when")) {
  const struct {
    BookingTrigger trigger;
    BookingActor actor;
    std::vector<std::string> outcomes;  // awaiting_payment, requested, confirmed, declined,
                                        // cancelled, missed_by_both
  } table[] = {
      {confirm,
       tutor,
       {"wrong_state awaiting_payment", "confirmed", "confirmed", "wrong_state declined",
        "wrong_state cancelled", "timed_out"}},
      {decline,
       tutor,
       {"wrong_state awaiting_payment", "declined", "wrong_state confirmed", "declined",
        "wrong_state cancelled", "timed_out"}},
      {cancel,
       student,
       {"cancelled", "cancelled", "cancelled", "wrong_state declined", "cancelled", "timed_out"}},
      {cancel,
       tutor,
       {"cancelled", "cancelled", "cancelled", "wrong_state declined", "cancelled", "timed_out"}},
      {cancel,
       support,
       {"cancelled", "cancelled", "cancelled", "wrong_state declined", "cancelled", "timed_out"}},
      {enter,
       student,
       {"wrong_state awaiting_payment", "wrong_state requested", "too_early_to_enter",
        "wrong_state declined", "wrong_state cancelled", "timed_out"}},
      {leave,
       student,
       {"wrong_state awaiting_payment", "wrong_state requested", "confirmed",
        "wrong_state declined", "wrong_state cancelled", "missed_by_both"}},
      {propose,
       tutor,
       {"wrong_state awaiting_payment", "requested", "confirmed", "wrong_state declined",
        "wrong_state cancelled", "timed_out"}},
      {accept_proposal,
       tutor,
       {"wrong_state awaiting_payment", "not_found", "not_found", "wrong_state declined",
        "wrong_state cancelled", "timed_out"}},
      {decline_proposal,
       student,
       {"wrong_state awaiting_payment", "not_found", "not_found", "wrong_state declined",
        "wrong_state cancelled", "timed_out"}},
  };
  for (const auto& row : table) {
    std::vector<std::string> outcomes;
    for (const auto state :
         {awaiting_payment, requested, confirmed, declined, cancelled, missed_by_both}) {
      Life one = life(state);
      one.booking().booked_at = one.booking().asked_at = noon - minutes(65);
      const BookingAct act{
          .trigger = row.trigger, .actor = row.actor, .starts_at = noon + hours(1)};
      outcomes.push_back(one.act(act, noon - hours(1)));
    }
    BOOST_TEST_CONTEXT(name_of(row.trigger) << " by " << name_of(row.actor)) {
      BOOST_TEST(outcomes == row.outcomes, boost::test_tools::per_element());
    }
  }
}

BOOST_AUTO_TEST_CASE(others_turns, *description("S0-21: only the entitled party may act")) {
  const struct {
    BookingTrigger trigger;
    BookingActor actor;
  } table[] = {{confirm, student},
               {confirm, support},
               {decline, student},
               {decline, support},
               {enter, support},
               {leave, support},
               {propose, support},
               {accept_proposal, support},
               {decline_proposal, support},
               {told_paid, student},
               {told_confirmed, tutor},
               {hold_ends, tutor},
               {times_out, student},
               {cancel, BookingActor::booking_system}};
  for (const auto& row : table) {
    BOOST_TEST_CONTEXT(name_of(row.trigger)) {
      BOOST_TEST(life(requested).act(row.trigger, row.actor, noon - hours(30)) ==
                 "not_your_action");
    }
  }
}

BOOST_AUTO_TEST_CASE(twice_is_once, *description("S0-21: a double click is harmless")) {
  Life one = life(requested);
  const auto early = noon - hours(30);
  BOOST_TEST(one.act(confirm, tutor, early) == "confirmed");
  const auto version = one.booking().version();
  BOOST_TEST(one.act(confirm, tutor, early + seconds(1)) == "confirmed");
  BOOST_TEST(one.booking().version() == version);
  BOOST_TEST(one.act(cancel, student, early) == "cancelled");
  const auto cancellation = one.booking().cancellation;
  BOOST_TEST(one.act(cancel, tutor, noon) == "cancelled");
  BOOST_TEST((one.booking().cancellation == cancellation));
  Life other = life(requested);
  other.act(decline, tutor, early);
  BOOST_TEST(other.act(decline, tutor, early) == "declined");
  BOOST_TEST(other.booking().changes == 2);
}

BOOST_AUTO_TEST_CASE(entering, *description("S3-12: from two minutes before, not a second more")) {
  const auto refusal = std::get<Refusal>(decide_booking(
      {}, life(confirmed).facts, {.trigger = enter}, noon - minutes(2) - seconds(1)));
  BOOST_TEST((refusal.code == RefusalCode::too_early_to_enter));
  BOOST_TEST((refusal.until == noon - minutes(2)));
  BOOST_TEST(life(confirmed).act(enter, student, noon - minutes(2)) == "confirmed");
  BOOST_TEST(life(confirmed).act(enter, tutor, noon - minutes(2)) == "confirmed");
}

BOOST_AUTO_TEST_CASE(starting, *description("S3-13: once both are in, at one time")) {
  Life one = life(confirmed);
  BOOST_TEST(one.act(enter, student, noon - minutes(1)) == "confirmed");
  BOOST_TEST(one.act(enter, student, noon) == "confirmed");
  BOOST_TEST(one.booking().changes == 2);
  BOOST_TEST(one.act(enter, tutor, noon + minutes(14)) == "in_session");
  BOOST_TEST((one.booking().started_at == noon + minutes(14)));
  BOOST_TEST((one.booking().student.entered_at == noon - minutes(1)));
  // One after the other, but never together.
  Life apart = life(confirmed);
  apart.act(enter, student, noon);
  BOOST_TEST(apart.act(leave, student, noon + minutes(1)) == "confirmed");
  BOOST_TEST(apart.act(enter, tutor, noon + minutes(2)) == "confirmed");
  BOOST_TEST(apart.act(enter, student, noon + minutes(3)) == "in_session");
}

BOOST_AUTO_TEST_CASE(timing_out, *description("S3-19: fifteen minutes count, a second more not")) {
  const auto limit = noon + minutes(15);
  BOOST_TEST(life(confirmed).act(enter, tutor, limit) == "confirmed");
  BOOST_TEST(life(confirmed).act(enter, tutor, limit + seconds(1)) == "timed_out");
  BOOST_TEST(life(confirmed).act(cancel, student, limit + moment) == "timed_out");
  BOOST_TEST(life(confirmed).clock(limit - moment) == "confirmed");
  BOOST_TEST(life(confirmed).clock(limit) == "missed_by_both");
  BOOST_TEST(life(in_session).clock(limit) == "in_session");
}

BOOST_AUTO_TEST_CASE(missing, *description("S3-18, S3-29: who has not come, by entering alone")) {
  struct Step {
    BookingTrigger trigger;
    BookingActor actor;
  };
  const struct {
    std::vector<Step> steps;
    std::string end;
    std::string payout;
  } table[] = {
      {{}, "missed_by_both", "none"},
      {{{enter, tutor}}, "missed_by_student", "full"},
      {{{enter, student}}, "missed_by_tutor", "none"},
      {{{enter, student}, {leave, student}}, "missed_by_tutor", "none"},
      {{{enter, student}, {leave, student}, {enter, tutor}}, "missed_by_student", "full"},
      {{{enter, tutor}, {leave, tutor}, {enter, student}}, "missed_by_tutor", "none"},
      {{{enter, tutor}, {leave, tutor}, {enter, student}, {leave, student}},
       "missed_by_both",
       "none"},
  };
  for (const auto& row : table) {
    Life one = life(confirmed);
    int minute = 0;
    for (const auto& step : row.steps) one.act(step.trigger, step.actor, noon + minutes(minute++));
    BOOST_TEST(one.clock(noon + minutes(15)) == row.end);
    BOOST_TEST(name_of(*payout_of(one.booking())) == row.payout);
  }
}

Life together() {
  Life one = life(confirmed);
  one.act(enter, student, noon);
  one.act(enter, tutor, noon);
  return one;
}

BOOST_AUTO_TEST_CASE(running_on, *description("S3-16: the reserved time is the minimum")) {
  const auto end = noon + minutes(60);
  BOOST_TEST(together().clock(end + hours(3)) == "in_session");
  BOOST_TEST(together().clock(end + hours(12) - moment) == "in_session");
  BOOST_TEST(together().clock(end + hours(12)) == "completed");
  Life followed = together();
  followed.facts.next_starts_at = end + minutes(30);
  BOOST_TEST(followed.clock(end + minutes(30) - moment) == "in_session");
  BOOST_TEST(followed.clock(end + minutes(30)) == "completed");
  Life left = together();
  left.act(leave, tutor, end + minutes(1));
  BOOST_TEST(left.act(leave, student, end + minutes(2)) == "completed");
  BOOST_TEST(name_of(*payout_of(left.booking())) == "full");
  // Whoever left before the end may come back until then.
  Life early = together();
  early.act(leave, tutor, noon + minutes(40));
  BOOST_TEST(early.act(leave, student, noon + minutes(40)) == "in_session");
  BOOST_TEST(early.act(enter, student, noon + minutes(50)) == "in_session");
  early.act(leave, student, noon + minutes(51));
  BOOST_TEST(early.clock(end - moment) == "in_session");
  BOOST_TEST(early.clock(end) == "completed");
}

BOOST_AUTO_TEST_CASE(holds, *description("S3-17: ten minutes to pay, and never past the start")) {
  Life one = life(awaiting_payment);
  one.booking().booked_at = noon - hours(2);
  BOOST_TEST((pay_by(one.policy, one.booking()) == noon - minutes(110)));
  BOOST_TEST(one.clock(noon - minutes(110) - moment) == "awaiting_payment");
  BOOST_TEST(one.clock(noon - minutes(110)) == "expired");
  BOOST_TEST(name_of(*payout_of(one.booking())) == "none");
  one = life(awaiting_payment);
  one.booking().booked_at = noon - minutes(3);
  BOOST_TEST((pay_by(one.policy, one.booking()) == noon));
}

BOOST_AUTO_TEST_CASE(requests,
                     *description("contract 2: a request waits a day, never past the start")) {
  Life one = life(requested);
  const auto limit = noon - hours(24);
  BOOST_TEST((answer_by(one.policy, one.booking()) == limit));
  BOOST_TEST(life(requested).act(confirm, tutor, limit) == "confirmed");
  BOOST_TEST(life(requested).act(confirm, tutor, limit + moment) == "wrong_state expired");
  BOOST_TEST(one.clock(limit) == "expired");
  one = life(requested);
  one.booking().asked_at = noon - hours(1);
  BOOST_TEST((answer_by(one.policy, one.booking()) == noon));
}

BOOST_AUTO_TEST_CASE(cancelling, *description("S3-29: notice for each side, and what it costs")) {
  Policy::Bookings policy;
  policy.cancel_notice = {.student = hours(12), .tutor = hours(6)};
  const struct {
    BookingState state;
    BookingActor actor;
    Time at;
    bool late;
    std::string payout;
  } table[] = {
      {confirmed, student, noon - hours(12), false, "none"},
      {confirmed, student, noon - hours(12) + seconds(1), true, "full"},
      {confirmed, student, noon + minutes(10), true, "full"},
      {confirmed, tutor, noon - hours(6), false, "none"},
      {confirmed, tutor, noon - hours(6) + seconds(1), true, "none"},
      {confirmed, support, noon - hours(12) + seconds(1), true, "none"},
      {requested, student, noon - minutes(1), false, "none"},
  };
  for (const auto& row : table) {
    Life one{{booked(row.state)}, policy};
    one.booking().asked_at = noon - hours(2);
    const BookingAct act{.trigger = cancel, .actor = row.actor, .reason = "Ill"};
    BOOST_TEST(one.act(act, row.at) == "cancelled");
    const auto cancellation = *one.booking().cancellation;
    BOOST_TEST((cancellation.by == row.actor && cancellation.at == row.at));
    BOOST_TEST(cancellation.reason == "Ill");
    BOOST_TEST(cancellation.late == row.late);
    BOOST_TEST(name_of(*payout_of(one.booking())) == row.payout);
  }
}

BOOST_AUTO_TEST_CASE(proposals, *description("S3-21: a little later, answered by the other")) {
  Life one = life(confirmed);
  const auto now = noon - minutes(5);
  const BookingAct later{.trigger = propose,
                         .actor = tutor,
                         .reason = "The train is late",
                         .starts_at = noon + minutes(20)};
  BOOST_TEST(one.act(later, now) == "confirmed");
  BOOST_TEST((one.booking().starts_at == noon));
  BOOST_TEST(one.booking().proposal->reason == "The train is late");
  const auto version = one.booking().version();
  one.act(later, now + seconds(1));
  BOOST_TEST(one.booking().version() == version);
  auto otherwise = one;
  auto reason = later;
  reason.reason = "The bus is late";
  otherwise.act(reason, now + seconds(1));
  BOOST_TEST(otherwise.booking().proposal->number == 2);
  const BookingAct yes{.trigger = accept_proposal, .actor = student, .proposal = 1};
  auto mine = yes;
  mine.actor = tutor;
  BOOST_TEST(one.act(mine, now) == "not_your_action");
  BOOST_TEST(one.act({.trigger = accept_proposal, .actor = student, .proposal = 2}, now) ==
             "not_found");
  one.act(enter, student, now + minutes(4));
  BOOST_TEST(one.act(yes, noon) == "confirmed");
  BOOST_TEST((one.booking().starts_at == noon + minutes(20)));
  BOOST_TEST(!one.booking().student.in);
  BOOST_TEST(one.act(yes, noon) == "confirmed");
  BOOST_TEST(one.act({.trigger = decline_proposal, .actor = student, .proposal = 1}, noon) ==
             "wrong_state confirmed");
}

BOOST_AUTO_TEST_CASE(proposals_refused,
                     *description("S3-21, S3-28: no time that is over or taken")) {
  const BookingAct proposal{.trigger = propose, .actor = student, .starts_at = noon + hours(1)};
  Life one = life(requested);
  one.booking().asked_at = noon - hours(1);
  BOOST_TEST(one.act(proposal, noon - hours(1)) == "requested");
  Life busy = one;
  busy.facts.tutor_busy = true;
  BOOST_TEST(busy.act(proposal, noon - hours(1)) == "slot_taken");
  const BookingAct yes{.trigger = accept_proposal, .actor = tutor, .proposal = 1};
  BOOST_TEST(busy.act(yes, noon - hours(1)) == "slot_taken");
  busy.facts = {.booking = one.booking(), .student_busy = true};
  BOOST_TEST(busy.act(yes, noon - hours(1)) == "student_busy");
  auto past = proposal;
  past.starts_at = noon - hours(2);
  BOOST_TEST(one.act(past, noon - hours(1)) == "too_soon");
  // A newer proposal takes the place of an older one.
  auto other = proposal;
  other.actor = tutor;
  other.starts_at = noon + hours(2);
  one.act(other, noon - hours(1));
  BOOST_TEST(one.act(yes, noon - hours(1)) == "wrong_state requested");
  BOOST_TEST(one.act({.trigger = decline_proposal, .actor = student, .proposal = 2},
                     noon - hours(1)) == "requested");
  BOOST_TEST(one.act({.trigger = accept_proposal, .actor = student, .proposal = 2},
                     noon - hours(1)) == "wrong_state requested");
  // Accepted by both, a request needs no confirming any more.
  Life asked = life(requested);
  asked.booking().asked_at = noon - hours(1);
  asked.act(proposal, noon - hours(1));
  BOOST_TEST(asked.act(yes, noon - hours(1)) == "confirmed");
}

BOOST_AUTO_TEST_CASE(due, *description("S3-19: when the clock looks at a booking again")) {
  const Policy::Bookings policy;
  BOOST_TEST((due_at(policy, {booked(confirmed)}, noon) == noon + minutes(15)));
  BOOST_TEST((due_at(policy, {booked(requested)}, noon - hours(40)) == noon - hours(24)));
  BOOST_TEST((due_at(policy, together().facts, noon) == noon + hours(1)));
  BOOST_TEST((due_at(policy, together().facts, noon + hours(2)) == noon + hours(2) + minutes(1)));
  for (const auto state : {completed, declined, expired, cancelled, missed_by_both}) {
    BOOST_TEST(!due_at(policy, {booked(state)}, noon).has_value());
  }
}

std::string actions_line(const BookingFacts& facts, BookingActor actor, Time now) {
  std::string line;
  for (const auto action : actions_of({}, facts, actor, now)) {
    line += (line.empty() ? "" : " ") + std::string(name_of(action));
  }
  return line;
}

BOOST_AUTO_TEST_CASE(actions, *description("contract 2: what the caller may do now")) {
  const auto early = noon - hours(30);
  BOOST_TEST(actions_line({booked(requested)}, tutor, early) == "confirm decline cancel propose");
  BOOST_TEST(actions_line({booked(requested)}, student, early) == "cancel propose");
  BOOST_TEST(actions_line({booked(requested)}, support, early) == "cancel");
  BOOST_TEST(actions_line({booked(confirmed)}, student, early) == "cancel propose");
  BOOST_TEST(actions_line({booked(confirmed)}, student, noon) == "cancel enter propose");
  BOOST_TEST(actions_line(together().facts, student, noon) == "leave");
  BOOST_TEST(actions_line({booked(completed)}, student, noon) == "");
  Life proposed = life(confirmed);
  proposed.act({.trigger = propose, .actor = tutor, .starts_at = noon + hours(1)}, early);
  BOOST_TEST(actions_line(proposed.facts, student, early) ==
             "cancel propose accept_proposal decline_proposal");
  BOOST_TEST(actions_line(proposed.facts, tutor, early) == "cancel propose");
}

NewBookingFacts willing() {
  return {.is_tutor = true, .is_student = true, .offered = true, .inside_availability = true};
}

std::string booking_of(const NewBookingFacts& facts, int length = 60,
                       milliseconds ahead = minutes(60), const Policy::Bookings& policy = {}) {
  return line_of(decide_new_booking(policy, facts, {noon + ahead, minutes(length)}, noon));
}

BOOST_AUTO_TEST_CASE(lengths, *description("S3-15: 15 to 120 minutes in steps of 5")) {
  const struct {
    int minutes;
    std::string outcome;
  } table[] = {{14, "bad_length"}, {15, "requested"},   {16, "bad_length"}, {20, "requested"},
               {120, "requested"}, {125, "bad_length"}, {0, "bad_length"},  {-15, "bad_length"}};
  for (const auto& row : table) {
    BOOST_TEST(booking_of(willing(), row.minutes) == row.outcome, row.minutes);
  }
}

BOOST_AUTO_TEST_CASE(lead, *description("S3-14: at least an hour ahead")) {
  BOOST_TEST(booking_of(willing(), 60, minutes(59)) == "too_soon");
  BOOST_TEST(booking_of(willing(), 60, minutes(60) - moment) == "too_soon");
  BOOST_TEST(booking_of(willing(), 60, minutes(60)) == "requested");
}

BOOST_AUTO_TEST_CASE(first_states, *description("S3-17: by what the site asks for")) {
  using Confirmation = Policy::Confirmation;
  using Payment = Policy::Payment;
  const auto with = [](Confirmation confirmation, Payment payment) {
    return Policy::Bookings{.confirmation = confirmation, .payment = payment};
  };
  const auto first = [](const Policy::Bookings& policy) {
    return booking_of(willing(), 60, hours(2), policy);
  };
  BOOST_TEST(first(with(Confirmation::request, Payment::prepaid)) == "awaiting_payment");
  BOOST_TEST(first(with(Confirmation::instant, Payment::prepaid)) == "awaiting_payment");
  BOOST_TEST(first(with(Confirmation::request, Payment::none)) == "requested");
  BOOST_TEST(first(with(Confirmation::instant, Payment::none)) == "confirmed");
}

BOOST_AUTO_TEST_CASE(new_ones_refused,
                     *description("S3-23, S3-26, S3-28: the pair before the time")) {
  auto facts = willing();
  facts.student_busy = true;
  BOOST_TEST(booking_of(facts) == "student_busy");
  facts.tutor_busy = true;
  BOOST_TEST(booking_of(facts) == "slot_taken");
  facts.inside_availability = false;
  BOOST_TEST(booking_of(facts) == "outside_availability");
  BOOST_TEST(booking_of(facts, 60, minutes(1)) == "too_soon");
  BOOST_TEST(booking_of(facts, 7, minutes(1)) == "bad_length");
  facts.offered = false;
  BOOST_TEST(booking_of(facts) == "tutor_not_offered");
  facts.messaging = Refusal{RefusalCode::unanswered_cap_reached};
  BOOST_TEST(booking_of(facts) == "tutor_not_offered");
  facts.messaging = Refusal{RefusalCode::communication_blocked};
  BOOST_TEST(booking_of(facts) == "communication_blocked");
  facts.messaging = Refusal{RefusalCode::not_allowed_to_message};
  BOOST_TEST(booking_of(facts) == "not_allowed_to_message");
  facts.by_support = true;
  BOOST_TEST(booking_of(facts) == "outside_availability");
  facts.is_student = false;
  BOOST_TEST(booking_of(facts) == "tutor_not_offered");
}

BOOST_AUTO_TEST_CASE(grid, *description("S3-28: bookings lie on a grid of five minutes")) {
  BOOST_TEST(is_on_grid(noon + minutes(5)));
  BOOST_TEST(!is_on_grid(noon + minutes(4)));
  BOOST_TEST(!is_on_grid(noon + moment));
  BOOST_TEST(booking_of(willing(), 60, minutes(61)) == "outside_availability");
  BOOST_TEST(booking_of(willing(), 60, minutes(65)) == "requested");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
