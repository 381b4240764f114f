#pragma once

#include <chrono>
#include <initializer_list>
#include <string>

#include "rules/people.h"
#include "storage/database.h"
#include "storage/messages.h"
#include "storage/people.h"
#include "storage/receipts.h"
#include "storage/threads.h"
#include "support/mariadb.h"
#include "support/test_site.h"

namespace chalkline::storage::tests {

inline rules::Time noon(int milliseconds = 0) {
  using namespace std::chrono;
  return rules::Time(sys_days(year(2026) / 11 / 21) + hours(12) +
                     std::chrono::milliseconds(milliseconds));
}

// An empty site, a session of its own user, and a second connection with all rights. Every test
// begins with a new one.
struct Fixture {
  Fixture();

  chalkline::tests::TestSite& site;
  chalkline::tests::Sql sql;
  Database database;

  // Runs one SQL function: `run(insert_message, message)`.
  template <class Function, class... Arguments>
  auto run(Function&& function, const Arguments&... arguments) {
    return database.read([&](Session& session) {
      if constexpr (std::is_void_v<decltype(function(session, arguments...))>) {
        function(session, arguments...);
        return true;
      } else {
        return function(session, arguments...);
      }
    });
  }

  void person(const std::string& id, std::initializer_list<rules::Role> roles = {});
  // The thread of two people, empty.
  long long thread(const std::string& one, const std::string& other, rules::Time at = noon());
  // Sends as a handler does; returns the seq.
  long long send(long long thread, const std::string& sender, const std::string& text,
                 rules::Time at = noon());
  // One column of a member's row.
  std::string kept(const std::string& column, const std::string& person, long long thread);
};

// The fault that `work` ends in; fails the test where it does not.
template <class Work>
Fault fault_of(Work&& work) {
  try {
    work();
  } catch (const Fault& fault) {
    return fault;
  }
  throw std::logic_error("no fault");
}

}  // namespace chalkline::storage::tests
