#include "socket.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "stack.h"

namespace chalkline::e2e {
namespace {

constexpr std::chrono::seconds longest{60};

void add_header(Answer& answer, const std::string& line) {
  const auto colon = line.find(':');
  if (colon == std::string::npos) return;
  std::string name = line.substr(0, colon);
  std::transform(name.begin(), name.end(), name.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  answer.headers.emplace(name, line.substr(line.find_first_not_of(' ', colon + 1)));
}

}  // namespace

Socket::Socket(int port) : descriptor_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    close(descriptor_);
    throw std::runtime_error("nothing listens on " + std::to_string(port));
  }
}

Socket::~Socket() { close(descriptor_); }

void Socket::send(const std::string& bytes) const {
  ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
}

void Socket::end_sending() const { shutdown(descriptor_, SHUT_WR); }
void Socket::shut() const { shutdown(descriptor_, SHUT_RDWR); }

std::string Socket::receive(std::chrono::milliseconds patience) const {
  pollfd wanted{.fd = descriptor_, .events = POLLIN, .revents = 0};
  if (poll(&wanted, 1, static_cast<int>(patience.count())) <= 0) return {};
  std::array<char, 65'536> part{};
  const auto count = recv(descriptor_, part.data(), part.size(), 0);
  return count <= 0 ? std::string() : std::string(part.data(), static_cast<std::size_t>(count));
}

Answer exchange(const std::string& site, const std::string& bytes) {
  const Socket socket(port_of(site));
  socket.send(bytes);
  std::string all;
  for (std::string part = socket.receive(longest); !part.empty(); part = socket.receive(longest)) {
    all += part;
  }
  return parse_answer(all);
}

Answer parse_answer(const std::string& bytes) {
  Answer answer;
  const auto end = bytes.find("\r\n\r\n");
  if (end == std::string::npos) return answer;
  std::size_t at = bytes.find("\r\n");
  const std::string first = bytes.substr(0, at);
  answer.status = std::stoi(first.substr(first.find(' ') + 1));
  while (at < end) {
    const auto next = bytes.find("\r\n", at + 2);
    add_header(answer, bytes.substr(at + 2, next - at - 2));
    at = next;
  }
  answer.body = bytes.substr(end + 4);
  boost::json::error_code error;
  answer.json = boost::json::parse(answer.body, error);
  return answer;
}

}  // namespace chalkline::e2e
