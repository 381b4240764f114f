#include <array>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "config/files.h"

namespace chalkline::config::tests {
namespace {

using boost::unit_test::description;

// Public keys made with the openssl command: genpkey, then pkey -pubout.
const std::string ed25519 = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAcN3Xra42k2p1561meFiicR1sVvZSIytYypMnYzNM4Lo=
-----END PUBLIC KEY-----
)";
const std::string rsa_2048 = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2W1bps6IdwDv4NDaWq9C
gGOEn9waVodw07Lyk59qGXZl6Or5pqa4go3zLTsG90ktajwxeOdPPEGnf6zyxOlC
uPkCRPhMJ4YNCMSoc+U2UAhyeuQnh8Di2UlHDsF9qh+SJGfdIspVldkH+0zcK8M3
Mb4Zd08KNJPWHYaFERR/W3I+JG2W9q7UTBV63/Qx4eyc3mSm9RODumufkA5VmOQO
84xb6HSca5p1ya9aQGODLy4OzEVOYRmMscGG2vdyaT+PvZ2y/uTtvqLmHKQJ+052
Gy+juK4cxszEMjjNnNdKIQQdvNhFgfweItcQhp7cOGh9w+DGG8GZ15z3pi3/DROt
OQIDAQAB
-----END PUBLIC KEY-----
)";
const std::string rsa_1024 = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDGG7qKQXOPIppp75x0lGlt5Cvl
xPCy0UB6ZPC3pvdXk3l3q5+dXxw9cOmrTsYmFe80q4Op+3m1ZguxTqUM04NHJfPD
PNrLoIypDr+aqKGXUM6g3umFQGcCf8GxzehiOuKU2/0T47U4YpIWQbuBUUyHq/7g
Swqs8rRcws7bHz2iOwIDAQAB
-----END PUBLIC KEY-----
)";
// The form is enough: OpenSSL would pass over it and take the public key behind it.
const std::string ed25519_private =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n";
const std::string rsa_pss = R"(-----BEGIN PUBLIC KEY-----
MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAM9u5tFstimRDuwPk09V5fD+
YfkQipl5x2wqJR3Wf616JhJGMJ8+ySlTHcaNtFxqIFe1WEmC11JUfdRoni78z5pf
LKB1qP6hVtQX4LDYqVTJxAgzOjEm+WB54T9OvoaqSvmHgFLqPErt6OcAjidGUh3v
jB9F9M7uOKZZyZGYdyTVCTUiNL790VOnUcZQ9DLO4H6LW0Amv3bEjL53XVOgnOcU
1OKosDWan5MxqFvRCKpELydAj6cA5L9bZFvmZziIH0HtYetnKledKXEdTa8b1pop
Hi23CMl+YSMecuV5skCdeH6Rx1SmihjS2J5GxNQevYY01IJOG6RgIKVPOwKTU1EC
AwEAAQ==
-----END PUBLIC KEY-----
)";
const std::string p256 = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjJPPq/Cdubq0pJ0MdpEuuaSEz11b
WavXXrXctuv+w6QoBsyOwaeq4pWPMqpwqcSgOMuC6MgMINcPREDpQpsSew==
-----END PUBLIC KEY-----
)";

const std::string shared_key =
    R"({kid: one, alg: HS256, secret: "0123456789abcdef0123456789abcdef"})";

// The site file with another first key; DIR stands for the folder of the secrets.
std::string with_key(const Folder& secrets, const std::string& key) {
  std::string text = replaced(school, shared_key, key);
  for (auto at = text.find("DIR"); at != text.npos; at = text.find("DIR")) {
    text.replace(at, 3, secrets.path().string());
  }
  return text;
}

void write_secrets(const Folder& folder) {
  folder.write("ed25519.pem", ed25519);
  folder.write("rsa.pem", rsa_2048);
  folder.write("rsa1024.pem", rsa_1024);
  folder.write("p256.pem", p256);
  folder.write("pss.pem", rsa_pss);
  folder.write("private.pem", ed25519_private);
  folder.write("both.pem", ed25519_private + ed25519);
  folder.write("two.pem", ed25519 + ed25519);
  folder.write("cut.pem", ed25519.substr(0, 60) + "\n-----END PUBLIC KEY-----\n");
  folder.write("text.pem", "not a key\n");
  folder.write("long", "a secret of more than thirty-two bytes\n");
  folder.write("crlf", "a secret of more than thirty-two bytes\r\n");
  folder.write("bare", "a secret of more than thirty-two bytes");
  folder.write("two lines", "a secret of more than thirty-two bytes\n\n");
  folder.write("exact", std::string(32, 'x') + "\n");
  folder.write("short", std::string(31, 'x') + "\n");
  folder.write("empty", "");
  folder.write("newline", "\n");
  folder.write("webhook", "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3\n");
}

