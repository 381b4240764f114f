#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

struct evp_mac_ctx_st;  // OpenSSL's EVP_MAC_CTX
struct evp_pkey_st;     // and EVP_PKEY

namespace chalkline::http {

// A key of a site, ready for use. Made by make_verification_key, which parses a public key once, so
// that no request has to; copies share the parsed key.
struct VerificationKey {
  enum class Algorithm { hs256, eddsa, rs256 };
  std::string kid;
  Algorithm algorithm = Algorithm::hs256;
  std::string material;  // hs256: the secret's bytes; otherwise the public key in PEM
  std::shared_ptr<evp_pkey_st> public_key;  // null for hs256
  std::shared_ptr<evp_mac_ctx_st> mac;      // for hs256: the secret, worked in once
};

// None where `material` does not serve `algorithm`: a secret below 32 bytes, or a text that is not
// exactly one public key in PEM, Ed25519 for eddsa and RSA of at least 2,048 bits for rs256.
std::optional<VerificationKey> make_verification_key(std::string kid,
                                                     VerificationKey::Algorithm algorithm,
                                                     std::string material);

// Why a token is not believed. `expired`: it is right in everything but its age.
struct TokenFault {
  enum class Kind { invalid, expired };
  Kind kind = Kind::invalid;
  bool operator==(const TokenFault&) const = default;
};

// A longer token is invalid.
inline constexpr std::size_t max_token_bytes = 4096;

// The person id (claim `sub`) of a JWT in compact form, or why it is not believed (contract 1).
// The header's `kid` picks the key, and may be absent only where there is a single key; `alg` must
// be that key's own algorithm. `aud` must be or contain `audience`, `exp` must lie after `now`,
// `nbf`, where present, not after it; there is no leeway. Never throws for what a token contains.
std::variant<std::string, TokenFault> verify_token(std::string_view token,
                                                   std::string_view audience,
                                                   std::span<const VerificationKey> keys,
                                                   std::chrono::sys_seconds now);

// A token that verify_token accepts until `expires`. `key` must be an hs256 key, else throws
// std::invalid_argument.
std::string sign_token(const VerificationKey& key, std::string_view person,
                       std::string_view audience, std::chrono::sys_seconds expires);

// RFC 4648 section 5, without padding.
std::string base64url(std::string_view bytes);

// The bytes that `text` encodes. None for padding, any other character, an impossible length, and
// for unused bits that are not zero: no two texts stand for the same bytes.
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace chalkline::http
