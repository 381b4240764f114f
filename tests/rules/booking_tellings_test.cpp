#include "rules/booking_tellings.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/booking_events.h"
#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using enum BookingState;
using enum BookingTrigger;
using Actor = BookingActor;

constexpr Time now = noon - hours(2);

Booking booked(BookingState state, Time starts_at = noon) {
  return {.state = state,
          .decided = state,
          .starts_at = starts_at,
          .length = minutes(60),
          .booked_at = now - minutes(5),
          .asked_at = now - minutes(5)};
}

BookingRecord record_of(const Booking& booking, const std::string& booked_by = "s") {
  BookingRecord record{.id = 7, .tutor = {.id = "t"}, .student = {.id = "s"}};
  record.booking() = booking;
  if (!booked_by.empty()) record.booked_by = booked_by;
  return record;
}

std::string line_of(const Telling& telling, Time at) {
  return telling.event.substr(8) + " " + std::string(name_of(telling.channel)) + " " +
         telling.recipient_id + " +" + std::to_string((telling.not_before - at) / minutes(1));
}

// What goes by mail and by text message at once to the same person is one: "drop, made t, confirmed
// s, reminder app t +105 …".
std::string line_of(const BookingTellings& news, Time at) {
  std::string line = news.drops_reminders ? "drop" : "";
  const auto add = [&](const std::string& text) { line += (line.empty() ? "" : ", ") + text; };
  for (std::size_t i = 0; i < news.tellings.size(); ++i) {
    const auto& each = news.tellings[i];
    if (each.channel != TellingChannel::email) {
      add(line_of(each, at));
      continue;
    }
    auto twin = each;
    twin.channel = TellingChannel::sms;
    BOOST_TEST_REQUIRE(i + 1 < news.tellings.size());
    BOOST_TEST(line_of(news.tellings[++i], at) == line_of(twin, at));
    BOOST_TEST(news.tellings[i].version == each.version);
    BOOST_TEST((each.not_before == at));
    add(each.event.substr(8) + " " + each.recipient_id);
  }
  return line;
}

std::string told(const std::optional<Booking>& before, const Booking& after, Time at = now) {
  return line_of(tellings_of({}, before, record_of(after), at), at);
}

// Without reminders, which go with the time alone.
std::string news(const std::optional<Booking>& before, const BookingRecord& after, Time at = now) {
  auto all = tellings_of({}, before, after, at);
  std::erase_if(all.tellings, [](const auto& each) { return each.event == booking_reminder; });
  all.drops_reminders = false;
  return line_of(all, at);
}
std::string news(const std::optional<Booking>& before, const Booking& after, Time at = now) {
  return news(before, record_of(after), at);
}

// As somebody here has made it.
Booking by_person(Booking booking) {
  ++booking.changes;
  return booking;
}

std::string reminded(int minute) {
  const auto due = " +" + std::to_string(minute);
  return "reminder app t" + due + ", reminder sms t" + due + ", reminder app s" + due +
         ", reminder sms s" + due;
}

BOOST_AUTO_TEST_SUITE(booking_tellings)

BOOST_AUTO_TEST_CASE(what_is_told, *description("S3-02, S3-03, S3-07, S3-08: who, how and when")) {
  const std::string made = "made t, confirmed s, ";
  const auto moved = booked(confirmed, noon + hours(1));
  const struct {
    std::optional<Booking> before;
    Booking after;
    std::string line;
  } table[] = {
      {std::nullopt, booked(awaiting_payment), ""},
      {std::nullopt, booked(requested), "requested t"},
      {std::nullopt, booked(confirmed), made + reminded(105)},
      {booked(awaiting_payment), booked(requested), "requested t"},
      {booked(awaiting_payment), booked(confirmed), made + reminded(105)},
      {booked(awaiting_payment), booked(expired), ""},
      {booked(requested), by_person(booked(confirmed)), "confirmed s, " + reminded(105)},
      {booked(requested), booked(confirmed), made + reminded(105)},
      {booked(confirmed), booked(confirmed), ""},
      {booked(confirmed), moved, "drop, moved t, moved s, " + reminded(165)},
      {booked(confirmed), booked(in_session), ""},
      {booked(confirmed), booked(cancelled), "drop, cancelled t, cancelled s"},
      {booked(confirmed), booked(requested), "drop"},
      {booked(confirmed), booked(missed_by_both), "drop"},
      {booked(in_session), booked(completed), "drop"},
      {booked(cancelled), booked(confirmed), made + reminded(105)},
  };
  for (const auto& row : table) {
    const auto from = row.before ? std::string(name_of(row.before->state)) : "none";
    BOOST_TEST(told(row.before, row.after) == row.line, from << " " << name_of(row.after.state));
  }
  const auto confirms = [](Time at) {
    return told(booked(requested), by_person(booked(confirmed)), at);
  };
  BOOST_TEST(confirms(noon - minutes(15)) == "confirmed s, " + reminded(0));
  BOOST_TEST(confirms(noon - milliseconds(1)) == "confirmed s, " + reminded(0));
  BOOST_TEST(confirms(noon) == "");
  BOOST_TEST(told(std::nullopt, booked(confirmed), noon) == "");
}

