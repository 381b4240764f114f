#include <algorithm>
#include <cstdlib>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/booking_events.h"
#include "rules/bookings.h"
#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr milliseconds moment{1};

// A booking as requirements tell of it, in words and without the table: what was decided and who is
// there; from these it says at any time what the booking is.
struct Model {
  std::string decided;  // by people and by the booking system
  std::string ended;    // by the clock
  Time starts_at{};
  Time ends_at{};
  Time hold_until{};
  Time asked_at{};
  bool here[2] = {};  // 0: student
  bool came[2] = {};
  bool started = false;
  bool paid = false;
  bool closed_here = false;
  int proposals = 0;
  int proposer = -1;
  Time proposed_at{};
  std::string proposal;
  long long known = -1;  // newest version of anything, of the state, of the time
  long long known_state = -1;
  long long known_time = -1;
  bool request_policy = true;

  std::string state() const {
    if (!ended.empty()) return ended;
    return decided == "confirmed" && started ? "in_session" : decided;
  }
  bool is(std::initializer_list<const char*> states) const {
    return std::ranges::any_of(states, [&](const char* each) { return state() == each; });
  }

  // The clock shows `now`; the session's two have their next booking at `next`.
  void clock(Time now, std::optional<Time> next) {
    if (is({"awaiting_payment"}) && now >= std::min(hold_until, starts_at)) ended = "expired";
    if (is({"requested"}) && now >= std::min(asked_at + hours(24), starts_at)) ended = "expired";
    if (is({"confirmed"}) && now >= starts_at + minutes(15)) ended = "missed_by_" + absent();
    if (is({"in_session"}) && now >= ends_at && over(now, next)) ended = "completed";
  }
  bool over(Time now, std::optional<Time> next) const {
    if (!here[0] && !here[1]) return true;
    return now >= ends_at + hours(12) || (next && now >= *next);
  }
  std::string absent() const {
    if (came[0] != came[1]) return came[0] ? "tutor" : "student";
    if (here[0] != here[1]) return here[0] ? "tutor" : "student";
    return "both";
  }
  void reset_people() {
    for (int side = 0; side < 2; ++side) here[side] = came[side] = false;
    started = false;
  }

  // The refusal's name; empty: done.
  std::string act(const BookingAct& act, Time now) {
    const std::string what(name_of(act.trigger));
    const int side = act.actor == BookingActor::tutor ? 1 : 0;
    const bool party = act.actor == BookingActor::tutor || act.actor == BookingActor::student;
    if (what == "confirm" || what == "decline") {
      if (act.actor != BookingActor::tutor) return "not_your_action";
      return what == "confirm" ? confirm() : decline();
    }
    if (what == "cancel") return cancel(act.actor != BookingActor::booking_system);
    if (!party) return "not_your_action";
    if (what == "enter") return enter(side, now);
    if (what == "leave") return leave(side);
    if (what == "propose") return propose(side, act.starts_at, now);
    return answer(side, act.proposal, what == "accept_proposal", now);
  }
  std::string no() const { return state().starts_with("missed") ? "timed_out" : "wrong_state"; }
  void decide(const std::string& what) {
    decided = what;
    closed_here = what == "declined" || what == "cancelled";
    known_state = known;
  }
  std::string confirm() {
    if (is({"confirmed", "in_session"})) return "";
    if (!is({"requested"})) return no();
    decide("confirmed");
    return "";
  }
  std::string decline() {
    if (is({"declined"})) return "";
    if (!is({"requested"})) return no();
    decide("declined");
    return "";
  }
  std::string cancel(bool allowed) {
    if (!allowed) return "not_your_action";
    if (is({"cancelled"})) return "";
    if (!is({"awaiting_payment", "requested", "confirmed"})) return no();
    decide("cancelled");
    return "";
  }
  std::string enter(int side, Time now) {
    if (!is({"confirmed", "in_session"})) return no();
    if (now < starts_at - minutes(2)) return "too_early_to_enter";
    here[side] = came[side] = true;
    started = started || (here[0] && here[1]);
    return "";
  }
  std::string leave(int side) {
    if (is({"awaiting_payment", "requested", "declined", "cancelled", "expired"})) return no();
    here[side] = false;
    return "";
  }
  std::string propose(int side, Time at, Time now) {
    if (!is({"requested", "confirmed"})) return no();
    if (at <= now) return "too_soon";
    if (proposal == "open" && proposer == side && proposed_at == at) return "";
    ++proposals;
    proposer = side;
    proposed_at = at;
    proposal = "open";
    return "";
  }
  std::string answer(int side, int number, bool accepts, Time now) {
    if (!is({"requested", "confirmed"})) return no();
    if (number < 1 || number > proposals) return "not_found";
    if (number < proposals) return "wrong_state";
    if (side == proposer) return "not_your_action";
    if (accepts && proposal == "accepted") return decide("confirmed"), "";
    if (!accepts && proposal == "declined") return "";
    if (proposal != "open") return "wrong_state";
    if (accepts && proposed_at <= now) return "too_soon";
    proposal = accepts ? "accepted" : "declined";
    if (!accepts) return "";
    ends_at += proposed_at - starts_at;
    starts_at = proposed_at;
    reset_people();
    known_time = known;
    decide("confirmed");
    return "";
  }

