#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rules/time.h"

namespace chalkline::http {

// One request as a handler sees it: identified, within its limits, its body complete.
struct Request {
  std::string id;                     // X-Request-Id of the answer, `instance` of a problem
  std::string site;                   // as nginx set it; never from the client
  std::string method;                 // HEAD arrives as GET
  std::string path;                   // as it came, without the query
  std::vector<std::string> captures;  // what stands for each {…} of the route, decoded
  std::string query;                  // as it came
  std::string content_type;           // of a body that was taken: lower case, without parameters
  std::string body;
  std::string person;    // who calls; empty on routes open to all
  rules::Time now{};     // the site's time: rules and dates go by it
  rules::Time moment{};  // the machine's time: tokens and tickets age by it
  char** environment = nullptr;

  // A CGI parameter, such as HTTP_ORIGIN; empty when it is not set.
  std::string_view parameter(const char* name) const;
};

struct Response {
  int status = 200;
  std::string body;
  bool head_only = false;  // the answer to HEAD: with the body's length, without the body
  std::string content_type = "application/json";
  std::vector<std::pair<std::string, std::string>> headers;
  std::string code;  // of a problem, for the log
};

}  // namespace chalkline::http
