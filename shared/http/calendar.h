#pragma once

#include <string>
#include <vector>

#include "rules/time.h"

namespace chalkline::http {

// Calendars as RFC 5545 writes them. All times are UTC, so that no table of zones goes with them.

// `cancel` takes its events out of the calendars that have them (RFC 5546).
enum class CalendarMethod { publish, cancel };
enum class EventStatus { tentative, confirmed, cancelled };

// One event. A later state of it has the same uid and a higher sequence.
struct CalendarEvent {
  std::string uid;
  int sequence = 0;
  rules::Time starts_at{};
  rules::Time ends_at{};
  EventStatus status = EventStatus::confirmed;
  std::string summary;
};

// Who publishes events: nobody's personal address.
struct CalendarSource {
  std::string name;
  std::string address;  // of mail; empty: none
};

// The whole text, UTF-8, lines ended by CR LF and folded at 75 bytes. `stamp` is when it was made.
std::string calendar_text(CalendarMethod method, const CalendarSource& source,
                          const std::vector<CalendarEvent>& events, rules::Time stamp);

}  // namespace chalkline::http
