#include "app/migration_files.h"

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <optional>

namespace chalkline::app {
namespace {

using Path = std::filesystem::path;

// Takes a file apart, one piece at a time: a quoted text, a comment, or a single character.
class Splitter {
 public:
  explicit Splitter(std::string_view sql) : rest_(sql) {}

  std::vector<std::string> split() {
    while (!rest_.empty()) {
      if (at_line_comment()) {
        drop_line();
      } else if (rest_.starts_with("/*")) {
        take_until("*/", 2);
      } else if (rest_.front() == '\'' || rest_.front() == '"' || rest_.front() == '`') {
        take_quoted();
      } else if (rest_.front() == ';') {
        rest_.remove_prefix(1);
        finish();
      } else {
        take(1);
      }
    }
    finish();
    return std::move(statements_);
  }

 private:
  bool at_line_comment() const {
    return rest_.front() == '#' || rest_ == "--" || rest_.starts_with("-- ") ||
           rest_.starts_with("--\n");
  }

  void drop_line() { rest_.remove_prefix(std::min(rest_.find('\n'), rest_.size())); }

  void take(std::size_t count) {
    statement_ += rest_.substr(0, count);
    rest_.remove_prefix(count);
  }

  void take_until(std::string_view end, std::size_t from) {
    const auto at = rest_.find(end, from);
    if (at == std::string_view::npos) throw MigrationError("a comment does not end");
    take(at + end.size());
  }

  // A doubled quote is the end of one text and the beginning of the next: the same to us.
  void take_quoted() {
    const char quote = rest_.front();
    std::size_t at = 1;
    while (at < rest_.size() && rest_[at] != quote) at += rest_[at] == '\\' && quote != '`' ? 2 : 1;
    if (at >= rest_.size()) throw MigrationError("a quoted text does not end");
    take(at + 1);
  }

  void finish() {
    const auto begin = statement_.find_first_not_of(" \t\r\n");
    if (begin != std::string::npos) {
      const auto end = statement_.find_last_not_of(" \t\r\n");
      statements_.push_back(statement_.substr(begin, end - begin + 1));
    }
    statement_.clear();
  }

  std::string_view rest_;
  std::string statement_;
  std::vector<std::string> statements_;
};

// NNNN_name.sql, with a name of a-z 0-9 _.
std::optional<Migration> migration_named(const std::string& file) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto allowed = [&](char c) { return (c >= 'a' && c <= 'z') || is_digit(c) || c == '_'; };
  const auto underscore = file.find('_');
  if (underscore != 4 || !file.ends_with(".sql")) return std::nullopt;
  Migration migration{.name = file.substr(5, file.size() - 9), .file = file};
  const bool numbered = std::all_of(file.begin(), file.begin() + 4, is_digit);
  const bool named = !migration.name.empty() && migration.name.size() <= 200 &&
                     std::all_of(migration.name.begin(), migration.name.end(), allowed);
  if (!numbered || !named) return std::nullopt;
  std::from_chars(file.data(), file.data() + 4, migration.version);
  return migration;
}

std::string read_file(const Path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (!file) throw MigrationError(path.string() + " cannot be read: mend its rights");
  return content;
}

Migration load_migration(const Path& path) {
  auto migration = migration_named(path.filename().string());
  if (!migration || migration->version == 0) {
    throw MigrationError(path.string() +
                         " is not named like a migration, NNNN_name.sql: rename it");
  }
  try {
    migration->statements = split_statements(read_file(path));
  } catch (const MigrationError& error) {
    throw MigrationError(path.string() + ": " + error.what() + ": restore the file");
  }
  if (migration->statements.empty()) {
    throw MigrationError(path.string() + " holds no statement: restore the file");
  }
  return std::move(*migration);
}

void check_numbers(const std::vector<Migration>& migrations) {
  const auto twice = std::adjacent_find(
      migrations.begin(), migrations.end(),
      [](const Migration& a, const Migration& b) { return a.version == b.version; });
  if (twice != migrations.end()) {
    throw MigrationError(twice->file + " and " + std::next(twice)->file +
                         " have the same number: restore the folder as it was delivered");
  }
}

}  // namespace

std::vector<std::string> split_statements(std::string_view sql) { return Splitter(sql).split(); }

std::vector<Migration> load_migrations(const Path& folder) {
  std::vector<Migration> migrations;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const auto name = entry.path().filename().string();
    if (!name.starts_with('.') && entry.path().extension() == ".sql") {
      migrations.push_back(load_migration(entry.path()));
    }
  }
  if (error || migrations.empty()) {
    throw MigrationError(
        folder.string() +
        (error ? " cannot be read (" + error.message() + ")" : std::string(" holds no migration")) +
        ": set CHALKLINE_SHARE to the folder that holds sql/migrations");
  }
  std::sort(migrations.begin(), migrations.end(), [](const Migration& a, const Migration& b) {
    return a.version < b.version || (a.version == b.version && a.file < b.file);
  });
  check_numbers(migrations);
  return migrations;
}

}  // namespace chalkline::app
