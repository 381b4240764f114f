#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "commands.h"
#include "config/site_keys.h"
#include "doctor.h"

namespace chalkline::tool {
namespace {

using Path = std::filesystem::path;

Path file_of(const std::string& site) { return config::sites_folder() / (site + ".yaml"); }

// What is wrong with a file stands in it: file, line, key and what must be there.
void load_file(Examined& examined, const Path& file) {
  const auto name = file.stem().string();
  try {
    examined.sites.emplace(name, config::load_site(file, config::share_folder() / "presets"));
  } catch (const config::Error& error) {
    Report(name).fail(error.what(), "correct the file, then restart what serves the site");
    examined.healthy = false;
  }
}

std::vector<Path> site_files() {
  std::vector<Path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(config::sites_folder(), error)) {
    const auto& file = entry.path();
    if (file.extension() == ".yaml" && !file.filename().string().starts_with('.')) {
      files.push_back(file);
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

// Each file by itself, because the first wrong one hides the others.
Examined examine_each_file(const std::string& what) {
  Examined examined;
  for (const auto& file : site_files()) load_file(examined, file);
  if (examined.healthy) {
    Report("all sites")
        .fail(what,
              "correct what it names, or set CHALKLINE_SITES to the folder of "
              "the site files and CHALKLINE_SHARE to that of presets/");
  }
  examined.healthy = false;
  return examined;
}

std::string algorithm_of(const config::TokenKey& key) {
  switch (key.algorithm) {
    case config::Algorithm::hs256:
      return "HS256 of " + std::to_string(key.material.size()) + " bytes";
    case config::Algorithm::eddsa:
      return "EdDSA, public";
    case config::Algorithm::rs256:
      return "RS256, public";
  }
  return {};
}

// A secret of few different characters was typed, not drawn.
bool looks_guessable(const config::TokenKey& key) {
  constexpr std::size_t few = 10;
  return key.algorithm == config::Algorithm::hs256 &&
         std::set<char>(key.material.begin(), key.material.end()).size() < few;
}

void examine_keys(Report& report, const config::Site& site) {
  std::string keys;
  for (const auto& key : site.keys) {
    keys += (keys.empty() ? "" : ", ") + key.kid + " (" + algorithm_of(key) + ")";
    if (looks_guessable(key)) {
      report.warn("tokens: the secret of " + key.kid + " looks easy to guess",
                  "put one from openssl rand -hex 32 in its place");
    }
  }
  report.ok("tokens: " + keys);
}

void examine_file(Report& report, const config::Site& site) {
  const auto file = file_of(site.name);
  std::error_code error;
  const auto rights = std::filesystem::status(file, error).permissions();
  if ((rights & std::filesystem::perms::others_read) != std::filesystem::perms::none) {
    report.warn("file: " + file.string() + " can be read by everyone on this machine",
                "chmod o-r " + file.string());
  } else {
    report.ok("file: " + file.string() + ", preset " + site.preset);
  }
}

void examine_clock(Report& report, const config::Site& site) {
  const bool test = site.clock == config::ClockMode::test;
  if (test && !site.demo) {
    report.fail("clock: test on a site that is no demo: whoever asks sets its time",
                "say clock: system in " + file_of(site.name).string());
  } else {
    report.ok(test ? "clock: test, set by requests (a demo site)" : "clock: the system's");
  }
}

// 0, or the error number of connecting to a unix socket.
int try_socket(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return ENAMETOOLONG;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int handle = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (handle < 0) return errno;
  const auto* const generic = reinterpret_cast<const sockaddr*>(&address);
  const int error = ::connect(handle, generic, sizeof(address)) == 0 ? 0 : errno;
  ::close(handle);
  return error;
}

std::string mend_publish_socket(int error) {
  switch (error) {
    case ENOENT:
      return "start nginx, or correct live.publish_socket";
    case ECONNREFUSED:
      return "start nginx: the socket is a dead one's";
    case EACCES:
      return "let the account that runs the handlers write to it";
    default:
      return "start nginx, and look into its error log";
  }
}

void examine_publish_socket(Report& report, const config::Site& site) {
  if (site.publish_socket.empty()) {
    report.warn("live: no live.publish_socket, so pages only ask now and then",
                "name nginx's publish socket in " + file_of(site.name).string());
  } else if (const int error = try_socket(site.publish_socket)) {
    report.fail("live: " + site.publish_socket + ": " + std::strerror(error),
                mend_publish_socket(error));
  } else {
    report.ok("live: " + site.publish_socket + " accepts");
  }
}

}  // namespace

Examined examine_files(const std::string& only) {
  if (!only.empty()) {
    Examined examined;
    load_file(examined, file_of(only));
    return examined;
  }
  try {
    return {.sites = config::load_sites(config::sites_folder(), config::share_folder())};
  } catch (const config::Error& error) {
    return examine_each_file(error.what());
  }
}

void examine_settings(Report& report, const config::Site& site) {
  examine_file(report, site);
  examine_keys(report, site);
  examine_clock(report, site);
  examine_publish_socket(report, site);
}

}  // namespace chalkline::tool
