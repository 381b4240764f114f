#include "config/public_key.h"

#include <memory>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

namespace chalkline::config {
namespace {

using ParsedKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

// OpenSSL alone would pass over what stands before and after the key, a private key too.
bool is_alone(std::string_view pem) {
  constexpr std::string_view begin = "-----BEGIN PUBLIC KEY-----";
  constexpr std::string_view end = "-----END PUBLIC KEY-----";
  const auto last = pem.find(end);
  return pem.starts_with(begin) && last != pem.npos &&
         pem.find_first_not_of(" \t\r\n", last + end.size()) == pem.npos;
}

ParsedKey parse(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  EVP_PKEY* key =
      is_alone(pem) ? PEM_read_bio_PUBKEY(source.get(), nullptr, nullptr, nullptr) : nullptr;
  ERR_clear_error();
  return {key, EVP_PKEY_free};
}

// A key with a password is no key: nobody is there to be asked for it.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

}  // namespace

bool is_ed25519_key(std::string_view pem) {
  const auto key = parse(pem);
  return key != nullptr && EVP_PKEY_get_id(key.get()) == EVP_PKEY_ED25519;
}

bool is_rsa_key(std::string_view pem) {
  constexpr int least_bits = 2048;
  const auto key = parse(pem);
  return key != nullptr && EVP_PKEY_get_id(key.get()) == EVP_PKEY_RSA &&
         EVP_PKEY_get_bits(key.get()) >= least_bits;
}

bool is_ed25519_private_key(std::string_view pem) {
  const std::unique_ptr<BIO, decltype(&BIO_free)> source(
      BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free);
  const ParsedKey key(PEM_read_bio_PrivateKey(source.get(), nullptr, no_password, nullptr),
                      EVP_PKEY_free);
  ERR_clear_error();
  return key != nullptr && EVP_PKEY_get_id(key.get()) == EVP_PKEY_ED25519;
}

}  // namespace chalkline::config
