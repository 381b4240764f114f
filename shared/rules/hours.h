#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules/intervals.h"
#include "rules/zones.h"

namespace chalkline::rules {

// A time on wall clocks, since midnight: 00:00 to 24:00, the latter only as an end.
using Clock = std::chrono::minutes;
// "HH:MM", both always two digits.
std::optional<Clock> clock_from(std::string_view text);
std::string clock_text(Clock clock);

// Open every week on `day` (ISO 8601: Monday 1 … Sunday 7), from `from` to before `to`.
struct WeeklyHours {
  int day = 1;
  Clock from{0};
  Clock to{0};

  friend bool operator==(const WeeklyHours&, const WeeklyHours&) = default;
};

// On one date alone: open besides the weekly hours, or closed in spite of them.
struct ExceptionalHours {
  Date date;
  Clock from{0};
  Clock to{0};
  bool open = false;

  friend bool operator==(const ExceptionalHours&, const ExceptionalHours&) = default;
};

// When somebody answers (S1-22), and when a tutor may be booked (S3-22): in wall time of one zone.
// A moment is open where clocks of the zone then show a time within the hours. So on days when
// clocks change, what they leave out is not open, and what they show twice is open twice.
// Nothing here overlaps on one day: see overlapping().
struct WorkingHours {
  std::string time_zone;  // IANA name
  std::vector<WeeklyHours> weekly;
  std::vector<ExceptionalHours> exceptions;

  friend bool operator==(const WorkingHours&, const WorkingHours&) = default;
};

// The places of those that overlap one in front of them, in order. Hours that touch do not overlap.
std::vector<std::size_t> overlapping(const std::vector<WeeklyHours>& weekly);
std::vector<std::size_t> overlapping(const std::vector<ExceptionalHours>& exceptions);

// When it is open within [from, until). `zone` is that of the hours.
Intervals<Time> open_between(const Zone& zone, const WorkingHours& hours, Time from, Time until);
// Whether it is open all the time from `from` to `until`.
bool is_open(const Zone& zone, const WorkingHours& hours, Time from, Time until);

// What the other sees of somebody's hours at `now` (contract §5).
struct HoursNow {
  bool open_now = false;
  std::optional<Time> opens_at;  // the next opening; none while open, and where none is near
};
// Looks two weeks ahead: in them every weekly hour comes once at least, if not left out by clocks.
HoursNow hours_now(const Zone& zone, const WorkingHours& hours, Time now);

}  // namespace chalkline::rules
