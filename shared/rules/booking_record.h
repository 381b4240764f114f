#pragma once

#include <optional>
#include <string>

#include "rules/bookings.h"
#include "rules/cards.h"
#include "rules/people.h"
#include "rules/time.h"
#include "rules/zones.h"

namespace chalkline::rules {

// An amount in minor units of a currency (ISO 4217).
struct Price {
  long long amount = 0;
  std::string currency;
};

// A booking as it is kept, with its two people as others see them.
struct BookingRecord {
  long long id = 0;
  std::optional<std::string> external_id;  // the booking system's name for it
  Person tutor;
  Person student;
  std::optional<std::string> booked_by;  // a person's id; none: the booking system
  BookingFacts facts;
  std::string time_zone;  // the tutor's, by IANA name, and what clocks there show at the start
  WallTime wall_start{};
  std::optional<std::string> subject;
  std::optional<Price> price;
  std::optional<long long> series_id;
  std::optional<Time> due_at;     // when the clock next has to look at it
  std::optional<CardPlace> card;  // in the conversation of the two (S0-18)
  int sequence = 0;               // rises with everything that is stored of it, for calendars

  Booking& booking() { return facts.booking; }
  const Booking& booking() const { return facts.booking; }
};

}  // namespace chalkline::rules
