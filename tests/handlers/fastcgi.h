#pragma once

#include <string>

#include "handlers/process.h"

namespace chalkline::handlers::tests {

// The web server's side of one FastCGI request. It can be sent piece by piece, to stop in between.
class FastCgi {
 public:
  explicit FastCgi(const std::string& socket_path);
  ~FastCgi();
  FastCgi(const FastCgi&) = delete;
  FastCgi& operator=(const FastCgi&) = delete;

  void send_head(const Environment& parameters);
  void send_body(const std::string& bytes);
  void end_body();
  // Waits until the handler has read all that was sent so far.
  void wait_until_taken() const;
  // What the handler wrote, until it said that the request is over or closed.
  std::string receive() const;

 private:
  void send_record(int type, const std::string& content);
  void send_all(const std::string& bytes);

  int fd_ = -1;
};

}  // namespace chalkline::handlers::tests
