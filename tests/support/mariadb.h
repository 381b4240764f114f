#pragma once

#include <memory>
#include <string>
#include <vector>

#include "storage/database.h"

struct st_mysql;

namespace chalkline::tests {

// A second connection, apart from the code under test: to arrange, to look, to disturb. Errors
// throw.
class Sql {
 public:
  explicit Sql(const storage::Address& address);

  using Rows = std::vector<std::vector<std::string>>;  // NULL reads "NULL"
  Rows query(const std::string& statement);
  void execute(const std::string& statement) { query(statement); }
  // The only column of the only row.
  std::string value(const std::string& statement);
  long long number(const std::string& statement) { return std::stoll(value(statement)); }
  // A query's only column, with commas between the rows.
  std::string list(const std::string& statement);

  // As a literal of SQL.
  std::string quoted(const std::string& text);

 private:
  std::unique_ptr<st_mysql, void (*)(st_mysql*)> connection_;
};

}  // namespace chalkline::tests
