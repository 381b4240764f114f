#pragma once

#include <string_view>

namespace chalkline::config {

// Whether `pem` is one public key and nothing else, of the kind that the algorithm takes.
bool is_ed25519_key(std::string_view pem);
bool is_rsa_key(std::string_view pem);  // of at least 2,048 bits

// Whether `pem` is an Ed25519 private key without a password.
bool is_ed25519_private_key(std::string_view pem);

}  // namespace chalkline::config
