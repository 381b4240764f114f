#pragma once

#include <chrono>
#include <vector>

#include "rules/time.h"

namespace chalkline::rules {

// What a clock on the wall shows, together with its calendar; of no zone by itself.
using WallTime = std::chrono::local_time<std::chrono::milliseconds>;
// A day of that calendar, as the WallTime of its midnight.
using Date = std::chrono::local_days;

// ISO 8601: Monday is 1, Sunday is 7.
int weekday_of(Date date);

// Wall clocks are set anew `at` this moment: from `before` to `after` ahead of UTC.
struct OffsetChange {
  std::chrono::sys_seconds at;
  std::chrono::seconds before;
  std::chrono::seconds after;
};

// A time zone: its changes in order of time, the `before` of each being the `after` of the one in
// front of it. `offset` holds before the first, and where there are none; the last `after` holds
// for ever. Zone{} is UTC.
struct Zone {
  std::chrono::seconds offset{0};
  std::vector<OffsetChange> changes;
};

WallTime wall_time(const Zone& zone, Time time);

// The moment at which clocks show `wall`, by the offset in force before a change that makes `wall`
// odd (as RFC 5545 §3.3.5): of a time shown twice it is the first, and a time left out moves
// forward by what was left out (02:30 in a gap from 02:00 to 03:00 is what clocks show as 03:30).
Time utc_time(const Zone& zone, WallTime wall);

inline Date date_in(const Zone& zone, Time time) {
  return std::chrono::floor<std::chrono::days>(wall_time(zone, time));
}

// Moments with one offset: from `from` to before `until`.
struct OffsetSpan {
  Time from;
  Time until;
  std::chrono::seconds offset;

  WallTime wall(Time time) const { return WallTime(time.time_since_epoch() + offset); }
  Time utc(WallTime wall) const { return Time(wall.time_since_epoch() - offset); }
};

// [from, until) cut where clocks change, in order; empty unless from < until. Within a span wall
// time and UTC run alike, so that work on whole days needs no other care for changes.
std::vector<OffsetSpan> spans_between(const Zone& zone, Time from, Time until);

}  // namespace chalkline::rules
