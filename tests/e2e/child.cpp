#include "child.h"

#include <array>
#include <csignal>
#include <stdexcept>
#include <thread>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace chalkline::e2e {
namespace {

struct Pipe {
  Pipe() {
    std::array<int, 2> ends{};
    if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    reading = ends[0];
    writing = ends[1];
  }
  int reading = -1;
  int writing = -1;
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> all;
  all.reserve(words.size() + 1);
  for (auto& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

struct Pipes {
  Pipe in;
  Pipe out;
  Pipe err;
};

pid_t spawn(std::vector<std::string> words, const Pipes& pipes, char** environment) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, pipes.in.reading, STDIN_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipes.out.writing, STDOUT_FILENO);
  posix_spawn_file_actions_adddup2(&actions, pipes.err.writing, STDERR_FILENO);
  pid_t child = 0;
  const int fault = posix_spawnp(&child, words.front().c_str(), &actions, nullptr,
                                 pointers(words).data(), environment);
  posix_spawn_file_actions_destroy(&actions);
  if (fault != 0) throw std::runtime_error("cannot start " + words.front());
  return child;
}

// A program that does not read its input to the end is no fault of ours.
void feed(int writing, const std::string& input) {
  std::size_t done = 0;
  while (done < input.size()) {
    const auto count = write(writing, input.data() + done, input.size() - done);
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  close(writing);
}

std::string read_all(int reading) {
  std::string all;
  std::array<char, 65'536> part{};
  for (;;) {
    const auto count = read(reading, part.data(), part.size());
    if (count <= 0) break;
    all.append(part.data(), static_cast<std::size_t>(count));
  }
  close(reading);
  return all;
}

int wait_for(pid_t child) {
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

}  // namespace

Ended run_program(const std::vector<std::string>& words, const std::string& input,
                  const std::map<std::string, std::string>* environment) {
  std::signal(SIGPIPE, SIG_IGN);
  std::vector<std::string> settings;
  if (environment != nullptr) {
    for (const auto& [name, value] : *environment) {
      std::string setting = name;
      settings.push_back(setting.append("=").append(value));
    }
  }
  const Pipes pipes;
  const pid_t child =
      spawn(words, pipes, environment == nullptr ? environ : pointers(settings).data());
  close(pipes.in.reading);
  close(pipes.out.writing);
  close(pipes.err.writing);
  Ended ended;
  std::thread feeder(feed, pipes.in.writing, std::cref(input));
  std::thread listener([&] { ended.errors = read_all(pipes.err.reading); });
  ended.output = read_all(pipes.out.reading);
  feeder.join();
  listener.join();
  ended.status = wait_for(child);
  return ended;
}

}  // namespace chalkline::e2e
