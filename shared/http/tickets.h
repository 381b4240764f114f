#pragma once

#include <string>
#include <string_view>

namespace chalkline::http {

// A secret that opens one live stream: 256 random bits in base64url. Throws where the machine has
// no randomness to give.
std::string make_ticket();

// What is kept of a ticket: its SHA-256 in lower-case hex.
std::string ticket_hash(std::string_view ticket);

// `bytes` random bytes in base64url.
std::string random_text(std::size_t bytes);

}  // namespace chalkline::http