// What people do, decided as it is in earnest.
std::string acted(const Booking& before, Actor actor, BookingTrigger trigger) {
  const BookingAct act{.trigger = trigger,
                       .actor = actor,
                       .starts_at = noon + hours(1),
                       .proposal = before.proposal ? before.proposal->number : 0};
  const auto outcome = decide_booking({}, {.booking = before}, act, now);
  if (const auto* const refusal = std::get_if<Refusal>(&outcome)) return "refused";
  return news(before, std::get<Booking>(outcome));
}

Booking proposed(Booking booking, Actor by) {
  booking.proposal = Proposal{.number = 3, .by = by, .starts_at = noon + hours(1)};
  return booking;
}

BOOST_AUTO_TEST_CASE(what_people_do,
                     *description("S3-21: the other one is told, and who has done it is not")) {
  const auto by_tutor = [](BookingState state) { return proposed(booked(state), Actor::tutor); };
  const auto by_student = [](BookingState state) {
    return proposed(booked(state), Actor::student);
  };
  const struct {
    Booking before;
    Actor actor;
    BookingTrigger trigger;
    std::string line;
  } table[] = {
      {booked(requested), Actor::tutor, confirm, "confirmed s"},
      {booked(requested), Actor::student, confirm, "refused"},
      {booked(confirmed), Actor::tutor, confirm, ""},
      {booked(requested), Actor::tutor, decline, "declined s"},
      {booked(requested), Actor::student, decline, "refused"},
      {booked(declined), Actor::tutor, decline, ""},
      {booked(requested), Actor::tutor, cancel, "cancelled s"},
      {booked(requested), Actor::student, cancel, "cancelled t"},
      {booked(requested), Actor::support, cancel, "cancelled t, cancelled s"},
      {booked(confirmed), Actor::tutor, cancel, "cancelled s"},
      {booked(confirmed), Actor::student, cancel, "cancelled t"},
      {booked(confirmed), Actor::support, cancel, "cancelled t, cancelled s"},
      {booked(cancelled), Actor::student, cancel, ""},
      // The tutor has never heard of it.
      {booked(awaiting_payment), Actor::student, cancel, ""},
      {booked(awaiting_payment), Actor::support, cancel, "cancelled s"},
      {booked(requested), Actor::tutor, propose, "proposed s"},
      {booked(requested), Actor::student, propose, "proposed t"},
      {booked(confirmed), Actor::tutor, propose, "proposed s"},
      {booked(confirmed), Actor::student, propose, "proposed t"},
      {booked(confirmed), Actor::support, propose, "refused"},
      {by_tutor(confirmed), Actor::tutor, propose, ""},
      {by_tutor(confirmed), Actor::student, propose, "proposed t"},
      {by_tutor(confirmed), Actor::student, accept_proposal, "moved t"},
      {by_student(confirmed), Actor::tutor, accept_proposal, "moved s"},
      {by_tutor(requested), Actor::student, accept_proposal, "moved t"},
      {by_student(requested), Actor::tutor, accept_proposal, "moved s"},
      {by_student(requested), Actor::student, accept_proposal, "refused"},
      {by_tutor(confirmed), Actor::student, decline_proposal, "proposal_declined t"},
      {by_student(requested), Actor::tutor, decline_proposal, "proposal_declined s"},
      {by_student(confirmed), Actor::tutor, cancel, "cancelled s"},
  };
  for (const auto& row : table) {
    BOOST_TEST(
        acted(row.before, row.actor, row.trigger) == row.line,
        name_of(row.actor) << " " << name_of(row.trigger) << " " << name_of(row.before.state));
  }
}

// What the booking system tells, applied as it is in earnest.
std::string reported(const Booking& before, BookingTrigger trigger,
                     Actor by = Actor::booking_system, std::optional<Time> starts_at = std::nullopt,
                     Time at = now) {
  const BookingEvent event{
      .trigger = trigger, .version = 9, .at = at, .starts_at = starts_at, .by = by};
  return news(before, tell({}, before, event, at), at);
}