struct Material {
  std::string key;
  std::string expected;
};

struct Refused {
  std::string key;
  std::string message;  // after "school.yaml:6: tokens.keys[0]"
};

const std::string not_ed25519 = ".public_key_file: is not one Ed25519 public key in PEM";
const std::string not_rsa =
    ".public_key_file: is not one RSA public key in PEM, of at least 2048 bits";

const std::vector<Refused> refused_keys = {
    {"{alg: HS256, secret: aaaa}", ".kid: is missing; must be given"},
    {"{kid: one, secret: aaaa}", ".alg: is missing; must be given"},
    {"{kid: one, alg: HS256}", ".secret: is missing; must be given"},
    {"{kid: one, alg: EdDSA}", ".public_key_file: is missing; must be given"},
    {"one", ": is 'one'; must be a map of keys"},
    {"{kid: '', alg: HS256}", ".kid: is ''; must be 1–64 of A-Z a-z 0-9 . _ : -"},
    {"{kid: a b, alg: HS256}", ".kid: is 'a b'; must be 1–64 of A-Z a-z 0-9 . _ : -"},
    {"{kid: one, alg: none}", ".alg: is 'none'; must be one of: HS256, EdDSA, RS256"},
    {"{kid: one, alg: hs256}", ".alg: is 'hs256'; must be one of: HS256, EdDSA, RS256"},
    {"{kid: one, alg: HS512}", ".alg: is 'HS512'; must be one of: HS256, EdDSA, RS256"},
    {"{kid: one, alg: HS256, key: a}",
     ".key: is not a key; keys here: alg, kid, public_key_file, secret, secret_file"},
    {"{kid: one, alg: HS256, secret: 0123456789abcdef0123456789abcde}",
     ".secret: is not at least 32 bytes"},
    {"{kid: one, alg: HS256, secret: ''}",
     ".secret: is not usable; must be a secret of at least 32 bytes"},
    {"{kid: one, alg: HS256, secret: [0123456789abcdef0123456789abcdef]}",
     ".secret: is a list; must be a secret of at least 32 bytes"},
    {"{kid: one, alg: HS256, secret: 0123456789abcdef0123456789abcdef, secret_file: DIR/long}",
     ".secret_file: stands beside another; must be one of them"},
    {"{kid: one, alg: HS256, public_key_file: DIR/rsa.pem}",
     ".public_key_file: is not for this alg; must be secret"},
    {"{kid: one, alg: RS256, secret: 0123456789abcdef0123456789abcdef}",
     ".secret: is not for this alg; must be public_key_file"},
    {"{kid: one, alg: HS256, secret_file: long}",
     ".secret_file: is not usable; must be the absolute path of a file"},
    {"{kid: one, alg: HS256, secret_file: DIR/none}",
     ".secret_file: cannot be read: No such file or directory"},
    {"{kid: one, alg: HS256, secret_file: DIR}",
     ".secret_file: names something that is not a file"},
    {"{kid: one, alg: HS256, secret_file: DIR/empty}",
     ".secret_file: names an empty file; must hold a key"},
    {"{kid: one, alg: HS256, secret_file: DIR/newline}",
     ".secret_file: names an empty file; must hold a key"},
    {"{kid: one, alg: HS256, secret_file: DIR/short}", ".secret_file: is not at least 32 bytes"},
    {"{kid: one, alg: EdDSA, public_key_file: DIR/rsa.pem}", not_ed25519},
    {"{kid: one, alg: EdDSA, public_key_file: DIR/p256.pem}", not_ed25519},
    {"{kid: one, alg: EdDSA, public_key_file: DIR/private.pem}", not_ed25519},
    {"{kid: one, alg: EdDSA, public_key_file: DIR/both.pem}", not_ed25519},
    {"{kid: one, alg: EdDSA, public_key_file: DIR/two.pem}", not_ed25519},
    {"{kid: one, alg: EdDSA, public_key_file: DIR/cut.pem}", not_ed25519},
    {"{kid: one, alg: EdDSA, public_key_file: DIR/text.pem}", not_ed25519},
    {"{kid: one, alg: RS256, public_key_file: DIR/ed25519.pem}", not_rsa},
    {"{kid: one, alg: RS256, public_key_file: DIR/rsa1024.pem}", not_rsa},
    {"{kid: one, alg: RS256, public_key_file: DIR/pss.pem}", not_rsa},
    {"{kid: one, alg: RS256, public_key_file: DIR/none.pem}",
     ".public_key_file: cannot be read: No such file or directory"},
};

