#include "rules/hours.h"

namespace chalkline::rules {
namespace {

using std::chrono::days;
using std::chrono::floor;

int digit_value(char c) { return c >= '0' && c <= '9' ? c - '0' : -1; }

// Two digits at `at`; -1 where they are none.
int two_digits(std::string_view text, std::size_t at) {
  const int tens = digit_value(text[at]);
  const int ones = digit_value(text[at + 1]);
  return tens < 0 || ones < 0 ? -1 : 10 * tens + ones;
}

void put_two_digits(std::string& text, std::size_t at, long long number) {
  text[at] = static_cast<char>('0' + number / 10);
  text[at + 1] = static_cast<char>('0' + number % 10);
}

Intervals<Clock> exceptions_on(const WorkingHours& hours, Date date, bool open) {
  Intervals<Clock> found;
  for (const auto& exception : hours.exceptions) {
    if (exception.date != date || exception.open != open) continue;
    found.push_back({exception.from, exception.to});
  }
  return found;
}

Intervals<Clock> clocks_on(const WorkingHours& hours, Date date) {
  const int day = weekday_of(date);
  auto open = exceptions_on(hours, date, true);
  for (const auto& weekly : hours.weekly) {
    if (weekly.day == day) open.push_back({weekly.from, weekly.to});
  }
  return without(united(std::move(open)), united(exceptions_on(hours, date, false)));
}

// Adds when it is open within `span`, by which wall time and UTC run alike.
void add_open(Intervals<Time>& open, const WorkingHours& hours, const OffsetSpan& span) {
  const WallTime end = span.wall(span.until);
  for (auto date = floor<days>(span.wall(span.from)); date < end; date += days(1)) {
    for (const auto& clocks : clocks_on(hours, date)) {
      append(open, {std::max(span.from, span.utc(date + clocks.from)),
                    std::min(span.until, span.utc(date + clocks.until))});
    }
  }
}

bool same_day(const WeeklyHours& one, const WeeklyHours& other) { return one.day == other.day; }
bool same_day(const ExceptionalHours& one, const ExceptionalHours& other) {
  return one.date == other.date;
}

template <class Hours>
std::vector<std::size_t> overlapping_in(const std::vector<Hours>& all) {
  std::vector<std::size_t> places;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const auto begin = all.begin();
    const auto end = begin + static_cast<std::ptrdiff_t>(i);
    const bool overlaps = std::any_of(begin, end, [&](const Hours& earlier) {
      return same_day(earlier, all[i]) && earlier.from < all[i].to && all[i].from < earlier.to;
    });
    if (overlaps) places.push_back(i);
  }
  return places;
}

}  // namespace

std::optional<Clock> clock_from(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const int hour = two_digits(text, 0);
  const int minute = two_digits(text, 3);
  if (hour < 0 || minute < 0 || minute > 59) return std::nullopt;
  const Clock clock(60 * hour + minute);
  return clock <= days(1) ? std::optional(clock) : std::nullopt;
}

std::string clock_text(Clock clock) {
  std::string text = "00:00";
  put_two_digits(text, 0, clock.count() / 60);
  put_two_digits(text, 3, clock.count() % 60);
  return text;
}

std::vector<std::size_t> overlapping(const std::vector<WeeklyHours>& weekly) {
  return overlapping_in(weekly);
}
std::vector<std::size_t> overlapping(const std::vector<ExceptionalHours>& exceptions) {
  return overlapping_in(exceptions);
}

Intervals<Time> open_between(const Zone& zone, const WorkingHours& hours, Time from, Time until) {
  Intervals<Time> open;
  for (const auto& span : spans_between(zone, from, until)) add_open(open, hours, span);
  return open;
}

bool is_open(const Zone& zone, const WorkingHours& hours, Time from, Time until) {
  return open_between(zone, hours, from, until) == Intervals<Time>{{from, until}};
}

HoursNow hours_now(const Zone& zone, const WorkingHours& hours, Time now) {
  constexpr days far(15);
  for (days ahead(0); ahead < far; ++ahead) {
    const auto open = open_between(zone, hours, now + ahead, now + ahead + days(1));
    if (open.empty()) continue;
    const Time next = open.front().from;
    if (next == now) return {.open_now = true};
    return {.opens_at = next};
  }
  return {};
}

}  // namespace chalkline::rules
