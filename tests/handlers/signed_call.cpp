#include "handlers/signed_call.h"

#include <chrono>

#include "http/webhook_signature.h"

namespace chalkline::handlers::tests {

std::string seconds_from_now(long long seconds) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::to_string(std::chrono::duration_cast<std::chrono::seconds>(now).count() + seconds);
}

std::string new_id() {
  static int ids = 0;
  return "msg_" + std::to_string(++ids);
}

Call signed_call(const std::string& method, const std::string& target, const std::string& body,
                 const std::string& id, long long age, std::size_t secret) {
  const auto timestamp = seconds_from_now(-age);
  const auto bytes = http::webhook_secret_bytes(webhook_secrets().at(secret)).value();
  return {
      .method = method,
      .target = target,
      .body = body,
      .parameters = {{"HTTP_WEBHOOK_ID", id},
                     {"HTTP_WEBHOOK_TIMESTAMP", timestamp},
                     {"HTTP_WEBHOOK_SIGNATURE", http::sign_webhook(bytes, id, timestamp, body)}}};
}

}  // namespace chalkline::handlers::tests
