#pragma once

#include <chrono>
#include <memory>
#include <string>

namespace chalkline::outbound {

// Publishes live events to nchan through its unix socket. Live is a hint: a failure is told by the
// return value, throws nothing, and keeps later calls from waiting for a moment.
class Publisher {
 public:
  // An empty path publishes nothing.
  explicit Publisher(std::string socket_path);
  ~Publisher();
  Publisher(Publisher&&) noexcept;
  Publisher& operator=(Publisher&&) = delete;

  // Sends `json` as the server-sent event `event` to everyone on `channel`.
  bool publish(const std::string& channel, const std::string& event, const std::string& json);

 private:
  struct Connection;
  bool resting() const;

  std::string socket_path_;
  std::unique_ptr<Connection> connection_;
  std::chrono::steady_clock::time_point rest_until_{};
};

}  // namespace chalkline::outbound
