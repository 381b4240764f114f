#include "handlers/process.h"

#include <array>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <utility>

#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chalkline::handlers::tests {
namespace {

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> list;
  list.reserve(texts.size() + 1);
  for (auto& text : texts) list.push_back(text.data());
  list.push_back(nullptr);
  return list;
}

std::vector<std::string> lines_of(const Environment& environment) {
  std::vector<std::string> lines;
  lines.reserve(environment.size());
  for (const auto& [name, value] : environment) lines.push_back(name + "=" + value);
  return lines;
}

}  // namespace

Scratch::Scratch(const std::string& content) : fd_(memfd_create("scratch", MFD_CLOEXEC)) {
  if (fd_ < 0 || pwrite(fd_, content.data(), content.size(), 0) < 0) {
    throw std::runtime_error("no scratch file");
  }
}
Scratch::~Scratch() {
  if (fd_ >= 0) close(fd_);
}
Scratch::Scratch(Scratch&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}

std::string Scratch::content() const {
  std::string text;
  std::array<char, 4096> buffer{};
  for (;;) {
    const auto n = pread(fd_, buffer.data(), buffer.size(), static_cast<off_t>(text.size()));
    if (n <= 0) return text;
    text.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

Listener::Listener() {
  folder_ = (std::filesystem::temp_directory_path() / "chalkline-fcgi-XXXXXX").string();
  if (mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = folder_ + "/s";
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path_.c_str(), sizeof address.sun_path - 1);
  fd_ = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (bind(fd_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 ||
      listen(fd_, 64) != 0) {
    throw std::runtime_error("cannot listen on " + path_);
  }
}

Listener::~Listener() {
  close(fd_);
  std::filesystem::remove_all(folder_);
}

Process::Process(const std::vector<std::string>& words, const Environment& environment,
                 int standard_input) {
  auto arguments = words;
  auto lines = lines_of(environment);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, standard_input, 0);
  posix_spawn_file_actions_adddup2(&actions, output_.fd(), 1);
  posix_spawn_file_actions_adddup2(&actions, errors_.fd(), 2);
  const int fault = posix_spawn(&pid_, words.front().c_str(), &actions, nullptr,
                                pointers(arguments).data(), pointers(lines).data());
  posix_spawn_file_actions_destroy(&actions);
  if (fault != 0) throw std::runtime_error("cannot run " + words.front());
}

Process::~Process() {
  if (pid_ < 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
}

void Process::signal(int number) const { kill(pid_, number); }

int Process::wait() {
  int status = 0;
  if (waitpid(pid_, &status, 0) != pid_) throw std::runtime_error("the process is not ours");
  pid_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace chalkline::handlers::tests
