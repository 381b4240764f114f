#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "http/problem.h"
#include "http/request.h"

namespace chalkline::http::tests {

// CGI parameters as a process finds them. Must outlive the requests that it makes.
class Parameters {
 public:
  explicit Parameters(const std::map<std::string, std::string>& values) {
    for (const auto& [name, value] : values) lines_.push_back(name + "=" + value);
    for (auto& line : lines_) pointers_.push_back(line.data());
    pointers_.push_back(nullptr);
  }
  Parameters(const Parameters&) = delete;
  Parameters& operator=(const Parameters&) = delete;

  Request request() {
    Request request;
    request.id = "r-1";
    request.site = "school";
    request.environment = pointers_.data();
    return request;
  }

 private:
  std::vector<std::string> lines_;
  std::vector<char*> pointers_;
};

inline Request with_body(std::string body) {
  Request request;
  request.id = "r-1";
  request.body = std::move(body);
  return request;
}

inline Request with_query(std::string query) {
  Request request;
  request.id = "r-1";
  request.query = std::move(query);
  return request;
}

// "field:code field:code"
inline std::string line_of(const BadInput& errors) {
  std::string line;
  for (const auto& error : errors) {
    line += (line.empty() ? "" : " ") + error.field + ":" + std::string(error.code);
  }
  return line;
}

}  // namespace chalkline::http::tests
