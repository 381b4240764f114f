#pragma once

#include <chrono>
#include <memory>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>

namespace chalkline::storage {

// One open connection. SQL functions take it; only storage knows what it is.
class Session;

// What went wrong on our side. what() names the statement and the server's error number, never a
// value.
class Fault : public std::runtime_error {
 public:
  enum class Kind {
    unavailable,  // the server cannot be reached or does not take work
    lost,  // the connection broke: what was running has ended, or (at COMMIT) may have succeeded
    conflict,   // deadlock, lock wait or snapshot conflict: run the whole transaction again
    duplicate,  // a unique key: `key` names it
    other,
  };

  Fault(Kind what_kind, const std::string& message, std::string duplicate_key = {})
      : std::runtime_error(message), kind(what_kind), key(std::move(duplicate_key)) {}

  Kind kind;
  std::string key;
};

// How to reach a site's database.
struct Address {
  std::string socket;  // path of a unix socket; empty: host and port
  std::string host;
  int port = 0;
  std::string name;
  std::string user;
  std::string password;
  int patience = 20;  // seconds that one statement may take
};

// A site's database: one session, opened at first use and again after a loss. Not for two threads.
class Database {
 public:
  explicit Database(Address address);
  ~Database();
  Database(Database&&) noexcept;
  Database& operator=(Database&&) = delete;

  // Runs `work(Session&)` outside of any transaction; once more on a new connection if the old one
  // turns out to be lost. For reads, and for single statements that may be repeated.
  template <class Work>
  std::invoke_result_t<Work, Session&> read(Work&& work) {
    try {
      return work(open(Mode::statement));
    } catch (const Fault& fault) {
      recover(fault, 0);
      return work(open(Mode::statement));
    }
  }

  // Runs `work(Session&)` in one READ COMMITTED transaction and commits. After a conflict or a lost
  // connection the whole of it runs again, also when COMMIT's outcome is unknown: `work` must find
  // by its own unique keys what an earlier run has already done.
  template <class Work>
  std::invoke_result_t<Work, Session&> write(Work&& work) {
    for (int attempt = 0;; ++attempt) {
      try {
        Session& session = open(Mode::transaction);
        auto result = work(session);
        commit(session);
        return result;
      } catch (const Fault& fault) {
        recover(fault, attempt);
      } catch (...) {
        roll_back();
        throw;
      }
    }
  }

 private:
  // Whether each statement is a transaction of its own, or the first one begins one. The server is
  // told only when it changes: a handler that mostly writes spends no round trip on BEGIN.
  enum class Mode { statement, transaction };
  Session& open(Mode mode);
  static void commit(Session& session);
  void roll_back() noexcept;
  // Makes the session fit for another run, after a pause that grows; throws `fault` where another
  // run would not help or enough have been tried.
  void recover(const Fault& fault, int attempt);

  Address address_;
  std::unique_ptr<Session> session_;
  Mode mode_ = Mode::statement;
};

}  // namespace chalkline::storage
