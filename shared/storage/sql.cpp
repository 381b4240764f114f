#include "storage/sql.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <string_view>

namespace chalkline::storage {
namespace {

// Error numbers of MariaDB and MySQL. SOCI's own categories tell too few of them apart.
Fault::Kind kind_of(unsigned int number) {
  switch (number) {
    case 1062:
      return Fault::Kind::duplicate;
    case 1213:  // deadlock
    case 1205:  // lock wait timeout
    case 1020:  // snapshot conflict
      return Fault::Kind::conflict;
    case 1053:  // server shutdown in progress
    case 1927:  // connection was killed
    case 2006:  // server has gone away
    case 2013:  // lost connection during query
    case 2055:
      return Fault::Kind::lost;
    case 1040:  // too many connections
    case 1047:  // Galera node outside of the majority
    case 1203:  // too many connections of this user
    case 2002:  // no socket there
    case 2003:  // no server there
      return Fault::Kind::unavailable;
    default:
      return Fault::Kind::other;
  }
}

// One byte of a text in JSON's quotes.
void append_escaped(std::string& json, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (static_cast<unsigned char>(c) < 0x20) {
    json += "\\u00";
    json += digits[static_cast<unsigned char>(c) / 16];
    json += digits[static_cast<unsigned char>(c) % 16];
    return;
  }
  if (c == '"' || c == '\\') json += '\\';
  json += c;
}

// "Duplicate entry '…' for key 'name'", in MySQL 'table.name': the name alone.
std::string duplicate_key(std::string_view text) {
  const auto end = text.rfind('\'');
  if (end == std::string_view::npos || end == 0) return {};
  const auto begin = text.find_last_of("'.", end - 1);
  if (begin == std::string_view::npos) return {};
  return std::string(text.substr(begin + 1, end - begin - 1));
}

int digits(const std::string& text, std::size_t at, std::size_t count) {
  int value = 0;
  if (at + count <= text.size()) std::from_chars(&text[at], &text[at] + count, value);
  return value;
}

void assign(std::string_view cell, std::string& place) { place.assign(cell); }
void assign(std::string_view cell, std::string_view& place) { place = cell; }

template <class Number>
void assign(std::string_view cell, Number& place) {
  place = 0;
  std::from_chars(cell.data(), cell.data() + cell.size(), place);
}

}  // namespace

Fault fault_from(const soci::soci_error& error, const std::string& statement) {
  const auto* const server = dynamic_cast<const soci::mysql_soci_error*>(&error);
  if (server == nullptr) return {Fault::Kind::other, statement + ": SOCI refused"};
  const auto kind = kind_of(server->err_num_);
  const std::string message = statement + ": error " + std::to_string(server->err_num_);
  if (kind != Fault::Kind::duplicate) return {kind, message};
  return {kind, message, duplicate_key(server->get_error_message())};
}

void Statement::run() {
  try {
    statement_.alloc();
    statement_.prepare(text_);
    statement_.define_and_bind();
    statement_.execute(false);
    // SOCI has walked through the rows once, to know where each begins.
    if (result() != nullptr) mysql_data_seek(result(), 0);
  } catch (const soci::soci_error& error) {
    throw fault_from(error, name());
  }
}

MYSQL_RES* Statement::result() {
  return static_cast<soci::mysql_statement_backend*>(statement_.get_backend())->result_;
}

bool Statement::fill() {
  const MYSQL_ROW row = result() == nullptr ? nullptr : mysql_fetch_row(result());
  if (row == nullptr) return false;
  const unsigned long* const lengths = mysql_fetch_lengths(result());
  for (std::size_t i = 0; i < places_.size(); ++i) {
    const std::string_view cell =
        row[i] == nullptr ? std::string_view() : std::string_view(row[i], lengths[i]);
    std::visit([&](auto* place) { assign(cell, *place); }, places_[i]);
  }
  return true;
}

long long Statement::execute() {
  run();
  return statement_.get_affected_rows();
}

bool Statement::fetch_one() {
  run();
  return fill();
}

std::string Statement::name() const {
  const std::string_view text(text_);
  const auto begin = text.find_first_not_of("/* ");
  return std::string(text.substr(begin, text.find(' ', begin) - begin));
}

void execute_unless_raced(Statement& statement) {
  try {
    statement.execute();
  } catch (const Fault& fault) {
    if (fault.kind != Fault::Kind::duplicate) throw;
    throw Fault(Fault::Kind::conflict, fault.what());
  }
}

long long last_insert_id(Session& session) {
  long long id = 0;
  session.soci.get_last_insert_id("", id);
  return id;
}

std::string json_array(const std::vector<std::string>& texts) {
  std::string json = "[";
  for (const auto& text : texts) {
    json += json.size() > 1 ? ",\"" : "\"";
    for (const char c : text) append_escaped(json, c);
    json += '"';
  }
  return json + ']';
}

std::string json_rows(const std::vector<std::vector<std::string>>& rows) {
  std::string json = "[";
  for (const auto& row : rows) {
    if (json.size() > 1) json += ',';
    json += json_array(row);
  }
  return json + ']';
}

std::string sql_time(rules::Time time) { return rules::date_and_time(time, ' '); }

std::string sql_time(const std::optional<rules::Time>& time) {
  return time ? sql_time(*time) : std::string();
}

rules::Time time_from_sql(const std::string& text) {
  using namespace std::chrono;
  const auto date = year(digits(text, 0, 4)) / month(static_cast<unsigned>(digits(text, 5, 2))) /
                    day(static_cast<unsigned>(digits(text, 8, 2)));
  return rules::Time(sys_days(date)) + hours(digits(text, 11, 2)) + minutes(digits(text, 14, 2)) +
         seconds(digits(text, 17, 2)) + milliseconds(digits(text, 20, 3));
}

std::optional<rules::Time> optional_time_from_sql(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(time_from_sql(text));
}

std::optional<std::string> optional_text(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace chalkline::storage
