#include "http/token.h"

#include <array>
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <openssl/evp.h>
#include <openssl/hmac.h>

namespace chalkline::http::tests {
namespace {

using boost::unit_test::description;
using std::chrono::seconds;
using std::chrono::sys_seconds;
using Algorithm = VerificationKey::Algorithm;

constexpr sys_seconds now{seconds(1'795'262'400)};  // 2026-11-21T12:00:00Z
const std::string secret = "correct horse battery staple, 32+";
const std::string other_secret = "another secret of 32 bytes or more";

// Made with the openssl command: genpkey, then pkey -pubout.
const std::string ed25519_key = R"(-----BEGIN PUBLIC KEY-----
MCowBQYDK2VwAyEAcN3Xra42k2p1561meFiicR1sVvZSIytYypMnYzNM4Lo=
-----END PUBLIC KEY-----
)";
const std::string rsa_key = R"(-----BEGIN PUBLIC KEY-----
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA2W1bps6IdwDv4NDaWq9C
gGOEn9waVodw07Lyk59qGXZl6Or5pqa4go3zLTsG90ktajwxeOdPPEGnf6zyxOlC
uPkCRPhMJ4YNCMSoc+U2UAhyeuQnh8Di2UlHDsF9qh+SJGfdIspVldkH+0zcK8M3
Mb4Zd08KNJPWHYaFERR/W3I+JG2W9q7UTBV63/Qx4eyc3mSm9RODumufkA5VmOQO
84xb6HSca5p1ya9aQGODLy4OzEVOYRmMscGG2vdyaT+PvZ2y/uTtvqLmHKQJ+052
Gy+juK4cxszEMjjNnNdKIQQdvNhFgfweItcQhp7cOGh9w+DGG8GZ15z3pi3/DROt
OQIDAQAB
-----END PUBLIC KEY-----
)";
const std::string rsa_1024_key = R"(-----BEGIN PUBLIC KEY-----
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDGG7qKQXOPIppp75x0lGlt5Cvl
xPCy0UB6ZPC3pvdXk3l3q5+dXxw9cOmrTsYmFe80q4Op+3m1ZguxTqUM04NHJfPD
PNrLoIypDr+aqKGXUM6g3umFQGcCf8GxzehiOuKU2/0T47U4YpIWQbuBUUyHq/7g
Swqs8rRcws7bHz2iOwIDAQAB
-----END PUBLIC KEY-----
)";
const std::string rsa_pss_key = R"(-----BEGIN PUBLIC KEY-----
MIIBIDALBgkqhkiG9w0BAQoDggEPADCCAQoCggEBAM9u5tFstimRDuwPk09V5fD+
YfkQipl5x2wqJR3Wf616JhJGMJ8+ySlTHcaNtFxqIFe1WEmC11JUfdRoni78z5pf
LKB1qP6hVtQX4LDYqVTJxAgzOjEm+WB54T9OvoaqSvmHgFLqPErt6OcAjidGUh3v
jB9F9M7uOKZZyZGYdyTVCTUiNL790VOnUcZQ9DLO4H6LW0Amv3bEjL53XVOgnOcU
1OKosDWan5MxqFvRCKpELydAj6cA5L9bZFvmZziIH0HtYetnKledKXEdTa8b1pop
Hi23CMl+YSMecuV5skCdeH6Rx1SmihjS2J5GxNQevYY01IJOG6RgIKVPOwKTU1EC
AwEAAQ==
-----END PUBLIC KEY-----
)";
const std::string p256_key = R"(-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEjJPPq/Cdubq0pJ0MdpEuuaSEz11b
WavXXrXctuv+w6QoBsyOwaeq4pWPMqpwqcSgOMuC6MgMINcPREDpQpsSew==
-----END PUBLIC KEY-----
)";
// The form is enough: OpenSSL would pass over it and take the public key behind it.
const std::string private_key =
    "-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIA==\n-----END PRIVATE KEY-----\n";

// Tokens made with Python's hmac module and the openssl command, with the private halves of the
// keys above. Claims of all: {"sub":"student-7","aud":"school","exp":1795263300}.
const std::string hs256_token =
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6Im9uZSJ9.eyJzdWIiOiJzdHVkZW50LTciLCJ"
    "hdWQiOiJzY2hvb2wiLCJleHAiOjE3OTUyNjMzMDB9.Q72sOma5GPODNJRJW9_CYXoEGbIQ3Q9_Uwbqcg"
    "dTdeI";
