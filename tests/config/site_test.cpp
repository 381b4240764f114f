#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "config/files.h"

namespace chalkline::config::tests {
namespace {

using boost::unit_test::description;

struct Refused {
  std::string name;
  std::string what;  // in the file that loads
  std::string by;
  std::string message;  // all of it, after the file's name
};

const std::string key_line =
    R"(    - {kid: one, alg: HS256, secret: "0123456789abcdef0123456789abcdef"})";
const std::string socket = "socket: /run/mysqld/mysqld.sock";

const std::vector<Refused> documents = {
    {"a key nobody knows", "preset:", "pre_set:",
     "2: pre_set: is not a key; keys here: clock, country, database, demo, links, live, mail, "
     "origins, policy, preset, "
     "site, tokens, transcripts, webhooks"},
    {"a key nobody knows, inside", "user:", "username:",
     "3: database.username: is not a key; keys here: host, name, password, password_file, port, "
     "socket, user"},
    {"a key in upper case", "preset: classroom", "Preset: classroom",
     "2: Preset: is not a key; keys here: clock, country, database, demo, links, live, mail, "
     "origins, policy, preset, "
     "site, tokens, transcripts, webhooks"},
    {"a key without a value", "preset: classroom", "preset2:",
     "2: …: is not a key followed by a colon, a space and a value; keys here: clock, country, "
     "database, demo, links, live, mail, origins, policy, preset, "
     "site, tokens, transcripts, webhooks"},
    {"a key without a space", "user: chalkline, ", "user:chalkline, ",
     "3: database.…: is not a key followed by a colon, a space and a value; keys here: host, name, "
     "password, password_file, port, socket, user"},
    {"a key in its dotted form", "preset: classroom", "live.publish_socket: /a",
     "2: live.publish_socket: is not a key; keys here: clock, country, database, demo, links, "
     "live, mail, origins, policy, preset, "
     "site, tokens, transcripts, webhooks"},
    {"a merge key", "preset: classroom", "<<: {preset: classroom}",
     "2: …: is not a key; keys here: clock, country, database, demo, links, live, mail, origins, "
     "policy, preset, "
     "site, tokens, transcripts, webhooks"},
    {"a key twice", "preset: classroom", "preset: classroom\npreset: classroom",
     "3: preset: is there twice; must be there once"},
    {"a key twice, inside", "user: chalkline", "user: chalkline, user: chalkline",
     "3: database.user: is there twice; must be there once"},
    {"a key twice, once in quotes", "preset: classroom", "preset: classroom\n\"preset\": advisor",
     "3: preset: is there twice; must be there once"},
    {"a key that is a list", "preset: classroom", "? [a]\n: b",
     "1: document: has a key that is not a text; must be a map of keys"},
    {"a text where a map belongs", "database: {", "database: none\nlive: {",
     "3: database: is 'none'; must be a map of keys"},
    {"a list where a map belongs", "database: {", "database: []\nlive: {",
     "3: database: is a list; must be a map of keys"},
    {"nothing where a map belongs", "database: {", "database:\nlive: {",
     "3: database: is empty; must be a map of keys"},
    {"a list where a text belongs", "preset: classroom", "preset: [classroom]",
     "2: preset: is a list; must be 1–32 of a-z 0-9 - _, a letter first"},
    {"a map where a text belongs", "preset: classroom", "preset: {is: classroom}",
     "2: preset: is a map; must be 1–32 of a-z 0-9 - _, a letter first"},
    {"nothing where a text belongs", "preset: classroom",
     "preset:", "2: preset: is empty; must be 1–32 of a-z 0-9 - _, a letter first"},
    {"a tag", "preset: classroom", "preset: !!binary Y2xhc3Nyb29t",
     "2: preset: has a YAML tag; must be 1–32 of a-z 0-9 - _, a letter first"},
    {"a text where a list belongs", "preset: classroom", "origins: https://a.example",
     "2: origins: is 'https://a.example'; must be a list, as in [a, b]"},
    {"a map where a list belongs", "preset: classroom", "origins: {a: b}",
     "2: origins: is a map; must be a list, as in [a, b]"},
    {"a control character in a value", "preset: classroom", R"(preset: "class\nroom")",
     "2: preset: is 'class?room'; must be 1–32 of a-z 0-9 - _, a letter first"},
    {"a value that would be cut inside a character", "preset: classroom",
     "preset: a" + std::string(38, 'b') + "é" + std::string(9, 'c'),
     "2: preset: is 'a" + std::string(38, 'b') + "…'; must be 1–32 of a-z 0-9 - _, a letter first"},
    {"a value without end", "preset: classroom", "preset: " + std::string(100, 'A'),
     "2: preset: is '" + std::string(40, 'A') + "…'; must be 1–32 of a-z 0-9 - _, a letter first"},
};

const std::vector<Refused> keys = {
    {"no site", "site: school\n", "", "1: site: is missing; must be given"},
    {"another site", "site: school", "site: college",
     "1: site: is 'college'; must be the file's name without .yaml, school"},
    {"a site that is no name", "site: school", "site: ../school",
     "1: site: is '../school'; must be 1–32 of a-z 0-9 - _, a letter first"},
    {"a preset nobody knows", "preset: classroom", "preset: school",
     "2: preset: is 'school'; must be one of: advisor, classroom, marketplace (the files in " +
         (share() / "presets").string() + ")"},
    {"a preset elsewhere", "preset: classroom", "preset: ../presets/classroom",
     "2: preset: is '../presets/classroom'; must be 1–32 of a-z 0-9 - _, a letter first"},
    {"demo as YAML 1.1 had it", "preset: classroom", "demo: yes",
     "2: demo: is 'yes'; must be true or false, without quotes"},
    {"demo in quotes", "preset: classroom", "demo: \"true\"",
     "2: demo: is 'true'; must be true or false, without quotes"},
    {"demo as a number", "preset: classroom", "demo: 1",
     "2: demo: is '1'; must be true or false, without quotes"},
    {"a clock nobody knows", "preset: classroom", "clock: wall",
     "2: clock: is 'wall'; must be one of: system, test"},
    {"clock: test on a real site", "preset: classroom", "clock: test",
     "2: clock: is 'test' without demo: true; must be system"},
    {"clock: test with demo: false", "preset: classroom", "clock: test\ndemo: false",
     "2: clock: is 'test' without demo: true; must be system"},
    {"no database", "database: {", "live: {publish_socket: /a}\nwebhooks: {} # ",
     "1: database.name: is missing; must be given"},
    {"no database name", "name: chalkline_school, ", "",
     "3: database.name: is missing; must be given"},
    {"no database user", "user: chalkline, ", "", "3: database.user: is missing; must be given"},
    {"a database's name with a space", "chalkline_school", "chalkline school",
     "3: database.name: is 'chalkline school'; must be a database's name"},
    {"a relative socket", socket, "socket: run/mysqld.sock",
     "3: database.socket: is 'run/mysqld.sock'; must be an absolute path of at most 107 bytes"},
    {"a socket's path too long", socket, "socket: /" + std::string(107, 's'),
     "3: database.socket: is '/" + std::string(39, 's') +
         "…'; must be an absolute path of at most 107 bytes"},
    {"socket and host", socket, socket + ", host: 127.0.0.1",
     "3: database.host: stands beside database.socket; must be one of the two"},
    {"socket and port", socket, socket + ", port: 3306",
     "3: database.port: stands beside database.socket; must be one of the two"},
    {"a host with a slash", socket, "host: tcp://db",
     "3: database.host: is 'tcp://db'; must be a host's name or address"},
    {"port 0", socket, "port: 0",
     "3: database.port: is '0'; must be a whole number from 1 to 65535, without quotes"},
    {"port 65536", socket, "port: 65536",
     "3: database.port: is '65536'; must be a whole number from 1 to 65535, without quotes"},
    {"a port in quotes", socket, "port: \"3306\"",
     "3: database.port: is '3306'; must be a whole number from 1 to 65535, without quotes"},
    {"no tokens", "tokens:\n  keys:\n" + key_line, "", "1: tokens.keys: is missing; must be given"},
    {"no keys", "  keys:\n" + key_line, "  cookie: c", "4: tokens.keys: is missing; must be given"},
    {"an empty list of keys", "  keys:\n" + key_line, "  keys: []",
     "5: tokens.keys: is a list; must be a list of at least one key"},
    {"a cookie with a semicolon", "tokens:", "tokens:\n  cookie: a;b",
     "5: tokens.cookie: is 'a;b'; must be 1–64 of A-Z a-z 0-9 . _ -"},
    {"an empty cookie", "tokens:", "tokens:\n  cookie: \"\"",
     "5: tokens.cookie: is ''; must be 1–64 of A-Z a-z 0-9 . _ -"},
    {"an origin with a path", "preset: classroom",
     "origins: [https://a.example, https://b.example/]",
     "2: origins[1]: is 'https://b.example/'; must be scheme://host[:port] as browsers send it: "
     "lower case, "
     "without the scheme's own port, nothing after it"},
    {"an origin twice", "preset: classroom",
     "origins:\n  - https://a.example\n  - https://a.example",
     "4: origins[1]: is there twice; must be there once"},
    {"an empty origin", "preset: classroom", "origins: [~]",
     "2: origins[0]: is empty; must be scheme://host[:port] as browsers send it: lower case, "
     "without the scheme's own port, nothing after it"},
    {"a relative publish socket", "preset: classroom", "live: {publish_socket: publish.sock}",
     "2: live.publish_socket: is 'publish.sock'; must be an absolute path of at most 107 bytes"},
    {"a country in small letters", "preset: classroom", "country: de",
     "2: country: is 'de'; must be a country's code of ISO 3166, as in DE"},
    {"no driver of mails", "preset: classroom", "mail: {folder: /m}",
     "2: mail.driver: is missing; must be given"},
    {"a driver nobody knows", "preset: classroom", "mail: {driver: pigeon}",
     "2: mail.driver: is 'pigeon'; must be one of: eml"},
    {"no sender", "preset: classroom", "mail: {driver: eml, folder: /m}",
     "2: mail.from: is missing; must be given"},
    {"no page in mails", "preset: classroom", "mail: {driver: eml, folder: /m, from: a@b.c}",
     "1: links.invitation: is missing; must be given"},
    {"no page of a conversation in mails", "preset: classroom",
     "mail: {driver: eml, folder: /m, from: a@b.c}\nlinks: {invitation: \"https://a.b/#{token}\"}",
     "3: links.conversation: is missing; must be given"},
    {"no folder", "preset: classroom",
     "mail: {driver: eml, from: a@b.c}\nlinks: {invitation: \"https://a.b/#{token}\", "
     "conversation: \"https://a.b/{thread}\"}",
     "2: mail.folder: is missing; must be given"},
    {"a folder that is none", "preset: classroom", "mail: {folder: mails}",
     "2: mail.folder: is 'mails'; must be an absolute path"},
    {"a sender with a name", "preset: classroom", R"(mail: {from: "Eve <eve@b.c>"})",
     "2: mail.from: is 'Eve <eve@b.c>'; must be an email address"},
    {"a sender in capitals", "preset: classroom", "mail: {from: Eve@b.c}",
     "2: mail.from: is 'Eve@b.c'; must be an email address"},
    {"a name with a line end", "preset: classroom", R"(mail: {name: "a\nb"})",
     "2: mail.name: is 'a?b'; must be a name of 1–100 bytes, without control characters"},
    {"a page without a token", "preset: classroom", R"(links: {invitation: "https://a.b/"})",
     "2: links.invitation: is 'https://a.b/'; must be an address, http:// or https://, with "
     "{token} in it once"},
    {"a page with two", "preset: classroom", R"(links: {invitation: "https://a.b/{token}{token}"})",
     "2: links.invitation: is 'https://a.b/{token}{token}'; must be an address, http:// or "
     "https://, with {token} in it once"},
    {"a token for a host", "preset: classroom", R"(links: {invitation: "https://{token}/x"})",
     "2: links.invitation: is 'https://{token}/x'; must be an address, http:// or https://, with "
     "{token} in it once"},
    {"a page of a script", "preset: classroom", R"(links: {invitation: "javascript://a/{token}"})",
     "2: links.invitation: is 'javascript://a/{token}'; must be an address, http:// or https://, "
     "with {token} in it once"},
    {"a page without a conversation", "preset: classroom",
     R"(links: {conversation: "https://a.b/{token}"})",
     "2: links.conversation: is 'https://a.b/{token}'; must be an address, http:// or https://, "
     "with {thread} in it once"},
    {"policy that is no map", "preset: classroom", "policy: classroom",
     "2: policy: is 'classroom'; must be a map of keys"},
    {"policy that is empty", "preset: classroom",
     "policy:", "2: policy: is empty; must be a map of keys"},
};

void check(const std::vector<Refused>& table) {
  for (const auto& row : table) {
    BOOST_TEST_CONTEXT(row.name) {
      BOOST_TEST(refusal_of_school(replaced(school, row.what, row.by)) ==
                 "school.yaml:" + row.message);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_CASE(wrong_shape_stops_the_start,
                     *description("requirements 6: unknown key, wrong type, duplicate key")) {
  check(documents);
}

BOOST_AUTO_TEST_CASE(wrong_value_stops_the_start,
                     *description("issue 2, item 6: a site's keys name file, line and key")) {
  check(keys);
}

BOOST_AUTO_TEST_CASE(text_that_is_no_document,
                     *description("issue 2, item 6: empty file, wrong document, not YAML")) {
  const std::vector<std::pair<std::string, std::string>> table = {
      {"", "1: document: is empty; must be a map of keys, such as `site: NAME`"},
      {"# a comment\n", "1: document: is empty; must be a map of keys, such as `site: NAME`"},
      {"---\n", "1: document: is empty; must be a map of keys, such as `site: NAME`"},
      {"- site: school\n", "1: document: is a list; must be a map of keys, such as `site: NAME`"},
      {"school\n", "1: document: is 'school'; must be a map of keys, such as `site: NAME`"},
      {school + "---\n" + school, "1: document: holds several YAML documents; must be one"},
      {school + "\tdemo: true\n",
       "7: document: is not YAML: end of map not found; texts with special characters need quotes"},
      {school + "demo: [\n",
       "8: document: is not YAML: end of sequence flow not found; texts with special characters "
       "need "
       "quotes"},
      {school + "origins: *nowhere\n",
       "7: document: is not YAML: the referenced anchor is not defined; texts with special "
       "characters "
       "need quotes"},
  };
  for (const auto& [text, message] : table) {
    BOOST_TEST_CONTEXT(text) { BOOST_TEST(refusal_of_school(text) == "school.yaml:" + message); }
  }
}

BOOST_AUTO_TEST_CASE(least_site_has_the_documented_defaults,
                     *description("issue 2, item 6: one documented struct with defaults")) {
  const Site site = load_school(R"(
site: school
database: {name: chalkline_school, user: chalkline}
tokens: {keys: [{kid: one, alg: HS256, secret: "0123456789abcdef0123456789abcdef"}]}
)");
  BOOST_TEST(site.name == "school");
  BOOST_TEST(site.preset.empty());
  BOOST_TEST(!site.demo);
  BOOST_TEST((site.clock == ClockMode::system));
  BOOST_TEST(site.database.socket.empty());
  BOOST_TEST(site.database.host == "127.0.0.1");
  BOOST_TEST(site.database.port == 3306);
  BOOST_TEST(site.database.password.empty());
  BOOST_TEST(site.cookie == "chalkline_school");
  BOOST_TEST(site.keys.size() == 1);
  BOOST_TEST(site.origins.empty());
  BOOST_TEST(site.webhook_secrets.empty());
  BOOST_TEST(site.publish_socket.empty());
  BOOST_TEST((site.mail.driver == MailDriver::none));
  BOOST_TEST(site.mail.name == "school");
  BOOST_TEST((site.country.empty() && site.links.invitation.empty()));
  BOOST_TEST(site.links.conversation.empty());
  BOOST_TEST(site.policy.message_length == 4000);
}

BOOST_AUTO_TEST_CASE(every_key_arrives,
                     *description("issue 2, item 6: every key of a site file in its field")) {
  const Site site = load_school(R"(
site: school
preset: advisor
demo: true
clock: test
database: {host: db.example, port: 3307, name: one, user: two, password: three}
tokens:
  cookie: session
  keys:
    - {kid: new, alg: HS256, secret: "nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn"}
    - {kid: old, alg: HS256, secret: "oooooooooooooooooooooooooooooooo"}
origins: ["https://www.example", "http://127.0.0.1:8080"]
webhooks: {secrets: ["whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="]}
live: {publish_socket: /run/chalkline/publish.sock}
country: AT
mail: {driver: eml, folder: "/var/mail/one, two", from: no-reply@b.example, name: Schule Ö}
links: {invitation: "https://b.example/family?x=1#{token}", conversation: "https://b.example/{thread}/"}
policy: {message_length: 100, unanswered_cap: {student: 3}}
)");
  BOOST_TEST(site.preset == "advisor");
  BOOST_TEST(site.demo);
  BOOST_TEST((site.clock == ClockMode::test));
  BOOST_TEST(site.database.host == "db.example");
  BOOST_TEST(site.database.port == 3307);
  BOOST_TEST(site.database.name == "one");
  BOOST_TEST(site.database.user == "two");
  BOOST_TEST(site.database.password == "three");
  BOOST_TEST(site.cookie == "session");
  BOOST_TEST_REQUIRE(site.keys.size() == 2);
  BOOST_TEST(site.keys[0].kid == "new");
  BOOST_TEST((site.keys[1].algorithm == Algorithm::hs256));
  BOOST_TEST(site.keys[1].material == std::string(32, 'o'));
  BOOST_TEST(
      site.origins == (std::vector<std::string>{"https://www.example", "http://127.0.0.1:8080"}),
      boost::test_tools::per_element());
  BOOST_TEST_REQUIRE(site.webhook_secrets.size() == 1);
  BOOST_TEST(site.webhook_secrets[0] == "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=");
  BOOST_TEST(site.publish_socket == "/run/chalkline/publish.sock");
  BOOST_TEST(site.country == "AT");
  BOOST_TEST((site.mail.driver == MailDriver::eml));
  BOOST_TEST(site.mail.folder == "/var/mail/one, two");
  BOOST_TEST(site.mail.from == "no-reply@b.example");
  BOOST_TEST(site.mail.name == "Schule Ö");
  BOOST_TEST(site.links.invitation == "https://b.example/family?x=1#{token}");
  BOOST_TEST(site.links.conversation == "https://b.example/{thread}/");
  BOOST_TEST(site.policy.message_length == 100);
  BOOST_TEST(site.policy.unanswered_cap.student.value() == 3);
  BOOST_TEST(site.policy.unanswered_cap.tutor.value() == 5);  // the preset's, beside the override
}

}  // namespace chalkline::config::tests