// Any value that must never be read in an error, and the ways to write it in the wrong place.
const std::string hidden = "S3cretS3cretS3cretS3cretS3cretS3cret";
const std::vector<std::array<std::string, 2>> misplaced = {
    {"password: pw", "password: [" + hidden + "]"},
    {"password: pw", "password: {" + hidden + ": a}"},
    {"password: pw", "password_file: " + hidden},
    {"password: pw", "password_file: /" + hidden},
    {"password: pw", "passwort: " + hidden},
    {"password: pw", "password: " + hidden + ", password_file: /a"},
    {"password: pw", "password: *" + hidden},
    {"password: pw", "password: !" + hidden + " a"},
    {"password: pw", "password:\"" + hidden + "\""},
    {"password: pw", hidden},
    {"password: pw", hidden + ": pw"},
    {shared_key, "{kid: one, alg: RS256, secret: " + hidden + "}"},
    {shared_key, "{kid: one, alg: HS256, secret:\"" + hidden + "\"}"},
    {shared_key, "{kid: one, alg: HS256, secret: " + hidden.substr(0, 31) + "}"},
    {shared_key, "{kid: one, alg: HS256, secret: [" + hidden + "]}"},
    {shared_key, "{kid: one, alg: HS256, secret_file: " + hidden + "}"},
    {"preset: classroom", "webhooks: {secrets: [" + hidden + "]}"},
    {"preset: classroom", "transcripts: {key: [" + hidden + "]}"},
    {"preset: classroom", "transcripts: {key_file: " + hidden + "}"},
    {"preset: classroom", "webhooks: {secrets: [whsec_" + hidden + "!]}"},
    {"preset: classroom", "webhooks: {secrets: {" + hidden + ": a}}"},
    {"preset: classroom", "webhooks: {secret_files: [" + hidden + "]}"},
    {"preset: classroom", "webhooks: {secrets: [whsec_" + hidden + ", whsec_" + hidden + "]}"},
};

}  // namespace

BOOST_AUTO_TEST_CASE(key_material_arrives,
                     *description("contract 1: HS256, EdDSA, RS256; secrets by *_file")) {
  const Folder secrets;
  write_secrets(secrets);
  const std::vector<Material> table = {
      {"{kid: one, alg: HS256, secret: 0123456789abcdef0123456789abcdef}",
       "0123456789abcdef0123456789abcdef"},
      {"{kid: one, alg: HS256, secret_file: DIR/long}", "a secret of more than thirty-two bytes"},
      {"{kid: one, alg: HS256, secret_file: DIR/crlf}", "a secret of more than thirty-two bytes"},
      {"{kid: one, alg: HS256, secret_file: DIR/bare}", "a secret of more than thirty-two bytes"},
      {"{kid: one, alg: HS256, secret_file: DIR/two lines}",
       "a secret of more than thirty-two bytes\n"},
      {"{kid: one, alg: HS256, secret_file: DIR/exact}", std::string(32, 'x')},
      {"{kid: one, alg: EdDSA, public_key_file: DIR/ed25519.pem}",
       ed25519.substr(0, ed25519.size() - 1)},
      {"{kid: one, alg: RS256, public_key_file: DIR/rsa.pem}",
       rsa_2048.substr(0, rsa_2048.size() - 1)},
  };
  for (const auto& row : table) {
    BOOST_TEST_CONTEXT(row.key) {
      const Site site = load_school(with_key(secrets, row.key));
      BOOST_TEST(site.keys.at(0).material == row.expected);
    }
  }
}

BOOST_AUTO_TEST_CASE(bad_key_stops_the_start,
                     *description("contract 1: alg is fixed per key; keys of at least 32 bytes")) {
  const Folder secrets;
  write_secrets(secrets);
  for (const auto& row : refused_keys) {
    BOOST_TEST_CONTEXT(row.key) {
      BOOST_TEST(refusal_of_school(with_key(secrets, row.key)) ==
                 "school.yaml:6: tokens.keys[0]" + row.message);
    }
  }
}