const std::string eddsa_token =
    "eyJhbGciOiJFZERTQSIsInR5cCI6IkpXVCIsImtpZCI6ImVkIn0.eyJzdWIiOiJzdHVkZW50LTciLCJh"
    "dWQiOiJzY2hvb2wiLCJleHAiOjE3OTUyNjMzMDB9.uFb7WCbUmxTKzrGKpJaxyE2ATTUlRk3-H5C3Xo3"
    "uAEYtnnte6amRucrJg4P-b1dGZoS73t5n_C3538tzSEskCA";
const std::string rs256_token =
    "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsImtpZCI6InJzYSJ9.eyJzdWIiOiJzdHVkZW50LTciLCJ"
    "hdWQiOiJzY2hvb2wiLCJleHAiOjE3OTUyNjMzMDB9.CYV7yyfAmSl6gFCF92BVVMy9YIrSp_tmSXbj5u"
    "LnnixZ-EYTjMBgEEweVfhcW6PRznePRR6rDrO2GtSBYvRuRrEhg6yM0-9soriccLzfSLN7XMziIcL38E"
    "nF2TTEtnlTE0XvCxiDN8BdLBIlbKAsSvpsHaBgLrLXnNHuR2LSY-aJfF0DViBy3uEa16vMA1akRCO2_t"
    "E_DAXw0RUK7ovJXvDCYV0Ub3XkhR5-Mo4U3SOt6HXkvuYvo17md6GlPGs1WGLNwDQ4gigzUcvqqk69Qv"
    "UJCAwBU1c3OlXiDKTKbhQenD0ODsPR0z00fTsi1pCMPJ7MVk1ybx3YEYeMHdjg2g";

// The PEM of the RSA key as an HMAC secret: with and without its last line end, and with alg RS256.
const std::array<std::string, 3> confused_tokens = {
    "eyJhbGciOiJIUzI1NiIsImtpZCI6InJzYSJ9.eyJzdWIiOiJzdHVkZW50LTciLCJhdWQiOiJzY2hvb2w"
    "iLCJleHAiOjE3OTUyNjMzMDB9.z6quwbU5_FUHYEir-lydyuubqFYhsTzxXtW7KQjmQiI",
    "eyJhbGciOiJIUzI1NiIsImtpZCI6InJzYSJ9.eyJzdWIiOiJzdHVkZW50LTciLCJhdWQiOiJzY2hvb2w"
    "iLCJleHAiOjE3OTUyNjMzMDB9.AusGDOeseIB6iQD6J1Uum_z5-JoeDEJBFBsdTFcXTIc",
    "eyJhbGciOiJSUzI1NiIsImtpZCI6InJzYSJ9.eyJzdWIiOiJzdHVkZW50LTciLCJhdWQiOiJzY2hvb2w"
    "iLCJleHAiOjE3OTUyNjMzMDB9.dhneTiwTDA4emhuFCKGjx7kAErw-Oa7s4lvTUT30KkE"};

VerificationKey key(const std::string& kid, Algorithm algorithm, const std::string& material) {
  return make_verification_key(kid, algorithm, material).value();
}

const std::vector<VerificationKey>& one_key() {
  static const std::vector<VerificationKey> keys = {key("one", Algorithm::hs256, secret)};
  return keys;
}

const std::vector<VerificationKey>& all_keys() {
  static const std::vector<VerificationKey> keys = {
      key("one", Algorithm::hs256, secret), key("two", Algorithm::hs256, other_secret),
      key("ed", Algorithm::eddsa, ed25519_key), key("rsa", Algorithm::rs256, rsa_key)};
  return keys;
}

std::string hmac(const std::string& with, const std::string& text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), with.data(), static_cast<int>(with.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), mac.data(), &size);
  return {reinterpret_cast<const char*>(mac.data()), size};
}

std::string sign(const std::string& header, const std::string& claims,
                 const std::string& with = secret) {
  const auto text = base64url(header) + "." + base64url(claims);
  return text + "." + base64url(hmac(with, text));
}

