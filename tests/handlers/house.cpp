#include "handlers/house.h"

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include <boost/test/unit_test.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "handlers/fastcgi.h"

namespace chalkline::handlers::tests {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

constexpr std::string_view key = "a-key-for-tests-of-forty-two-bytes-exactly";

// Made with the openssl command: genpkey -algorithm ed25519.
const std::string transcript_key =
    "transcripts:\n  key: |\n"
    "    -----BEGIN PRIVATE KEY-----\n"
    "    MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "    -----END PRIVATE KEY-----\n";

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const auto at = text.find(what);
  if (at == std::string::npos) throw std::logic_error("not in the text: " + what);
  return text.replace(at, what.size(), by);
}

// All sites in the folder of the first one.
struct Sites {
  std::map<std::string, std::unique_ptr<chalkline::tests::TestSite>> sites;
  std::map<std::string, std::unique_ptr<chalkline::tests::Sql>> connections;

  Sites() {
    for (const auto& name : site_names()) {
      const bool strict = name == "strict";
      auto made = std::make_unique<chalkline::tests::TestSite>(strict ? "marketplace" : name, name);
      auto text = made->site_file_text(strict ? "marketplace" : name);
      text += "webhooks: {secrets: [" + webhook_secrets()[0] + ", " + webhook_secrets()[1] + "]}\n";
      if (name == "marketplace") {
        text += "mail: {driver: eml, folder: " + made->folder.string() +
                "/mail, from: no-reply@lernort.example, name: Lernort}\n"
                "links: {invitation: \"https://lernort.example/family#invitation={token}\", "
                "conversation: \"https://lernort.example/inbox?thread={thread}\"}\n";
        fs::create_directory(made->folder / "mail");
      }
      if (strict) text = replaced(text, "demo: true\nclock: test\n", "clock: system\n");
      if (!strict) text += transcript_key;
      if (name == "classroom")
        text += "policy: {oversight: {direct: any, disclosed: afterwards}}\n";
      if (strict)
        text +=
            "policy: {oversight: {direct: none}, block: {direct: refuse, parent: allow}, "
            "cap_resets_on: []}\n";
      if (name == "advisor") {
        text += "policy: {oversight: {direct: any}}\n";
        text +=
            "origins: [\"https://desk.example\"]\nlive: {publish_socket: /nonexistent/publish}\n";
      }
      connections.emplace(name, std::make_unique<chalkline::tests::Sql>(made->root));
      sites.emplace(name, std::move(made));
      std::ofstream(sites.at(site_names().front())->sites_folder / (name + ".yaml")) << text;
    }
  }
};

Sites& all_sites() {
  static Sites sites;
  return sites;
}

struct Running {
  Listener listener;
  std::unique_ptr<Process> process;
  std::size_t log_taken = 0;
};

std::map<std::string, Running>& running() {
  static std::map<std::string, Running> processes;
  return processes;
}

Running& process_of(const std::string& family) {
  auto& running_one = running()[family];
  if (!running_one.process) {
    running_one.process = std::make_unique<Process>(std::vector{executable(family)},
                                                    base_environment(), running_one.listener.fd());
  }
  return running_one;
}

std::string base64url(const std::string& bytes) {
  std::string text(bytes.size() * 2 + 4, '\0');
  const int size = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                                   reinterpret_cast<const unsigned char*>(bytes.data()),
                                   static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  for (auto& c : text) c = c == '+' ? '-' : c == '/' ? '_' : c;
  return text.substr(0, text.find('='));
}

// What holds for every answer (contract 1).
void check_frame(const Answer& answer, const std::string& request_id) {
  BOOST_TEST(!answer.header("X-Request-Id").empty());
  if (!request_id.empty()) BOOST_TEST(answer.header("X-Request-Id") == request_id);
  BOOST_TEST(!answer.header("Cache-Control").empty());
  BOOST_TEST(answer.header("X-Content-Type-Options") == "nosniff");
  if (answer.status >= 400) {
    BOOST_TEST(answer.header("Content-Type") == "application/problem+json");
    if (answer.body.empty()) return;  // HEAD
    BOOST_TEST(answer.text("instance") == answer.header("X-Request-Id"));
    BOOST_TEST(answer.number("status") == answer.status);
    BOOST_TEST(answer.text("type") == "urn:chalkline:problem:" + answer.text("code"));
    BOOST_TEST(!answer.text("title").empty());
    BOOST_TEST(!answer.text("detail").empty());
  }
}

}  // namespace

