// raw: how fast the database answers our statements when nothing else is done. The rate D of the
// bound.
//
//   raw SOCKET USER PASSWORD DATABASE SCRIPT CONNECTIONS SECONDS
//
// Sends the requests of SCRIPT through libmariadb, one thread and connection each, as text and one
// round trip a statement, as SOCI does. Prints one JSON line: rate, p50_ms, p95_ms, p99_ms,
// requests, errors.
//
// A line of SCRIPT is a letter, a space and a text without line breaks:
//   C  a statement that every connection runs once, when it opens
//   S  a statement of the request
//   R  ends the request
//   V  a row of values, name=value separated by tabs, for `{{name}}` in the one request there is
//   then
// Without V lines a request is picked at random. With them the rows are dealt out to the
// connections, and each walks its own; the value `sides`, two persons separated by a comma, gives
// {{sender}} and {{other}}, the other way round at each pass. From the columns of the row that is
// read first come {{seq}} = last_seq + 1 and {{unanswered}}; {{now}} and {{client_id}} are made.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <mysql.h>

namespace {

using Clock = std::chrono::steady_clock;
using Values = std::map<std::string, std::string, std::less<>>;
using Request = std::vector<std::string>;

struct Script {
  Request opening;
  std::vector<Request> requests;
  std::vector<Values> rows;
};

Values values_of(std::string_view text) {
  Values values;
  while (!text.empty()) {
    const auto pair = text.substr(0, text.find('\t'));
    const auto equals = pair.find('=');
    values.emplace(pair.substr(0, equals), pair.substr(equals + 1));
    text.remove_prefix(std::min(text.size(), pair.size() + 1));
  }
  return values;
}

Script read_script(const char* path) {
  Script script;
  Request request;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) {
    const std::string text = line.size() > 2 ? line.substr(2) : "";
    switch (line.empty() ? ' ' : line[0]) {
      case 'C':
        script.opening.push_back(text);
        break;
      case 'S':
        request.push_back(text);
        break;
      case 'R':
        script.requests.push_back(std::move(request));
        request.clear();
        break;
      case 'V':
        script.rows.push_back(values_of(text));
        break;
      default:
        throw std::runtime_error("not a line of a script: " + line);
    }
  }
  if (script.requests.empty()) throw std::runtime_error("no request in the script");
  return script;
}

std::string filled_in(const std::string& text, const Values& values) {
  std::string filled;
  std::size_t from = 0;
  for (auto at = text.find("{{"); at != std::string::npos; at = text.find("{{", from)) {
    const auto end = text.find("}}", at);
    const auto name = text.substr(at + 2, end - at - 2);
    const auto found = values.find(name);
    if (found == values.end()) throw std::runtime_error("no value for " + name);
    filled.append(text, from, at - from).append(found->second);
    from = end + 2;
  }
  return filled.append(text, from);
}

std::string time_now() {
  const auto now = std::chrono::system_clock::now();
  const auto seconds = std::chrono::system_clock::to_time_t(now);
  const auto milliseconds =
      std::chrono::duration_cast<std::chrono::milliseconds>(now.time_since_epoch()).count() % 1000;
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char day[32];
  char text[48];
  std::strftime(day, sizeof day, "%Y-%m-%d %H:%M:%S", &utc);
  std::snprintf(text, sizeof text, "%s.%03d", day, static_cast<int>(milliseconds));
  return text;
}

