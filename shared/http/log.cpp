#include "http/log.h"

#include <chrono>
#include <cstdio>

#include <boost/json.hpp>

#include "http/times.h"

namespace chalkline::http {
namespace {

namespace json = boost::json;

std::string moment() {
  using namespace std::chrono;
  return time_text(floor<milliseconds>(system_clock::now()));
}

// One write a line, so that lines of several processes do not mix.
void write_line(const json::object& line) {
  const std::string text = json::serialize(line) + "\n";
  std::fwrite(text.data(), 1, text.size(), stderr);
}

}  // namespace

void log_request(const Request& request, const RequestLine& line) {
  json::object text{
      {"at", moment()},           {"request", request.id},    {"site", request.site},
      {"family", line.family},    {"method", request.method}, {"route", line.route},
      {"person", request.person}, {"status", line.status},    {"us", line.microseconds}};
  if (!line.code.empty()) text["code"] = line.code;
  write_line(text);
}

void log_task(const TaskLine& line) {
  constexpr std::size_t most = 1000;
  json::array ids;
  for (const auto id : line.found) {
    if (ids.size() < most) ids.push_back(json::value(std::to_string(id)));
  }
  write_line({{"at", moment()},
              {"site", line.site},
              {"task", line.task},
              {"lookedAt", line.looked_at},
              {"found", line.found.size()},
              {"ids", std::move(ids)}});
}

void log_fault(const std::string& request_id, std::string_view what) {
  write_line({{"at", moment()}, {"request", request_id}, {"fault", what}});
}

}  // namespace chalkline::http
