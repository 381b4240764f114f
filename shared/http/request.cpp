#include "http/request.h"

#include <fcgiapp.h>

namespace chalkline::http {

std::string_view Request::parameter(const char* name) const {
  if (environment == nullptr) return {};
  const char* const value = FCGX_GetParam(name, environment);
  return value == nullptr ? std::string_view() : std::string_view(value);
}

}  // namespace chalkline::http