class Connection {
 public:
  Connection(char** arguments, const Script& script, int number, int count)
      : script_(script), random_(std::random_device{}()), side_(number % 2) {
    mysql_options(mysql_.get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
    if (mysql_real_connect(mysql_.get(), nullptr, arguments[2], arguments[3], arguments[4], 0,
                           arguments[1], CLIENT_FOUND_ROWS) == nullptr) {
      throw std::runtime_error(mysql_error(mysql_.get()));
    }
    for (const auto& statement : script.opening) run(statement);
    for (std::size_t row = 0; row < script.rows.size(); ++row) {
      // Rows that lie together belong to different people: take every count-th of a shifted order.
      if ((row / 20 + row) % static_cast<std::size_t>(count) == static_cast<std::size_t>(number)) {
        mine_.push_back(row);
      }
    }
    if (!script.rows.empty() && mine_.empty())
      throw std::runtime_error("fewer rows than connections");
  }

  void work_until(const std::atomic<bool>& go, Clock::duration time) {
    while (!go) std::this_thread::yield();
    const auto end = Clock::now() + time;
    for (auto begin = Clock::now(); begin < end;) {
      if (!answer()) ++errors;
      const auto now = Clock::now();
      milliseconds.push_back(std::chrono::duration<float, std::milli>(now - begin).count());
      begin = now;
    }
  }

  std::vector<float> milliseconds;
  long errors = 0;

 private:
  bool answer() {
    try {
      if (mine_.empty()) {
        for (const auto& statement : script_.requests[random_() % script_.requests.size()]) {
          run(statement);
        }
      } else {
        next_values();
        for (const auto& statement : script_.requests[0]) run(filled_in(statement, values_));
      }
      return true;
    } catch (const std::runtime_error& error) {
      if (errors == 0) std::fprintf(stderr, "raw: %s\n", error.what());
      mysql_rollback(mysql_.get());
      return false;
    }
  }

  void next_values() {
    if (next_ % mine_.size() == 0) side_ = 1 - side_;
    values_ = script_.rows[mine_[next_ % mine_.size()]];
    ++next_;
    const auto& sides = values_.at("sides");
    const auto comma = sides.find(',');
    values_["sender"] = side_ == 0 ? sides.substr(0, comma) : sides.substr(comma + 1);
    values_["other"] = side_ == 0 ? sides.substr(comma + 1) : sides.substr(0, comma);
    values_["now"] = time_now();
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    std::string id = "~";
    for (int i = 0; i < 22; ++i) id += letters[random_() % letters.size()];
    values_["client_id"] = id;
  }

  // Reads every row, as a program that uses them has to.
  void run(const std::string& statement) {
    MYSQL* const mysql = mysql_.get();
    if (mysql_real_query(mysql, statement.data(), statement.size()) != 0) {
      throw std::runtime_error(mysql_error(mysql) + (": " + statement.substr(0, 60)));
    }
    MYSQL_RES* const result = mysql_store_result(mysql);
    if (result == nullptr) return;
    if (const MYSQL_ROW first = mysql_fetch_row(result); first != nullptr && !mine_.empty()) {
      remember(result, first);
    }
    while (mysql_fetch_row(result) != nullptr) bytes_ += mysql_fetch_lengths(result)[0];
    mysql_free_result(result);
  }

  void remember(MYSQL_RES* result, MYSQL_ROW row) {
    Values read;
    for (unsigned i = 0; i < mysql_num_fields(result); ++i) {
      if (row[i] == nullptr) continue;
      const std::string_view name(mysql_fetch_field_direct(result, i)->name);
      if (name.find("last_sender_id") != name.npos) read["last_sender_id"] = row[i];
      if (name == "last_seq" || name == "unanswered") read[std::string(name)] = row[i];
    }
    if (!read.contains("last_seq") || values_.contains("seq")) return;
    values_["seq"] = std::to_string(std::stoll(read["last_seq"]) + 1);
    const bool again =
        !read["last_sender_id"].empty() && read["last_sender_id"] == values_["sender"];
    values_["unanswered"] = std::to_string(again ? std::stoll(read["unanswered"]) + 1 : 1);
  }

  struct Close {
    void operator()(MYSQL* mysql) const { mysql_close(mysql); }
  };

  const Script& script_;
  std::unique_ptr<MYSQL, Close> mysql_{mysql_init(nullptr)};
  std::mt19937_64 random_;
  std::vector<std::size_t> mine_;
  std::size_t next_ = 0;
  int side_ = 0;
  Values values_;
  std::size_t bytes_ = 0;
};

int run(char** arguments) {
  const Script script = read_script(arguments[5]);
  const int count = std::atoi(arguments[6]);
  const auto time = std::chrono::duration_cast<Clock::duration>(
      std::chrono::duration<double>(std::atof(arguments[7])));
  std::vector<std::unique_ptr<Connection>> connections;
  for (int i = 0; i < count; ++i) {
    connections.push_back(std::make_unique<Connection>(arguments, script, i, count));
  }
  std::atomic<bool> go = false;
  std::vector<std::thread> threads;
  for (auto& connection : connections) {
    threads.emplace_back([&, &mine = *connection] { mine.work_until(go, time); });
  }
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  const auto begin = Clock::now();
  go = true;
  for (auto& thread : threads) thread.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();

  std::vector<float> all;
  long errors = 0;
  for (const auto& connection : connections) {
    all.insert(all.end(), connection->milliseconds.begin(), connection->milliseconds.end());
    errors += connection->errors;
  }
  std::sort(all.begin(), all.end());
  const auto at = [&](std::size_t percent) {
    return static_cast<double>(all[std::min(all.size() - 1, all.size() * percent / 100)]);
  };
  std::printf(
      "{\"rate\":%.1f,\"p50_ms\":%.3f,\"p95_ms\":%.3f,\"p99_ms\":%.3f,\"requests\":%zu,"
      "\"errors\":%ld}\n",
      static_cast<double>(all.size()) / seconds, at(50), at(95), at(99), all.size(), errors);
  return errors * 1000 > static_cast<long>(all.size()) ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 8) {
    std::fprintf(stderr, "raw SOCKET USER PASSWORD DATABASE SCRIPT CONNECTIONS SECONDS\n");
    return 2;
  }
  mysql_library_init(0, nullptr, nullptr);
  try {
    return run(argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "raw: %s\n", error.what());
    return 1;
  }
}
