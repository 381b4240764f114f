#include "storage/events.h"

#include <atomic>
#include <chrono>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

#include "storage/fixture.h"
#include "storage/savepoints.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::EventOutcome;

struct Record : Fixture {
  void event(const std::string& delivery, int item, EventOutcome outcome, rules::Time at = noon()) {
    const bool failed = outcome == EventOutcome::failed;
    run(insert_event, EventRow{.delivery_id = delivery,
                               .item = item,
                               .type = "person.upserted",
                               .received_at = at,
                               .outcome = outcome,
                               .errors = failed ? R"([{"field":"a","code":"b","detail":"c"}])" : "",
                               .payload = failed ? "{\"a\": ':x'}" : ""});
  }
  // "item outcome" of each, in their order.
  static std::string line(const std::vector<EventRow>& rows) {
    std::string text;
    for (const auto& row : rows) {
      text += (text.empty() ? "" : " ") + row.delivery_id + std::to_string(row.item) + ":" +
              std::string(rules::name_of(row.outcome));
    }
    return text;
  }
};

BOOST_FIXTURE_TEST_SUITE(events, Record)

BOOST_AUTO_TEST_CASE(deliveries, *description("contract 3: 200 for a repeat")) {
  BOOST_TEST(run(insert_delivery, std::string("msg_1"), noon()));
  BOOST_TEST(!run(insert_delivery, std::string("msg_1"), noon(1)));
  BOOST_TEST(run(insert_delivery, std::string("MSG_1"), noon()));
  BOOST_TEST(sql.list("SELECT CONCAT(id, ' ', received_at) FROM webhook_deliveries ORDER BY id") ==
             "MSG_1 2026-11-21 12:00:00.000,msg_1 2026-11-21 12:00:00.000");
}

BOOST_AUTO_TEST_CASE(many_at_once, *description("contract 3: a batch, in their order")) {
  std::vector<EventRow> rows;
  for (int item = 0; item < 12; ++item) {
    rows.push_back({.delivery_id = "msg:'1",
                    .item = item,
                    .type = item == 3 ? "\"\\\x1B数" : "",
                    .received_at = noon(item),
                    .outcome = item == 4 ? EventOutcome::recorded : EventOutcome::ignored});
  }
  run(insert_events, rows);
  run(insert_events, std::vector<EventRow>{});
  const auto stored = run(load_delivered, std::string("msg:'1"));
  BOOST_REQUIRE(stored.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    BOOST_TEST((stored[i].type == rows[i].type && stored[i].outcome == rows[i].outcome));
    BOOST_TEST((stored[i].received_at == rows[i].received_at && stored[i].errors.empty()));
    BOOST_TEST(stored[i].id == stored[0].id + static_cast<long long>(i));
  }
}

BOOST_AUTO_TEST_CASE(two_at_once, *description("platform: the id goes with its effect")) {
  chalkline::tests::Sql holder(site.root);
  for (const std::string end : {"COMMIT", "ROLLBACK"}) {
    const std::string id = "msg_" + end;
    holder.execute("BEGIN");
    holder.execute("INSERT INTO webhook_deliveries VALUES ('" + id + "', '2026-11-21')");
    std::atomic<bool> done = false;
    std::thread releaser([&] {
      while (!done && sql.number("SELECT COUNT(*) FROM information_schema.innodb_trx"
                                 " WHERE trx_state = 'LOCK WAIT'") == 0) {
        // The server refreshes this table only where nobody has read it for a tenth of a second.
        std::this_thread::sleep_for(std::chrono::milliseconds(150));
      }
      holder.execute(end);
    });
    const bool inserted =
        database.write([&](Session& session) { return insert_delivery(session, id, noon()); });
    done = true;
    releaser.join();
    BOOST_TEST(inserted == (end == "ROLLBACK"), end);
  }
}

BOOST_AUTO_TEST_CASE(what_became_of_them, *description("contract 3: per-event results")) {
  event("m", 1, EventOutcome::failed);
  event("m", 0, EventOutcome::applied);
  event("m", 2, EventOutcome::recorded);
  event("n", 0, EventOutcome::ignored);
  BOOST_TEST(line(run(load_delivered, std::string("m"))) == "m0:applied m1:failed m2:recorded");
  BOOST_TEST(run(load_delivered, std::string("x")).empty());
  using Wanted = std::optional<EventOutcome>;
  BOOST_TEST(line(run(load_events, Wanted(), 3)) == "n0:ignored m2:recorded m0:applied");
  BOOST_TEST(line(run(load_events, Wanted(EventOutcome::failed), 3)) == "m1:failed");
  BOOST_TEST(run(load_events, Wanted(), 9).back().payload.empty());
  BOOST_TEST((fault_of([&] { event("m", 1, EventOutcome::applied); }).key == "delivery"));
}

BOOST_AUTO_TEST_CASE(dead_letters, *description("contract 3: failed events keep their text")) {
  event("m", 0, EventOutcome::applied);
  event("m", 1, EventOutcome::failed);
  const auto ids = run(load_failed_ids, 10);
  BOOST_REQUIRE(ids.size() == 1U);
  auto row = run(load_event, ids.front());
  BOOST_REQUIRE(row.has_value());
  BOOST_TEST(row->payload == "{\"a\": ':x'}");
  BOOST_TEST(row->errors == R"([{"field":"a","code":"b","detail":"c"}])");
  BOOST_TEST((row->received_at == noon()));
  BOOST_TEST(sql.value("SELECT payload IS NULL AND errors IS NULL FROM events WHERE item = 0") ==
             "1");
  row->outcome = EventOutcome::ignored;
  row->errors.clear();
  row->payload.clear();
  run(update_event, *row);
  BOOST_TEST(sql.value("SELECT CONCAT_WS(' ', outcome, errors, payload) FROM events"
                       " WHERE item = 1") == "ignored");
  BOOST_TEST(run(load_failed_ids, 10).empty());
  BOOST_TEST(!run(load_event, 1LL << 40).has_value());
}

BOOST_AUTO_TEST_CASE(thirty_days, *description("platform: ids are kept, and not for ever")) {
  run(insert_delivery, std::string("old"), noon());
  run(insert_delivery, std::string("new"), noon(1));
  event("old", 0, EventOutcome::failed, noon());
  event("new", 0, EventOutcome::failed, noon(1));
  BOOST_TEST(run(delete_old_deliveries, noon()) == 0);
  BOOST_TEST(run(delete_old_events, noon()) == 0);
  BOOST_TEST(run(delete_old_deliveries, noon(1)) == 1);
  BOOST_TEST(run(delete_old_events, noon(1)) == 1);
  BOOST_TEST(sql.list("SELECT id FROM webhook_deliveries") == "new");
  BOOST_TEST(sql.list("SELECT delivery_id FROM events") == "new");
}

BOOST_AUTO_TEST_CASE(savepoints, *description("contract 3: one bad event never hides the rest")) {
  database.write([](Session& session) {
    set_savepoint(session);
    insert_delivery(session, "a", noon());
    set_savepoint(session);
    insert_delivery(session, "b", noon());
    roll_back_to_savepoint(session);
    set_savepoint(session);
    return insert_delivery(session, "c", noon());
  });
  BOOST_TEST(sql.list("SELECT id FROM webhook_deliveries ORDER BY id") == "a,c");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
