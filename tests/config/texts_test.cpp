#include "config/texts.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace chalkline::config::tests {
namespace {

using boost::unit_test::description;

struct Form {
  std::string name;
  bool (*holds)(std::string_view);
  std::vector<std::string> accepted;
  std::vector<std::string> refused;
};

std::string times(std::size_t count, char character) { return std::string(count, character); }

const std::vector<Form> forms = {
    {"contract 1: origin",
     is_origin,
     {"https://www.example", "http://localhost", "http://127.0.0.1:8080", "https://a-b.example:1",
      "https://a.example:65535", "https://xn--bcher-kva.example", "http://a:443", "https://a:80",
      "http://[::1]", "http://[::1]:8080", "https://[2001:db8::1]", "capacitor://localhost"},
     {"",
      "https",
      "https:",
      "https://",
      "https:/a.example",
      "//a.example",
      "://a.example",
      "a.example",
      "a.example:443",
      "null",
      "*",
      "https://*.example",
      "https://a.example/",
      "https://a.example/x",
      "https://a.example?x",
      "https://a.example#x",
      "https://u@a.example",
      "https://A.example",
      "HTTPS://a.example",
      "https://a.example:443",
      "http://a.example:80",
      "https://a.example:",
      "https://a.example:0",
      "https://a.example:080",
      "https://a.example:65536",
      "https://a.example:99999",
      "https://a.example:123456",
      "https://a.example:8o",
      "https://a..b",
      "https://.a",
      "https://a.",
      "https://-a",
      "https://a-",
      "https://a b",
      " https://a",
      "https://a\n",
      "https://bücher.example",
      "http://[]",
      "http://[::1",
      "http://::1",
      "http://[::1]a",
      "http://[127]",
      "http://[::G]",
      "http://[::1]:0",
      "1http://a",
      "ht tp://a",
      "https://a,https://b"}},
    {"socket path",
     is_socket_path,
     {"/a", "/run/mysqld/mysqld.sock", "/with space/s", "/" + times(106, 'a')},
     {"", "a", "run/a", "./a", "~/a", "/" + times(107, 'a'), std::string("/a\0b", 4)}},
    {"site name",
     is_site_name,
     {"a", "marketplace", "north-2", "a_b", times(32, 'a')},
     {"", "A", "Marketplace", "2nd", "-a", "_a", "a.b", "a/b", "a b", "ä", times(33, 'a'), ".."}},
    {"contract 1: kid",
     is_key_id,
     {"1", "demo-1", "2026-11", "A.b_c:d-9", times(64, 'k')},
     {"", "a b", "a/b", "a\"", "é", times(65, 'k'), "a,b"}},
    {"contract 1: cookie name",
     is_cookie_name,
     {"chalkline_school", "__Host-session", "a.b", times(64, 'c')},
     {"", "a b", "a=b", "a;b", "a,b", "a\"b", "é", "a:b", times(65, 'c')}},
    {"database host",
     is_host,
     {"db", "db.example", "127.0.0.1", "::1", "DB-2"},
     {"", "db/a", "db:3306/a", "a b", "tcp://db", "[::1]", times(254, 'h')}},
    {"database name",
     is_database_name,
     {"a", "chalkline_north-2", "A$b", times(64, 'd')},
     {"", "a b", "a`b", "a.b", "a/b", "é", times(65, 'd')}},
    {"contract 3: webhook secret",
     is_webhook_secret,
     {"whsec_" + times(32, 'A'), "whsec_" + times(84, 'A') + "AA==", "whsec_" + times(84, '/'),
      "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_" + times(40, '+') + "AAA="},
     {"", "whsec_", "whsec", "whsec_" + times(28, 'A'),
      "whsec_" + times(28, 'A') + "AAA=", "whsec_" + times(88, 'A'),
      "whsec_" + times(84, 'A') + "AAA=", "whsec_" + times(33, 'A'), "whsec_" + times(31, 'A'),
      times(32, 'A'), times(44, 'A'), "WHSEC_" + times(32, 'A'), "whsec_" + times(31, 'A') + "-",
      "whsec_" + times(31, 'A') + "_", "whsec_" + times(31, 'A') + " ",
      "whsec_" + times(32, 'A') + "====", "whsec_" + times(16, 'A') + "==" + times(14, 'A'),
      "whsec_" + times(32, 'A') + "\n"}},
    {"S0-14: media type",
     is_media_type,
     {"image/png", "image/svg+xml", "text/plain", "application/vnd.ms-excel",
      "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
     {"", "/", "image", "image/", "/png", "image/*", "*/*", "Image/PNG", "image/png/x",
      "image/png ", "text/plain; charset=utf-8", "text plain", times(65, 'a') + "/b",
      "a/" + times(128, 'b')}},
};

}  // namespace

BOOST_AUTO_TEST_CASE(forms_of_text, *description("issue 2, item 6: what site files may hold")) {
  for (const auto& form : forms) {
    for (const auto& text : form.accepted) {
      BOOST_TEST_CONTEXT(form.name << ": " << text) { BOOST_TEST(form.holds(text)); }
    }
    for (const auto& text : form.refused) {
      BOOST_TEST_CONTEXT(form.name << ": " << text) { BOOST_TEST(!form.holds(text)); }
    }
  }
}

}  // namespace chalkline::config::tests
