#include "http/webhook_signature.h"

#include <chrono>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;
using namespace std::chrono_literals;

const auto noon = rules::Time(std::chrono::sys_days(std::chrono::year(2026) / 11 / 21)) + 12h;
const std::string noon_text = "1795262400";

const std::string first = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
const std::string second = "whsec_c2Vjb25kIHNlY3JldCBvZiB0aGlydHktdHdvIGJ5dGU=";

std::string bytes(const std::string& secret) { return webhook_secret_bytes(secret).value(); }

// What a request has, and what the site believes.
struct Signed {
  std::string id = "msg_1";
  std::string timestamp = noon_text;
  std::string signature = sign_webhook(bytes(first), "msg_1", noon_text, R"({"a":1})");
  std::string body = R"({"a":1})";
  std::vector<std::string> secrets = {bytes(first)};
  rules::Time moment = noon;
};

std::string verdict(const Signed& request) {
  const auto fault = verify_webhook({request.id, request.timestamp, request.signature},
                                    request.body, request.secrets, request.moment);
  if (!fault) return "good";
  switch (*fault) {
    case SignatureFault::missing:
      return "missing";
    case SignatureFault::expired:
      return "expired";
    case SignatureFault::invalid:
      return "invalid";
  }
  return "";
}

// Signed anew with everything that the request has.
Signed resigned(Signed request) {
  request.signature = sign_webhook(bytes(first), request.id, request.timestamp, request.body);
  return request;
}

BOOST_AUTO_TEST_SUITE(webhook_signature)

// The example of the Standard Webhooks specification's reference libraries.
BOOST_AUTO_TEST_CASE(known_answer, *description("contract 3: v1, base64 HMAC-SHA256")) {
  BOOST_TEST(sign_webhook(bytes(first), "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330",
                          R"({"test": 2432232314})") ==
             "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

BOOST_AUTO_TEST_CASE(accepted, *description("contract 3: signatures that are believed")) {
  const auto good = Signed{}.signature;
  const auto other = sign_webhook(bytes(second), "msg_1", noon_text, R"({"a":1})");
  const std::pair<std::string, Signed> rows[] = {
      {"one signature", {}},
      {"several, ours last", {.signature = "v1,AAAA v1a,BBBB " + good}},
      {"several, ours first", {.signature = good + " v1,AAAA"}},
      {"blanks around it", {.signature = "  " + good + "  "}},
      {"rotation: the old secret beside the new", {.secrets = {bytes(second), bytes(first)}}},
      {"rotation: signed with both, we know the new",
       {.signature = good + " " + other, .secrets = {bytes(second)}}},
      {"an empty body", resigned({.body = ""})},
      {"bytes that are no text", resigned({.body = std::string("\0\xFF\n", 3)})},
      {"the longest id", resigned({.id = std::string(255, 'x')})},
      {"an id with full stops", resigned({.id = "evt.1.2"})},
      {"300 seconds old", {.moment = noon + 300s}},
      {"300.999 seconds old", {.moment = noon + 300s + 999ms}},
      {"300 seconds ahead", {.moment = noon - 300s}},
      {"299.001 seconds ahead", {.moment = noon - 300s + 999ms}},
  };
  for (const auto& [name, request] : rows) BOOST_TEST(verdict(request) == "good", name);
}

BOOST_AUTO_TEST_CASE(refused, *description("contract 3: 401 for anything wrong")) {
  const auto good = Signed{}.signature;
  const auto digest = good.substr(3);
  const struct {
    std::string name;
    Signed request;
    std::string verdict;
  } rows[] = {
      {"no id", {.id = ""}, "missing"},
      {"no timestamp", {.timestamp = ""}, "missing"},
      {"no signature", {.signature = ""}, "missing"},
      {"301 seconds old", {.moment = noon + 301s}, "expired"},
      {"301 seconds ahead", {.moment = noon - 301s}, "expired"},
      {"300.001 seconds ahead", {.moment = noon - 300s - 1ms}, "expired"},
      {"long ago", resigned({.timestamp = "0"}), "expired"},
      {"the end of time", resigned({.timestamp = "9223372036854775807"}), "expired"},
      {"beyond it", resigned({.timestamp = "9223372036854775808"}), "invalid"},
      {"milliseconds", resigned({.timestamp = noon_text + "000"}), "expired"},
      {"a sign", resigned({.timestamp = "-" + noon_text}), "invalid"},
      {"another sign", resigned({.timestamp = "+" + noon_text}), "invalid"},
      {"a fraction", resigned({.timestamp = noon_text + ".0"}), "invalid"},
      {"a blank", resigned({.timestamp = " " + noon_text}), "invalid"},
      {"a date", resigned({.timestamp = "2026-11-21T12:00:00Z"}), "invalid"},
      {"another second than was signed", {.timestamp = "1795262401"}, "invalid"},
      {"another id", {.id = "msg_2"}, "invalid"},
      {"an id with a blank", resigned({.id = "msg 1"}), "invalid"},
      {"an id beyond ASCII", resigned({.id = "msg_\xC3\xA4"}), "invalid"},
      {"an id that is too long", resigned({.id = std::string(256, 'x')}), "invalid"},
      {"one byte of the body", {.body = R"({"a":2})"}, "invalid"},
      {"one byte more", {.body = R"({"a":1} )"}, "invalid"},
      {"no body", {.body = ""}, "invalid"},
      {"another secret", {.secrets = {bytes(second)}}, "invalid"},
      {"a site without secrets", {.secrets = {}}, "invalid"},
      {"a secret that is not decoded", {.secrets = {first}}, "invalid"},
      {"without version", {.signature = digest}, "invalid"},
      {"an asymmetric one", {.signature = "v1a," + digest}, "invalid"},
      {"a version to come", {.signature = "v2," + digest}, "invalid"},
      {"another case of it", {.signature = "V1," + digest}, "invalid"},
      {"commas between them", {.signature = "v1,AAAA," + good}, "invalid"},
      {"cut", {.signature = good.substr(0, good.size() - 1)}, "invalid"},
      {"more", {.signature = good + "="}, "invalid"},
      {"the version alone", {.signature = "v1,"}, "invalid"},
      {"blanks alone", {.signature = "   "}, "invalid"},
  };
  for (const auto& row : rows) BOOST_TEST(verdict(row.request) == row.verdict, row.name);
}

BOOST_AUTO_TEST_CASE(secrets, *description("contract 3: whsec_<base64>")) {
  BOOST_TEST(webhook_secret_bytes("whsec_AAEC/w==").value() == std::string("\0\1\2\xFF", 4));
  BOOST_TEST(webhook_secret_bytes("whsec_YWI=").value() == "ab");
  BOOST_TEST(webhook_secret_bytes("whsec_YWJj").value() == "abc");
  for (const std::string text : {"", "whsec_", "YWJj", "WHSEC_YWJj", "whsec_YWJ", "whsec_Y*Jj"}) {
    BOOST_TEST(!webhook_secret_bytes(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::http::tests
