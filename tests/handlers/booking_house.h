#pragma once

#include <string>

#include "handlers/house.h"

namespace chalkline::handlers::tests {

// 2026-11-23, a Monday, in UTC: "12:00" or "12:00:01".
std::string monday(const std::string& clock);

// Asks at a time of that Monday.
struct BookingHouse {
  House house;
  std::string now = "08:00";
  std::string site = "marketplace";

  explicit BookingHouse(const std::string& protocol) : house(protocol) {}

  Answer get(const std::string& person, const std::string& target);
  Answer post(const std::string& person, const std::string& target, const std::string& body = {});
  Answer put(const std::string& person, const std::string& target, const std::string& body);
  // POST /api/bookings for so many minutes from a time of that day on.
  Answer book(const std::string& student, const std::string& tutor, const std::string& clock,
              int minutes = 60, const std::string& more = {});
  // What somebody does with a booking: "200 confirmed", or the verdict.
  std::string act(const std::string& person, const std::string& booking, const std::string& what,
                  const std::string& body = {});
  // What the booking system tells of a booking, by our id: booking.`type`.
  void tell(const std::string& type, const std::string& booking, int version,
            const std::string& more = {});
  // A booking of a couple at 12:00 that is confirmed.
  std::string confirmed(const Couple& couple);
  // Likewise by what the two have done: booked, paid, confirmed.
  std::string settled(const Couple& couple, const std::string& clock = "12:00");

 private:
  Answer ask(const std::string& method, const std::string& person, const std::string& target,
             const std::string& body);
};

// A couple whose tutor can always be booked.
Couple new_bookable_couple(const std::string& site = "marketplace");
// The tutor can be booked at any time.
void open_always(const std::string& tutor, const std::string& site = "marketplace");

}  // namespace chalkline::handlers::tests
