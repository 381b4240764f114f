#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "http/events.h"
#include "http/fields.h"
#include "http/request.h"

namespace chalkline::http {

// One event with what is kept of it.
struct ReceivedEvent {
  std::string type;     // as it names itself, at most 100 characters; empty where it does not
  std::string payload;  // its text as it came, in UTF-8
  ReadEvent read;
};
// Of a text: one line of NDJSON, one item of an array.
ReceivedEvent parse_event_text(std::string_view text);

// What one request brings. A body that is one JSON object is a single event; an array or NDJSON is
// a batch, also of one.
struct Delivery {
  bool single = false;
  std::vector<ReceivedEvent> events;
};
inline constexpr std::size_t most_events = 1000;

// The body of a webhook, by request.content_type. What is wrong in one event is told there and
// hides no other: an array is taken apart before its items are parsed. An error of the body as a
// whole: an array that does not end or has something behind it, and more than most_events.
Parsed<Delivery> parse_delivery(const Request& request);

}  // namespace chalkline::http