BOOST_AUTO_TEST_CASE(what_the_booking_system_tells,
                     *description("S3-02, S3-21: both are told, unless one of them has done it")) {
  const struct {
    Booking before;
    BookingTrigger trigger;
    std::string line;
  } table[] = {
      {booked(awaiting_payment), told_paid, "requested t"},
      {booked(requested), told_paid, ""},
      {booked(awaiting_payment), told_confirmed, "made t, confirmed s"},
      {booked(requested), told_confirmed, "made t, confirmed s"},
      {booked(confirmed), told_confirmed, ""},
      {booked(declined), told_requested, "requested t"},
      {booked(requested), told_declined, "declined t, declined s"},
      {booked(confirmed), told_declined, "declined t, declined s"},
      {booked(awaiting_payment), told_declined, "declined s"},
      {booked(cancelled), told_declined, ""},
      {booked(confirmed), told_cancelled, "cancelled t, cancelled s"},
      {booked(in_session), told_cancelled, "cancelled t, cancelled s"},
      {booked(awaiting_payment), told_cancelled, "cancelled s"},
      {booked(declined), told_cancelled, ""},
      {booked(completed), told_cancelled, ""},
      {booked(confirmed), told_completed, ""},
      {booked(confirmed), told_missed, ""},
  };
  for (const auto& row : table) {
    BOOST_TEST(reported(row.before, row.trigger) == row.line,
               name_of(row.trigger) << " " << name_of(row.before.state));
  }
  BOOST_TEST(reported(booked(confirmed), told_cancelled, Actor::tutor) == "cancelled s");
  BOOST_TEST(reported(booked(confirmed), told_cancelled, Actor::student) == "cancelled t");
  const auto moves = [](BookingState state, BookingTrigger trigger, Time to, Time at = now) {
    return reported(booked(state), trigger, Actor::booking_system, to, at);
  };
  const Time later = noon + hours(3);
  BOOST_TEST(moves(confirmed, told_rescheduled, later) == "moved t, moved s");
  BOOST_TEST(moves(requested, told_rescheduled, later) == "moved t, moved s");
  BOOST_TEST(moves(awaiting_payment, told_rescheduled, later) == "moved s");
  BOOST_TEST(moves(cancelled, told_rescheduled, later) == "");
  BOOST_TEST(moves(confirmed, told_rescheduled, noon) == "");
  // One thing at a time: that it holds says the time as well.
  BOOST_TEST(moves(requested, told_confirmed, later) == "made t, confirmed s");
  BOOST_TEST(moves(confirmed, told_cancelled, later) == "cancelled t, cancelled s");
  // Nobody is told of the past.
  BOOST_TEST(moves(confirmed, told_rescheduled, now - hours(30)) == "");
  const auto off = [](Time at) {
    return reported(booked(confirmed), told_cancelled, Actor::booking_system, std::nullopt, at);
  };
  BOOST_TEST(off(noon + minutes(59)) == "cancelled t, cancelled s");
  BOOST_TEST(off(noon + minutes(60)) == "");
  auto longer = booked(confirmed);
  longer.length = minutes(90);
  BOOST_TEST(news(booked(confirmed), longer) == "moved t, moved s");
}

BOOST_AUTO_TEST_CASE(what_the_clock_does, *description("S3-21, S3-29: both learn that nobody has "
                                                       "answered a request")) {
  const auto after = [](BookingState state, Time at, const std::string& booked_by = "s") {
    const auto before = booked(state);
    return news(before, record_of(advance({}, {.booking = before}, at), booked_by), at);
  };
  BOOST_TEST(after(requested, now + hours(1)) == "");
  BOOST_TEST(after(requested, noon) == "expired t, expired s");
  // However late the worker is.
  BOOST_TEST(after(requested, noon + hours(30)) == "expired t, expired s");
  const Time unpaid = now + minutes(5);
  BOOST_TEST(after(awaiting_payment, unpaid) == "");
  BOOST_TEST(after(awaiting_payment, unpaid, "") == "");
  BOOST_TEST(after(awaiting_payment, unpaid, "support") == "expired s");
  BOOST_TEST(after(confirmed, noon + hours(1)) == "");
}

