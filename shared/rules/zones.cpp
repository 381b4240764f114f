#include "rules/zones.h"

#include <algorithm>

namespace chalkline::rules {
namespace {

using Changes = std::vector<OffsetChange>;

// The first change after `time`.
Changes::const_iterator change_after(const Zone& zone, Time time) {
  return std::upper_bound(
      zone.changes.begin(), zone.changes.end(), time,
      [](Time moment, const OffsetChange& change) { return moment < change.at; });
}

std::chrono::seconds offset_before(const Zone& zone, Changes::const_iterator change) {
  return change == zone.changes.begin() ? zone.offset : std::prev(change)->after;
}

}  // namespace

int weekday_of(Date date) { return static_cast<int>(std::chrono::weekday(date).iso_encoding()); }

WallTime wall_time(const Zone& zone, Time time) {
  return WallTime(time.time_since_epoch() + offset_before(zone, change_after(zone, time)));
}

Time utc_time(const Zone& zone, WallTime wall) {
  const auto shown = wall.time_since_epoch();
  // Behind the gap, and behind the second showing of what is shown twice, a change is past.
  const auto next = std::partition_point(
      zone.changes.begin(), zone.changes.end(), [shown](const OffsetChange& change) {
        return shown >= change.at.time_since_epoch() + std::max(change.before, change.after);
      });
  return Time(shown - offset_before(zone, next));
}

std::vector<OffsetSpan> spans_between(const Zone& zone, Time from, Time until) {
  std::vector<OffsetSpan> spans;
  auto next = change_after(zone, from);
  for (; from < until; ++next) {
    const bool last = next == zone.changes.end();
    const Time end = last ? until : std::min<Time>(until, next->at);
    spans.push_back({from, end, offset_before(zone, next)});
    if (last) break;
    from = end;
  }
  return spans;
}

}  // namespace chalkline::rules