  void hear(const BookingEvent& event, Time now) {
    const std::string what(name_of(event.trigger));
    if (event.starts_at && event.version > known_time) {
      known_time = event.version;
      if (*event.starts_at != starts_at) {
        reset_people();
        ended.clear();
      }
      starts_at = *event.starts_at;
      ends_at = starts_at + *event.length;
    }
    if (what == "told_paid") {
      paid = true;
      if (is({"awaiting_payment"})) {
        decided = request_policy ? "requested" : "confirmed";
        asked_at = now;
      }
    } else if (what != "told_rescheduled" && event.version > known_state) {
      known_state = event.version;
      hear_state(what == "told_missed" ? std::string(name_of(event.missed)) : what.substr(5), now);
    }
    known = std::max(known, event.version);
  }
  void hear_state(const std::string& told, Time now) {
    if (closed_here && (told == "requested" || told == "confirmed")) return;
    decided = told;
    ended.clear();
    if (told == "requested") asked_at = now;
  }
};

// One life of a booking: random acts at random times, in the rules and in the model.
class Drive {
 public:
  explicit Drive(unsigned seed) : random_(seed) {}

  void begin() {
    const bool request = below(2) == 0;
    policy_.confirmation = request ? Policy::Confirmation::request : Policy::Confirmation::instant;
    const auto state = static_cast<BookingState>(below(3));
    facts_ = {{.state = state,
               .decided = state,
               .starts_at = noon,
               .length = minutes(60),
               .booked_at = noon - minutes(30),
               .asked_at = noon - minutes(30),
               .changes = 1}};
    model_ = {.decided = std::string(name_of(state)),
              .starts_at = noon,
              .ends_at = noon + minutes(60),
              .hold_until = noon - minutes(20),
              .asked_at = noon - minutes(30),
              .request_policy = request};
    now_ = noon - minutes(30);
  }

  void step() {
    pass_time();
    const auto before = facts_.booking;
    const int kind = below(10);
    heard_ = kind == 2;
    if (kind == 0) {
      facts_.booking = advance(policy_, facts_, now_);
      model_.clock(now_, facts_.next_starts_at);
    } else if (kind == 1) {
      facts_.next_starts_at.reset();
      const auto& booking = facts_.booking;
      if (below(2) == 0) facts_.next_starts_at = booking.ends_at() + minutes(5 * below(30));
    } else if (kind == 2) {
      hear();
    } else {
      act();
    }
    compare(before);
  }

  int differences() const { return differences_; }
  // "requested confirmed": every step from one state to another that was seen.
  const std::set<std::string>& steps() const { return steps_; }

 private:
  int below(int count) { return static_cast<int>(random_() % static_cast<unsigned>(count)); }

  // Often by a little, and often to a limit or next to it.
  void pass_time() {
    const auto& booking = facts_.booking;
    const Time limits[] = {pay_by(policy_, booking),
                           enter_from(policy_, booking),
                           times_out_at(policy_, booking),
                           booking.starts_at,
                           booking.ends_at(),
                           answer_by(policy_, booking),
                           facts_.next_starts_at.value_or(booking.ends_at() + hours(12))};
    const milliseconds little[] = {milliseconds(0), moment, seconds(1), minutes(1), minutes(9)};
    const auto limit = limits[below(std::size(limits))] + moment * (below(3) - 1);
    const auto later = now_ + little[below(std::size(little))];
    now_ = below(3) == 0 && limit >= now_ && below(4) == 0 ? limit : later;
  }

