#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct evp_pkey_st;  // OpenSSL's EVP_PKEY

namespace chalkline::http {

// A site's Ed25519 key, with which it signs transcripts (S2-02).
struct SigningKey {
  std::shared_ptr<evp_pkey_st> key;
  std::string public_key;  // its 32 bytes in base64url
};

// None where `pem` is not an Ed25519 private key in PEM (PKCS #8), without a password.
std::optional<SigningKey> make_signing_key(std::string_view pem);

// Ed25519 (RFC 8032) over `bytes`: 64 bytes in base64url.
std::string sign(const SigningKey& key, std::string_view bytes);

// Whether `signature` is that of `public_key`, both in base64url, over `bytes`. Never throws for
// what they contain.
bool is_signed(std::string_view public_key, std::string_view signature, std::string_view bytes);

// The public key of `pem`, an Ed25519 public key in PEM, in base64url; none where it is none.
std::optional<std::string> public_key_from_pem(std::string_view pem);

// A short name for a public key: the first 16 digits of the SHA-256 of its text.
std::string key_id(std::string_view public_key);

}  // namespace chalkline::http
