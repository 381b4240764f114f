#include "support/relay.h"

#include <array>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <stdexcept>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace chalkline::tests {
namespace {

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path) throw std::runtime_error("path too long: " + path);
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  return address;
}

int connected(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = address_of(path);
  if (connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

int listening(const std::string& path) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = address_of(path);
  if (bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(fd, 64) != 0) {
    throw std::runtime_error("cannot listen on " + path);
  }
  return fd;
}

bool send_all(int fd, const std::string& bytes) {
  std::size_t sent = 0;
  while (sent < bytes.size()) {
    const auto n = ::send(fd, bytes.data() + sent, bytes.size() - sent, MSG_NOSIGNAL);
    if (n <= 0) return false;
    sent += static_cast<std::size_t>(n);
  }
  return true;
}

// What is there to read; empty at the end.
std::string receive(int fd) {
  std::array<char, 65'536> buffer{};
  const auto n = recv(fd, buffer.data(), buffer.size(), 0);
  return n <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(n));
}

// The process at the other end of a unix socket.
pid_t peer_of(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) {
    throw std::runtime_error("a client that nobody is");
  }
  return peer.pid;
}

std::filesystem::path temporary_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "chalkline-relay-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return name;
}

}  // namespace

struct Relay::Connection {
  int client = -1;
  int server = -1;
  std::string pending;  // from the client, not a whole packet yet
};

Relay::Relay(std::string server_socket)
    : server_socket_(std::move(server_socket)),
      folder_(temporary_folder()),
      socket_((folder_ / "s").string()),
      listener_(listening(socket_)),
      stop_(eventfd(0, EFD_CLOEXEC)),
      acceptor_([this] { accept_all(); }) {}

Relay::~Relay() {
  const std::uint64_t one = 1;
  const bool told = write(stop_, &one, sizeof one) == sizeof one;
  if (told) acceptor_.join();
  for (auto& thread : threads_) thread.join();
  close(listener_);
  close(stop_);
  std::filesystem::remove_all(folder_);
}

void Relay::cut_at(const std::string& text, Moment moment) {
  const std::lock_guard lock(mutex_);
  cut_text_ = text;
  cut_moment_ = moment;
}

void Relay::kill_at(std::size_t nth, Moment moment) {
  const std::lock_guard lock(mutex_);
  statements_left_ = nth;
  cut_moment_ = moment;
}

void Relay::interrupt_at(const std::string& text, std::function<void()> what) {
  const std::lock_guard lock(mutex_);
  interrupted_text_ = text;
  interruption_ = std::move(what);
}

std::vector<std::string> Relay::take_statements() {
  const std::lock_guard lock(mutex_);
  return std::exchange(statements_, {});
}

Relay::Verdict Relay::judge(const std::string& statement, Moment& moment) {
  const std::lock_guard lock(mutex_);
  statements_.push_back(statement);
  moment = cut_moment_;
  if (statements_left_ && (*statements_left_)-- == 0) {
    statements_left_.reset();
    return Verdict::killed;
  }
  if (cut_text_.empty() || statement.find(cut_text_) == std::string::npos) return Verdict::goes_on;
  cut_text_.clear();
  return Verdict::cut;
}

void Relay::interrupt(const std::string& statement) {
  std::function<void()> what;
  {
    const std::lock_guard lock(mutex_);
    if (interruption_ && statement.find(interrupted_text_) != std::string::npos) {
      what = std::exchange(interruption_, nullptr);
    }
  }
  if (what) what();
}

void Relay::accept_all() {
  for (;;) {
    std::array<pollfd, 2> ready{{{listener_, POLLIN, 0}, {stop_, POLLIN, 0}}};
    if (poll(ready.data(), ready.size(), -1) < 0) continue;
    if (ready[1].revents != 0) return;
    const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
    if (client >= 0) threads_.emplace_back([this, client] { serve(client); });
  }
}

void Relay::serve(int client) {
  Connection connection{client, connected(server_socket_), {}};
  bool open = connection.server >= 0;
  while (open) {
    std::array<pollfd, 3> ready{
        {{connection.client, POLLIN, 0}, {connection.server, POLLIN, 0}, {stop_, POLLIN, 0}}};
    if (poll(ready.data(), ready.size(), -1) < 0) continue;
    if (ready[2].revents != 0) break;
    if (ready[0].revents != 0) open = pass_to_server(connection);
    if (open && ready[1].revents != 0) {
      const auto bytes = receive(connection.server);
      open = !bytes.empty() && send_all(connection.client, bytes);
    }
  }
  close(connection.client);
  if (connection.server >= 0) close(connection.server);
}

// A packet: three bytes of length, one of sequence, the payload. A command begins at sequence 0,
// and 3 is a query.
bool Relay::pass_to_server(Connection& connection) {
  const auto bytes = receive(connection.client);
  if (bytes.empty()) return false;
  connection.pending += bytes;
  while (connection.pending.size() >= 4) {
    const auto byte = [&](std::size_t i) {
      return static_cast<std::size_t>(static_cast<unsigned char>(connection.pending[i]));
    };
    const std::size_t length = byte(0) | byte(1) << 8U | byte(2) << 16U;
    if (connection.pending.size() < 4 + length) return true;
    const std::string packet = connection.pending.substr(0, 4 + length);
    connection.pending.erase(0, packet.size());
    auto moment = Moment::before;
    const bool query = packet.size() > 5 && packet[3] == 0 && packet[4] == 3;
    const auto verdict = query ? judge(packet.substr(5), moment) : Verdict::goes_on;
    if (query) interrupt(packet.substr(5));
    const bool held_back = verdict != Verdict::goes_on && moment == Moment::before;
    if (!held_back && !send_all(connection.server, packet)) return false;
    if (verdict == Verdict::goes_on) continue;
    if (!held_back) receive(connection.server);
    if (verdict == Verdict::killed) kill(peer_of(connection.client), SIGKILL);
    return false;
  }
  return true;
}

}  // namespace chalkline::tests
