#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "config/site.h"

namespace chalkline::config::tests {

// A folder of its own below the system's temporary one; it goes with the test.
class Folder {
 public:
  Folder() {
    std::string name =
        (std::filesystem::temp_directory_path() / "chalkline-config-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::filesystem::path& path() const { return path_; }

  std::string write(const std::string& name, const std::string& content) const {
    const auto file = path_ / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << content;
    return file.string();
  }

 private:
  std::filesystem::path path_;
};

// The folder with the presets that ship.
inline std::filesystem::path share() { return std::filesystem::path(CHALKLINE_SOURCE) / "deploy"; }

// What load_sites says against the folder; empty: it loads. The folder's own path is left out.
inline std::string refusal(const Folder& folder, const std::filesystem::path& presets = share()) {
  try {
    load_sites(folder.path(), presets);
    return "";
  } catch (const Error& error) {
    std::string text = error.what();
    const auto prefix = folder.path().string() + "/";
    for (auto at = text.find(prefix); at != text.npos; at = text.find(prefix)) {
      text.erase(at, prefix.size());
    }
    return text;
  }
}

// A site file that loads, as site `school`; the tests change one thing in it.
inline const std::string school = R"(site: school
preset: classroom
database: {socket: /run/mysqld/mysqld.sock, name: chalkline_school, user: chalkline, password: pw}
tokens:
  keys:
    - {kid: one, alg: HS256, secret: "0123456789abcdef0123456789abcdef"}
)";

// Made with the openssl command: genpkey -algorithm ed25519.
inline const std::string ed25519_private_key =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIFDYdZTxGRCee+M4orJT4XTTpuXuDOyXoTcm7I5R52Ig\n"
    "-----END PRIVATE KEY-----\n";

inline std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == text.npos) throw std::logic_error("not in the text: " + what);
  return text.replace(at, what.size(), by);
}

inline Site load_school(const std::string& text) {
  const Folder folder;
  folder.write("school.yaml", text);
  return load_sites(folder.path(), share()).at("school");
}

inline std::string refusal_of_school(const std::string& text) {
  const Folder folder;
  folder.write("school.yaml", text);
  return refusal(folder);
}

}  // namespace chalkline::config::tests
