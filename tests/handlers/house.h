#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "handlers/process.h"
#include "support/mariadb.h"
#include "support/test_site.h"

namespace chalkline::handlers::tests {

// What a handler answers.
struct Answer {
  int status = 0;
  std::multimap<std::string, std::string> headers;
  std::string body;
  boost::json::value json;  // null where there is no JSON

  // The only header of this name; empty where there is none.
  std::string header(const std::string& name) const;
  // A member by its path: "thread.can.remaining", "items.0.id".
  const boost::json::value& at(std::string_view path) const;
  std::string text(std::string_view path) const;  // of a string
  long long number(std::string_view path) const;
  // "201", "403 cross_site", "400 bad_input message:required to:malformed"
  std::string verdict() const;
};

// A request as a web server hands it over.
struct Call {
  std::string method = "GET";
  std::string target;
  std::string body = {};
  std::string person = {};  // whose token; empty: none
  std::string site = "marketplace";
  std::map<std::string, std::optional<std::string>> parameters = {};  // none: taken away
};

// The executables, from CHALKLINE_BIN or beside the suite's own.
std::string executable(const std::string& family);

// The CGI parameters of a call.
Environment parameters_of(const Call& call);
std::string family_of(const Call& call);
// What every handler process has in its environment.
Environment base_environment();

// Takes an answer as written by CGI apart, and checks all that holds for every answer.
Answer parse_answer(const std::string& output, const std::string& request_id);

// The suite's sites: marketplace, classroom, advisor, and `strict`, which has the system's clock.
// Each has its own database.
const std::vector<std::string>& site_names();
chalkline::tests::TestSite& site(const std::string& name);
// What every site takes as a webhook's secret: the new one and the old one.
const std::vector<std::string>& webhook_secrets();
chalkline::tests::Sql& sql(const std::string& site = "marketplace");

// A compact JWT. `header` and `claims` are JSON as they are.
std::string signed_token(const std::string& header, const std::string& claims,
                         const std::string& secret);
std::string token_of(const std::string& person, const std::string& site = "marketplace",
                     long long seconds = 3600);

// Asks the executables over one of the two protocols.
class House {
 public:
  explicit House(const std::string& protocol) : fastcgi_(protocol == "fastcgi") {}

  Answer ask(const Call& call);
  Answer get(const std::string& person, const std::string& target) {
    return ask({.target = target, .person = person});
  }
  Answer post(const std::string& person, const std::string& target, const std::string& body) {
    return ask({.method = "POST", .target = target, .body = body, .person = person});
  }
  Answer patch(const std::string& person, const std::string& target, const std::string& body) {
    return ask({.method = "PATCH", .target = target, .body = body, .person = person});
  }
  // A message to a person; returns the whole answer.
  Answer send(const std::string& from, const std::string& to, const std::string& text);

  // What handlers have written to their logs since the last call.
  std::string take_log();

 private:
  bool fastcgi_;
  std::string log_;
};

// People whom no other test knows.
std::string new_person(const std::string& roles = "student",
                       const std::string& site = "marketplace");
struct Couple {
  std::string tutor;
  std::string student;
};
// In an active relationship.
Couple new_couple(const std::string& site = "marketplace");

// A text as a JSON string.
std::string quoted(const std::string& text);

void stop_processes();

}  // namespace chalkline::handlers::tests
