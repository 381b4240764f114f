#include "outbound/publisher.h"

#include <utility>

#include <httplib.h>
#include <sys/socket.h>

namespace chalkline::outbound {
namespace {

constexpr std::chrono::milliseconds patience{1000};
constexpr std::chrono::seconds rest{2};

}  // namespace

struct Publisher::Connection {
  explicit Connection(const std::string& socket_path) : client(socket_path, 80) {
    client.set_address_family(AF_UNIX);
    client.set_keep_alive(true);
    client.set_tcp_nodelay(false);
    client.set_connection_timeout(patience);
    client.set_read_timeout(patience);
    client.set_write_timeout(patience);
  }
  httplib::ClientImpl client;
};

Publisher::Publisher(std::string socket_path) : socket_path_(std::move(socket_path)) {}
Publisher::~Publisher() = default;
Publisher::Publisher(Publisher&&) noexcept = default;

bool Publisher::resting() const { return std::chrono::steady_clock::now() < rest_until_; }

bool Publisher::publish(const std::string& channel, const std::string& event,
                        const std::string& json) {
  if (socket_path_.empty() || resting()) return false;
  if (!connection_) connection_ = std::make_unique<Connection>(socket_path_);
  const httplib::Headers headers{{"Host", "publish"}, {"X-EventSource-Event", event}};
  const auto result =
      connection_->client.Post("/publish/" + channel, headers, json, "application/json");
  if (result && result->status / 100 == 2) return true;
  connection_.reset();
  // Nobody there: the next ones need not try. A slow answer on a busy machine is no reason to rest.
  const bool nobody_there = result.error() == httplib::Error::Connection;
  if (nobody_there) rest_until_ = std::chrono::steady_clock::now() + rest;
  return false;
}

}  // namespace chalkline::outbound
