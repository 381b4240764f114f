#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace chalkline::http {

// SHA-256 in lower-case hex.
std::string sha256_hex(std::string_view bytes);

// SHA-256, its 32 bytes as they are.
std::string sha256(std::string_view bytes);

// Random bytes, as many as asked for. Throws where the machine has none to give.
std::string random_bytes(std::size_t count);

// Lower-case hexadecimal digits.
std::string hex(std::string_view bytes);

// The same bytes, as OpenSSL takes them.
const unsigned char* bytes_of(std::string_view text);

// Whether two secrets are the same; how long that takes says nothing of where they differ.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace chalkline::http
