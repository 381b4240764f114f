#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <soci/mysql/soci-mysql.h>
#include <soci/soci.h>

#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

class Session {
 public:
  explicit Session(const std::string& parameters) : soci(soci::mysql, parameters) {}
  soci::session soci;
};

// Turns what SOCI throws into a Fault. Its texts hold bound values, so none of them gets through.
Fault fault_from(const soci::soci_error& error, const std::string& statement);

// One statement: a constant text that begins with its name as a comment, values bound by name,
// places for columns in their order. Every value and place is a named object that outlives the
// statement. SOCI binds, escapes and runs; rows are read from the client library's result, because
// SOCI converts every cell through a stream. A NULL arrives as 0 or an empty text: statements say
// IFNULL where it means something else. A view lasts until the next row.
class Statement {
 public:
  Statement(Session& session, const char* text) : text_(text), statement_(session.soci) {}

  template <class T>
  Statement& use(const T& value, const char* name) {
    statement_.exchange(soci::use(value, name));
    return *this;
  }
  template <class T>
  Statement& use(const T&& temporary, const char* name) = delete;

  template <class... T>
  Statement& into(T&... places) {
    (places_.emplace_back(&places), ...);
    return *this;
  }

  // Runs a statement that returns no rows; how many rows it matched.
  long long execute();
  // Runs a query, fills the places from its first row; false when there is none.
  bool fetch_one();
  // Runs a query and calls `each` after every row that filled the places.
  template <class Each>
  void fetch_all(Each&& each) {
    run();
    while (fill()) each();
  }

 private:
  using Place = std::variant<int*, long long*, std::string*, std::string_view*>;

  void run();
  // Moves the next row into the places; false behind the last one.
  bool fill();
  MYSQL_RES* result();
  std::string name() const;

  const char* text_;
  soci::statement statement_;
  std::vector<Place> places_;
};

// Runs an insert of something that another process may insert at the same moment: a duplicate key
// is a conflict, so that the transaction runs again and finds the row.
void execute_unless_raced(Statement& statement);

// What the session's newest insert got as AUTO_INCREMENT.
long long last_insert_id(Session& session);

// A JSON array of texts, and one of such arrays: many rows for one statement, by JSON_TABLE.
std::string json_array(const std::vector<std::string>& texts);
std::string json_rows(const std::vector<std::vector<std::string>>& rows);

// DATETIME(3) and back. An absent time is NULL there: columns are read with IFNULL(…, '') and
// written with NULLIF(…, '').
std::string sql_time(rules::Time time);
std::string sql_time(const std::optional<rules::Time>& time);
rules::Time time_from_sql(const std::string& text);
std::optional<rules::Time> optional_time_from_sql(const std::string& text);
std::optional<std::string> optional_text(const std::string& text);

}  // namespace chalkline::storage
