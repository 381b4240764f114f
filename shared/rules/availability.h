#pragma once

#include <chrono>
#include <vector>

#include "rules/hours.h"

namespace chalkline::rules {

// When a tutor may be booked (S3-22): the working hours, with their exceptions.
using Availability = WorkingHours;

// Which start times are asked for.
struct SlotQuery {
  Time from{};
  Time until{};                   // starts lie before it; the lesson may run on
  std::chrono::minutes length{};  // of the lesson
  std::chrono::minutes
      step{};  // starts lie on whole multiples of it from midnight UTC on; divides a day
  std::chrono::minutes lead{};  // from now to the first start at the earliest (S3-14)
};

// The start times open for a lesson, in order: it lies wholly within the availability, touches
// nothing that is `busy` (bookings and holds, of the tutor and whoever else must have time; in any
// order) and begins at least `lead` after `now`. `zone` is that of the availability.
std::vector<Time> open_starts(const Zone& zone, const Availability& availability,
                              const Intervals<Time>& busy, const SlotQuery& query, Time now);

}  // namespace chalkline::rules
