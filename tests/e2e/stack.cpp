#include "stack.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "http/tickets.h"

namespace chalkline::e2e {
namespace {

using std::chrono::steady_clock;

std::string setting(const char* name) {
  const char* const value = std::getenv(name);
  if (value == nullptr || *value == '\0') throw std::runtime_error(std::string("set ") + name);
  return value;
}

int base_port() {
  const std::string base = setting("CHALKLINE_BASE");
  return std::stoi(base.substr(base.rfind(':') + 1));
}

const config::Sites& all_settings() {
  static const auto sites = config::load_sites(state_folder() / "sites", state_folder() / "share");
  return sites;
}

}  // namespace

const std::filesystem::path& state_folder() {
  static const std::filesystem::path folder = setting("CHALKLINE_STATE");
  return folder;
}

int port_of(std::string_view site) {
  constexpr std::array<std::string_view, 3> sites{"marketplace", "classroom", "advisor"};
  static const int base = base_port();
  for (std::size_t i = 0; i < sites.size(); ++i) {
    if (sites.at(i) == site) return base + static_cast<int>(i);
  }
  throw std::invalid_argument("no such site");
}

std::string host_of(std::string_view site) { return "127.0.0.1:" + std::to_string(port_of(site)); }
std::string origin_of(std::string_view site) { return "http://" + host_of(site); }

const config::Site& settings_of(std::string_view site) { return all_settings().find(site)->second; }

std::filesystem::path publish_socket() { return settings_of("marketplace").publish_socket; }

std::optional<int> process_of(const std::string& part) {
  std::ifstream file(state_folder() / "run" / (part + ".pid"));
  int pid = 0;
  if (!(file >> pid) || kill(pid, 0) != 0) return std::nullopt;
  return pid;
}

bool eventually(const std::function<bool()>& holds, std::chrono::seconds deadline) {
  const auto end = steady_clock::now() + deadline;
  while (!holds()) {
    if (steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  return true;
}

std::string fresh(std::string_view word) {
  static const std::string run = "e2e-" + http::random_text(6);
  static std::atomic<int> count = 0;
  return run + "-" + std::to_string(++count) + "-" + std::string(word);
}

}  // namespace chalkline::e2e
