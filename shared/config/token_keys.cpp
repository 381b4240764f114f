#include "config/token_keys.h"

#include <algorithm>

#include "config/keys.h"
#include "config/public_key.h"
#include "config/readers.h"
#include "config/texts.h"

namespace chalkline::config {
namespace {

// What an algorithm takes: the keys of which one must be given, and what the material must be.
struct Material {
  std::vector<std::string> keys;
  std::string what;
  Allowed allowed;
};

bool is_long_secret(std::string_view text) { return text.size() >= 32; }

Material material_of(Algorithm algorithm) {
  switch (algorithm) {
    case Algorithm::hs256:
      return {{"secret", "secret_file"}, "at least 32 bytes", is_long_secret};
    case Algorithm::eddsa:
      return {{"public_key_file"}, "one Ed25519 public key in PEM", is_ed25519_key};
    case Algorithm::rs256:
      return {{"public_key_file"}, "one RSA public key in PEM, of at least 2048 bits", is_rsa_key};
  }
  return {};
}

Keys<TokenKey> token_key_keys() {
  const auto algorithm = choice<Algorithm>(
      {{"HS256", Algorithm::hs256}, {"EdDSA", Algorithm::eddsa}, {"RS256", Algorithm::rs256}});
  const auto file = secret_file("a key", is_not_empty);
  return {key("kid", text("1–64 of A-Z a-z 0-9 . _ : -", is_key_id), &TokenKey::kid),
          key("alg", algorithm, &TokenKey::algorithm),
          key("secret", secret("a secret of at least 32 bytes", is_not_empty), &TokenKey::material),
          key("secret_file", file, &TokenKey::material),
          key("public_key_file", file, &TokenKey::material)};
}

// The entry that gives the key's material. Throws Error where there is none, or more than one, or
// one that the algorithm does not take.
const Value& source_of(const Value& item, const Given& given, const Material& material) {
  const Value* source = nullptr;
  for (const auto* name : {"secret", "secret_file", "public_key_file"}) {
    const auto found = given.find(name);
    if (found == given.end()) continue;
    if (source != nullptr) found->second.fail("stands beside another; must be one of them");
    if (std::ranges::count(material.keys, name) == 0) {
      found->second.fail("is not for this alg; must be " + material.keys.front());
    }
    source = &found->second;
  }
  if (source == nullptr) require(item, given, material.keys.front());
  return *source;
}

TokenKey read_token_key(const Value& item) {
  TokenKey key;
  const auto given = read_keys(item, token_key_keys(), key);
  require(item, given, "kid");
  require(item, given, "alg");
  const auto material = material_of(key.algorithm);
  const auto& source = source_of(item, given, material);
  if (!material.allowed(key.material)) source.fail("is not " + material.what);
  return key;
}

}  // namespace

std::vector<TokenKey> read_token_keys(const Value& list) {
  std::vector<TokenKey> keys;
  for (const auto& item : items_of(list)) {
    auto key = read_token_key(item);
    const auto same = [&](const auto& other) { return other.kid == key.kid; };
    if (std::ranges::any_of(keys, same)) item.fail("has the kid of another key; must have its own");
    keys.push_back(std::move(key));
  }
  if (keys.empty()) list.refuse("a list of at least one key");
  return keys;
}

}  // namespace chalkline::config