// "person student-7", "invalid" or "expired".
std::string verdict(const std::string& token, const std::vector<VerificationKey>& keys = all_keys(),
                    const std::string& audience = "school", sys_seconds at = now) {
  const auto result = verify_token(token, audience, keys, at);
  if (const auto* person = std::get_if<std::string>(&result)) return "person " + *person;
  const bool expired = std::get<TokenFault>(result).kind == TokenFault::Kind::expired;
  return expired ? "expired" : "invalid";
}

const std::string good_header = R"({"alg":"HS256","kid":"one"})";
const std::string good_claims = R"({"sub":"student-7","aud":"school","exp":1795263300})";

std::string with_claims(const std::string& claims) { return sign(good_header, claims); }
std::string with_header(const std::string& header) { return sign(header, good_claims); }

struct Row {
  std::string text;  // of the header or of the claims
  std::string verdict;
};

const std::vector<Row> headers = {
    {R"({"alg":"HS256","kid":"one"})", "person student-7"},
    {R"({"kid":"one","alg":"HS256"})", "person student-7"},
    {R"({"alg":"HS256","kid":"one","typ":"JWT"})", "person student-7"},
    {R"({"alg":"HS256","kid":"one","typ":"anything"})", "person student-7"},
    {R"({"alg":"HS256","kid":"one","typ":7})", "person student-7"},
    {R"( { "alg" : "HS256" , "kid" : "one" } )", "person student-7"},
    {R"({"alg":"HS256","kid":"one","jku":"https://evil.example","jwk":{"kty":"oct","k":"AAAA"}})",
     "person student-7"},  // keys come from the site file alone
    {R"({"alg":"none","kid":"one"})", "invalid"},
    {R"({"alg":"None","kid":"one"})", "invalid"},
    {R"({"alg":"","kid":"one"})", "invalid"},
    {R"({"kid":"one"})", "invalid"},
    {R"({"alg":null,"kid":"one"})", "invalid"},
    {R"({"alg":["HS256"],"kid":"one"})", "invalid"},
    {R"({"alg":"hs256","kid":"one"})", "invalid"},
    {R"({"alg":"HS384","kid":"one"})", "invalid"},
    {R"({"alg":"RS256","kid":"one"})", "invalid"},
    {R"({"alg":"EdDSA","kid":"one"})", "invalid"},
    {R"({"alg":"HS256","kid":"two"})", "invalid"},  // of another key of the site
    {R"({"alg":"HS256","kid":"rsa"})", "invalid"},
    {R"({"alg":"HS256","kid":"three"})", "invalid"},
    {R"({"alg":"HS256","kid":"ONE"})", "invalid"},
    {R"({"alg":"HS256","kid":""})", "invalid"},
    {R"({"alg":"HS256","kid":1})", "invalid"},
    {R"({"alg":"HS256","kid":null})", "invalid"},
    {R"({"alg":"HS256","kid":["one"]})", "invalid"},
    {R"({"alg":"HS256"})", "invalid"},  // several keys
    {R"({"alg":"HS256","kid":"one","crit":["exp"]})", "invalid"},
    {R"({"alg":"HS256","kid":"one","crit":[]})", "invalid"},
    {R"({"alg":"HS256","kid":"one","crit":null})", "invalid"},
    {R"({"alg":"HS256","alg":"HS256","kid":"one"})", "invalid"},
    {R"({"alg":"HS256","kid":"two","kid":"one"})", "invalid"},
    {R"(["HS256","one"])", "invalid"},
    {R"("HS256")", "invalid"},
    {"null", "invalid"},
    {"", "invalid"},
    {R"({"alg":"HS256","kid":"one")", "invalid"},
    {R"({"alg":"HS256","kid":"one"} x)", "invalid"},
    {R"({"alg":"HS256","kid":"one",})", "invalid"},
    {"\xef\xbb\xbf{\"alg\":\"HS256\",\"kid\":\"one\"}", "invalid"},
    {"{\"alg\":\"HS256\",\"kid\":\"one\",\"x\":\"\xff\"}", "invalid"},
};