BOOST_AUTO_TEST_CASE(what_support_books, *description("S3-26: the student is told of it as well")) {
  const auto placed = [](BookingState state, const std::string& by) {
    return news(std::nullopt, record_of(booked(state), by));
  };
  BOOST_TEST(placed(awaiting_payment, "support") == "placed s");
  BOOST_TEST(placed(requested, "support") == "requested t, placed s");
  BOOST_TEST(placed(confirmed, "support") == "made t, confirmed s");
  for (const std::string by : {"s", ""}) {
    BOOST_TEST(placed(awaiting_payment, by) == "", by);
    BOOST_TEST(placed(requested, by) == "requested t", by);
    BOOST_TEST(placed(confirmed, by) == "made t, confirmed s", by);
  }
  BOOST_TEST(news(booked(awaiting_payment), record_of(booked(requested), "support")) ==
             "requested t");
}

BOOST_AUTO_TEST_CASE(what_is_told_of_a_series,
                     *description("S0-20, S3-21: not one by one that they are booked, but what "
                                  "happens to one of them")) {
  const auto lesson = [](const std::optional<Booking>& before, const Booking& after) {
    auto record = record_of(after, "");
    record.series_id = 4;
    return news(before, record);
  };
  BOOST_TEST(lesson(std::nullopt, booked(confirmed)) == "");
  BOOST_TEST(lesson(std::nullopt, booked(awaiting_payment)) == "");
  BOOST_TEST(lesson(booked(awaiting_payment), booked(requested)) == "");
  BOOST_TEST(lesson(booked(requested), by_person(booked(confirmed))) == "");
  BOOST_TEST(lesson(booked(confirmed), booked(cancelled)) == "cancelled t, cancelled s");
  BOOST_TEST(lesson(booked(requested), booked(expired)) == "expired t, expired s");
  std::string made;
  for (const auto& each :
       tellings_of(SeriesRecord{.id = 4, .tutor = {.id = "t"}, .student = {.id = "s"}}, now)) {
    made += each.event + " " + std::string(name_of(each.channel)) + " " + each.recipient_id + ",";
  }
  BOOST_TEST(made ==
             "series_made email t,series_made sms t,series_made email s,series_made sms s,");
}

BOOST_AUTO_TEST_CASE(what_still_holds,
                     *description("S3-07, S3-21: nothing that is out of date when it is sent")) {
  const auto holds = [](std::string_view event, const Booking& booking, Time at = now,
                        long long version = noon.time_since_epoch().count()) {
    return still_holds({.event = std::string(event), .version = version}, booking, at);
  };
  for (int i = 0; i < booking_state_count; ++i) {
    const auto state = static_cast<BookingState>(i);
    const bool stands = state == confirmed || state == in_session;
    const bool open = state == requested || state == confirmed;
    BOOST_TEST(holds(booking_requested, booked(state)) == (state == requested), i);
    BOOST_TEST(holds(booking_made, booked(state)) == stands, i);
    BOOST_TEST(holds(booking_confirmed, booked(state)) == stands, i);
    const bool unsettled = state == requested || state == awaiting_payment;
    BOOST_TEST(holds(booking_placed, booked(state)) == unsettled, i);
    BOOST_TEST(holds(booking_declined, booked(state)) == (state == declined), i);
    BOOST_TEST(holds(booking_cancelled, booked(state)) == (state == cancelled), i);
    BOOST_TEST(holds(booking_expired, booked(state)) == (state == expired), i);
    BOOST_TEST(holds(booking_moved, booked(state)) == holds_time(state), i);
    BOOST_TEST(holds(booking_reminder, booked(state)) == (state == confirmed), i);
    auto answered = proposed(booked(state), Actor::tutor);
    BOOST_TEST(holds(booking_proposed, answered, now, 3) == open, i);
    BOOST_TEST(!holds(booking_proposal_declined, answered, now, 3), i);
    answered.proposal->state = ProposalState::declined;
    BOOST_TEST(holds(booking_proposal_declined, answered, now, 3) == open, i);
    BOOST_TEST(!holds(booking_proposed, answered, now, 3), i);
    BOOST_TEST(!holds("link_asked", booked(state)), i);
  }
  BOOST_TEST(!holds(booking_proposed, booked(confirmed), now, 3));
  BOOST_TEST(!holds(booking_proposed, proposed(booked(confirmed), Actor::tutor), now, 2));
  BOOST_TEST(!holds(booking_moved, booked(confirmed, noon + minutes(5))));
  BOOST_TEST(holds(booking_reminder, booked(confirmed), noon));
  BOOST_TEST(!holds(booking_reminder, booked(confirmed), noon + milliseconds(1)));
  BOOST_TEST(!holds(booking_reminder, booked(confirmed, noon + minutes(5))));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
