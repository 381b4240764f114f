#include "http/identity.h"

#include <algorithm>
#include <chrono>
#include <optional>

#include "http/problem.h"

namespace chalkline::http {
namespace {

std::string_view stripped(std::string_view text) {
  const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
  const auto end = text.find_last_not_of(" \t") + 1;
  return begin >= end ? std::string_view() : text.substr(begin, end - begin);
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  const auto low = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [&](char x, char y) { return low(x) == low(y); });
}

// RFC 6750 §2.1.
std::string_view bearer_token(std::string_view authorization) {
  constexpr std::string_view scheme = "bearer ";
  if (!equal_ignoring_case(authorization.substr(0, scheme.size()), scheme)) return {};
  return stripped(authorization.substr(scheme.size()));
}

// RFC 6265 §4.2.1: the first cookie of that name.
std::string_view cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    const auto pair = stripped(cookies.substr(0, cookies.find(';')));
    cookies.remove_prefix(
        std::min(cookies.size(), std::min(cookies.find(';'), cookies.size()) + 1));
    const auto equals = pair.find('=');
    if (equals != std::string_view::npos && pair.substr(0, equals) == name) {
      return pair.substr(equals + 1);
    }
  }
  return {};
}

std::string_view host_of(std::string_view origin) {
  const auto scheme = origin.find("://");
  return scheme == std::string_view::npos ? std::string_view() : origin.substr(scheme + 3);
}

}  // namespace

std::variant<Caller, Response> identify(const Request& request, const Tenant& tenant) {
  std::string_view token = bearer_token(request.parameter("HTTP_AUTHORIZATION"));
  const bool by_cookie = request.parameter("HTTP_AUTHORIZATION").empty();
  if (by_cookie) token = cookie_value(request.parameter("HTTP_COOKIE"), tenant.cookie);
  if (token.empty()) return unauthorized(request, "token_missing", "A token is needed.");
  const auto now = std::chrono::floor<std::chrono::seconds>(request.moment);
  auto result = verify_token(token, tenant.name, tenant.keys, now);
  if (auto* const person = std::get_if<std::string>(&result)) {
    return Caller{std::move(*person), by_cookie};
  }
  if (std::get<TokenFault>(result).kind == TokenFault::Kind::expired) {
    return unauthorized(request, "token_expired", "The token has expired.");
  }
  return unauthorized(request, "token_invalid", "The token is not valid here.");
}

bool from_own_origin(const Request& request, const Tenant& tenant) {
  const auto origin = request.parameter("HTTP_ORIGIN");
  if (origin.empty()) return false;
  if (std::find(tenant.origins.begin(), tenant.origins.end(), origin) != tenant.origins.end()) {
    return true;
  }
  const auto host = host_of(origin);
  return !host.empty() && equal_ignoring_case(host, request.parameter("HTTP_HOST"));
}

bool is_meant(const Request& request, const Tenant& tenant) {
  return equal_ignoring_case(request.parameter("HTTP_X_REQUESTED_WITH"), "chalkline") &&
         from_own_origin(request, tenant);
}

}  // namespace chalkline::http
