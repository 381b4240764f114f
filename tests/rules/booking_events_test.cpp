#include "rules/booking_events.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "rules/facts.h"

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;
using std::chrono::hours;
using std::chrono::minutes;
using enum BookingTrigger;
using enum BookingState;

constexpr Time now = noon - hours(30);

BookingEvent event(BookingTrigger trigger, long long version, Time starts_at = noon) {
  return {.trigger = trigger,
          .version = version,
          .at = now,
          .starts_at = starts_at,
          .length = minutes(60)};
}

Booking told(const std::vector<BookingEvent>& events, const Policy::Bookings& policy = {}) {
  auto booking = begin_told(policy, events.front(), now);
  for (std::size_t i = 1; i < events.size(); ++i) booking = tell(policy, booking, events[i], now);
  return booking;
}

Booking cancelled_here(Booking booking) {
  const BookingAct act{.trigger = cancel, .actor = BookingActor::student};
  return std::get<Booking>(decide_booking({}, {std::move(booking)}, act, now));
}

BOOST_AUTO_TEST_SUITE(booking_events)

BOOST_AUTO_TEST_CASE(one_event, *description("contract 3: each makes a booking that nobody knew")) {
  const struct {
    BookingTrigger trigger;
    std::string state;
  } table[] = {{told_requested, "requested"},   {told_paid, "requested"},
               {told_confirmed, "confirmed"},   {told_declined, "declined"},
               {told_rescheduled, "requested"}, {told_cancelled, "cancelled"},
               {told_completed, "completed"},   {told_missed, "missed_by_tutor"}};
  for (const auto& row : table) {
    auto one = event(row.trigger, 1);
    one.missed = missed_by_tutor;
    const auto booking = told({one});
    BOOST_TEST(name_of(booking.state) == row.state);
    BOOST_TEST((booking.starts_at == noon && booking.length == minutes(60)));
    BOOST_TEST(booking.paid == (row.trigger == told_paid));
    BOOST_TEST(booking.version() == 1);
  }
}

// Every order of the events, and every one with any of them repeated at any place.
std::vector<std::vector<BookingEvent>> orders_of(const std::vector<BookingEvent>& events) {
  std::vector<std::vector<BookingEvent>> orders;
  std::vector<std::size_t> places(events.size());
  for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
  do {
    std::vector<BookingEvent> order;
    for (const auto place : places) order.push_back(events[place]);
    orders.push_back(order);
    for (const auto& again : events) {
      for (std::size_t at = 0; at <= order.size(); ++at) {
        auto repeated = order;
        repeated.insert(repeated.begin() + static_cast<std::ptrdiff_t>(at), again);
        orders.push_back(repeated);
      }
    }
  } while (std::ranges::next_permutation(places).found);
  return orders;
}

BOOST_AUTO_TEST_CASE(all_orders, *description("contract 3: late, repeated, reordered: one end")) {
  const auto later = noon + hours(3);
  const std::vector<std::vector<BookingEvent>> stories = {
      {event(told_requested, 1), event(told_rescheduled, 2, later),
       event(told_cancelled, 3, later)},
      {event(told_requested, 1), event(told_confirmed, 2), event(told_rescheduled, 3, later)},
      {event(told_requested, 1), event(told_confirmed, 2), event(told_paid, 3)},
      {event(told_requested, 1), event(told_paid, 2), event(told_rescheduled, 3, later),
       event(told_confirmed, 4, later)},
      {event(told_confirmed, 1), event(told_cancelled, 2), event(told_confirmed, 3, later)},
      {event(told_confirmed, 1), event(told_rescheduled, 2, later), event(told_missed, 3, later)},
  };
  for (const auto& story : stories) {
    const auto expected = told(story);
    for (const auto& order : orders_of(story)) BOOST_TEST((told(order) == expected));
  }
}

BOOST_AUTO_TEST_CASE(payment,
                     *description("S3-17: what was paid stays paid, a hold's end an end")) {
  const Policy::Bookings instant{.confirmation = Policy::Confirmation::instant};
  Booking held{.state = awaiting_payment,
               .decided = awaiting_payment,
               .starts_at = noon,
               .length = minutes(60),
               .booked_at = now};
  const BookingEvent paid{.trigger = told_paid, .version = 1, .at = now};
  BOOST_TEST((tell({}, held, paid, now).state == requested));
  BOOST_TEST((tell({}, held, paid, now + minutes(5)).asked_at == now + minutes(5)));
  BOOST_TEST((tell(instant, held, paid, now).state == confirmed));
  held.state = expired;
  const auto late = tell({}, held, paid, now);
  BOOST_TEST((late.state == expired && late.paid));
  const auto again = tell({}, tell({}, held, event(told_confirmed, 5), now), paid, now);
  BOOST_TEST((again.state == confirmed && again.paid));
  BOOST_TEST(again.version() == 5);
}

BOOST_AUTO_TEST_CASE(closed_here,
                     *description("S3-29: no late confirmation revives what ended here")) {
  const auto closed = cancelled_here(told({event(told_requested, 1)}));
  BOOST_TEST((tell({}, closed, event(told_confirmed, 2), now).state == cancelled));
  BOOST_TEST((tell({}, closed, event(told_declined, 3), now).state == declined));
}

BOOST_AUTO_TEST_CASE(known_here, *description("contract 3: who decides here knows what was told")) {
  const auto moved = told({event(told_rescheduled, 2)});
  const BookingAct act{.trigger = confirm, .actor = BookingActor::tutor};
  const auto here = std::get<Booking>(decide_booking({}, {moved}, act, now));
  BOOST_TEST((tell({}, here, event(told_requested, 1), now).state == confirmed));
  BOOST_TEST((tell({}, here, event(told_requested, 3), now).state == requested));
}

BOOST_AUTO_TEST_CASE(another_time, *description("S3-29: another time begins with nobody there")) {
  auto booking = told({event(told_confirmed, 1)});
  for (const auto actor : {BookingActor::student, BookingActor::tutor}) {
    const BookingAct act{.trigger = enter, .actor = actor};
    booking = std::get<Booking>(decide_booking({}, {booking}, act, noon));
  }
  BOOST_TEST((booking.state == in_session));
  const auto same_time = tell({}, booking, event(told_rescheduled, 2), noon);
  BOOST_TEST((same_time.state == in_session));
  const auto moved = tell({}, booking, event(told_rescheduled, 2, noon + hours(3)), noon);
  BOOST_TEST((moved.state == confirmed && !moved.started_at && !moved.student.in));
  // A newer word on the state alone leaves the session running.
  BOOST_TEST(
      (as_of({}, {tell({}, booking, event(told_confirmed, 3), noon)}, noon).state == in_session));
  BOOST_TEST((tell({}, booking, event(told_completed, 3), noon).state == completed));
}

BOOST_AUTO_TEST_CASE(cancellations, *description("S3-29: late by the event's time, not by ours")) {
  auto early = event(told_cancelled, 2);
  early.by = BookingActor::student;
  early.at = noon - hours(25);
  auto late = early;
  late.at = noon - hours(1);
  const auto after = [](const BookingEvent& cancelling, Time when) {
    return tell({}, told({event(told_confirmed, 1)}), cancelling, when);
  };
  BOOST_TEST(!after(early, noon).cancellation->late);
  BOOST_TEST(after(late, noon).cancellation->late);
  BOOST_TEST((payout_of(after(late, noon)) == Payout::full));
  // Nothing is later than its arrival.
  BOOST_TEST(!after(late, noon - hours(30)).cancellation->late);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
