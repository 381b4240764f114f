#include "outbound/mail/eml_folder.h"

#include <cstdio>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

namespace chalkline::outbound {
namespace {

bool write_all(int file, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto count = write(file, bytes.data(), bytes.size());
    if (count <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
  return true;
}

// A new file with these bytes, on the disk.
bool put(const std::string& path, std::string_view bytes) {
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
  if (file < 0) return false;
  const bool whole = write_all(file, bytes) && fsync(file) == 0;
  return close(file) == 0 && whole;
}

// The name of a renamed file is the folder's to keep.
bool keep_names(const std::string& folder) {
  const int file = open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (file < 0) return false;
  const bool kept = fsync(file) == 0;
  return close(file) == 0 && kept;
}

}  // namespace

bool write_eml(const std::string& folder, const std::string& name, const std::string& mail) {
  const auto hidden = folder + "/." + name + ".new";
  if (!put(hidden, mail)) {
    unlink(hidden.c_str());
    return false;
  }
  const auto final_name = folder + "/" + name + ".eml";
  return std::rename(hidden.c_str(), final_name.c_str()) == 0 && keep_names(folder);
}

}  // namespace chalkline::outbound
