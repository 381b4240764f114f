#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <boost/json.hpp>

#include "people.h"

namespace chalkline::e2e {

using Headers = std::map<std::string, std::string>;

// An answer of the stack. Status 0: none came.
struct Answer {
  int status = 0;
  std::multimap<std::string, std::string> headers;  // names in lower case
  std::string body;
  boost::json::value json;  // null where the body is not JSON

  // The header's value; empty where there is none.
  std::string header(const std::string& name) const;
  // A member of the body by its path, such as "thread.can.remaining" or "items.0.id".
  const boost::json::value& at(std::string_view path) const;
  std::string text(std::string_view path) const;
  long long number(std::string_view path) const;
  // Status and a problem's code, such as "403 cross_site".
  std::string verdict() const;
};

// Appends an answer to the file that CHALKLINE_RECORDING names, for tests/openapi.
void record(const std::string& method, const std::string& path, const Answer& answer);
// The same for a live event.
void record_event(const std::string& name, const std::string& data);

// Somebody's connection to a site. Not for two threads.
class Client {
 public:
  // A stranger, without any token.
  explicit Client(const std::string& site);
  // With the person's token in the header Authorization.
  explicit Client(const Person& person);
  ~Client();
  Client(Client&&) noexcept;

  // What the person sends with every request from now on.
  Client& with(const std::string& name, const std::string& value);
  // The site's time from now on (contract 1).
  Client& at(const std::string& now) { return with("Chalkline-Now", now); }

  Answer get(const std::string& target, const Headers& headers = {});
  Answer post(const std::string& target, const boost::json::value& body,
              const Headers& headers = {});
  Answer patch(const std::string& target, const boost::json::value& body,
               const Headers& headers = {});
  // Any method and any bytes.
  Answer ask(const std::string& method, const std::string& target, const std::string& body = "",
             const Headers& headers = {});

  // Sends `text` to a person; returns the answer.
  Answer say(const Person& to, const std::string& text, const std::string& client_id = "");
  Answer say_in(const std::string& thread, const std::string& text);
  Answer read(const std::string& thread, long long upto);

 private:
  struct Connection;
  std::unique_ptr<Connection> connection_;
  Headers always_;
};

}  // namespace chalkline::e2e