const std::vector<std::string>& site_names() {
  static const std::vector<std::string> names = {"marketplace", "classroom", "advisor", "strict"};
  return names;
}

const std::vector<std::string>& webhook_secrets() {
  static const std::vector<std::string> secrets = {
      "whsec_bmV3IHNlY3JldCBvZiB0aGlydHktdHdvIGJ5dGVzIQ==",
      "whsec_b2xkIHNlY3JldCBvZiB0aGlydHktdHdvIGJ5dGVzIQ=="};
  return secrets;
}

chalkline::tests::TestSite& site(const std::string& name) { return *all_sites().sites.at(name); }
chalkline::tests::Sql& sql(const std::string& site) { return *all_sites().connections.at(site); }

std::string executable(const std::string& family) {
  const char* const folder = std::getenv("CHALKLINE_BIN");
  const fs::path beside = fs::read_symlink("/proc/self/exe").parent_path();
  return ((folder == nullptr ? beside : fs::path(folder)) / family).string();
}

Environment base_environment() {
  const auto& first = site(site_names().front());
  Environment environment{{"PATH", "/usr/bin:/bin"},
                          {"CHALKLINE_SITES", first.sites_folder.string()},
                          {"CHALKLINE_SHARE", first.share_folder.string()}};
  for (const char* const name : {"ASAN_OPTIONS", "UBSAN_OPTIONS", "LSAN_OPTIONS"}) {
    if (const char* const value = std::getenv(name)) environment[name] = value;
  }
  return environment;
}

std::string family_of(const Call& call) {
  if (!call.target.starts_with("/api/")) return "inbox";
  const auto word = call.target.substr(5, call.target.find_first_of("/?", 5) - 5);
  return word == "parent" ? "parent-messages" : word;
}

Environment parameters_of(const Call& call) {
  static int calls = 0;
  const auto query = std::min(call.target.find('?'), call.target.size() - 1);
  Environment parameters{
      {"GATEWAY_INTERFACE", "CGI/1.1"},
      {"SERVER_PROTOCOL", "HTTP/1.1"},
      {"REQUEST_METHOD", call.method},
      {"REQUEST_URI", call.target},
      {"QUERY_STRING",
       call.target.find('?') == std::string::npos ? "" : call.target.substr(query + 1)},
      {"HTTP_HOST", "tutors.example"},
      {"SITE", call.site},
      {"REQUEST_ID", "request-" + std::to_string(++calls)}};
  if (!call.person.empty()) {
    parameters["HTTP_AUTHORIZATION"] = "Bearer " + token_of(call.person, call.site);
  }
  if (call.method != "GET" && call.method != "HEAD") {
    parameters["CONTENT_TYPE"] = "application/json";
    parameters["CONTENT_LENGTH"] = std::to_string(call.body.size());
  }
  for (const auto& [name, value] : call.parameters) {
    if (value) {
      parameters[name] = *value;
    } else {
      parameters.erase(name);
    }
  }
  return parameters;
}

Answer parse_answer(const std::string& output, const std::string& request_id) {
  const auto end = output.find("\r\n\r\n");
  if (end == std::string::npos) throw std::runtime_error("no answer: " + output.substr(0, 200));
  Answer answer;
  answer.body = output.substr(end + 4);
  std::istringstream head(output.substr(0, end + 2));
  for (std::string line; std::getline(head, line, '\n');) {
    line.pop_back();
    const auto colon = line.find(": ");
    if (colon == std::string::npos) throw std::runtime_error("a broken header: " + line);
    answer.headers.emplace(line.substr(0, colon), line.substr(colon + 2));
  }
  answer.status = std::stoi(answer.header("Status"));
  if (!answer.body.empty()) {
    BOOST_TEST(answer.header("Content-Length") == std::to_string(answer.body.size()));
    if (answer.header("Content-Type").find("json") != std::string::npos) {
      answer.json = json::parse(answer.body);
    }
  }
  check_frame(answer, request_id);
  return answer;
}

std::string Answer::header(const std::string& name) const {
  if (headers.count(name) > 1) throw std::runtime_error("twice: " + name);
  const auto found = headers.find(name);
  return found == headers.end() ? "" : found->second;
}