const std::vector<Row> claims = {
    {R"({"sub":"student-7","aud":"school","exp":1795262401})", "person student-7"},
    {R"({"sub":"student-7","aud":"school","exp":1795262400.5})", "person student-7"},
    {R"({"sub":"student-7","aud":"school","exp":1.7952633e9})", "person student-7"},
    {R"({"sub":"student-7","aud":"school","exp":99999999999999999999})", "person student-7"},
    {R"({"sub":"student-7","aud":["school"],"exp":1795263300})", "person student-7"},
    {R"({"sub":"student-7","aud":["college","school"],"exp":1795263300})", "person student-7"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"nbf":1795262400})", "person student-7"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"nbf":1795262399.5})",
     "person student-7"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"nbf":0,"iat":"x","roles":["admin"]})",
     "person student-7"},
    {R"({"sub":"a","aud":"school","exp":1795263300})", "person a"},
    {R"({"sub":"AZ.az_c:d-09","aud":"school","exp":1795263300})", "person AZ.az_c:d-09"},
    {R"({"sub":"0123456789012345678901234567890123456789012345678901234567890123","aud":"school",)"
     R"("exp":1795263300})",
     "person 0123456789012345678901234567890123456789012345678901234567890123"},

    {R"({"sub":"student-7","aud":"school","exp":1795262400})", "expired"},
    {R"({"sub":"student-7","aud":"school","exp":1795262399.9})", "expired"},
    {R"({"sub":"student-7","aud":"school","exp":0})", "expired"},
    {R"({"sub":"student-7","aud":"school","exp":-1})", "expired"},

    {R"({"sub":"student-7","aud":"college","exp":1795262300})", "invalid"},  // expired as well
    {R"({"sub":"student-7","aud":"school"})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":null})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":"1795263300"})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":true})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":[1795263300]})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1e999})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"nbf":1795262401})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"nbf":1795262400.1})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"nbf":"0"})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"nbf":null})", "invalid"},
    {R"({"sub":"student-7","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":"","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":"college","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":"School","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":"school ","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":"school\u0000","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":[],"exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":["college"],"exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":["school",1],"exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":[["school"]],"exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":{"school":true},"exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":null,"exp":1795263300})", "invalid"},
    {R"({"aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"","aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":7,"aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":null,"aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":["student-7"],"aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"student 7","aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"student/7","aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"../7","aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"stüdent","aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7\n","aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7\u0000","aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"01234567890123456789012345678901234567890123456789012345678901234","aud":"school",)"
     R"("exp":1795263300})",
     "invalid"},
    {R"({"sub":"student-7","sub":"student-8","aud":"school","exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"exp":1795263300})", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300,"x":{"a":1,"a":1}})", "invalid"},
    {R"(["student-7"])", "invalid"},
    {R"("student-7")", "invalid"},
    {"null", "invalid"},
    {"", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300)", "invalid"},
    {R"({"sub":"student-7","aud":"school","exp":1795263300}{})", "invalid"},
    {"{\"sub\":\"student-7\",\"aud\":\"school\",\"exp\":1795263300,\"x\":\"\xc3\"}", "invalid"},
};

struct Malformed {
  std::string name;
  std::string token;
};

std::string part(int number) {
  const auto first = hs256_token.find('.');
  const auto second = hs256_token.rfind('.');
  if (number == 0) return hs256_token.substr(0, first);
  if (number == 1) return hs256_token.substr(first + 1, second - first - 1);
  return hs256_token.substr(second + 1);
}

