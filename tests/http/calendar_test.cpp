#include "http/calendar.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;

const rules::Time start =
    std::chrono::sys_days(std::chrono::year(2026) / 10 / 25) + std::chrono::minutes(30);

CalendarEvent event(const std::string& summary) {
  return {.uid = "booking-7@school",
          .sequence = 3,
          .starts_at = start,
          .ends_at = start + std::chrono::minutes(50),
          .status = EventStatus::confirmed,
          .summary = summary};
}

std::string text_of(const std::string& summary, const CalendarSource& source = {"School", ""}) {
  return calendar_text(CalendarMethod::publish, source, {event(summary)}, start);
}

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(whole, *description("RFC 5545, golden")) {
  BOOST_TEST(text_of("Session") ==
             "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Chalkline//Bookings//EN\r\n"
             "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:booking-7@school\r\n"
             "SEQUENCE:3\r\nDTSTAMP:20261025T003000Z\r\nDTSTART:20261025T003000Z\r\n"
             "DTEND:20261025T012000Z\r\nSTATUS:CONFIRMED\r\nSUMMARY:Session\r\n"
             "ORGANIZER;CN=\"School\":invalid:nomail\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
  const auto cancelled =
      calendar_text(CalendarMethod::cancel, {"S", "s@school.example"}, {event("x")}, start);
  BOOST_TEST(cancelled.find("METHOD:CANCEL\r\n") != cancelled.npos);
  BOOST_TEST(cancelled.find("ORGANIZER;CN=\"S\":mailto:s@school.example\r\n") != cancelled.npos);
  const auto none = calendar_text(CalendarMethod::publish, {"S", ""}, {}, start);
  BOOST_TEST(none.find("VEVENT") == none.npos);
}

BOOST_AUTO_TEST_CASE(texts, *description("RFC 5545 3.3.11: no name can add a line")) {
  const struct {
    std::string summary;
    std::string line;
  } table[] = {{"a, b; c\\d", "a\\, b\\; c\\\\d"},
               {"a\r\nATTENDEE:b", "a  ATTENDEE:b"},
               {"a:\"b\"", "a:\"b\""},
               {"Zo\xC3\xAB", "Zo\xC3\xAB"},
               {"", ""}};
  for (const auto& row : table) {
    const auto text = text_of(row.summary);
    BOOST_TEST(text.find("\r\nSUMMARY:" + row.line + "\r\n") != text.npos, row.summary);
  }
  const auto named = text_of("x", {"A \"B\"\r\nX:y", ""});
  BOOST_TEST(named.find("ORGANIZER;CN=\"A  B   X:y\":") != named.npos);
}

BOOST_AUTO_TEST_CASE(folding, *description("RFC 5545 3.1: 75 bytes a line, no character cut")) {
  for (int length = 60; length < 240; ++length) {
    std::string summary;
    while (summary.size() < static_cast<std::size_t>(length))
      summary +=
          "\xF0\x9F\x99\x82"
          "a";
    const auto text = text_of(summary);
    std::string unfolded;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = text.find("\r\n", at);
      BOOST_TEST(end - at <= 75U);
      BOOST_TEST((static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U);
      const bool more = text.compare(end + 2, 1, " ") == 0;
      unfolded += text.substr(at, end - at) + (more ? "" : "\n");
      at = end + (more ? 3 : 2);
    }
    BOOST_TEST(unfolded.find("\nSUMMARY:" + summary + "\n") != unfolded.npos, length);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
