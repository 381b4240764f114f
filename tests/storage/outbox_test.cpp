#include "storage/outbox.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::TellingChannel;
using rules::TellingDecision;

struct Outbox : Fixture {
  void tell(const std::string& about, rules::Time due = noon(), const std::string& key = "",
            TellingChannel channel = TellingChannel::email) {
    run(insert_telling,
        rules::Telling{.event = "link_asked",
                       .about = about,
                       .version = 4,
                       .address = "o'brien@example.org",
                       .channel = channel,
                       .not_before = due,
                       .collapse_key = key},
        noon());
  }
  std::vector<TakenTelling> due(rules::Time now, int limit = 10) {
    return run(load_due_tellings, TellingChannel::email, now, limit);
  }
  std::string abouts(rules::Time now, int limit = 10) {
    std::string line;
    for (const auto& taken : due(now, limit)) line += taken.telling.about + " ";
    return line;
  }
  bool take(TakenTelling& taken, rules::Time now, rules::Time until) {
    return database.read([&](Session& s) { return take_telling(s, taken, now, until); });
  }
  std::string states() {
    return sql.list(
        "SELECT CONCAT_WS(' ', about, decision, reason, attempts) FROM outbox"
        " ORDER BY id");
  }
};

BOOST_FIXTURE_TEST_SUITE(outbox, Outbox)

BOOST_AUTO_TEST_CASE(several, *description("S2-13: those of one change are written at once")) {
  const std::vector<rules::Telling> tellings = {{.event = "a",
                                                 .about = "one",
                                                 .version = 1'764'500'000'000,
                                                 .recipient_id = "p1",
                                                 .channel = TellingChannel::email,
                                                 .not_before = noon(),
                                                 .collapse_key = "k"},
                                                {.event = "b",
                                                 .about = "two",
                                                 .address = "o'brien\\@example.org",
                                                 .channel = TellingChannel::sms,
                                                 .not_before = noon(1)}};
  run(insert_tellings, tellings, noon());
  run(insert_tellings, std::vector<rules::Telling>(), noon());
  const auto rows = sql.list(
      "SELECT CONCAT_WS(' ', event, about, version, IFNULL(recipient_id, '-'),"
      " IFNULL(address, '-'), channel, TIMESTAMPDIFF(MICROSECOND, made_at, not_before),"
      " IFNULL(collapse_key, '-'), decision) FROM outbox ORDER BY about");
  BOOST_TEST(rows ==
             "a one 1764500000000 p1 - email 0 k waiting,"
             "b two 0 - o'brien\\@example.org sms 1000 - waiting");
}

BOOST_AUTO_TEST_CASE(notices, *description("S3-07: for who has a page open, and what is over")) {
  person("here");
  person("away");
  sql.execute("UPDATE people SET live_until = UTC_TIMESTAMP() + INTERVAL 1 HOUR WHERE id = 'here'");
  const auto notice = [](const std::string& about, const std::string& who,
                         std::optional<rules::Time> not_after) {
    return rules::Telling{.event = "booking_reminder",
                          .about = about,
                          .recipient_id = who,
                          .channel = TellingChannel::app,
                          .not_before = noon(1),
                          .not_after = not_after};
  };
  run(insert_tellings,
      std::vector{notice("a", "here", noon(9)), notice("b", "away", noon(9)),
                  notice("c", "away", std::nullopt), notice("d", "nobody", noon(3))},
      noon());
  run(insert_telling, notice("e", "away", noon(4)), noon());
  tell("mail", noon(1));
  const auto due_at = [&](int milliseconds) {
    std::string line;
    for (const auto& each : run(load_due_notices, noon(milliseconds), 10)) {
      const auto& end = each.telling.not_after;
      line += each.telling.about + each.telling.recipient_id +
              (end ? std::to_string((*end - noon()).count()) : "-") + " ";
    }
    return line;
  };
  BOOST_TEST(due_at(0).empty());
  BOOST_TEST(due_at(1) == "ahere9 caway- ");
  BOOST_TEST(due_at(3) == "ahere9 caway- dnobody3 ");
  BOOST_TEST(due_at(9) == "ahere9 baway9 caway- dnobody3 eaway4 ");
  auto taken = run(load_due_notices, noon(1), 1).at(0);
  BOOST_TEST(take(taken, noon(1), noon(5)));
  BOOST_TEST(due_at(2) == "caway- ");
}

