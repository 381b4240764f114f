#include "sql.h"

#include <memory>
#include <stdexcept>

#include <mysql.h>

#include "stack.h"

namespace chalkline::e2e {
namespace {

using Connection = std::unique_ptr<MYSQL, decltype(&mysql_close)>;

Connection connect(const std::string& site) {
  const auto& address = settings_of(site).database;
  Connection connection(mysql_init(nullptr), mysql_close);
  const auto* const open = mysql_real_connect(connection.get(), "localhost", address.user.c_str(),
                                              address.password.c_str(), address.name.c_str(), 0,
                                              address.socket.c_str(), 0);
  if (open == nullptr) throw std::runtime_error(mysql_error(connection.get()));
  return connection;
}

}  // namespace

std::string run_sql(const std::string& site, const std::string& statement) {
  const auto connection = connect(site);
  if (mysql_query(connection.get(), statement.c_str()) != 0) {
    throw std::runtime_error(mysql_error(connection.get()));
  }
  const std::unique_ptr<MYSQL_RES, decltype(&mysql_free_result)> result(
      mysql_store_result(connection.get()), mysql_free_result);
  if (!result) return std::to_string(mysql_affected_rows(connection.get()));
  const auto* const row = mysql_fetch_row(result.get());
  return row == nullptr || row[0] == nullptr ? "" : row[0];
}

bool database_answers(const std::string& site) {
  try {
    return run_sql(site, "SELECT COUNT(*) FROM people LIMIT 1") != "";
  } catch (const std::runtime_error&) {
    return false;
  }
}

}  // namespace chalkline::e2e
