#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace chalkline::rules {

// The paper trail of a thread (S2-02): a chain in which every version of every message has an
// entry, 1, 2, 3 … in the order in which they came about. An entry commits to its version by a
// salted hash and to all entries before it, so a text can be erased with its salt, and the chain
// still holds. Here is what is hashed, byte by byte; hashing itself is http's (http/digest.h).
// Hashes and salts are lower-case hexadecimal texts.

// How far a chain has come.
struct TrailHead {
  long long entry = 0;  // of the newest; 0: none yet
  std::string chain = std::string(64, '0');

  bool operator==(const TrailHead&) const = default;
};

// What one entry adds to the chain. A salt that is empty: the text cannot be held against the
// commitment any more, because it is erased.
struct Seal {
  long long entry = 0;
  std::string salt;
  std::string commitment;  // SHA-256 of committed_text
  std::string chain;       // SHA-256 of link_text

  bool operator==(const Seal&) const = default;
};

// A version of a message as a transcript tells it, and as it is committed to.
struct Version {
  long long thread_id = 0;
  long long seq = 0;
  int version = 1;  // 1: as it was sent; each change and the removal make the next
  std::string_view kind;
  std::optional<std::string_view> sender_id;
  std::string_view at;  // when this version came about, RFC 3339 in UTC with milliseconds
  std::string_view body;
  std::optional<std::string_view> notice = {};  // a JSON object in canonical form
};

// The JSON object {at, body, kind, notice, salt, senderId, seq, threadId, version} in the canonical
// form of RFC 8785, so that anybody can compute it.
std::string committed_text(const Version& version, std::string_view salt);

// Likewise {commitment, entry, previous, threadId}: the link behind `previous`.
std::string link_text(long long thread_id, const TrailHead& previous, std::string_view commitment);

}  // namespace chalkline::rules