BOOST_AUTO_TEST_CASE(unless_one_waits, *description("S0-32: one that waits is enough, and between "
                                                    "two that are sent lies a pause")) {
  const auto alert = [&](const std::string& about, rules::Time due, int pause,
                         const std::string& key = "k") {
    const rules::Telling telling{.event = "new_message",
                                 .about = about,
                                 .recipient_id = "p1",
                                 .not_before = due,
                                 .collapse_key = key};
    run(insert_unless_waiting, telling, std::chrono::minutes(pause), noon());
  };
  const auto rows = [&] {
    return sql.list(
        "SELECT CONCAT_WS(' ', about, decision, TIMESTAMPDIFF(SECOND, made_at, not_before)) FROM"
        " outbox ORDER BY id");
  };
  alert("one", noon(5'000), 0);
  alert("two", noon(5'000), 60);
  alert("other", noon(5'000), 60, "another");
  BOOST_TEST(rows() == "one waiting 5,other waiting 5");
  BOOST_TEST(sql.value("SELECT CONCAT_WS(' ', event, version, recipient_id, IFNULL(address, '-'),"
                       " channel, collapse_key, made_at) FROM outbox LIMIT 1") ==
             "new_message 0 p1 - email k 2026-11-21 12:00:00.000");
  auto taken = due(noon(5'000), 1).at(0);
  BOOST_TEST(take(taken, noon(5'000), noon(9'000)));
  alert("three", noon(6'000), 0);
  BOOST_TEST(rows() == "one waiting 5,other waiting 5,three waiting 6");
  sql.execute(
      "UPDATE outbox SET decision = 'sent', decided_at = '2026-11-21 12:00:05' WHERE"
      " about = 'one'");
  sql.execute(
      "UPDATE outbox SET decision = 'dropped', decided_at = '2026-11-21 12:40' WHERE"
      " about = 'three'");
  alert("four", noon(9'000), 1);
  BOOST_TEST(rows() == "one sent 5,other waiting 5,three dropped 6,four waiting 65");
  sql.execute("DELETE FROM outbox WHERE about = 'four'");
  alert("five", noon(70'000), 1);
  BOOST_TEST(rows() == "one sent 5,other waiting 5,three dropped 6,five waiting 70");
}

BOOST_AUTO_TEST_CASE(what_is_due, *description("S2-13: in the order in which it fell due")) {
  tell("later", noon(5));
  tell("first", noon(1));
  tell("second", noon(1));
  tell("sms", noon(), "", TellingChannel::sms);
  BOOST_TEST(abouts(noon()).empty());
  BOOST_TEST(abouts(noon(1)) == "first second ");
  BOOST_TEST(abouts(noon(5)) == "first second later ");
  BOOST_TEST(abouts(noon(5), 1) == "first ");
  const auto taken = due(noon(1)).front();
  BOOST_TEST((taken.attempts == 0 && taken.telling.version == 4));
  BOOST_TEST((taken.telling.event == "link_asked" && taken.telling.recipient_id.empty()));
  BOOST_TEST(taken.telling.address == "o'brien@example.org");
}

BOOST_AUTO_TEST_CASE(taken_once, *description("S2-13: several workers, each row one of them")) {
  tell("a");
  auto mine = due(noon()).front();
  auto theirs = due(noon()).front();
  BOOST_TEST(take(mine, noon(), noon(100)));
  BOOST_TEST(!take(theirs, noon(), noon(100)));
  BOOST_TEST(mine.attempts == 1);
  BOOST_TEST(abouts(noon(99)).empty());
  run(decide_telling, mine, TellingDecision::sent, std::string_view(""), noon(1));
  BOOST_TEST(states() == "a sent  1");
  BOOST_TEST(abouts(noon(1000)).empty());
}

// The worker has died, or was only slow: what it notes after the lease is over is not heard.
BOOST_AUTO_TEST_CASE(a_lease_ends, *description("S2-13: a worker killed at any point")) {
  tell("a");
  auto first = due(noon()).front();
  BOOST_TEST(take(first, noon(), noon(100)));
  auto second = due(noon(100)).front();
  BOOST_TEST(take(second, noon(100), noon(200)));
  BOOST_TEST(second.attempts == 2);
  run(decide_telling, first, TellingDecision::given_up, std::string_view("slow"), noon(150));
  run(put_back_telling, first, std::string_view("slow"), noon(150));
  BOOST_TEST(states() == "a waiting  2");
  BOOST_TEST(abouts(noon(199)).empty());
  run(put_back_telling, second, std::string_view("folder_cannot_be_written"), noon(500));
  BOOST_TEST(states() == "a waiting folder_cannot_be_written 2");
  BOOST_TEST(abouts(noon(499)).empty());
  BOOST_TEST(abouts(noon(500)) == "a ");
}

BOOST_AUTO_TEST_CASE(a_newer_one, *description("S2-13: resend voids the old one")) {
  tell("old", noon(), "link|1");
  tell("other", noon(), "link|2");
  tell("keyless");
  run(drop_replaced_tellings, std::string("link|1"), noon(3));
  tell("new", noon(), "link|1");
  BOOST_TEST(states() ==
             "old dropped replaced 0,other waiting  0,keyless waiting  0,new waiting  0");
  BOOST_TEST(abouts(noon()) == "other keyless new ");
}

BOOST_AUTO_TEST_CASE(old_ones_go, *description("S2-13: purge of old rows")) {
  tell("sent");
  tell("waits");
  auto taken = due(noon()).front();
  take(taken, noon(), noon(100));
  run(decide_telling, taken, TellingDecision::sent, std::string_view(""), noon(5));
  BOOST_TEST(run(delete_old_tellings, noon(5)) == 0);
  BOOST_TEST(run(delete_old_tellings, noon(6)) == 1);
  BOOST_TEST(states() == "waits waiting  0");
}

// A row that is not committed tells nothing.
BOOST_AUTO_TEST_CASE(with_what_it_tells, *description("S2-13: in the same transaction")) {
  BOOST_CHECK_THROW(database.write([&](Session& session) -> bool {
    insert_telling(session, {.event = "link_asked", .about = "a", .not_before = noon()}, noon());
    throw std::runtime_error("no");
  }),
                    std::runtime_error);
  BOOST_TEST(abouts(noon()).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
