#include "http/identity.h"

#include <chrono>
#include <string>
#include <variant>

#include <boost/test/unit_test.hpp>

#include "http/requests.h"

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;
using namespace std::chrono_literals;

const auto noon = rules::Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21)) + 12h;

Tenant school() {
  Tenant tenant{.name = "school",
                .cookie = "chalkline_school",
                .origins = {"https://desk.example"},
                .keys = {},
                .test_clock = false};
  tenant.keys.push_back(
      *make_verification_key("one", VerificationKey::Algorithm::hs256, std::string(32, 'k')));
  return tenant;
}

std::string token(const std::string& person, std::chrono::seconds after = 1h,
                  const std::string& audience = "school") {
  return sign_token(school().keys.front(), person, audience,
                    std::chrono::floor<std::chrono::seconds>(noon) + after);
}

// "person", "person by cookie", or the code of the 401.
std::string who(const std::map<std::string, std::string>& headers) {
  Parameters parameters(headers);
  auto request = parameters.request();
  request.moment = noon;
  request.now = noon + 100h;
  const auto caller = identify(request, school());
  if (const auto* known = std::get_if<Caller>(&caller)) {
    return known->person + (known->by_cookie ? " by cookie" : "");
  }
  const auto& response = std::get<Response>(caller);
  return std::to_string(response.status) + " " + response.code;
}

BOOST_AUTO_TEST_SUITE(identity)

BOOST_AUTO_TEST_CASE(bearers, *description("contract 1: Authorization: Bearer")) {
  const auto good = token("p:1");
  const auto header = [](const std::string& value) { return who({{"HTTP_AUTHORIZATION", value}}); };
  BOOST_TEST(header("Bearer " + good) == "p:1");
  BOOST_TEST(header("bEaReR \t" + good + "\t ") == "p:1");
  BOOST_TEST(header("") == "401 token_missing");
  BOOST_TEST(header("Bearer") == "401 token_missing");
  BOOST_TEST(header("Bearer  ") == "401 token_missing");
  BOOST_TEST(header("Token " + good) == "401 token_missing");
  BOOST_TEST(header(good) == "401 token_missing");
  BOOST_TEST(header("Bearer x") == "401 token_invalid");
  BOOST_TEST(header("Bearer " + good + "," + good) == "401 token_invalid");
  BOOST_TEST(header("Bearer " + token("p", 0s)) == "401 token_expired");
  BOOST_TEST(header("Bearer " + token("p", 1s)) == "p");
  BOOST_TEST(header("Bearer " + token("p", 1h, "other")) == "401 token_invalid");
}

BOOST_AUTO_TEST_CASE(cookies, *description("contract 1: the site's cookie")) {
  const auto good = token("p");
  const auto cookie = [](const std::string& value) { return who({{"HTTP_COOKIE", value}}); };
  BOOST_TEST(cookie("chalkline_school=" + good) == "p by cookie");
  BOOST_TEST(cookie("a=b;chalkline_school=" + good + ";c") == "p by cookie");
  BOOST_TEST(cookie(" a=b ;  chalkline_school=" + good + " ; c=d") == "p by cookie");
  BOOST_TEST(cookie("chalkline_school=" + good + "; chalkline_school=x") == "p by cookie");
  for (const std::string& other :
       {std::string(), std::string(";;;"), std::string("chalkline_school"),
        std::string("chalkline_school="), "Chalkline_school=" + good, "xchalkline_school=" + good,
        "chalkline_schoolx=" + good, "a=chalkline_school=" + good}) {
    BOOST_TEST(cookie(other) == "401 token_missing", other);
  }
  BOOST_TEST(cookie("chalkline_school=x; chalkline_school=" + good) == "401 token_invalid");
  BOOST_TEST(cookie("chalkline_school=\"" + good + "\"") == "401 token_invalid");
  BOOST_TEST(cookie("chalkline_school=" + token("p", -1s)) == "401 token_expired");
  // A header, good or bad, stands before the cookie.
  BOOST_TEST(who({{"HTTP_AUTHORIZATION", "Bearer " + token("q")},
                  {"HTTP_COOKIE", "chalkline_school=" + good}}) == "q");
  BOOST_TEST(who({{"HTTP_AUTHORIZATION", "Bearer x"},
                  {"HTTP_COOKIE", "chalkline_school=" + good}}) == "401 token_invalid");
}

BOOST_AUTO_TEST_CASE(origins, *description("contract 1: a same-site Origin")) {
  const auto own = [](const std::string& origin, const std::string& host = "tutors.example") {
    Parameters parameters({{"HTTP_ORIGIN", origin}, {"HTTP_HOST", host}});
    return from_own_origin(parameters.request(), school());
  };
  BOOST_TEST(own("https://tutors.example"));
  BOOST_TEST(own("http://tutors.example"));
  BOOST_TEST(own("https://TUTORS.example"));
  BOOST_TEST(own("http://tutors.example:8080", "tutors.example:8080"));
  BOOST_TEST(own("https://desk.example"));
  for (const std::string other :
       {"", "null", "tutors.example", "//tutors.example", "https://", "https://tutors.example/",
        "https://tutors.example:443", "https://tutors.example.evil", "https://xtutors.example",
        "https://evil@tutors.example", "http://desk.example", "https://desk.example:444",
        "https://desk.example/", "https://evil.example"}) {
    BOOST_TEST(!own(other), other);
  }
  BOOST_TEST(!own("https://", ""));
  BOOST_TEST(!own("null", ""));
  BOOST_TEST(!own("http://tutors.example", "tutors.example:8080"));
}

BOOST_AUTO_TEST_CASE(meaning, *description("contract 1: the header that no foreign page can add")) {
  const auto meant = [](const std::string& with, const std::string& origin) {
    Parameters parameters({{"HTTP_X_REQUESTED_WITH", with},
                           {"HTTP_ORIGIN", origin},
                           {"HTTP_HOST", "tutors.example"}});
    return is_meant(parameters.request(), school());
  };
  BOOST_TEST(meant("chalkline", "https://tutors.example"));
  BOOST_TEST(meant("Chalkline", "https://desk.example"));
  for (const std::string other : {"", "XMLHttpRequest", "chalkline2", "chalk", " chalkline"}) {
    BOOST_TEST(!meant(other, "https://tutors.example"), other);
  }
  BOOST_TEST(!meant("chalkline", ""));
  BOOST_TEST(!meant("chalkline", "https://evil.example"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
