#pragma once

#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace chalkline::handlers::tests {

using Environment = std::map<std::string, std::string>;

// A file without a name, for what a process reads or writes.
class Scratch {
 public:
  explicit Scratch(const std::string& content = "");
  ~Scratch();
  Scratch(Scratch&& other) noexcept;
  Scratch& operator=(Scratch&&) = delete;

  int fd() const { return fd_; }
  // All that is in it by now.
  std::string content() const;

 private:
  int fd_ = -1;
};

// A unix socket that listens, in a folder of its own.
class Listener {
 public:
  Listener();
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  int fd() const { return fd_; }
  const std::string& path() const { return path_; }

 private:
  std::string folder_;
  std::string path_;
  int fd_ = -1;
};

// A program that runs with exactly this environment. Ends it when it is still there at the end.
class Process {
 public:
  Process(const std::vector<std::string>& words, const Environment& environment,
          int standard_input);
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  void signal(int number) const;
  // Waits for its end: the exit code, or 128 and the signal.
  int wait();
  std::string output() const { return output_.content(); }
  std::string errors() const { return errors_.content(); }

 private:
  Scratch output_;
  Scratch errors_;
  pid_t pid_ = -1;
};

}  // namespace chalkline::handlers::tests
