#include <cstdio>
#include <filesystem>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/house.h"
#include "handlers/signed_call.h"
#include "source.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

struct Route {
  std::string family;
  std::string method;
  std::string path;
};

// What an executable says of itself.
std::string help_of(const std::string& family) {
  const std::string command = executable(family) + " --help";
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  if (!pipe) throw std::runtime_error(command);
  std::string text;
  for (int c = std::fgetc(pipe.get()); c != EOF; c = std::fgetc(pipe.get())) {
    text += static_cast<char>(c);
  }
  return text;
}

// "/api/bookings/1.ics" of "/api/bookings/{id}.ics".
std::string an_address(std::string path) {
  for (auto at = path.find('{'); at != std::string::npos; at = path.find('{')) {
    path.replace(at, path.find('}') - at + 1, "1");
  }
  return path;
}

// All routes of all families, from their route tables.
std::vector<Route> all_routes() {
  std::vector<Route> routes;
  for (const auto& folder :
       std::filesystem::directory_iterator(chalkline::tests::source() / "handlers")) {
    const auto family = folder.path().filename().string();
    if (family == "scheduled") continue;
    const auto help = help_of(family);
    std::istringstream lines(help.substr(help.find("\nROUTES\n") + 8));
    std::string method;
    std::string path;
    while (lines >> method >> path) routes.push_back({family, method, an_address(path)});
  }
  return routes;
}

Call call_to(const Route& route, const std::string& query, const std::string& body) {
  static const std::string person = new_person();
  auto call = route.family == "webhooks" ? signed_call(route.method, route.path + query, body)
                                         : Call{.method = route.method,
                                                .target = route.path + query,
                                                .body = body,
                                                .person = person};
  if (!body.empty()) {
    call.parameters["CONTENT_TYPE"] = "application/json";
    call.parameters["CONTENT_LENGTH"] = std::to_string(body.size());
  }
  return call;
}

BOOST_AUTO_TEST_SUITE(unknown_fields)

BOOST_AUTO_TEST_CASE(every_route, *description("contract 1: unknown fields are errors")) {
  House house("fastcgi");
  const auto routes = all_routes();
  BOOST_TEST(routes.size() > 60U);
  for (const auto& route : routes) {
    const bool reads = route.method == "GET" || route.method == "DELETE";
    BOOST_TEST_CONTEXT(route.method << " " << route.path) {
      for (const auto& call :
           {call_to(route, "?nobodys=1", reads ? "" : "{}"), call_to(route, "?nobodys=1", ""),
            call_to(route, "", R"({"nobodys":1})"), call_to(route, "", R"({"nobodys":null})")}) {
        const auto verdict = house.ask(call).verdict();
        BOOST_TEST(verdict.starts_with("400 bad_input"), verdict);
        BOOST_TEST(verdict.find(" nobodys:unknown_field") != std::string::npos, verdict);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(no_body, *description("contract 1: an empty object says nothing")) {
  House house("fastcgi");
  const auto verdict = [&](const std::string& body, const std::string& type) {
    auto call = call_to({"inbox", "POST", "/api/inbox/live-ticket"}, "", body);
    call.parameters["CONTENT_TYPE"] = type;
    return house.ask(call).verdict();
  };
  const std::string json = "application/json";
  BOOST_TEST(verdict("", json) == "200");
  BOOST_TEST(verdict("", "application/x-www-form-urlencoded") == "200");
  BOOST_TEST(verdict("{}", json) == "200");
  BOOST_TEST(verdict(" { }\n", json + "; charset=utf-8") == "200");
  BOOST_TEST(verdict("[]", json) == "400 bad_input :wrong_type");
  BOOST_TEST(verdict("{", json) == "400 bad_input :malformed");
  BOOST_TEST(verdict("{}", "text/plain") == "415 unsupported_media_type");
  BOOST_TEST(verdict(std::string(1022, ' ') + "{}", json) == "200");
  BOOST_TEST(verdict(std::string(1023, ' ') + "{}", json) == "413 body_too_large");
  auto both = call_to({"inbox", "POST", "/api/inbox/live-ticket"}, "?one=1", R"({"other":1})");
  BOOST_TEST(house.ask(both).verdict() == "400 bad_input one:unknown_field other:unknown_field");
  both = call_to({"inbox", "GET", "/api/inbox"}, "?limit=5", "{}");
  BOOST_TEST(house.ask(both).verdict() == "200");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
