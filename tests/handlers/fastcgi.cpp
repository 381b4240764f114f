#include "handlers/fastcgi.h"

#include <array>
#include <cstring>
#include <stdexcept>
#include <thread>

#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace chalkline::handlers::tests {
namespace {

// Record types of the FastCGI specification.
constexpr int begin_request = 1;
constexpr int end_request = 3;
constexpr int params = 4;
constexpr int standard_input = 5;
constexpr int standard_output = 6;

// A length below 128 in one byte, any other in four with the highest bit set.
std::string length_of(const std::string& text) {
  const auto n = text.size();
  if (n < 128) return {static_cast<char>(n)};
  return {static_cast<char>(n >> 24U | 0x80U), static_cast<char>(n >> 16U),
          static_cast<char>(n >> 8U), static_cast<char>(n)};
}

}  // namespace

FastCgi::FastCgi(const std::string& socket_path)
    : fd_(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, socket_path.c_str(), sizeof address.sun_path - 1);
  if (connect(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(fd_);
    throw std::runtime_error("nobody listens on " + socket_path);
  }
}

FastCgi::~FastCgi() { close(fd_); }

void FastCgi::send_head(const Environment& parameters) {
  send_record(begin_request, std::string("\0\1\0\0\0\0\0\0", 8));
  std::string pairs;
  for (const auto& [name, value] : parameters) {
    pairs += length_of(name) + length_of(value) + name + value;
  }
  send_record(params, pairs);
  send_record(params, "");
}

void FastCgi::send_body(const std::string& bytes) {
  if (!bytes.empty()) send_record(standard_input, bytes);
}

void FastCgi::end_body() { send_record(standard_input, ""); }

void FastCgi::wait_until_taken() const {
  int waiting = 0;
  while (ioctl(fd_, SIOCOUTQ, &waiting) == 0 && waiting > 0) std::this_thread::yield();
}

void FastCgi::send_record(int type, const std::string& content) {
  std::size_t at = 0;
  do {
    const auto piece = content.substr(at, 60'000);
    at += piece.size();
    const char header[8] = {1,
                            static_cast<char>(type),
                            0,
                            1,
                            static_cast<char>(piece.size() >> 8U),
                            static_cast<char>(piece.size()),
                            0,
                            0};
    send_all(std::string(header, sizeof header) + piece);
  } while (at < content.size());
}

// A handler that answers before it has read everything may close: that is its right.
void FastCgi::send_all(const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto n = ::send(fd_, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return;
    sent += static_cast<std::size_t>(n);
  }
}

std::string FastCgi::receive() const {
  std::string bytes;
  std::string output;
  std::array<char, 65'536> buffer{};
  for (;;) {
    while (bytes.size() >= 8) {
      const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
      const std::size_t length = byte(4) * 256U + byte(5);
      if (bytes.size() < 8 + length + byte(6)) break;
      if (byte(1) == standard_output) output += bytes.substr(8, length);
      if (byte(1) == end_request) return output;
      bytes.erase(0, 8 + length + byte(6));
    }
    const auto n = recv(fd_, buffer.data(), buffer.size(), 0);
    if (n <= 0) return output;
    bytes.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

}  // namespace chalkline::handlers::tests
