#include "http/webhook_signature.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "http/digest.h"

namespace chalkline::http {
namespace {

constexpr std::chrono::minutes tolerance{5};

std::string base64(std::string_view bytes) {
  std::string text((bytes.size() + 2) / 3 * 4 + 1, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()), bytes_of(bytes),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

bool is_visible_ascii(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c > 0x20 && c < 0x7F; });
}

// Digits alone, as libraries write them.
std::optional<std::chrono::seconds> seconds_of(std::string_view text) {
  long long seconds = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (fault != std::errc() || end != text.data() + text.size() || seconds < 0) return std::nullopt;
  return std::chrono::seconds(seconds);
}

// How far the two lie apart, in whole seconds.
bool is_fresh(std::chrono::seconds signed_at, rules::Time moment) {
  const auto now = std::chrono::floor<std::chrono::seconds>(moment.time_since_epoch());
  return signed_at >= now - tolerance && signed_at <= now + tolerance;
}

// Whether `wanted` is one of the signatures between the spaces.
bool has_signature(std::string_view signatures, std::string_view wanted) {
  while (!signatures.empty()) {
    const auto one = signatures.substr(0, signatures.find(' '));
    if (equal_in_constant_time(one, wanted)) return true;
    signatures.remove_prefix(std::min(signatures.size(), one.size() + 1));
  }
  return false;
}

}  // namespace

std::optional<std::string> webhook_secret_bytes(std::string_view text) {
  constexpr std::string_view prefix = "whsec_";
  if (!text.starts_with(prefix)) return std::nullopt;
  text.remove_prefix(prefix.size());
  const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
  std::string bytes(text.size() / 4 * 3 + 3, '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()), bytes_of(text),
                                   static_cast<int>(text.size()));
  if (size <= static_cast<int>(padding) || text.size() % 4 != 0) return std::nullopt;
  bytes.resize(static_cast<std::size_t>(size) - padding);
  return bytes;
}

std::string sign_webhook(std::string_view secret, std::string_view id, std::string_view timestamp,
                         std::string_view body) {
  std::string text;
  text.reserve(id.size() + timestamp.size() + body.size() + 2);
  text.append(id).append(".").append(timestamp).append(".").append(body);
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  unsigned int size = 0;
  if (HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()), bytes_of(text),
           text.size(), code.data(), &size) == nullptr) {
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256");
  }
  return "v1," + base64({reinterpret_cast<const char*>(code.data()), size});
}

std::optional<SignatureFault> verify_webhook(const SignatureHeaders& headers, std::string_view body,
                                             std::span<const std::string> secrets,
                                             rules::Time moment) {
  if (headers.id.empty() || headers.timestamp.empty() || headers.signature.empty()) {
    return SignatureFault::missing;
  }
  constexpr std::size_t longest_id = 255;
  const auto signed_at = seconds_of(headers.timestamp);
  if (!signed_at || headers.id.size() > longest_id || !is_visible_ascii(headers.id)) {
    return SignatureFault::invalid;
  }
  if (!is_fresh(*signed_at, moment)) return SignatureFault::expired;
  const bool right = std::ranges::any_of(secrets, [&](const std::string& secret) {
    return has_signature(headers.signature,
                         sign_webhook(secret, headers.id, headers.timestamp, body));
  });
  return right ? std::nullopt : std::optional(SignatureFault::invalid);
}

}  // namespace chalkline::http
