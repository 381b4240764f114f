#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <boost/json.hpp>

#include "http/fields.h"
#include "http/problem.h"
#include "rules/directory.h"

namespace chalkline::http {

// An event of a type that nothing here takes: recorded as such, never an error.
struct UnknownEvent {
  std::string type;
};

// What one event of the platform says (contract §3 webhooks, §5), or everything that is wrong with
// it.
using ReadEvent = std::variant<rules::DirectoryEvent, UnknownEvent, BadInput>;

// {type, timestamp, data}: person.upserted, relationship.upserted and enrolment.upserted. Optional
// fields may be null. What nothing stores yet of a person (subjects, ageGroups, gender, birthDate)
// is checked and left out.
ReadEvent parse_event(const boost::json::value& event);
// The same, of a text: one line of NDJSON.
ReadEvent parse_event_text(std::string_view text);

// An optional time zone or language tag, in the form that events have them too.
std::optional<std::string> parse_time_zone(JsonFields& fields, std::string_view field);
std::optional<std::string> parse_locale(JsonFields& fields, std::string_view field);

}  // namespace chalkline::http