std::vector<Malformed> malformed_tokens() {
  const auto header = part(0);
  const auto claim = part(1);
  const auto signature = part(2);
  return {
      {"nothing", ""},
      {"a word", "token"},
      {"one dot", "."},
      {"two dots", ".."},
      {"three dots", "..."},
      {"header alone", header},
      {"no signature, no dot", header + "." + claim},
      {"no signature", header + "." + claim + "."},
      {"no header", "." + claim + "." + signature},
      {"no claims", header + ".." + signature},
      {"four parts", hs256_token + "." + signature},
      {"a dot behind", hs256_token + "."},
      {"a dot before", "." + hs256_token},
      {"parts exchanged", claim + "." + header + "." + signature},
      {"a space behind", hs256_token + " "},
      {"a space before", " " + hs256_token},
      {"a line end behind", hs256_token + "\n"},
      {"a scheme before", "Bearer " + hs256_token},
      {"quotes around", "\"" + hs256_token + "\""},
      {"padding behind", hs256_token + "="},
      {"padding in the header", header + "==." + claim + "." + signature},
      {"padding in the claims", header + "." + claim + "=." + signature},
      {"a NUL behind", hs256_token + std::string(1, '\0')},
      {"a NUL inside", header + std::string(1, '\0') + "." + claim + "." + signature},
      {"a character more", hs256_token + "A"},
      {"unused bits set", hs256_token.substr(0, hs256_token.size() - 1) + "J"},
      {"plain base64", header + "." + claim + "." + std::string(42, '+') + "A"},
      {"signature in hex", header + "." + claim + "." + std::string(64, 'a')},
      {"twice", hs256_token + hs256_token},
      {"percent-encoded", header + "%2E" + claim + "%2E" + signature},
      {"not encoded", good_header + "." + good_claims + "." + signature},
      {"encrypted (five parts)", "e30.e30.e30.e30.e30"},
      {"not ASCII", "\xc3\xa9" + hs256_token},
  };
}

// A token of exactly `size` bytes; empty where base64 has none.
std::string token_of_size(std::size_t size) {
  for (std::size_t filler = 0; filler < size; ++filler) {
    auto text = good_claims;
    text.insert(text.size() - 1, R"(,"x":")" + std::string(filler, 'x') + "\"");
    auto token = with_claims(text);
    if (token.size() == size) return token;
    if (token.size() > size) break;
  }
  return "";
}

}  // namespace

BOOST_AUTO_TEST_CASE(token_by_other_tools_is_believed,
                     *description("contract 1: HS256, EdDSA and RS256 as others make them")) {
  BOOST_TEST(verdict(hs256_token) == "person student-7");
  BOOST_TEST(verdict(eddsa_token) == "person student-7");
  BOOST_TEST(verdict(rs256_token) == "person student-7");
}

BOOST_AUTO_TEST_CASE(token_header,
                     *description("contract 1: kid picks the key, alg is the key's")) {
  for (const auto& row : headers) {
    BOOST_TEST_CONTEXT(row.text) { BOOST_TEST(verdict(with_header(row.text)) == row.verdict); }
  }
}

BOOST_AUTO_TEST_CASE(token_claims,
                     *description("contract 1: sub, aud, exp required; nbf honoured")) {
  for (const auto& row : claims) {
    BOOST_TEST_CONTEXT(row.text) { BOOST_TEST(verdict(with_claims(row.text)) == row.verdict); }
  }
}

BOOST_AUTO_TEST_CASE(token_malformed, *description("issue 2: malformed tokens")) {
  for (const auto& row : malformed_tokens()) {
    BOOST_TEST_CONTEXT(row.name) { BOOST_TEST(verdict(row.token) == "invalid"); }
  }
}

BOOST_AUTO_TEST_CASE(token_of_another_site, *description("issue 2, item 6: 401 on another site")) {
  for (const auto& token : {hs256_token, eddsa_token, rs256_token}) {
    BOOST_TEST(verdict(token, all_keys(), "college") == "invalid");
    BOOST_TEST(verdict(token, all_keys(), "") == "invalid");
    BOOST_TEST(verdict(token, all_keys(), "schoo") == "invalid");
  }
}

