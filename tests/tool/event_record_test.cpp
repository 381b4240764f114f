#include <string>

#include <boost/test/unit_test.hpp>

#include "http/times.h"
#include "storage/events.h"
#include "support/mariadb.h"
#include "tool/tool.h"

namespace chalkline::tests {
namespace {

using rules::EventOutcome;
using storage::Session;

std::string person(const std::string& id, const std::string& name, int version = 1) {
  return R"({"type":"person.upserted","timestamp":"2026-10-01T08:00:00.000Z","data":{"id":")" + id +
         R"(","name":")" + name +
         R"(","timeZone":"UTC","locale":"en","roles":["student"],"standing":"ok","version":)" +
         std::to_string(version) + "}}";
}

struct EventRecord {
  TestSite site;
  storage::Database database = site.database();
  Sql sql{site.address};

  // Returns the event's id.
  std::string insert(EventOutcome outcome, const std::string& payload,
                     const std::string& type = "person.upserted",
                     const std::string& delivery = "msg_1") {
    static int items = 0;
    const bool failed = outcome == EventOutcome::failed;
    database.write([&](Session& session) {
      storage::insert_event(
          session,
          {.delivery_id = delivery,
           .item = items++,
           .type = type,
           .received_at = *http::parse_time("2026-11-21T12:00:00.5Z"),
           .outcome = outcome,
           .errors = failed ? R"([{"field":"data.id","code":"malformed","detail":"Mend."},)"
                              R"({"field":"","code":"refused","detail":"Or so."}])"
                            : "",
           .payload = payload});
      return true;
    });
    return sql.value("SELECT MAX(id) FROM events");
  }

  Said events(std::vector<std::string> words) {
    words.insert(words.begin(), "events");
    words.insert(words.end(), {"--site", site.name});
    return run_tool(site, words);
  }

  std::string on_record(const std::string& id) {
    return sql.value(
        "SELECT CONCAT_WS(' ', outcome, delivery_id, type, errors, payload)"
        " FROM events WHERE id = " +
        id);
  }
};

BOOST_FIXTURE_TEST_CASE(contract_3_events_are_listed_newest_first, EventRecord) {
  const auto first = insert(EventOutcome::applied, "");
  const auto second = insert(EventOutcome::failed, "{\"a\":1}", "");
  const auto third = insert(EventOutcome::recorded, "", "a b\x1B[31m");
  const auto all = events({"list"});
  BOOST_TEST(all.status == 0);
  BOOST_TEST(all.out.starts_with(third + "  2026-11-21T12:00:00.500Z  recorded  a_b_[31m  msg_1["));
  BOOST_TEST(lines_with(all.out, "failed    -  msg_1[") == 1);
  BOOST_TEST(lines_with(all.out, "] data.id:malformed refused") == 1);
  BOOST_TEST(all.out.find("applied   person.upserted") > all.out.find("failed"));
  BOOST_TEST(!contains(all.out, "{"));
  BOOST_TEST(!contains(all.out, "\x1B"));
  BOOST_TEST(lines_with(events({"list", "--limit", "2"}).out, "msg_1") == 2);
  const auto failed = events({"list", "--outcome", "failed"});
  BOOST_TEST(lines_with(failed.out, "msg_1") == 1);
  BOOST_TEST(failed.out.starts_with(second + " "));
  BOOST_TEST(events({"list", "--outcome", "ignored"}).out == "");
}

BOOST_FIXTURE_TEST_CASE(contract_3_a_failed_event_is_shown_with_its_text, EventRecord) {
  const auto failed = insert(EventOutcome::failed, "{\"name\":\n\"Bob\x1B[31m\"}");
  const auto said = events({"show", failed});
  BOOST_TEST(said.status == 0);
  BOOST_TEST(lines_with(said.out, "    data.id: malformed: Mend.") == 1);
  BOOST_TEST(contains(said.out, "\n\n{\"name\":\n\"Bob [31m\"}\n"));
  const auto applied = events({"show", insert(EventOutcome::applied, "")});
  BOOST_TEST(applied.status == 0);
  BOOST_TEST(lines_with(applied.out, "") == 1);
}

BOOST_FIXTURE_TEST_CASE(contract_3_a_replay_applies_and_records_the_outcome, EventRecord) {
  const auto good = insert(EventOutcome::failed, person("jonas", "Jonas"));
  const auto said = events({"replay", good});
  BOOST_TEST(said.status == 0);
  BOOST_TEST(lines_with(said.out, "applied   person.upserted  msg_1[") == 1);
  BOOST_TEST(on_record(good) == "applied msg_1 person.upserted");
  BOOST_TEST(sql.value("SELECT name FROM people") == "Jonas");
  const auto again = events({"replay", good});
  BOOST_TEST(again.status == 1);
  BOOST_TEST(contains(again.err, "event " + good + " did not fail; its text is not kept\n"));
}

