#include "http/calendar.h"

#include <string_view>

namespace chalkline::http {
namespace {

// "20261123T120000Z"
std::string utc(rules::Time time) {
  std::string text;
  for (const char c : rules::date_and_time(time, 'T').substr(0, 19)) {
    if (c != '-' && c != ':') text += c;
  }
  return text + "Z";
}

// RFC 5545 §3.3.11; control characters are in no text of a calendar.
std::string escaped(std::string_view text) {
  std::string value;
  for (const char c : text) {
    if (c == '\\' || c == ';' || c == ',') value += '\\';
    value += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  }
  return value;
}

// A parameter's value: quoted, and quotes are not allowed in it (§3.2).
std::string quoted_text(std::string_view text) {
  std::string value = "\"";
  for (const char c : text) {
    value += static_cast<unsigned char>(c) < 0x20 || c == 0x7F || c == '"' ? ' ' : c;
  }
  return value + "\"";
}

bool continues_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

// §3.1: no line is longer than 75 bytes; the next one goes on behind a space. No character is cut.
void add_line(std::string& calendar, std::string_view line) {
  constexpr std::size_t longest = 75;
  std::size_t room = longest;
  while (line.size() > room) {
    std::size_t cut = room;
    while (continues_character(line[cut])) --cut;
    calendar.append(line.substr(0, cut)).append("\r\n ");
    line.remove_prefix(cut);
    room = longest - 1;
  }
  calendar.append(line).append("\r\n");
}

std::string_view status_name(EventStatus status) {
  switch (status) {
    case EventStatus::tentative:
      return "TENTATIVE";
    case EventStatus::confirmed:
      return "CONFIRMED";
    case EventStatus::cancelled:
      break;
  }
  return "CANCELLED";
}

// RFC 5546 wants an organizer with every method.
std::string organizer(const CalendarSource& source) {
  const auto address = source.address.empty() ? "invalid:nomail" : "mailto:" + source.address;
  return "ORGANIZER;CN=" + quoted_text(source.name) + ":" + address;
}

void add_event(std::string& calendar, const CalendarSource& source, const CalendarEvent& event,
               rules::Time stamp) {
  add_line(calendar, "BEGIN:VEVENT");
  add_line(calendar, "UID:" + escaped(event.uid));
  add_line(calendar, "SEQUENCE:" + std::to_string(event.sequence));
  add_line(calendar, "DTSTAMP:" + utc(stamp));
  add_line(calendar, "DTSTART:" + utc(event.starts_at));
  add_line(calendar, "DTEND:" + utc(event.ends_at));
  add_line(calendar, "STATUS:" + std::string(status_name(event.status)));
  add_line(calendar, "SUMMARY:" + escaped(event.summary));
  add_line(calendar, organizer(source));
  add_line(calendar, "END:VEVENT");
}

}  // namespace

std::string calendar_text(CalendarMethod method, const CalendarSource& source,
                          const std::vector<CalendarEvent>& events, rules::Time stamp) {
  std::string calendar;
  add_line(calendar, "BEGIN:VCALENDAR");
  add_line(calendar, "VERSION:2.0");
  add_line(calendar, "PRODID:-//Chalkline//Bookings//EN");
  add_line(calendar, "CALSCALE:GREGORIAN");
  add_line(calendar, method == CalendarMethod::cancel ? "METHOD:CANCEL" : "METHOD:PUBLISH");
  for (const auto& event : events) add_event(calendar, source, event, stamp);
  add_line(calendar, "END:VCALENDAR");
  return calendar;
}

}  // namespace chalkline::http
