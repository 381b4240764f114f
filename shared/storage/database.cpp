#include "storage/database.h"

#include <random>

#include "storage/sql.h"

namespace chalkline::storage {
namespace {

constexpr int most_runs = 8;

constexpr const char* set_autocommit_sql = "/* set_autocommit */ SET autocommit = 1";
constexpr const char* unset_autocommit_sql = "/* unset_autocommit */ SET autocommit = 0";

// SOCI's own way to write a parameter: quoted, with a backslash before a quote.
std::string parameter(const std::string& name, const std::string& value) {
  std::string text = " " + name + "='";
  for (const char c : value) {
    if (c == '\'' || c == '\\') text += '\\';
    text += c;
  }
  return text + "'";
}

// Timeouts are seconds. `reconnect` stays off: it would lose the first half of a transaction and
// commit the second.
std::string parameters_of(const Address& address) {
  std::string text = parameter("db", address.name) + parameter("user", address.user) +
                     parameter("password", address.password);
  if (address.socket.empty()) {
    text += parameter("host", address.host) + " port=" + std::to_string(address.port);
  } else {
    text += parameter("unix_socket", address.socket);
  }
  const std::string patience = std::to_string(address.patience);
  return text + " charset=utf8mb4 connect_timeout=3 read_timeout=" + patience +
         " write_timeout=" + patience;
}

void set_isolation(Session& session) {
  Statement(session, "/* set_isolation */ SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED")
      .execute();
}

void set_mode(Session& session) {
  Statement(session,
            "/* set_mode */ SET SESSION sql_mode = 'STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',"
            " time_zone = '+00:00', innodb_lock_wait_timeout = 5")
      .execute();
}

std::unique_ptr<Session> connect(const Address& address) {
  try {
    auto session = std::make_unique<Session>(parameters_of(address));
    set_isolation(*session);
    set_mode(*session);
    return session;
  } catch (const soci::soci_error& error) {
    throw Fault(Fault::Kind::unavailable, fault_from(error, "connect").what());
  } catch (const Fault& fault) {
    throw Fault(Fault::Kind::unavailable, fault.what());
  }
}

// Jitter keeps transactions that met once from meeting again.
void pause(int attempt) {
  thread_local std::minstd_rand random(std::random_device{}());
  const int most = 4 << attempt;
  std::this_thread::sleep_for(
      std::chrono::milliseconds(std::uniform_int_distribution<>(1, most)(random)));
}

}  // namespace

Database::Database(Address address) : address_(std::move(address)) {}
Database::~Database() = default;
Database::Database(Database&&) noexcept = default;

Session& Database::open(Mode mode) {
  if (!session_) {
    session_ = connect(address_);
    mode_ = Mode::statement;
  }
  if (mode != mode_) {
    Statement(*session_, mode == Mode::statement ? set_autocommit_sql : unset_autocommit_sql)
        .execute();
    mode_ = mode;
  }
  return *session_;
}

void Database::commit(Session& session) { Statement(session, "/* commit */ COMMIT").execute(); }

void Database::roll_back() noexcept {
  try {
    if (session_) Statement(*session_, "/* roll_back */ ROLLBACK").execute();
  } catch (const std::exception&) {
    session_.reset();
  }
}

void Database::recover(const Fault& fault, int attempt) {
  switch (fault.kind) {
    case Fault::Kind::lost:
      session_.reset();
      break;
    case Fault::Kind::unavailable:
      session_.reset();
      throw;
    case Fault::Kind::conflict:
      roll_back();
      pause(attempt);
      break;
    case Fault::Kind::duplicate:
    case Fault::Kind::other:
      roll_back();
      throw;
  }
  if (attempt + 1 >= most_runs) throw;
}

}  // namespace chalkline::storage
