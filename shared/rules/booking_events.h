#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "rules/booking_record.h"
#include "rules/bookings.h"
#include "rules/policy.h"
#include "rules/time.h"

namespace chalkline::rules {

// What the booking system tells of one booking (contract §3 webhooks). Every event may tell the
// time; `trigger` is one of told_….
struct BookingEvent {
  BookingTrigger trigger = BookingTrigger::told_requested;
  long long version = 0;  // rises with every event about one booking
  Time at{};
  std::optional<Time> starts_at = {};
  std::optional<std::chrono::minutes> length = {};
  BookingActor by = BookingActor::booking_system;      // who cancelled
  BookingState missed = BookingState::missed_by_both;  // of told_missed
  std::string reason = {};                             // of a cancellation
};

// An event with the booking that it is about: by our id or by the booking system's name, which must
// be told with its first event.
struct BookingReport {
  std::optional<std::string> external_id;
  std::optional<long long> booking_id;
  std::optional<std::string> tutor_id;  // this and the next are known of a booking that is known
  std::optional<std::string> student_id;
  std::optional<std::string> subject;
  std::optional<Price> price;
  BookingEvent event;
};

// What a booking that has been paid is next: the tutor's to confirm, or confirmed.
BookingState state_after_payment(const Policy::Bookings& policy);

// The booking that an event makes of one that nobody has known before: requested, where the event
// tells no state. It must tell the time.
Booking begin_told(const Policy::Bookings& policy, const BookingEvent& event, Time now);

// The booking after an event. State and time go each by the newest version that tells of them, and
// what was paid stays paid: so events end in the same booking in whatever order and however often
// they come. A booking that was declined or cancelled here is not brought back to life.
Booking tell(const Policy::Bookings& policy, Booking booking, const BookingEvent& event, Time now);

}  // namespace chalkline::rules