  void act() {
    const BookingAct act{
        .trigger = static_cast<BookingTrigger>(below(8)),
        .actor = static_cast<BookingActor>(below(20) == 0 ? 2 + below(2) : below(2)),
        .starts_at = facts_.booking.starts_at + minutes(5 * (below(10) - 3)),
        .proposal = below(4)};
    model_.clock(now_ - moment, facts_.next_starts_at);
    const auto expected = model_.act(act, now_);
    model_.clock(now_ - moment, facts_.next_starts_at);
    const auto outcome = decide_booking(policy_, facts_, act, now_);
    const auto* const refusal = std::get_if<Refusal>(&outcome);
    differ(refusal != nullptr ? std::string(name_of(refusal->code)) : "", expected);
    facts_.booking = refusal != nullptr ? as_of(policy_, facts_, now_) : std::get<Booking>(outcome);
  }

  void hear() {
    constexpr int first = static_cast<int>(BookingTrigger::told_requested);
    constexpr int ends = static_cast<int>(BookingState::missed_by_student);
    BookingEvent event{.trigger = static_cast<BookingTrigger>(first + below(8)),
                       .version = below(12),
                       .at = now_,
                       .missed = static_cast<BookingState>(ends + below(3))};
    if (below(2) == 0) {
      event.starts_at = noon + minutes(5 * below(8));
      event.length = minutes(60);
    }
    facts_.booking = as_of(policy_, facts_, now_);
    model_.clock(now_ - moment, facts_.next_starts_at);
    facts_.booking = as_of(policy_, {tell(policy_, facts_.booking, event, now_)}, now_);
    model_.hear(event, now_);
    model_.clock(now_ - moment, std::nullopt);
  }

  void differ(const std::string& found, const std::string& expected) {
    if (found == expected) return;
    ++differences_;
    BOOST_TEST_MESSAGE("found '" << found << "', expected '" << expected << "'");
  }

  void compare(const Booking& before) {
    const auto& booking = facts_.booking;
    differ(std::string(name_of(booking.state)), model_.state());
    differ(booking.starts_at == model_.starts_at ? "" : "another start", "");
    differ(booking.student.in == model_.here[0] ? "" : "student", "");
    differ(booking.tutor.in == model_.here[1] ? "" : "tutor", "");
    differ(booking.paid == model_.paid ? "" : "paid", "");
    differ(booking.version() >= before.version() ? "" : "an older version", "");
    if (!heard_ && before.state != booking.state) {
      steps_.insert(std::string(name_of(before.state)) + " " + std::string(name_of(booking.state)));
    }
  }

  std::mt19937 random_;
  Policy::Bookings policy_;
  BookingFacts facts_;
  Model model_;
  Time now_{};
  bool heard_ = false;  // the last step was the booking system's
  int differences_ = 0;
  std::set<std::string> steps_;
};

// CHALKLINE_TRANSITIONS says how many; few with sanitizers, as they take their time.
int transitions() {
  const char* const text = std::getenv("CHALKLINE_TRANSITIONS");
  if (text != nullptr) return std::atoi(text);
#ifdef __SANITIZE_ADDRESS__
  return 100'000;
#else
  return 1'000'000;
#endif
}

BOOST_AUTO_TEST_CASE(booking_agrees_with_a_model,
                     *description("S3-12, S3-13, S3-16, S3-18 to S3-21, S3-29: whatever is done")) {
  Drive drive(20261129);
  for (int i = 0; i < transitions(); ++i) {
    if (i % 25 == 0) drive.begin();
    drive.step();
  }
  BOOST_TEST(drive.differences() == 0);
  // Apart from what the booking system tells, only these ways lead on; and each was gone.
  const std::set<std::string> legal = {
      "awaiting_payment cancelled",  "awaiting_payment expired",  "requested confirmed",
      "requested declined",          "requested cancelled",       "requested expired",
      "confirmed cancelled",         "confirmed in_session",      "confirmed missed_by_both",
      "confirmed missed_by_student", "confirmed missed_by_tutor", "in_session completed"};
  std::string ways;
  for (const auto& way : drive.steps()) ways += way + (legal.contains(way) ? "; " : " (illegal); ");
  BOOST_TEST((drive.steps() == legal), ways);
}

}  // namespace
}  // namespace chalkline::rules::tests
