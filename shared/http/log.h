#pragma once

#include <span>
#include <string>
#include <string_view>

#include "http/request.h"

namespace chalkline::http {

// One line of JSON on stderr. Nothing here takes a body, a query or a token: a log holds no text of
// a message.
struct RequestLine {
  std::string_view family;
  std::string_view route;  // as in the route table, not as asked for
  int status = 0;
  std::string_view code;  // of a problem
  long long microseconds = 0;
};
void log_request(const Request& request, const RequestLine& line);

// What work of a night has come to at a site: what it looked at and the ids of what it found, of
// which the first thousand are told.
struct TaskLine {
  std::string_view site;
  std::string_view task;
  long long looked_at = 0;
  std::span<const long long> found;
};
void log_task(const TaskLine& line);

// Something that went wrong on our side; `what` must name it without any value.
void log_fault(const std::string& request_id, std::string_view what);

}  // namespace chalkline::http
