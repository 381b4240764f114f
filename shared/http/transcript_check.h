#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chalkline::http {

// The first thing in a transcript that does not hold.
struct TranscriptFault {
  std::string what;         // a sentence for people
  long long file_line = 0;  // where, from 1; 0: in none
  std::optional<long long> entry = {};
  std::optional<long long> seq = {};
};

// What a transcript says of itself, as far as it was understood, and whether that holds.
struct TranscriptCheck {
  std::optional<TranscriptFault> fault;
  std::string site;
  std::string thread_id;
  std::string created_at;
  long long lines = 0;
  long long first_seq = 0;    // above 1: it is a part, and another goes before it
  long long last_seq = 0;
  long long first_entry = 0;  // 0: none
  long long last_entry = 0;
  long long withheld = 0;  // earlier texts that are for moderation alone
  long long erased = 0;
  long long older = 0;  // lines from before the chain, which it does not vouch for
  bool more = false;    // it is a part, and another follows
  std::string key_id;   // who signed; empty: nobody
};

// Looks through the text of a file, a transcript in JSON or in a page (S2-02), line by line:
// digests, commitments, links, gaps, then its end, the page around it and the signature.
// `trusted_key` is a public key in base64url that must be the one it is signed with; without it
// the signature is held against the key in the document, which proves nothing about who that is. A
// document without a signature does not hold.
TranscriptCheck check_transcript(std::string_view file,
                                 const std::optional<std::string>& trusted_key);

}  // namespace chalkline::http
