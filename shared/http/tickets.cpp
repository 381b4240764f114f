#include "http/tickets.h"

#include "http/digest.h"
#include "http/token.h"

namespace chalkline::http {

std::string random_text(std::size_t bytes) { return base64url(random_bytes(bytes)); }

std::string make_ticket() { return random_text(32); }

std::string derived_ticket(std::string_view salt, std::string_view name) {
  std::string both(salt);
  both += '.';
  both += name;
  return base64url(sha256(both));
}

std::string ticket_hash(std::string_view ticket) { return sha256_hex(ticket); }

}  // namespace chalkline::http
