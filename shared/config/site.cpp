#include "config/site.h"

#include <algorithm>
#include <cstdlib>

#include "config/site_keys.h"

namespace chalkline::config {
namespace {

using Path = std::filesystem::path;

Path folder(const char* variable, const char* otherwise) {
  const char* value = std::getenv(variable);
  return value == nullptr || *value == '\0' ? otherwise : value;
}

[[noreturn]] void fail(const Path& place, const std::string& what) {
  throw Error(place.string() + ":1: document: " + what);
}

// The site files in the order of their names. Hidden files are an editor's.
std::vector<Path> site_files(const Path& folder) {
  std::vector<Path> files;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const Path& file = entry.path();
    if (file.filename().string().starts_with('.')) continue;
    if (file.extension() == ".yml") fail(file, "would not be read; its name must end in .yaml");
    if (file.extension() == ".yaml") files.push_back(file);
  }
  if (error) fail(folder, "cannot be read: " + error.message());
  if (files.empty()) fail(folder, "holds no site; must hold a file NAME.yaml");
  std::ranges::sort(files);
  return files;
}

bool is_same_database(const Database& a, const Database& b) {
  const bool same_server =
      a.socket == b.socket && (!a.socket.empty() || (a.host == b.host && a.port == b.port));
  return same_server && a.name == b.name;
}

// A site is a database: nothing of one site may reach another.
void check_own_database(const Path& file, const Site& site, const Sites& others) {
  for (const auto& [name, other] : others) {
    if (is_same_database(site.database, other.database)) {
      throw Error(file.string() + ":1: database.name: is the database of site " + name +
                  " too; must be its own");
    }
  }
}

}  // namespace

Path sites_folder() { return folder("CHALKLINE_SITES", "/etc/chalkline/sites"); }

Path share_folder() { return folder("CHALKLINE_SHARE", "/usr/share/chalkline"); }

Sites load_sites(const Path& sites, const Path& share) {
  Sites loaded;
  for (const auto& file : site_files(sites)) {
    Site site = load_site(file, share / "presets");
    check_own_database(file, site, loaded);
    loaded.emplace(site.name, std::move(site));
  }
  return loaded;
}

}  // namespace chalkline::config
