#pragma once

#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "http/request.h"
#include "http/token.h"

namespace chalkline::http {

// What serving needs to know of a site.
struct Tenant {
  std::string name;
  std::string cookie;                // name of the session cookie
  std::vector<std::string> origins;  // scheme://host[:port], beyond the one a request came to
  std::vector<VerificationKey> keys;
  bool test_clock = false;
  std::vector<std::string> webhook_secrets;  // their bytes; several while one replaces another
};

// Who calls (contract §1): the person of a valid token from Authorization: Bearer, or else from the
// site's cookie. Otherwise the 401 to answer with. A token of another site is as invalid as a
// forged one.
struct Caller {
  std::string person;
  bool by_cookie = false;
};
std::variant<Caller, Response> identify(const Request& request, const Tenant& tenant);

// Whether the request comes from a page of the site's own origin or of one it lists. A request that
// names no origin does not.
bool from_own_origin(const Request& request, const Tenant& tenant);

// Whether a write by cookie was meant: own origin, and the header X-Requested-With: chalkline,
// which no foreign page can add.
bool is_meant(const Request& request, const Tenant& tenant);

}  // namespace chalkline::http
