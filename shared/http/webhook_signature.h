#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "rules/time.h"

namespace chalkline::http {

// Signatures of Standard Webhooks, symmetric ones (v1). A secret here is its bytes, as
// webhook_secret_bytes reads them.

// The bytes of whsec_<base64>; none for any other form.
std::optional<std::string> webhook_secret_bytes(std::string_view text);

// The three headers as they came; empty where there is none.
struct SignatureHeaders {
  std::string_view id;         // webhook-id
  std::string_view timestamp;  // webhook-timestamp: seconds since 1970
  std::string_view signature;  // webhook-signature: one or several of v1,<base64>
};

// Why a request is not believed to come from the platform.
enum class SignatureFault {
  missing,  // not all three headers
  expired,  // signed more than five minutes before or after `moment`, whoever signed it
  invalid,  // anything else
};

// None: one of the signatures was made with one of the secrets, over exactly this id, timestamp and
// body, within five minutes of `moment`, the machine's time. Signatures of other versions are
// passed over. An id is 1–255 visible characters of ASCII.
std::optional<SignatureFault> verify_webhook(const SignatureHeaders& headers, std::string_view body,
                                             std::span<const std::string> secrets,
                                             rules::Time moment);

// v1,<base64>
std::string sign_webhook(std::string_view secret, std::string_view id, std::string_view timestamp,
                         std::string_view body);

}  // namespace chalkline::http
