#include "transcript.h"

#include "http/shapes.h"
#include "http/times.h"

namespace chalkline {
namespace {

namespace json = boost::json;

json::object person_json(const rules::Person& person) {
  return {{"id", person.id},
          {"name", person.name},
          {"role", rules::name_of(rules::shown_role(person.roles))}};
}

json::value student_json(const std::optional<rules::Person>& student) {
  if (!student) return nullptr;
  return person_json(*student);
}

json::object reader_json(const Transcript& transcript) {
  return {{"id", transcript.reader.id},
          {"timeZone", transcript.reader.zone_name},
          {"overseer", transcript.grant.has_value()}};
}

json::value oversight_json(const std::optional<rules::Grant>& grant) {
  if (!grant) return nullptr;
  return {{"id", std::to_string(grant->id)},
          {"reason", grant->reason},
          {"at", http::time_text(grant->at)},
          {"until", http::time_text(grant->until)}};
}

json::array lines_json(const Transcript& transcript) {
  json::array lines;
  lines.reserve(transcript.lines.size());
  for (const auto& [line, withheld, read_at] : transcript.lines) {
    lines.push_back(http::to_json(
        transcript.thread_id,
        {.line = line,
         .withheld = withheld,
         .read_at = read_at,
         .at_local = transcript.reader.local_time(line.at),
         .read_at_local = read_at ? transcript.reader.local_time(*read_at) : std::string()}));
  }
  return lines;
}

}  // namespace

json::object to_json(const Transcript& transcript) {
  const auto& thread = transcript.thread;
  return {{"format", http::transcript_format},
          {"site", transcript.site},
          {"createdAt", http::time_text(transcript.now)},
          {"thread",
           {{"id", std::to_string(transcript.thread_id)},
            {"kind", rules::name_of(thread.kind)},
            {"student", student_json(thread.student)},
            {"createdAt", http::time_text(thread.created_at)}}},
          {"people", json::array{person_json(thread.low), person_json(thread.high)}},
          {"reader", reader_json(transcript)},
          {"oversight", oversight_json(transcript.grant)},
          {"receiptsShown", transcript.receipts_shown},
          {"from", http::to_json(transcript.from)},
          {"through", http::to_json(transcript.through)},
          {"head", http::to_json(transcript.head)},
          {"nextCursor",
           transcript.next_cursor ? json::value(*transcript.next_cursor) : json::value(nullptr)},
          {"page", nullptr},
          {"lines", lines_json(transcript)}};
}

}  // namespace chalkline