const json::value& Answer::at(std::string_view path) const {
  std::string pointer = "/" + std::string(path);
  for (auto& c : pointer) c = c == '.' ? '/' : c;
  json::error_code missing;
  const auto* const value = json.find_pointer(pointer, missing);
  if (value == nullptr) throw std::runtime_error("no " + std::string(path) + " in " + body);
  return *value;
}

std::string Answer::text(std::string_view path) const { return std::string(at(path).as_string()); }
long long Answer::number(std::string_view path) const { return at(path).as_int64(); }

std::string Answer::verdict() const {
  std::string line = std::to_string(status);
  if (status < 400 || body.empty()) return line;
  line += " " + text("code");
  if (const auto* errors = json.as_object().if_contains("errors")) {
    for (const auto& error : errors->as_array()) {
      line += " " + std::string(error.at("field").as_string()) + ":" +
              std::string(error.at("code").as_string());
    }
  }
  return line;
}

std::string signed_token(const std::string& header, const std::string& claims,
                         const std::string& secret) {
  const auto text = base64url(header) + "." + base64url(claims);
  std::string mac(32, '\0');
  unsigned int size = 32;
  HMAC(EVP_sha256(), secret.data(), static_cast<int>(secret.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(),
       reinterpret_cast<unsigned char*>(mac.data()), &size);
  return text + "." + base64url(mac);
}

std::string token_of(const std::string& person, const std::string& site, long long seconds) {
  const auto now = std::chrono::duration_cast<std::chrono::seconds>(
                       std::chrono::system_clock::now().time_since_epoch())
                       .count();
  return signed_token(R"({"alg":"HS256","kid":"test-1"})",
                      R"({"sub":")" + person + R"(","aud":")" + site + R"(","exp":)" +
                          std::to_string(now + seconds) + "}",
                      std::string(key));
}

Answer House::ask(const Call& call) {
  const auto parameters = parameters_of(call);
  const auto id = parameters.find("REQUEST_ID");
  const std::string request_id = id == parameters.end() ? "" : id->second;
  if (fastcgi_) {
    FastCgi request(process_of(family_of(call)).listener.path());
    request.send_head(parameters);
    request.send_body(call.body);
    request.end_body();
    return parse_answer(request.receive(), request_id);
  }
  auto environment = base_environment();
  environment.insert(parameters.begin(), parameters.end());
  const Scratch input(call.body);
  Process process({executable(family_of(call))}, environment, input.fd());
  const int status = process.wait();
  log_ += process.errors();
  if (status != 0) throw std::runtime_error("exit code " + std::to_string(status) + ": " + log_);
  return parse_answer(process.output(), request_id);
}

Answer House::send(const std::string& from, const std::string& to, const std::string& text) {
  return post(from, "/api/send", R"({"to":")" + to + R"(","message":)" + quoted(text) + "}");
}

std::string House::take_log() {
  if (!fastcgi_) return std::exchange(log_, {});
  std::string log;
  for (auto& [family, one] : running()) {
    const auto all = one.process->errors();
    log += all.substr(one.log_taken);
    one.log_taken = all.size();
  }
  return log;
}

std::string new_person(const std::string& roles, const std::string& site) {
  static int people = 0;
  const std::map<std::string, int> bits = {
      {"tutor", 1},    {"student", 2},    {"tutor student", 3},
      {"parent", 4},   {"nobody", 0},     {"institution_admin", 8},
      {"support", 16}, {"moderator", 32}, {"platform_admin", 64}};
  std::string id = (roles == "tutor" ? "t" : "s") + std::to_string(++people);
  sql(site).execute("INSERT INTO people (id, name, roles, time_zone, locale, version) VALUES ('" +
                    id + "', 'Person " + id + "', " + std::to_string(bits.at(roles)) +
                    ", 'UTC', 'de', 1)");
  return id;
}

Couple new_couple(const std::string& site) {
  Couple couple{new_person("tutor", site), new_person("student", site)};
  sql(site).execute("INSERT INTO relationships (low_id, high_id, high_teaches) VALUES ('" +
                    couple.student + "', '" + couple.tutor + "', 'active')");
  return couple;
}

std::string quoted(const std::string& text) { return json::serialize(json::value(text)); }

void stop_processes() {
  for (auto& [family, one] : running()) {
    one.process->signal(SIGTERM);
    const int status = one.process->wait();
    if (status != 0) {
      throw std::runtime_error(family + " ended with " + std::to_string(status) + ": " +
                               one.process->errors());
    }
  }
  running().clear();
}

}  // namespace chalkline::handlers::tests
