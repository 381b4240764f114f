#include "http/token.h"

#include <algorithm>
#include <array>
#include <stdexcept>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "http/digest.h"
#include "http/strict_json.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;
using Algorithm = VerificationKey::Algorithm;

// The three parts of a compact JWT, decoded; `signed_text` is what the signature covers.
struct TokenParts {
  json::object header;
  json::object claims;
  std::string signature;
  std::string_view signed_text;
};

std::optional<json::object> parse_part(std::string_view encoded) {
  const auto text = from_base64url(encoded);
  if (!text) return std::nullopt;
  auto value = parse_strict(*text);
  if (!value || !value->is_object()) return std::nullopt;
  return std::move(value->get_object());
}

std::optional<TokenParts> split(std::string_view token) {
  if (token.size() > max_token_bytes || std::ranges::count(token, '.') != 2) return std::nullopt;
  const auto first = token.find('.');
  const auto second = token.rfind('.');
  auto header = parse_part(token.substr(0, first));
  auto claims = parse_part(token.substr(first + 1, second - first - 1));
  auto signature = from_base64url(token.substr(second + 1));
  if (!header || !claims || !signature) return std::nullopt;
  return TokenParts{std::move(*header), std::move(*claims), std::move(*signature),
                    token.substr(0, second)};
}

// The member's text; none where it is absent or not a string.
std::optional<std::string_view> text_at(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  if (value == nullptr || !value->is_string()) return std::nullopt;
  return std::string_view(value->get_string());
}

std::string_view algorithm_name(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::hs256:
      return "HS256";
    case Algorithm::eddsa:
      return "EdDSA";
    case Algorithm::rs256:
      return "RS256";
  }
  return {};
}

const VerificationKey* find_key(const json::object& header, std::span<const VerificationKey> keys) {
  if (!header.contains("kid")) return keys.size() == 1 ? keys.data() : nullptr;
  const auto kid = text_at(header, "kid");
  const auto found = std::ranges::find_if(keys, [&](const auto& key) { return key.kid == kid; });
  return found == keys.end() ? nullptr : &*found;
}

// `crit` names extensions that must be understood; we know none.
bool header_fits(const json::object& header, const VerificationKey& key) {
  return text_at(header, "alg") == algorithm_name(key.algorithm) && !header.contains("crit");
}

std::string hmac_sha256(const VerificationKey& key, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> code{};
  std::size_t size = 0;
  if (EVP_MAC_init(key.mac.get(), nullptr, 0, nullptr) != 1 ||
      EVP_MAC_update(key.mac.get(), bytes_of(text), text.size()) != 1 ||
      EVP_MAC_final(key.mac.get(), code.data(), &size, code.size()) != 1) {
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256");
  }
  return {reinterpret_cast<const char*>(code.data()), size};
}

// Ed25519 hashes by itself, so its digest is null.
bool public_key_fits(const VerificationKey& key, const EVP_MD* digest, const TokenParts& parts) {
  if (key.public_key == nullptr) return false;
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        EVP_MD_CTX_free);
  const bool right =
      EVP_DigestVerifyInit(context.get(), nullptr, digest, nullptr, key.public_key.get()) == 1 &&
      EVP_DigestVerify(context.get(), bytes_of(parts.signature), parts.signature.size(),
                       bytes_of(parts.signed_text), parts.signed_text.size()) == 1;
  ERR_clear_error();
  return right;
}

bool signature_fits(const VerificationKey& key, const TokenParts& parts) {
  switch (key.algorithm) {
    case Algorithm::hs256:
      return key.mac != nullptr &&
             equal_in_constant_time(hmac_sha256(key, parts.signed_text), parts.signature);
    case Algorithm::eddsa:
      return public_key_fits(key, nullptr, parts);
    case Algorithm::rs256:
      return public_key_fits(key, EVP_sha256(), parts);
  }
  return false;
}

bool is_person_id(std::string_view text) {
  constexpr std::string_view others = "0123456789._:-";
  const auto allowed = [&](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || others.find(c) != others.npos;
  };
  return !text.empty() && text.size() <= 64 && std::ranges::all_of(text, allowed);
}

// `aud` is one name, or a list of names and nothing else.
bool audience_fits(const json::object& claims, std::string_view audience) {
  const auto* aud = claims.if_contains("aud");
  if (aud == nullptr) return false;
  if (!aud->is_array()) return text_at(claims, "aud") == audience;
  const auto& names = aud->get_array();
  const auto is_text = [](const json::value& name) { return name.is_string(); };
  const auto is_ours = [&](const json::value& name) { return name.get_string() == audience; };
  return std::ranges::all_of(names, is_text) && std::ranges::any_of(names, is_ours);
}

// A claim that is a time, in seconds since 1970; none where it is absent or not a number.
std::optional<double> time_at(const json::object& claims, std::string_view name) {
  const auto* value = claims.if_contains(name);
  if (value == nullptr || !value->is_number()) return std::nullopt;
  return value->to_number<double>();
}

bool is_before_its_time(const json::object& claims, double now) {
  return claims.contains("nbf") && time_at(claims, "nbf").value_or(now + 1) > now;
}

std::variant<std::string, TokenFault> judge_claims(const json::object& claims,
                                                   std::string_view audience, double now) {
  const auto person = text_at(claims, "sub");
  const auto expires = time_at(claims, "exp");
  if (!person || !is_person_id(*person) || !expires || !audience_fits(claims, audience) ||
      is_before_its_time(claims, now)) {
    return TokenFault{TokenFault::Kind::invalid};
  }
  if (*expires <= now) return TokenFault{TokenFault::Kind::expired};
  return std::string(*person);
}

}  // namespace

std::variant<std::string, TokenFault> verify_token(std::string_view token,
                                                   std::string_view audience,
                                                   std::span<const VerificationKey> keys,
                                                   std::chrono::sys_seconds now) {
  const auto parts = split(token);
  const auto* key = parts ? find_key(parts->header, keys) : nullptr;
  if (key == nullptr || !header_fits(parts->header, *key) || !signature_fits(*key, *parts)) {
    return TokenFault{TokenFault::Kind::invalid};
  }
  return judge_claims(parts->claims, audience, static_cast<double>(now.time_since_epoch().count()));
}

std::string sign_token(const VerificationKey& key, std::string_view person,
                       std::string_view audience, std::chrono::sys_seconds expires) {
  if (key.mac == nullptr) throw std::invalid_argument("only HS256 keys can sign");
  const json::object header{{"alg", "HS256"}, {"typ", "JWT"}, {"kid", key.kid}};
  const json::object claims{
      {"sub", person}, {"aud", audience}, {"exp", expires.time_since_epoch().count()}};
  const auto text = base64url(json::serialize(header)) + "." + base64url(json::serialize(claims));
  return text + "." + base64url(hmac_sha256(key, text));
}

}  // namespace chalkline::http
