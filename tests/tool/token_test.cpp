#include "http/token.h"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tool/tool.h"

namespace chalkline::tests {
namespace {

using std::chrono::minutes;

struct Tokens {
  TestSite site;

  std::string verdict(std::string token, minutes later,
                      const std::string& audience = "marketplace") const {
    token.pop_back();  // the line's end
    const auto key =
        http::make_verification_key(site.key_id, http::VerificationKey::Algorithm::hs256, site.key);
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto result = http::verify_token(token, audience, {&*key, 1}, now + later);
    if (const auto* const person = std::get_if<std::string>(&result)) return *person;
    return std::get<http::TokenFault>(result).kind == http::TokenFault::Kind::expired ? "expired"
                                                                                      : "invalid";
  }
  Said token(std::vector<std::string> words) {
    words.insert(words.begin(), {"token", "--site", site.name});
    return run_tool(site, words);
  }
};

BOOST_FIXTURE_TEST_CASE(the_token_alone_for_fifteen_minutes, Tokens) {
  const auto said = token({"--person", "jonas"});
  BOOST_TEST(said.status == 0);
  BOOST_TEST(said.err == "");
  BOOST_TEST(verdict(said.out, minutes(0)) == "jonas");
  BOOST_TEST(verdict(said.out, minutes(14)) == "jonas");
  BOOST_TEST(verdict(said.out, minutes(15)) == "expired");
  BOOST_TEST(verdict(said.out, minutes(0), "classroom") == "invalid");
}

BOOST_FIXTURE_TEST_CASE(longer_ones_on_demo_sites_only, Tokens) {
  const auto demo = token({"--person", "jonas", "--minutes", "43200"});
  BOOST_TEST(verdict(demo.out, minutes(43199)) == "jonas");
  auto text = site.site_file_text("marketplace");
  const std::string marks = "demo: true\nclock: test\n";
  text.erase(text.find(marks), marks.size());
  site.write_site_file(text);
  BOOST_TEST(token({"--person", "jonas", "--minutes", "15"}).status == 0);
  const auto refused = token({"--person", "jonas", "--minutes", "16"});
  BOOST_TEST(refused.status == 1);
  BOOST_TEST(refused.err == "chalkline: marketplace is no demo site: say --minutes 15 or less\n");
}

BOOST_FIXTURE_TEST_CASE(keys_are_chosen_by_kid, Tokens) {
  BOOST_TEST(token({"--person", "jonas", "--kid", "test-1"}).status == 0);
  const auto unknown = token({"--person", "jonas", "--kid", "other"});
  BOOST_TEST(unknown.status == 1);
  BOOST_TEST(lines_with(unknown.err, "marketplace has no key 'other'") == 1);
}

BOOST_FIXTURE_TEST_CASE(a_site_with_public_keys_only_signs_nothing, Tokens) {
  write_file(site, "public.pem",
             "-----BEGIN PUBLIC KEY-----\n"
             "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
             "-----END PUBLIC KEY-----\n");
  auto text = site.site_file_text("marketplace");
  text.erase(text.find("    - {kid"));
  text += "    - {kid: far, alg: EdDSA, public_key_file: " + (site.folder / "public.pem").string() +
          "}\n";
  site.write_site_file(text);
  for (const auto& words : {std::vector<std::string>{"--person", "jonas"},
                            std::vector<std::string>{"--person", "jonas", "--kid", "far"}}) {
    const auto said = token(words);
    BOOST_TEST(said.status == 1);
    BOOST_TEST(said.out == "");
    BOOST_TEST(lines_with(said.err, "let the platform sign one") == 1);
  }
}

BOOST_FIXTURE_TEST_CASE(words_that_do_not_fit_are_told_in_one_line, Tokens) {
  const std::vector<std::vector<std::string>> rows = {
      {},
      {"--person"},
      {"--person", "jonas", "--minutes", "0"},
      {"--person", "jonas", "--minutes", "x"},
      {"--person", "jonas", "--minutes", "99999999999999999999"},
      {"--person", "jonas", "more"},
      {"--person", "jonas", "--mins", "3"},
  };
  for (const auto& words : rows) {
    const auto said = token(words);
    BOOST_TEST(said.status == 2);
    BOOST_TEST(lines_with(said.err, "see chalkline token --help") == 1, said.err);
    BOOST_TEST(lines_with(said.err, "") == 1, said.err);
  }
  const auto stranger = token({"--person", "a b"});
  BOOST_TEST(stranger.status == 1);
  BOOST_TEST(lines_with(stranger.err, "'a b' is no person's id") == 1);
}

BOOST_FIXTURE_TEST_CASE(every_command_has_a_manual_page, Tokens) {
  for (const std::string command : {"migrate", "import", "seed", "token", "doctor", "policy"}) {
    const auto said = run_tool(site, {command, "--help"});
    BOOST_TEST(said.status == 0);
    for (const std::string part :
         {"NAME\n", "SYNOPSIS\n", "OPTIONS\n", "EXIT STATUS\n", "EXAMPLES\n"}) {
      BOOST_TEST(contains(said.out, part), command + ": " + part);
    }
    BOOST_TEST(contains(said.out, "chalkline " + command + " - "));
    BOOST_TEST(contains(run_tool(site, {"--help"}).out, "    " + command + " "));
  }
  BOOST_TEST(run_tool(site, {}).status == 2);
  const auto unknown = run_tool(site, {"sead"});
  BOOST_TEST(unknown.status == 2);
  BOOST_TEST(unknown.err == "chalkline: there is no command 'sead'; see chalkline --help\n");
}

BOOST_FIXTURE_TEST_CASE(a_wrong_site_file_is_one_line_with_file_line_and_key, Tokens) {
  site.write_site_file(site.site_file_text("marketplace") + "colour: red\n");
  const auto said = token({"--person", "jonas"});
  BOOST_TEST(said.status == 1);
  BOOST_TEST(lines_with(said.err, "marketplace.yaml:9: colour: ") == 1, said.err);
  BOOST_TEST(lines_with(said.err, "") == 1);
}

}  // namespace
}  // namespace chalkline::tests
