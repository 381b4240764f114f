#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"
#include "storage/limits.h"
#include "storage/link_requests.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::LinkSide;
using rules::RequestState;

const std::string hash(64, 'a');

struct Links : Fixture {
  rules::LinkRequest request(const std::string& asker, const std::string& address,
                             LinkSide side = LinkSide::parent) {
    rules::LinkRequest made{.asker_id = asker,
                            .asked_as = side,
                            .address = address,
                            .changed_at = noon(),
                            .mailing = 1};
    if (made.is_invitation()) made.expires_at = noon(7000);
    made.id = run(insert_link_request, made);
    return made;
  }
  static std::string ids(const std::vector<LinkRequestRow>& rows) {
    std::string line;
    for (const auto& row : rows) line += std::to_string(row.request.id) + row.asker.id + " ";
    return line;
  }
  std::string row(long long id) {
    return sql.list(
        "SELECT CONCAT_WS(' ', asker_id, asked_as, address, IFNULL(client_id, '-'), state,"
        " changed_at, IFNULL(expires_at, '-'), mailing, IFNULL(LEFT(token_hash, 2), '-'),"
        " IFNULL(link_id, '-')) FROM link_requests WHERE id = " +
        std::to_string(id));
  }
};

BOOST_FIXTURE_TEST_SUITE(links, Links)

BOOST_AUTO_TEST_CASE(request_rows, *description("S2-14: one row an asker and address")) {
  auto asked = request("petra", "o'brien:x@example.org", LinkSide::student);
  BOOST_TEST(row(asked.id) ==
             "petra student o'brien:x@example.org - pending 2026-11-21 12:00:00.000"
             " 2026-11-21 12:00:07.000 1 - -");
  const auto same = run(
      [&](Session& s) { return lock_link_request(s, "petra", LinkSide::student, asked.address); });
  BOOST_REQUIRE(same.has_value());
  BOOST_TEST((same->id == asked.id && same->is_invitation() && !same->client_id));
  BOOST_TEST((same->expires_at == noon(7000) && same->changed_at == noon() && !same->link_id));
  BOOST_TEST((fault_of([&] { request("petra", asked.address, LinkSide::student); }).kind ==
              Fault::Kind::conflict));
  const auto other = request("petra", asked.address);  // as a parent it is another one
  BOOST_TEST(other.id != asked.id);
  asked.client_id = ":mine'";
  asked.state = RequestState::confirmed;
  asked.changed_at = noon(1);
  asked.expires_at.reset();
  asked.mailing = 3;
  asked.link_id = 12;
  run(update_link_request, asked);
  BOOST_TEST(row(asked.id) ==
             "petra student o'brien:x@example.org :mine' confirmed 2026-11-21 12:00:00.001 - 3 - "
             "12");
  const auto by_client =
      run(lock_link_request_by_client, std::string("petra"), std::string(":mine'"));
  BOOST_REQUIRE(by_client.has_value());
  BOOST_TEST((by_client->id == asked.id && by_client->link_id == 12));
  BOOST_TEST(!run(lock_link_request_by_client, std::string("eve"), std::string(":mine'")));
  BOOST_TEST(run([&](Session& s) { return lock_link_request(s, asked.id); }).has_value());
  BOOST_TEST(!run([&](Session& s) { return lock_link_request(s, asked.id + 100); }).has_value());
}

BOOST_AUTO_TEST_CASE(tokens, *description("S2-13: single use, the newest mail's alone")) {
  const auto asked = request("jonas", "petra@example.org", LinkSide::student);
  BOOST_TEST(!run(mark_link_token, asked.id, 2LL, hash));
  BOOST_TEST(run(mark_link_token, asked.id, 1LL, hash));
  BOOST_TEST(run(lock_link_request_by_token, hash).value().id == asked.id);
  const std::string newer(64, 'b');
  BOOST_TEST(run(mark_link_token, asked.id, 1LL, newer));
  BOOST_TEST(!run(lock_link_request_by_token, hash).has_value());
  BOOST_TEST(run(lock_link_request_by_token, newer).has_value());
  auto again = asked;
  again.mailing = 2;
  run(update_link_request, again);
  BOOST_TEST(!run(lock_link_request_by_token, newer).has_value());
  again.state = RequestState::revoked;
  run(update_link_request, again);
  BOOST_TEST(!run(mark_link_token, asked.id, 2LL, hash));
}

