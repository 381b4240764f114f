#pragma once

#include <chrono>
#include <string>

#include "client.h"

namespace chalkline::e2e {

// A plain connection to the front server, for what no HTTP client would send.
class Socket {
 public:
  explicit Socket(int port);
  ~Socket();
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;

  void send(const std::string& bytes) const;
  // No more will be sent; the other side may still answer.
  void end_sending() const;
  // Waits for bytes; empty when the other side has closed, or nothing came in time.
  std::string receive(std::chrono::milliseconds patience) const;
  // Ends a receive() that another thread waits in.
  void shut() const;

 private:
  int descriptor_ = -1;
};

// The answer to exactly these bytes, the connection being closed by the server.
Answer exchange(const std::string& site, const std::string& bytes);

// Head and body of an answer as they came over the wire.
Answer parse_answer(const std::string& bytes);

}  // namespace chalkline::e2e