BOOST_AUTO_TEST_CASE(kid_names_one_key, *description("contract 1: keys by kid")) {
  const std::string twice = shared_key + "\n    - " + shared_key;
  BOOST_TEST(refusal_of_school(replaced(school, shared_key, twice)) ==
             "school.yaml:7: tokens.keys[1]: has the kid of another key; must have its own");
  const std::string other = replaced(twice, "kid: one", "kid: two");
  BOOST_TEST(load_school(replaced(school, shared_key, other)).keys.size() == 2);
}

BOOST_AUTO_TEST_CASE(passwords_and_webhook_secrets_from_files,
                     *description("issue 2, item 6: secrets by *_file")) {
  const Folder secrets;
  write_secrets(secrets);
  const auto file = [&](const std::string& name) { return (secrets.path() / name).string(); };
  const auto site =
      load_school(replaced(school, "password: pw", "password_file: " + file("exact")) +
                  "webhooks: {secret_files: [" + file("webhook") + "]}\n");
  BOOST_TEST(site.database.password == std::string(32, 'x'));
  BOOST_TEST_REQUIRE(site.webhook_secrets.size() == 1);
  BOOST_TEST(site.webhook_secrets[0] == "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3");

  const std::string with_file = "password_file: " + file("empty");
  BOOST_TEST(
      refusal_of_school(replaced(school, "password: pw", with_file)) ==
      "school.yaml:3: database.password_file: names an empty file; must hold a password, not "
      "empty");
  BOOST_TEST(refusal_of_school(school + "webhooks: {secret_files: [" + file("long") + "]}\n") ==
             "school.yaml:7: webhooks.secret_files[0]: names a file with other content; must hold "
             "whsec_ and the base64 of 24–64 bytes");
  BOOST_TEST(refusal_of_school(school + "webhooks: {secrets: [], secret_files: []}\n") ==
             "school.yaml:7: webhooks.secret_files: stands beside webhooks.secrets; must be one of "
             "the two");
  const std::string both = "password: a, password_file: " + file("exact");
  BOOST_TEST(
      refusal_of_school(replaced(school, "password: pw", both)) ==
      "school.yaml:3: database.password_file: stands beside database.password; must be one of "
      "the two");
}

BOOST_AUTO_TEST_CASE(transcript_keys, *description("S2-02: signed with the site's key")) {
  const Folder secrets;
  write_secrets(secrets);
  const auto from = [&](const std::string& name) {
    return school + "transcripts: {key_file: " + (secrets.path() / name).string() + "}\n";
  };
  BOOST_TEST(load_school(school).transcript_key.empty());
  secrets.write("transcripts.pem", ed25519_private_key);
  BOOST_TEST(load_school(from("transcripts.pem")).transcript_key + "\n" == ed25519_private_key);
  const std::string must = "; must hold one Ed25519 private key in PEM, without a password";
  for (const std::string name : {"ed25519.pem", "rsa.pem", "private.pem", "text.pem"}) {
    BOOST_TEST(refusal_of_school(from(name)) ==
               "school.yaml:7: transcripts.key_file: names a file with other content" + must);
  }
  BOOST_TEST(
      refusal_of_school(school + "transcripts: {key: " + hidden + "}\n") ==
      "school.yaml:7: transcripts.key: is not usable; must be one Ed25519 private key in PEM, "
      "without a password");
  auto both = from("transcripts.pem");
  both = replaced(both, "{key_file", "{key: \"" + hidden + "\", key_file");
  BOOST_TEST(refusal_of_school(both).starts_with("school.yaml:7: transcripts.key"));
}

BOOST_AUTO_TEST_CASE(errors_never_show_a_secret,
                     *description("issue 2, item 6: a secret in the wrong place stays unread")) {
  for (const auto& [what, by] : misplaced) {
    BOOST_TEST_CONTEXT(by) {
      const auto message = refusal_of_school(replaced(school, what, by));
      BOOST_TEST(message.starts_with("school.yaml:"));
      BOOST_TEST(message.find(hidden.substr(0, 6)) == message.npos);
      BOOST_TEST(message.find('\n') == message.npos);
    }
  }
}

}  // namespace chalkline::config::tests
