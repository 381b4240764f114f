#include "http/signature.h"

#include <array>
#include <stdexcept>

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "http/digest.h"
#include "http/token.h"

namespace chalkline::http {
namespace {

using Key = std::shared_ptr<EVP_PKEY>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using Signing = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

constexpr std::size_t public_key_bytes = 32;
constexpr std::size_t signature_bytes = 64;

Bio source_of(std::string_view pem) {
  return {BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), BIO_free};
}

// A key with a password is no key: nobody is there to be asked for it.
int no_password(char* /*buffer*/, int /*size*/, int /*writing*/, void* /*data*/) { return -1; }

bool is_ed25519(const Key& key) {
  return key != nullptr && EVP_PKEY_get_id(key.get()) == EVP_PKEY_ED25519;
}

std::string raw_public_key(const Key& key) {
  std::string raw(public_key_bytes, '\0');
  std::size_t size = raw.size();
  EVP_PKEY_get_raw_public_key(key.get(), reinterpret_cast<unsigned char*>(raw.data()), &size);
  return base64url(raw);
}

Key key_from_raw(const std::string& raw) {
  return {EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, bytes_of(raw), public_key_bytes),
          EVP_PKEY_free};
}

}  // namespace

std::optional<SigningKey> make_signing_key(std::string_view pem) {
  const auto source = source_of(pem);
  const Key key(PEM_read_bio_PrivateKey(source.get(), nullptr, no_password, nullptr),
                EVP_PKEY_free);
  ERR_clear_error();
  if (!is_ed25519(key)) return std::nullopt;
  return SigningKey{key, raw_public_key(key)};
}

std::string sign(const SigningKey& key, std::string_view bytes) {
  const Signing signing(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  std::array<unsigned char, signature_bytes> signature{};
  std::size_t size = signature.size();
  if (EVP_DigestSignInit(signing.get(), nullptr, nullptr, nullptr, key.key.get()) != 1 ||
      EVP_DigestSign(signing.get(), signature.data(), &size, bytes_of(bytes), bytes.size()) != 1) {
    throw std::runtime_error("OpenSSL cannot sign with Ed25519");
  }
  return base64url({reinterpret_cast<const char*>(signature.data()), size});
}

bool is_signed(std::string_view public_key, std::string_view signature, std::string_view bytes) {
  const auto raw_key = from_base64url(public_key);
  const auto raw_signature = from_base64url(signature);
  if (!raw_key || raw_key->size() != public_key_bytes) return false;
  if (!raw_signature || raw_signature->size() != signature_bytes) return false;
  const auto key = key_from_raw(*raw_key);
  const Signing checking(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  const bool good =
      key != nullptr &&
      EVP_DigestVerifyInit(checking.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
      EVP_DigestVerify(checking.get(), bytes_of(*raw_signature), raw_signature->size(),
                       bytes_of(bytes), bytes.size()) == 1;
  ERR_clear_error();
  return good;
}

std::optional<std::string> public_key_from_pem(std::string_view pem) {
  const auto source = source_of(pem);
  const Key key(PEM_read_bio_PUBKEY(source.get(), nullptr, no_password, nullptr), EVP_PKEY_free);
  ERR_clear_error();
  if (!is_ed25519(key)) return std::nullopt;
  return raw_public_key(key);
}

std::string key_id(std::string_view public_key) { return sha256_hex(public_key).substr(0, 16); }

}  // namespace chalkline::http