BOOST_FIXTURE_TEST_CASE(contract_3_what_newer_events_have_overtaken_is_ignored, EventRecord) {
  const auto newer = insert(EventOutcome::failed, person("jonas", "New", 2));
  const auto older = insert(EventOutcome::failed, person("jonas", "Old", 1));
  BOOST_TEST(events({"replay", "all"}).status == 0);
  BOOST_TEST(on_record(newer).starts_with("applied"));
  BOOST_TEST(on_record(older) == "ignored msg_1 person.upserted");
  BOOST_TEST(sql.value("SELECT name FROM people") == "New");
}

BOOST_FIXTURE_TEST_CASE(contract_3_what_fails_again_stays_on_the_list, EventRecord) {
  const auto broken = insert(EventOutcome::failed, "{\"type\":\"person.erased\"", "");
  const auto wrong = insert(EventOutcome::failed, R"({"type":"person.erased"})");
  const auto unknown = insert(EventOutcome::failed, R"({"type":"new.kind"})", "new.kind");
  const auto good = insert(EventOutcome::failed, person("jonas", "Jonas"));
  const auto said = events({"replay", "all"});
  BOOST_TEST(said.status == 1);
  BOOST_TEST(lines_with(said.out, "msg_1") == 4);
  BOOST_TEST(
      on_record(broken).starts_with("failed msg_1  [{\"field\":\"\",\"code\":\"malformed\""));
  BOOST_TEST(on_record(broken).ends_with("{\"type\":\"person.erased\""));
  BOOST_TEST(lines_with(said.out, "timestamp:required data:required") == 1);
  BOOST_TEST(on_record(wrong).ends_with(R"({"type":"person.erased"})"));
  BOOST_TEST(on_record(unknown) == "recorded msg_1 new.kind");
  BOOST_TEST(on_record(good) == "applied msg_1 person.upserted");
}

BOOST_FIXTURE_TEST_CASE(contract_3_the_database_may_refuse_a_replay, EventRecord) {
  const auto id = insert(EventOutcome::failed, person("b", "Bob"));
  site.execute("ALTER TABLE people ADD CONSTRAINT no_bob CHECK (name <> 'Bob')");
  const auto said = events({"replay", id});
  BOOST_TEST(said.status == 1);
  BOOST_TEST(lines_with(said.out, "] refused") == 1);
  BOOST_TEST(!contains(said.out + said.err, "Bob"));
  BOOST_TEST(on_record(id).ends_with(person("b", "Bob")));
}

BOOST_FIXTURE_TEST_CASE(the_doctor_tells_of_failed_events, EventRecord) {
  insert(EventOutcome::applied, "");
  BOOST_TEST(lines_with(run_tool(site, {"doctor"}).out,
                        "ok    marketplace   webhooks: no event of the last 30 days has failed") ==
             1);
  insert(EventOutcome::failed, "{");
  insert(EventOutcome::failed, "{");
  const auto said = run_tool(site, {"doctor"});
  BOOST_TEST(lines_with(said.out, "warn  marketplace   webhooks: 2 events ") == 1, said.out);
  BOOST_TEST(lines_with(said.out, "chalkline events list --site marketplace --outcome failed") ==
             1);
}

BOOST_FIXTURE_TEST_CASE(events_that_are_asked_for_wrongly, EventRecord) {
  for (const auto& words : std::vector<std::vector<std::string>>{
           {"events", "list"}, {"events", "--site", "marketplace"}}) {
    BOOST_TEST(run_tool(site, words).status == 2);
  }
  BOOST_TEST(events({"look"}).status == 2);
  BOOST_TEST(events({"list", "7"}).status == 2);
  BOOST_TEST(events({"show"}).status == 2);
  BOOST_TEST(events({"replay"}).status == 2);
  BOOST_TEST(events({"list", "--limit", "0"}).status == 2);
  BOOST_TEST(events({"list", "--outcome", "lost"}).status == 1);
  for (const std::string id : {"0", "x", "7x", "99999999999999999999"}) {
    const auto said = events({"show", id});
    BOOST_TEST(said.status == 1);
    BOOST_TEST(contains(said.err, "is no event's id: chalkline events list shows them"));
  }
  BOOST_TEST(contains(events({"replay", "7"}).err, "there is no event 7: "));
  BOOST_TEST(contains(run_tool(site, {"events", "--help"}).out, "chalkline events replay"));
}

}  // namespace
}  // namespace chalkline::tests
