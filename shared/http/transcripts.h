#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "http/signature.h"
#include "rules/transcripts.h"

namespace chalkline::http {

// The paper trail as a document (S2-02): a JSON object {transcript, signature}. The signature is
// Ed25519 over the transcript in canonical form (RFC 8785), so a document may be written anew, and
// even so nothing in it can be changed. Each of its lines has a digest of its own, so that a broken
// one can be named.

inline constexpr std::string_view transcript_format = "chalkline-transcript/1";
// What stands before and behind the document in a page.
inline constexpr std::string_view transcript_begin =
    R"(<script type="application/json" id="chalkline-transcript">)";
inline constexpr std::string_view transcript_end = "</script>";

// {entry, chain, seq}: how far a chain and its thread had come.
struct TrailPlace {
  rules::TrailHead head;
  long long seq = 0;
};
boost::json::object to_json(const TrailPlace& place);

// A line as it is shown to one reader. Times are given once more by the reader's clock, with its
// offset.
struct LineShape {
  const rules::TrailLine& line;
  rules::Withheld withheld = rules::Withheld::no;
  std::optional<rules::Time> read_at = {};
  std::string at_local;
  std::string read_at_local = {};
};
// With its digest.
boost::json::object to_json(long long thread, const LineShape& shape);

// The document's text, a line of it for each line of the transcript. Not signed without a key.
std::string transcript_text(const boost::json::object& transcript,
                            const std::optional<SigningKey>& key);

// A page with the document inside, between `before` and `behind`; `transcript.page` binds both.
std::string page_with_transcript(std::string_view before, std::string_view behind,
                                 boost::json::object transcript,
                                 const std::optional<SigningKey>& key);

}  // namespace chalkline::http
