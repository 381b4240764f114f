#include "rules/paper_trail.h"

#include "rules/canonical_json.h"

namespace chalkline::rules {
namespace {

void put(std::string& json, std::string_view name, std::string_view text) {
  json += name;
  append_canonical(json, text);
}

}  // namespace

std::string committed_text(const Version& version, std::string_view salt) {
  std::string json;
  json.reserve(version.body.size() + 250);
  put(json, R"({"at":)", version.at);
  put(json, R"(,"body":)", version.body);
  put(json, R"(,"kind":)", version.kind);
  json += R"(,"notice":)";
  json += version.notice.value_or("null");
  put(json, R"(,"salt":)", salt);
  json += R"(,"senderId":)";
  if (version.sender_id) {
    append_canonical(json, *version.sender_id);
  } else {
    json += "null";
  }
  json += R"(,"seq":)" + std::to_string(version.seq);
  json += R"(,"threadId":")" + std::to_string(version.thread_id);
  return json + R"(","version":)" + std::to_string(version.version) + "}";
}

std::string link_text(long long thread_id, const TrailHead& previous, std::string_view commitment) {
  std::string json;
  json.reserve(250);
  put(json, R"({"commitment":)", commitment);
  json += R"(,"entry":)" + std::to_string(previous.entry + 1);
  put(json, R"(,"previous":)", previous.chain);
  return json + R"(,"threadId":")" + std::to_string(thread_id) + R"("})";
}

}  // namespace chalkline::rules