BOOST_AUTO_TEST_CASE(lists, *description("S2-10: the student sees it; the owner alone")) {
  person("petra", {rules::Role::parent});
  person("jonas", {rules::Role::student});
  const auto one = request("petra", "x@example.org");
  const auto two = request("petra", "y@example.org");
  auto three = request("petra", "z@example.org");
  const auto four = request("jonas", "x@example.org", LinkSide::student);
  request("gone", "x@example.org");
  three.state = RequestState::revoked;
  run(update_link_request, three);
  BOOST_TEST(ids(run(load_asked_links, std::string("petra"))) ==
             std::to_string(two.id) + "petra " + std::to_string(one.id) + "petra ");
  BOOST_TEST(ids(run(load_link_requests_to, std::string("x@example.org"))) ==
             std::to_string(four.id) + "jonas " + std::to_string(one.id) + "petra ");
  // Whoever is no parent any more asks as none.
  sql.execute("UPDATE people SET roles = 2 WHERE id = 'petra'");
  BOOST_TEST(ids(run(load_link_requests_to, std::string("x@example.org"))) ==
             std::to_string(four.id) + "jonas ");
  const auto whole = run(load_link_request, three.id);
  BOOST_REQUIRE(whole.has_value());
  BOOST_TEST((whole->request.state == RequestState::revoked));
  BOOST_TEST(!run(load_link_request, 12'345LL).has_value());
}

BOOST_AUTO_TEST_CASE(declined,
                     *description("the owner's answer is done; the asker's list has it")) {
  person("petra", {rules::Role::parent});
  auto one = request("petra", "x@example.org");
  one.state = RequestState::declined;
  run(update_link_request, one);
  BOOST_TEST(run(load_asked_links, std::string("petra")).size() == 1U);
  BOOST_TEST(run(load_link_requests_to, std::string("x@example.org")).empty());
}

BOOST_AUTO_TEST_CASE(people_and_addresses, *description("S2-09: compared as addresses are")) {
  person("jonas", {rules::Role::student});
  sql.execute(
      "UPDATE people SET email = 'Jonas@Example.org', phone = '(0171) 5550123',"
      " locale = 'de-AT' WHERE id = 'jonas'");
  const auto jonas = run(load_link_person, std::string("jonas"), std::string("DE"));
  BOOST_REQUIRE(jonas.has_value());
  BOOST_TEST((jonas->owns("jonas@example.org") && jonas->owns("+431715550123")));
  BOOST_TEST((jonas->is(LinkSide::student) && !jonas->is(LinkSide::parent)));
  BOOST_TEST(!run(load_link_person, std::string("nobody"), std::string("DE")).has_value());
  sql.execute("INSERT INTO settings (person_id, locale) VALUES ('jonas', 'fr')");
  const auto owners = run(load_mail_owners, std::string("jonas@example.org"));
  BOOST_REQUIRE(owners.size() == 1U);
  BOOST_TEST((owners[0].person.id == "jonas" && owners[0].locale == "fr"));
  BOOST_TEST(owners[0].email == "Jonas@Example.org");
  sql.execute("UPDATE people SET erased_at = NOW() WHERE id = 'jonas'");
  BOOST_TEST(!run(load_link_person, std::string("jonas"), std::string("DE")).has_value());
  BOOST_TEST(run(load_mail_owners, std::string("jonas@example.org")).empty());
}

BOOST_AUTO_TEST_CASE(forgetting, *description("what came to nothing goes")) {
  auto revoked = request("petra", "a@example.org");
  revoked.state = RequestState::revoked;
  run(update_link_request, revoked);
  auto done = request("petra", "b@example.org");
  done.state = RequestState::confirmed;
  run(update_link_request, done);
  const auto waiting = request("petra", "c@example.org");
  const auto invited = request("jonas", "petra@example.org", LinkSide::student);
  BOOST_TEST(run(delete_old_link_requests, noon()) == 0);
  BOOST_TEST(run(delete_old_link_requests, noon(1)) == 1);
  BOOST_TEST(run(delete_expired_link_requests, noon(7000)) == 0);
  BOOST_TEST(run(delete_expired_link_requests, noon(7001)) == 1);
  BOOST_TEST(sql.list("SELECT id FROM link_requests ORDER BY id") ==
             std::to_string(done.id) + "," + std::to_string(waiting.id));
  BOOST_TEST(invited.id > 0);
  run(delete_link_requests_of, std::string("petra"));
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM link_requests") == 0);
}

BOOST_AUTO_TEST_CASE(counting, *description("S2-13: counted by person and action")) {
  using rules::LimitedAction;
  const std::string petra = "petra";
  const auto count = [&](LimitedAction action, rules::Time window) {
    return run(load_action_count, petra, action, window);
  };
  BOOST_TEST(count(LimitedAction::link_request, noon()) == 0);
  for (int i = 0; i < 3; ++i) run(count_action, petra, LimitedAction::link_request, noon());
  run(count_action, petra, LimitedAction::link_resend, noon());
  run(count_action, std::string("eve"), LimitedAction::link_request, noon());
  BOOST_TEST(count(LimitedAction::link_request, noon()) == 3);
  BOOST_TEST(count(LimitedAction::link_resend, noon()) == 1);
  BOOST_TEST(count(LimitedAction::link_request, noon(1)) == 0);
  BOOST_TEST(run(delete_old_action_counts, noon()) == 0);
  BOOST_TEST(run(delete_old_action_counts, noon(1)) == 3);
}

// The second waits for the first and counts behind it, so no two see the same number.
BOOST_AUTO_TEST_CASE(counting_at_once, *description("S2-13: two tries at once are two")) {
  using rules::LimitedAction;
  const std::string petra = "petra";
  run(count_action, petra, LimitedAction::link_request, noon());
  chalkline::tests::Sql other(site.root);
  other.execute("SET innodb_lock_wait_timeout = 1");
  database.write([&](Session& session) {
    count_action(session, petra, LimitedAction::link_request, noon());
    BOOST_CHECK_THROW(other.execute("UPDATE action_counts SET actions = actions + 1"),
                      std::exception);
    BOOST_TEST(load_action_count(session, petra, LimitedAction::link_request, noon()) == 2);
    return true;
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
