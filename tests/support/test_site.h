#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "storage/database.h"

namespace chalkline::tests {

// A site of its own for a test: a fresh, migrated database on the MariaDB of the running Chalkline
// (CHALKLINE_STATE), a database user with no rights beyond it, a site file and its preset in a
// temporary folder. Database and folder go with the object. Two sites of one suite need two names.
// Throws std::runtime_error, saying what is missing, when there is no server.
class TestSite {
 public:
  explicit TestSite(const std::string& preset = "marketplace", const std::string& site_name = "");
  ~TestSite();
  TestSite(const TestSite&) = delete;
  TestSite& operator=(const TestSite&) = delete;

  std::string name;                    // of the site; its preset's unless told otherwise
  std::filesystem::path folder;        // the temporary one
  std::filesystem::path sites_folder;  // CHALKLINE_SITES
  std::filesystem::path share_folder;  // CHALKLINE_SHARE
  std::filesystem::path site_file;
  storage::Address address;  // as the site's own user
  storage::Address root;     // the same database, with all rights
  std::string key_id = "test-1";
  std::string key = "a-key-for-tests-of-forty-two-bytes-exactly";  // HS256

  // A session of the site's own user.
  storage::Database database() const { return storage::Database(address); }
  // Runs one statement with all rights: to arrange what the application would never do.
  void execute(const std::string& sql) const;
  // The first column of a query's first row; empty where there is none.
  std::string fetch(const std::string& sql) const;
  // Leaves no row in any table of the site.
  void clear() const;
  // Writes the site file again; `text` stands for the whole of it.
  void write_site_file(const std::string& text) const;
  std::string site_file_text(const std::string& preset) const;
  // NAME=VALUE for child processes: CHALKLINE_SITES and CHALKLINE_SHARE.
  std::vector<std::string> environment() const;
};

// The socket of the MariaDB that tests may use. Throws std::runtime_error.
std::string test_socket();

}  // namespace chalkline::tests
