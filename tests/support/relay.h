#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace chalkline::tests {

// Stands between a client and the database server: writes down the statements that pass, and can
// break a connection, or end the client's process, at the worst moment.
class Relay {
 public:
  explicit Relay(std::string server_socket);
  ~Relay();
  Relay(const Relay&) = delete;
  Relay& operator=(const Relay&) = delete;

  // Where clients connect.
  const std::string& socket() const { return socket_; }

  // The next statement with `text` in it ends its connection, once: before the server sees it, or
  // after the server has done it and before the client is told.
  enum class Moment { before, after };
  void cut_at(const std::string& text, Moment moment);
  // The `nth` statement from now on, counted from 0, ends by SIGKILL the process that sends it,
  // once.
  void kill_at(std::size_t nth, Moment moment);

  // Before the next statement with `text` in it reaches the server, once, this happens.
  void interrupt_at(const std::string& text, std::function<void()> what);

  // The statements since the last call.
  std::vector<std::string> take_statements();

 private:
  struct Connection;
  void accept_all();
  void serve(int client);
  bool pass_to_server(Connection& connection);
  // What becomes of the client of a statement.
  enum class Verdict { goes_on, cut, killed };
  Verdict judge(const std::string& statement, Moment& moment);
  void interrupt(const std::string& statement);

  std::string server_socket_;
  std::filesystem::path folder_;
  std::string socket_;
  int listener_ = -1;
  int stop_ = -1;  // readable when it is time to go
  std::mutex mutex_;
  std::vector<std::string> statements_;
  std::string interrupted_text_;
  std::function<void()> interruption_;
  std::string cut_text_;
  Moment cut_moment_ = Moment::before;
  std::optional<std::size_t> statements_left_;  // until one kills
  std::vector<std::thread> threads_;
  std::thread acceptor_;
};

}  // namespace chalkline::tests