BOOST_AUTO_TEST_CASE(token_ages, *description("contract 1: exp required, no leeway")) {
  const sys_seconds expires{seconds(1'795'263'300)};
  for (const auto& token : {hs256_token, eddsa_token, rs256_token}) {
    BOOST_TEST(verdict(token, all_keys(), "school", expires - seconds(1)) == "person student-7");
    BOOST_TEST(verdict(token, all_keys(), "school", expires) == "expired");
    BOOST_TEST(verdict(token, all_keys(), "school", expires + std::chrono::years(1)) == "expired");
  }
}

BOOST_AUTO_TEST_CASE(token_forged, *description("issue 2: forged tokens")) {
  BOOST_TEST(verdict(sign(good_header, good_claims, other_secret)) == "invalid");
  BOOST_TEST(verdict(sign(good_header, good_claims, "")) == "invalid");
  BOOST_TEST(verdict(sign(good_header, good_claims, secret + "x")) == "invalid");
  BOOST_TEST(verdict(sign(good_header, good_claims, secret.substr(0, 32))) == "invalid");

  const auto text = base64url(good_header) + "." + base64url(good_claims);
  const auto mac = hmac(secret, text);
  BOOST_TEST(verdict(text + "." + base64url(mac)) == "person student-7");
  BOOST_TEST(verdict(text + "." + base64url(mac.substr(0, 31))) == "invalid");
  BOOST_TEST(verdict(text + "." + base64url(mac.substr(0, 1))) == "invalid");
  BOOST_TEST(verdict(text + "." + base64url(mac + '\0')) == "invalid");
  BOOST_TEST(verdict(text + "." + base64url(std::string(32, '\0'))) == "invalid");
  BOOST_TEST(verdict(text + "." + mac) == "invalid");
}

BOOST_AUTO_TEST_CASE(token_with_other_content_under_its_signature,
                     *description("issue 2: altered tokens")) {
  const auto other = base64url(R"({"sub":"student-8","aud":"school","exp":1795263300})");
  for (const auto& token : {hs256_token, eddsa_token, rs256_token}) {
    const auto first = token.find('.');
    const auto second = token.rfind('.');
    BOOST_TEST(verdict(token.substr(0, first + 1) + other + token.substr(second)) == "invalid");
  }
}

BOOST_AUTO_TEST_CASE(token_with_one_character_changed, *description("issue 2: altered tokens")) {
  for (auto token : {hs256_token, eddsa_token}) {
    for (auto& character : token) {
      const char right = character;
      for (const char wrong : {'A', 'B', '_', '.', '='}) {
        if (wrong == right) continue;
        character = wrong;
        BOOST_TEST(verdict(token) == "invalid");
      }
      character = right;
    }
    BOOST_TEST(verdict(token) == "person student-7");
  }
}

BOOST_AUTO_TEST_CASE(token_cut_short, *description("issue 2: malformed tokens")) {
  for (const auto& token : {hs256_token, eddsa_token, rs256_token}) {
    for (std::size_t size = 0; size < token.size(); ++size) {
      BOOST_TEST(verdict(token.substr(0, size)) == "invalid");
    }
  }
}

BOOST_AUTO_TEST_CASE(token_confusing_algorithms,
                     *description("contract 1: alg is fixed per key, never taken from the token")) {
  const std::vector<VerificationKey> rsa = {key("rsa", Algorithm::rs256, rsa_key)};
  for (const auto& token : confused_tokens) {
    BOOST_TEST(verdict(token) == "invalid");
    BOOST_TEST(verdict(token, rsa) == "invalid");
  }
  // Right signatures under the name of a key of another kind.
  const std::vector<VerificationKey> exchanged = {key("rsa", Algorithm::eddsa, ed25519_key),
                                                  key("ed", Algorithm::rs256, rsa_key),
                                                  key("one", Algorithm::rs256, rsa_key)};
  for (const auto& token : {hs256_token, eddsa_token, rs256_token}) {
    BOOST_TEST(verdict(token, exchanged) == "invalid");
  }
}

BOOST_AUTO_TEST_CASE(token_keys_rotate, *description("contract 1: several keys at once, by kid")) {
  const std::vector<VerificationKey> before = {key("old", Algorithm::hs256, secret)};
  const std::vector<VerificationKey> during = {key("new", Algorithm::hs256, other_secret),
                                               key("old", Algorithm::hs256, secret)};
  const std::vector<VerificationKey> after = {key("new", Algorithm::hs256, other_secret)};
  const auto old_token = sign(R"({"alg":"HS256","kid":"old"})", good_claims);
  const auto new_token = sign(R"({"alg":"HS256","kid":"new"})", good_claims, other_secret);
  BOOST_TEST(verdict(old_token, before) == "person student-7");
  BOOST_TEST(verdict(old_token, during) == "person student-7");
  BOOST_TEST(verdict(old_token, after) == "invalid");
  BOOST_TEST(verdict(new_token, before) == "invalid");
  BOOST_TEST(verdict(new_token, during) == "person student-7");
  BOOST_TEST(verdict(new_token, after) == "person student-7");
}

BOOST_AUTO_TEST_CASE(token_without_kid, *description("contract 1: only where there is one key")) {
  const auto token = sign(R"({"alg":"HS256"})", good_claims);
  BOOST_TEST(verdict(token, one_key()) == "person student-7");
  BOOST_TEST(verdict(token, all_keys()) == "invalid");
  BOOST_TEST(verdict(token, {}) == "invalid");
  BOOST_TEST(verdict(hs256_token, {}) == "invalid");
  BOOST_TEST(verdict(sign(R"({"alg":"HS256"})", good_claims, other_secret), one_key()) ==
             "invalid");
}

BOOST_AUTO_TEST_CASE(token_length, *description("contract 1: a token is at most 4,096 bytes")) {
  BOOST_TEST_REQUIRE(token_of_size(max_token_bytes).size() == max_token_bytes);
  BOOST_TEST(verdict(token_of_size(max_token_bytes)) == "person student-7");
  BOOST_TEST_REQUIRE(token_of_size(max_token_bytes + 1).size() == max_token_bytes + 1);
  BOOST_TEST(verdict(token_of_size(max_token_bytes + 1)) == "invalid");
  BOOST_TEST(verdict(std::string(1'000'000, '.')) == "invalid");
}

BOOST_AUTO_TEST_CASE(token_signed_here_is_believed_here,
                     *description("contract 4: chalkline token")) {
  const auto token = sign_token(all_keys()[1], "tutor:9", "school", now + seconds(60));
  BOOST_TEST(verdict(token) == "person tutor:9");
  BOOST_TEST(verdict(token, all_keys(), "school", now + seconds(60)) == "expired");
  BOOST_TEST(verdict(token, all_keys(), "college") == "invalid");
  BOOST_TEST(verdict(token, one_key()) == "invalid");
  BOOST_CHECK_THROW(sign_token(all_keys()[2], "a", "school", now), std::invalid_argument);
  BOOST_CHECK_THROW(sign_token(all_keys()[3], "a", "school", now), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(token_key_of_the_wrong_kind_is_not_made,
                     *description("contract 1: keys of at least 32 bytes; public keys in PEM")) {
  struct Key {
    Algorithm algorithm;
    std::string material;
    bool usable;
  };
  const std::vector<Key> table = {
      {Algorithm::hs256, std::string(32, 'x'), true},
      {Algorithm::eddsa, ed25519_key, true},
      {Algorithm::eddsa, ed25519_key + "\n \t\r\n", true},
      {Algorithm::rs256, rsa_key, true},
      {Algorithm::hs256, std::string(31, 'x'), false},
      {Algorithm::hs256, "", false},
      {Algorithm::eddsa, "", false},
      {Algorithm::eddsa, rsa_key, false},
      {Algorithm::eddsa, p256_key, false},
      {Algorithm::eddsa, private_key, false},
      {Algorithm::eddsa, private_key + ed25519_key, false},
      {Algorithm::eddsa, ed25519_key + private_key, false},
      {Algorithm::eddsa, ed25519_key.substr(0, 60), false},
      {Algorithm::rs256, ed25519_key, false},
      {Algorithm::rs256, rsa_1024_key, false},
      {Algorithm::rs256, rsa_pss_key, false},
      {Algorithm::rs256, secret, false},
  };
  for (const auto& row : table) {
    BOOST_TEST_CONTEXT(row.material) {
      BOOST_TEST(make_verification_key("k", row.algorithm, row.material).has_value() == row.usable);
    }
  }
}

BOOST_AUTO_TEST_CASE(token_against_a_key_that_was_never_made,
                     *description("token.h: keys are made by make_verification_key")) {
  const std::vector<VerificationKey> unmade = {
      {"rsa", Algorithm::rs256, rsa_key, nullptr, nullptr},
      {"ed", Algorithm::eddsa, ed25519_key, nullptr, nullptr},
      {"one", Algorithm::hs256, secret, nullptr, nullptr}};
  for (const auto& token : {hs256_token, eddsa_token, rs256_token}) {
    BOOST_TEST(verdict(token, unmade) == "invalid");
  }
  BOOST_CHECK_THROW(sign_token(unmade[2], "a", "school", now), std::invalid_argument);
}

}  // namespace chalkline::http::tests
