#include "storage/plain_sql.h"

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

MYSQL* connection_of(Session& session) {
  return static_cast<soci::mysql_session_backend*>(session.soci.get_backend())->conn_;
}

}  // namespace

void execute_plain(Session& session, std::string_view text, const std::string& name) {
  MYSQL* const connection = connection_of(session);
  if (mysql_real_query(connection, text.data(), text.size()) != 0) {
    throw fault_from(
        soci::mysql_soci_error(mysql_error(connection), static_cast<int>(mysql_errno(connection))),
        name);
  }
  if (MYSQL_RES* const result = mysql_store_result(connection)) mysql_free_result(result);
}

void append_quoted(Session& session, std::string& text, std::string_view value) {
  text += '\'';
  const std::size_t start = text.size();
  text.resize(start + 2 * value.size() + 1);
  const auto length = mysql_real_escape_string(connection_of(session), &text[start], value.data(),
                                               static_cast<unsigned long>(value.size()));
  text.resize(start + length);
  text += '\'';
}

}  // namespace chalkline::storage
