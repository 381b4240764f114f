#pragma once

#include <cstddef>
#include <string>

#include "handlers/house.h"

namespace chalkline::handlers::tests {

// A webhook-id that no other call has.
std::string new_id();

// So many seconds from now, as webhook-timestamp tells them.
std::string seconds_from_now(long long seconds);

// A call as another server makes it. Everything may be changed after it was signed.
Call signed_call(const std::string& method, const std::string& target, const std::string& body,
                 const std::string& id = new_id(), long long age = 0, std::size_t secret = 0);

}  // namespace chalkline::handlers::tests
