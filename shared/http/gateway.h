#pragma once

#include <cstddef>
#include <functional>
#include <string>

#include "http/request.h"

namespace chalkline::http {

// One request as the web server hands it over, by FastCGI or CGI; the same to whoever answers it.
struct Exchange {
  char** environment = nullptr;

  // Reads the body, which CONTENT_LENGTH says has `length` bytes. False unless exactly so many came
  // and the connection is sound: a body cut short must never look like a whole one.
  std::function<bool(std::size_t length, std::string& body)> read_body;
};

// Answers requests until SIGTERM or SIGINT, or one request under plain CGI. A signal never
// interrupts a request: it is only let in while waiting for the next one. `answer` must not throw.
// Returns the exit code.
int serve_exchanges(const std::function<Response(Exchange&)>& answer);

}  // namespace chalkline::http
