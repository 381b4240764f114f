#include "delivery.h"

#include <chrono>

#include "http/webhook_signature.h"
#include "stack.h"

namespace chalkline::e2e {

namespace json = boost::json;

Answer deliver(const std::string& site, const std::string& family, const std::string& type,
               const std::string& timestamp, const json::object& data) {
  const auto body =
      json::serialize(json::object{{"type", type}, {"timestamp", timestamp}, {"data", data}});
  const auto id = fresh("delivery");
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const auto seconds = std::to_string(std::chrono::floor<std::chrono::seconds>(now).count());
  const auto secret = http::webhook_secret_bytes(settings_of(site).webhook_secrets.at(0)).value();
  return Client(site).ask("POST", "/api/webhooks/" + family, body,
                          {{"Content-Type", "application/json"},
                           {"Chalkline-Now", timestamp},
                           {"webhook-id", id},
                           {"webhook-timestamp", seconds},
                           {"webhook-signature", http::sign_webhook(secret, id, seconds, body)}});
}

}  // namespace chalkline::e2e
