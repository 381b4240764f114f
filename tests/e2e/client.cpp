#include "client.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <utility>

#include <fcntl.h>
#include <httplib.h>
#include <unistd.h>

#include "stack.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

// One write a line, so that lines of several threads do not mix.
void append(const json::object& line) {
  const char* const file = std::getenv("CHALKLINE_RECORDING");
  if (file == nullptr || *file == '\0') return;
  static const int descriptor = open(file, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
  const std::string text = json::serialize(line) + "\n";
  if (write(descriptor, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    throw std::runtime_error("CHALKLINE_RECORDING cannot be written");
  }
}

json::object headers_shape(const Answer& answer) {
  json::object shape;
  for (const auto& [name, value] : answer.headers) {
    auto& member = shape[name];
    if (member.is_null()) {
      member = value;
    } else if (member.is_array()) {
      member.get_array().emplace_back(value);
    } else {
      member = json::array{member, value};
    }
  }
  return shape;
}

Answer answer_of(const httplib::Response& response) {
  Answer answer{.status = response.status, .body = response.body};
  for (const auto& [name, value] : response.headers) answer.headers.emplace(lower(name), value);
  json::error_code error;
  answer.json = json::parse(answer.body, error);
  return answer;
}

// The next step of a path such as "items.0.id"; null where there is none.
const json::value* step(const json::value* from, std::string_view name) {
  if (from == nullptr) return nullptr;
  if (const auto* const object = from->if_object()) return object->if_contains(name);
  const auto* const array = from->if_array();
  const auto place =
      static_cast<std::size_t>(std::strtoull(std::string(name).c_str(), nullptr, 10));
  return array != nullptr && place < array->size() ? &array->at(place) : nullptr;
}

}  // namespace

std::string Answer::header(const std::string& name) const {
  const auto found = headers.find(lower(name));
  return found == headers.end() ? "" : found->second;
}

const json::value& Answer::at(std::string_view path) const {
  const json::value* found = &json;
  while (!path.empty()) {
    const auto name = path.substr(0, path.find('.'));
    found = step(found, name);
    path.remove_prefix(std::min(path.size(), name.size() + 1));
  }
  if (found == nullptr) throw std::out_of_range("no such member in: " + body.substr(0, 500));
  return *found;
}

std::string Answer::text(std::string_view path) const {
  const auto& value = at(path);
  if (!value.is_string()) throw std::out_of_range("no text: " + json::serialize(value));
  return std::string(value.get_string());
}

long long Answer::number(std::string_view path) const {
  const auto& value = at(path);
  if (!value.is_int64()) throw std::out_of_range("no number: " + json::serialize(value));
  return value.get_int64();
}

std::string Answer::verdict() const {
  const auto* const object = json.if_object();
  const auto* const code = object == nullptr ? nullptr : object->if_contains("code");
  const bool named = code != nullptr && code->is_string();
  return std::to_string(status) + (named ? " " + std::string(code->get_string()) : "");
}

void record(const std::string& method, const std::string& path, const Answer& answer) {
  append({{"method", method},
          {"path", path},
          {"status", answer.status},
          {"headers", headers_shape(answer)},
          {"body", answer.body}});
}

void record_event(const std::string& name, const std::string& data) {
  append({{"method", "EVENT"}, {"path", name}, {"body", data}});
}

struct Client::Connection {
  explicit Connection(int port) : client("127.0.0.1", port) {
    client.set_keep_alive(true);
    client.set_url_encode(false);
    client.set_tcp_nodelay(true);
    client.set_connection_timeout(30);
    client.set_read_timeout(60);
    client.set_write_timeout(60);
  }
  httplib::Client client;
};

Client::Client(const std::string& site)
    : connection_(std::make_unique<Connection>(port_of(site))) {}
Client::Client(const Person& person) : Client(person.site) {
  with("Authorization", "Bearer " + person.token);
}
Client::~Client() = default;
Client::Client(Client&&) noexcept = default;

Client& Client::with(const std::string& name, const std::string& value) {
  always_[name] = value;
  return *this;
}

Answer Client::get(const std::string& target, const Headers& headers) {
  return ask("GET", target, "", headers);
}

Answer Client::post(const std::string& target, const json::value& body, const Headers& headers) {
  Headers all{{"Content-Type", "application/json"}};
  all.insert(headers.begin(), headers.end());
  return ask("POST", target, json::serialize(body), all);
}

Answer Client::patch(const std::string& target, const json::value& body, const Headers& headers) {
  Headers all{{"Content-Type", "application/json"}};
  all.insert(headers.begin(), headers.end());
  return ask("PATCH", target, json::serialize(body), all);
}

Answer Client::ask(const std::string& method, const std::string& target, const std::string& body,
                   const Headers& headers) {
  httplib::Request request;
  request.method = method;
  request.path = target;
  request.body = body;
  for (const auto& [name, value] : always_) request.headers.emplace(name, value);
  for (const auto& [name, value] : headers) {
    request.headers.erase(name);
    request.headers.emplace(name, value);
  }
  const auto result = connection_->client.send(request);
  if (!result) return {};
  Answer answer = answer_of(*result);
  record(method, target, answer);
  return answer;
}

Answer Client::say(const Person& to, const std::string& text, const std::string& client_id) {
  json::object draft{{"to", to.id}, {"message", text}};
  if (!client_id.empty()) draft["clientId"] = client_id;
  return post("/api/send", draft);
}

Answer Client::say_in(const std::string& thread, const std::string& text) {
  return post("/api/send", json::object{{"threadId", thread}, {"message", text}});
}

Answer Client::read(const std::string& thread, long long upto) {
  return post("/api/read-receipts", json::object{{"threadId", thread}, {"upTo", upto}});
}

}  // namespace chalkline::e2e
