#include <array>
#include <stdexcept>

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/pem.h>

#include "http/digest.h"
#include "http/token.h"

namespace chalkline::http {
namespace {

using Algorithm = VerificationKey::Algorithm;

// HMAC with SHA-256 whose key is `secret`. Looking the algorithm up costs more than a computation.
std::shared_ptr<EVP_MAC_CTX> make_mac(const std::string& secret) {
  const std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)> algorithm(
      EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr), EVP_MAC_free);
  std::shared_ptr<EVP_MAC_CTX> mac(EVP_MAC_CTX_new(algorithm.get()), EVP_MAC_CTX_free);
  std::string digest = OSSL_DIGEST_NAME_SHA2_256;
  const std::array parameters{
      OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, digest.data(), 0),
      OSSL_PARAM_construct_end()};
  if (EVP_MAC_init(mac.get(), bytes_of(secret), secret.size(), parameters.data()) != 1) {
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256");
  }
  return mac;
}

using PublicKey = std::shared_ptr<EVP_PKEY>;

// The public key that `pem` consists of; null where it is anything else. OpenSSL alone would pass
// over what stands before and after a key, a private key too.
PublicKey parse_public_key(std::string_view pem) {
  if (!pem.starts_with("-----BEGIN PUBLIC KEY-----")) return nullptr;
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  PublicKey key(PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  char* rest = nullptr;
  const auto size = BIO_get_mem_data(source.get(), &rest);
  const std::string_view left(rest, static_cast<std::size_t>(size));
  return left.find_first_not_of(" \t\r\n") == left.npos ? key : nullptr;
}

bool serves(const VerificationKey& key) {
  constexpr std::size_t min_secret_bytes = 32;
  constexpr int min_rsa_bits = 2048;
  const auto* parsed = key.public_key.get();
  switch (key.algorithm) {
    case Algorithm::hs256:
      return key.material.size() >= min_secret_bytes;
    case Algorithm::eddsa:
      return parsed != nullptr && EVP_PKEY_get_id(parsed) == EVP_PKEY_ED25519;
    case Algorithm::rs256:
      return parsed != nullptr && EVP_PKEY_get_id(parsed) == EVP_PKEY_RSA &&
             EVP_PKEY_get_bits(parsed) >= min_rsa_bits;
  }
  return false;
}

}  // namespace

std::optional<VerificationKey> make_verification_key(std::string kid, Algorithm algorithm,
                                                     std::string material) {
  VerificationKey key{std::move(kid), algorithm, std::move(material), nullptr, nullptr};
  if (algorithm != Algorithm::hs256) key.public_key = parse_public_key(key.material);
  if (!serves(key)) return std::nullopt;
  if (algorithm == Algorithm::hs256) key.mac = make_mac(key.material);
  return key;
}

}  // namespace chalkline::http
