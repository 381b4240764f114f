#include "http/transcripts.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "http/canonical_json.h"
#include "http/digest.h"
#include "http/strict_json.h"
#include "http/times.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

json::value shown_text(const std::string& text) {
  return text.empty() ? json::value(nullptr) : json::value(text);
}
json::value shown_time(const std::optional<rules::Time>& time) {
  return time ? json::value(time_text(*time)) : json::value(nullptr);
}

json::value notice_in_line(const std::optional<std::string>& notice) {
  return notice ? parse_strict(*notice).value_or(nullptr) : json::value(nullptr);
}

json::value withheld_name(rules::Withheld withheld) {
  switch (withheld) {
    case rules::Withheld::no:
      return nullptr;
    case rules::Withheld::earlier:
      return "earlier_version";
    case rules::Withheld::erased:
      return "erased";
  }
  return nullptr;
}

json::value body_of(const LineShape& shape) {
  if (shape.withheld != rules::Withheld::no) return nullptr;
  return json::value(shape.line.body);
}

void put_seal(json::object& object, const std::optional<rules::Seal>& seal) {
  const auto kept = seal.value_or(rules::Seal{});
  object["entry"] = seal ? json::value(kept.entry) : json::value(nullptr);
  object["salt"] = shown_text(kept.salt);
  object["commitment"] = shown_text(kept.commitment);
  object["chain"] = shown_text(kept.chain);
}

// Each line of the transcript on a line of its own.
std::string lines_text(const json::value& lines) {
  std::string text = "[\n";
  for (const auto& line : lines.as_array()) {
    if (text.size() > 2) text += ",\n";
    text += canonical_json(line);
  }
  return text + "\n]";
}

json::value signature_json(const json::object& transcript, const std::optional<SigningKey>& key) {
  if (!key) return nullptr;
  return {{"algorithm", "Ed25519"},
          {"keyId", key_id(key->public_key)},
          {"publicKey", key->public_key},
          {"value", sign(*key, canonical_json(transcript))}};
}

// No text in it can end the element it stands in, and it is the same JSON.
std::string safe_in_script(std::string_view text) {
  std::string safe;
  safe.reserve(text.size());
  for (const char c : text) {
    if (c == '<') {
      safe += "\\u003c";
    } else {
      safe += c;
    }
  }
  return safe;
}

}  // namespace

json::object to_json(const TrailPlace& place) {
  return {{"chain", place.head.chain}, {"entry", place.head.entry}, {"seq", place.seq}};
}

json::object to_json(long long thread, const LineShape& shape) {
  const auto& line = shape.line;
  json::object object{{"threadId", std::to_string(thread)},
                      {"seq", line.seq},
                      {"version", line.version},
                      {"kind", rules::name_of(line.kind)},
                      {"senderId", shown_text(line.sender_id.value_or(""))},
                      {"at", time_text(line.at)},
                      {"atLocal", shape.at_local},
                      {"body", body_of(shape)},
                      {"notice", notice_in_line(line.notice)},
                      {"withheld", withheld_name(shape.withheld)},
                      {"changedAt", shown_time(line.changed_at)},
                      {"readAt", shown_time(shape.read_at)},
                      {"readAtLocal", shown_text(shape.read_at_local)}};
  put_seal(object, line.seal);
  object["digest"] = sha256_hex(canonical_json(object));
  return object;
}

std::string transcript_text(const json::object& transcript, const std::optional<SigningKey>& key) {
  std::vector<std::string> names;
  for (const auto& member : transcript) names.emplace_back(member.key());
  std::ranges::sort(names);
  std::string text = "{\"transcript\":{\n";
  for (const auto& name : names) {
    if (&name != names.data()) text += ",\n";
    const auto& value = transcript.at(name);
    text += '"' + name + "\":" + (name == "lines" ? lines_text(value) : canonical_json(value));
  }
  return text + "\n},\n\"signature\":" + canonical_json(signature_json(transcript, key)) + "}\n";
}

std::string page_with_transcript(std::string_view before, std::string_view behind,
                                 json::object transcript, const std::optional<SigningKey>& key) {
  transcript["page"] = sha256_hex(std::string(before) + std::string(behind));
  std::string page(before);
  page += transcript_begin;
  page += '\n';
  page += safe_in_script(transcript_text(transcript, key));
  page += transcript_end;
  return page += behind;
}

}  // namespace chalkline::http
