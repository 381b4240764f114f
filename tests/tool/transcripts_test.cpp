#include "http/transcripts.h"

#include <string>

#include <boost/test/unit_test.hpp>

#include "support/mariadb.h"
#include "tool/tool.h"

namespace chalkline::tests {
namespace {

using boost::unit_test::description;
namespace json = boost::json;

// Made with the openssl command: genpkey -algorithm ed25519; pkey -pubout.
const std::string private_pem =
    "-----BEGIN PRIVATE KEY-----\n"
    "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
    "-----END PRIVATE KEY-----\n";
const std::string public_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEA11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n"
    "-----END PUBLIC KEY-----\n";
const std::string other_pem =
    "-----BEGIN PUBLIC KEY-----\n"
    "MCowBQYDK2VwAyEAcN3Xra42k2p1561meFiicR1sVvZSIytYypMnYzNM4Lo=\n"
    "-----END PUBLIC KEY-----\n";

// A thread of one message that is older than the chain.
std::string transcript() {
  const rules::TrailLine line{.seq = 1, .sender_id = "ada", .body = "Hello"};
  const http::TrailPlace end{.head = {}, .seq = 1};
  const json::object made{
      {"format", http::transcript_format},
      {"site", "school"},
      {"createdAt", "2026-11-22T00:00:00.000Z"},
      {"thread", {{"id", "12"}}},
      {"from", http::to_json(http::TrailPlace{})},
      {"through", http::to_json(end)},
      {"head", http::to_json(end)},
      {"nextCursor", nullptr},
      {"page", nullptr},
      {"lines", json::array{http::to_json(12, {.line = line, .at_local = "x"})}}};
  return http::transcript_text(made, http::make_signing_key(private_pem));
}

struct Transcripts {
  TestSite site;
  std::string file = write_file(site, "t.json", transcript());
  std::string key = write_file(site, "key.pem", public_pem);

  Said verify(const std::vector<std::string>& words) {
    auto all = words;
    all.insert(all.begin(), "verify");
    return run_tool(site, all);
  }
};

BOOST_FIXTURE_TEST_CASE(S2_02_a_transcript_is_checked_offline, Transcripts) {
  const auto said = verify({file, "--key", key});
  BOOST_TEST(said.status == 0);
  BOOST_TEST(said.err == "");
  BOOST_TEST(said.out ==
             file +
                 " holds: site school, conversation 12, as of 2026-11-22T00:00:00.000Z\n"
                 "  messages 1 to 1, entries 0 to 0\n"
                 "  1 messages are older than the chain\n"
                 "  signed with key e3cacd5c2d931295\n");
  const auto untrusted = verify({file});
  BOOST_TEST(untrusted.status == 0);
  BOOST_TEST(contains(untrusted.out, ", which nothing here vouches for: compare it, or say --key"));
}

BOOST_FIXTURE_TEST_CASE(S2_02_what_does_not_hold_is_named, Transcripts) {
  auto text = transcript();
  text.replace(text.find("Hello"), 5, "Hallo");
  const auto changed = write_file(site, "changed.json", text);
  const auto said = verify({changed, "--key", key});
  BOOST_TEST(said.status == 1);
  BOOST_TEST(said.out == "");
  BOOST_TEST(said.err == changed +
                             ":7: message 1: The line was changed: a receipt, a time or what else "
                             "stands beside the text.\n");
  const auto other = verify({file, "--key", write_file(site, "other.pem", other_pem)});
  BOOST_TEST(other.status == 1);
  BOOST_TEST(contains(other.err, "It is signed with another key"));
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_checked, Transcripts) {
  BOOST_TEST(verify({}).status == 2);
  BOOST_TEST(verify({file, "--site", "x"}).status == 2);
  const auto missing = verify({file + "x"});
  BOOST_TEST(missing.status == 1);
  BOOST_TEST(contains(missing.err, "cannot be read: No such file or directory"));
  const auto no_key = verify({file, "--key", file});
  BOOST_TEST(no_key.status == 1);
  BOOST_TEST(contains(no_key.err, "is no Ed25519 public key in PEM"));
}

BOOST_FIXTURE_TEST_CASE(S2_07_the_record_is_listed, Transcripts) {
  Sql sql(site.address);
  sql.execute(
      "INSERT INTO audit (at, actor_id, action, thread_id, grant_id, detail) VALUES"
      " ('2026-11-21 12:00:00', 'ada', 'oversight_granted', 7, 1, 'A parent asked'),"
      " ('2026-11-21 12:01:00', 'ada', 'oversight_read', 7, 1, 'entries 1 to 2'),"
      " ('2026-11-21 12:02:00', 'bob', 'oversight_ended', 8, 2, '')");
  const auto audit = [&](std::vector<std::string> words) {
    words.insert(words.begin(), {"audit", "--site", site.name});
    return run_tool(site, words);
  };
  const std::string read = "2026-11-21T12:01:00.000Z\toversight_read\tada\t7\t1\tentries 1 to 2\n";
  const std::string granted =
      "2026-11-21T12:00:00.000Z\toversight_granted\tada\t7\t1\tA parent asked\n";
  BOOST_TEST(audit({}).out ==
             "2026-11-21T12:02:00.000Z\toversight_ended\tbob\t8\t2\t\n" + read + granted);
  BOOST_TEST(audit({"--thread", "7"}).out == read + granted);
  BOOST_TEST(audit({"--thread", "7", "--limit", "1"}).out == read);
  BOOST_TEST(audit({"--thread", "9"}).out == "");
  BOOST_TEST(audit({"--limit", "0"}).status == 2);
}

}  // namespace
}  // namespace chalkline::tests
