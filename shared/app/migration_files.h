#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace chalkline::app {

// Why a database cannot be migrated: one line that says what to do.
class MigrationError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

// One file of sql/migrations, NNNN_name.sql.
struct Migration {
  long long version = 0;
  std::string name;
  std::string file;  // its name, for messages
  std::vector<std::string> statements;
};

// Every migration of a folder in the order of versions. Throws MigrationError for a folder that
// cannot be read or is empty, a name of another form, a number that is there twice, a file without
// an end.
std::vector<Migration> load_migrations(const std::filesystem::path& folder);

// The statements of a file, without the semicolons between them and without comments to the end of
// a line. Semicolons in quotes and comments separate nothing. Throws MigrationError where a quote
// or a comment does not end.
std::vector<std::string> split_statements(std::string_view sql);

}  // namespace chalkline::app
