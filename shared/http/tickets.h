#pragma once

#include <string>
#include <string_view>

namespace chalkline::http {

// A secret that opens one live stream: 256 random bits in base64url. Throws where the machine has
// no randomness to give.
std::string make_ticket();

// A secret of the same form that only who knows both can tell again: `salt` is random_text(32), and
// kept; `name` is not.
std::string derived_ticket(std::string_view salt, std::string_view name);

// What is kept of a ticket: its SHA-256 in lower-case hex.
std::string ticket_hash(std::string_view ticket);

// `bytes` random bytes in base64url.
std::string random_text(std::size_t bytes);

}  // namespace chalkline::http
