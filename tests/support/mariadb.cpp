#include "support/mariadb.h"

#include <stdexcept>

#include <mysql.h>

namespace chalkline::tests {
namespace {

using Connection = std::unique_ptr<MYSQL, void (*)(MYSQL*)>;

Connection connect(const storage::Address& address) {
  Connection connection(mysql_init(nullptr), mysql_close);
  mysql_options(connection.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
  if (mysql_real_connect(connection.get(), nullptr, address.user.c_str(), address.password.c_str(),
                         address.name.c_str(), 0, address.socket.c_str(), 0) == nullptr) {
    throw std::runtime_error(mysql_error(connection.get()));
  }
  return connection;
}

}  // namespace

Sql::Sql(const storage::Address& address) : connection_(connect(address)) {}

Sql::Rows Sql::query(const std::string& statement) {
  if (mysql_real_query(connection_.get(), statement.data(), statement.size()) != 0) {
    throw std::runtime_error(statement.substr(0, 300) + ": " + mysql_error(connection_.get()));
  }
  Rows rows;
  const std::unique_ptr<MYSQL_RES, void (*)(MYSQL_RES*)> result(
      mysql_store_result(connection_.get()), mysql_free_result);
  if (!result) return rows;
  while (char** const row = mysql_fetch_row(result.get())) {
    const auto* const lengths = mysql_fetch_lengths(result.get());
    std::vector<std::string> values;
    for (unsigned i = 0; i < mysql_num_fields(result.get()); ++i) {
      values.push_back(row[i] == nullptr ? "NULL" : std::string(row[i], lengths[i]));
    }
    rows.push_back(std::move(values));
  }
  return rows;
}

std::string Sql::value(const std::string& statement) {
  const auto rows = query(statement);
  if (rows.size() != 1 || rows.front().size() != 1) {
    throw std::runtime_error("not one value: " + statement);
  }
  return rows.front().front();
}

std::string Sql::list(const std::string& statement) {
  std::string list;
  for (const auto& row : query(statement)) list += (list.empty() ? "" : ",") + row.at(0);
  return list;
}

std::string Sql::quoted(const std::string& text) {
  std::string escaped(text.size() * 2 + 1, '\0');
  escaped.resize(
      mysql_real_escape_string(connection_.get(), escaped.data(), text.data(), text.size()));
  return "'" + escaped + "'";
}

}  // namespace chalkline::tests
