#pragma once

#include <filesystem>
#include <string>

#include "client.h"
#include "people.h"

namespace chalkline::e2e {

// The handlers as plain CGI, with site files of our own: the stack's, changed.
class CgiHost {
 public:
  explicit CgiHost(const std::string& site);
  ~CgiHost();
  CgiHost(const CgiHost&) = delete;
  CgiHost& operator=(const CgiHost&) = delete;

  // Puts `lines` in the place of every line of the site file that begins so, spaces left out.
  void change(const std::string& beginning, const std::string& lines);

  // One request by one process.
  Answer ask(const std::string& family, const std::string& method, const std::string& target,
             const std::string& token, const std::string& body = "");

 private:
  std::filesystem::path file() const;

  std::string site_;
  std::filesystem::path folder_;
};

}  // namespace chalkline::e2e
