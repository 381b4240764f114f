#include <chrono>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"
#include "handlers/signed_call.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"cgi", "fastcgi"});

Call platform(const std::string& body, const std::string& id = new_id()) {
  return signed_call("POST", "/api/webhooks/platform", body, id);
}

std::string event(const std::string& type, const std::string& data) {
  return R"({"type":")" + type + R"(","timestamp":"2026-11-01T08:00:00Z","data":{)" + data + "}}";
}

std::string person(const std::string& id, const std::string& name, int version = 1) {
  return event("person.upserted", R"("id":")" + id + R"(","name":")" + name +
                                      R"(","timeZone":"UTC","locale":"en","roles":["student"],)"
                                      R"("standing":"ok","version":)" +
                                      std::to_string(version));
}

std::string new_name() {
  static int names = 0;
  return "w" + std::to_string(++names);
}

// "0:applied 1:failed", or the verdict of a problem.
std::string results(const Answer& answer) {
  if (answer.status != 200) return answer.verdict();
  std::string line;
  for (const auto& result : answer.at("results").as_array()) {
    line += (line.empty() ? "" : " ") + std::to_string(result.at("index").as_int64()) + ":" +
            std::string(result.at("status").as_string());
    BOOST_TEST(result.as_object().contains("errors") == (result.at("status") == "failed"));
  }
  return line;
}

BOOST_AUTO_TEST_SUITE(webhooks)

BOOST_TEST_DECORATOR(*description("contract 3: 401 for anything wrong with the signature"))
BOOST_DATA_TEST_CASE(signatures, protocols, protocol) {
  House house(protocol);
  const auto id = new_name();
  const auto body = person(id, "Signed");
  const auto with = [&](const std::string& name, const std::optional<std::string>& value) {
    auto call = platform(body);
    call.parameters[name] = value;
    return house.ask(call).verdict();
  };
  BOOST_TEST(with("HTTP_WEBHOOK_ID", std::nullopt) == "401 signature_missing");
  BOOST_TEST(with("HTTP_WEBHOOK_TIMESTAMP", std::nullopt) == "401 signature_missing");
  BOOST_TEST(with("HTTP_WEBHOOK_SIGNATURE", std::nullopt) == "401 signature_missing");
  BOOST_TEST(with("HTTP_WEBHOOK_SIGNATURE", "v1,AAAA") == "401 signature_invalid");
  BOOST_TEST(with("HTTP_WEBHOOK_ID", "other") == "401 signature_invalid");
  auto changed = platform(body);
  changed.body.replace(changed.body.find("Signed"), 6, "Forged");
  BOOST_TEST(house.ask(changed).verdict() == "401 signature_invalid");
  auto other_site = platform(body);
  other_site.site = "nowhere";
  BOOST_TEST(house.ask(other_site).verdict() == "404 not_found");
  const auto aged = [&](long long age) {
    return house.ask(signed_call("POST", "/api/webhooks/platform", body, new_id(), age)).verdict();
  };
  BOOST_TEST(aged(310) == "401 signature_expired");
  BOOST_TEST(aged(-310) == "401 signature_expired");
  const auto refused = house.ask(changed);
  BOOST_TEST(refused.header("WWW-Authenticate") == "Webhook");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM people WHERE id = '" + id + "'") == 0);
  BOOST_TEST(aged(290) == "200");
  BOOST_TEST(aged(-290) == "200");
  const auto old_secret =
      signed_call("POST", "/api/webhooks/platform", person(id, "Rotated", 2), new_id(), 0, 1);
  BOOST_TEST(results(house.ask(old_secret)) == "0:applied");
  BOOST_TEST(sql().value("SELECT name FROM people WHERE id = '" + id + "'") == "Rotated");
}

BOOST_TEST_DECORATOR(*description("contract 5: the test clock does not govern the age of webhooks"))
BOOST_DATA_TEST_CASE(clocks, protocols, protocol) {
  House house(protocol);
  auto call = platform(person(new_name(), "A"));
  call.parameters["HTTP_CHALKLINE_NOW"] = "2030-01-01T00:00:00Z";
  BOOST_TEST(results(house.ask(call)) == "0:applied");
  auto old = signed_call("POST", "/api/webhooks/platform", person(new_name(), "A"), new_id(), 3600);
  old.parameters["HTTP_CHALKLINE_NOW"] = "2020-01-01T00:00:00Z";
  BOOST_TEST(house.ask(old).verdict() == "401 signature_expired");
}

BOOST_TEST_DECORATOR(*description("contract 3: 200 for a repeat, which does nothing"))
BOOST_DATA_TEST_CASE(repeats, protocols, protocol) {
  House house(protocol);
  const auto id = new_id();
  const auto one = new_name();
  const auto body = "[" + person(one, "One") + "," + R"({"type":"a.b"},{"type":"order.recorded"}])";
  const auto first = house.ask(platform(body, id));
  BOOST_TEST(results(first) == "0:applied 1:recorded 2:failed");
  BOOST_TEST(first.header("Idempotent-Replay") == "");
  sql().execute("UPDATE people SET version = -1, name = 'Kept' WHERE id = '" + one + "'");
  const auto again = house.ask(platform(body, id));
  BOOST_TEST(again.body == first.body);
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(sql().value("SELECT name FROM people WHERE id = '" + one + "'") == "Kept");
  // The single event that was refused is on record, so that its repeat need not be refused.
  const auto bad = new_id();
  BOOST_TEST(house.ask(platform(R"({"type":"person.erased"})", bad)).verdict() ==
             "400 bad_input timestamp:required data:required");
  const auto bad_again = house.ask(platform(R"({"type":"person.erased"})", bad));
  BOOST_TEST(results(bad_again) == "0:failed");
  BOOST_TEST(bad_again.at("results.0.errors.1.field").as_string() == "data");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM events WHERE delivery_id = '" + bad + "'") == 1);
  // Another site has never heard of it.
  auto elsewhere = platform(person(one, "One"), id);
  elsewhere.site = "classroom";
  BOOST_TEST(house.ask(elsewhere).header("Idempotent-Replay") == "");
}

BOOST_TEST_DECORATOR(*description("contract 3: one event, an array, or NDJSON"))
BOOST_DATA_TEST_CASE(bodies, protocols, protocol) {
  House house(protocol);
  const auto ask = [&](const std::string& body, const std::string& type = "application/json") {
    auto call = platform(body);
    call.parameters["CONTENT_TYPE"] = type;
    return results(house.ask(call));
  };
  const auto a = new_name();
  const auto b = new_name();
  BOOST_TEST(ask(person(a, "A")) == "0:applied");
  BOOST_TEST(ask(person(a, "A")) == "0:ignored");
  BOOST_TEST(ask(R"({"type":"new.kind","data":7})") == "0:recorded");
  BOOST_TEST(ask("[" + person(a, "A", 2) + ",nonsense," + person(b, "B") + "]") ==
             "0:applied 1:failed 2:applied");
  BOOST_TEST(ask(person(a, "A", 3) + "\nnonsense\r\n\n" + person(b, "B"), "application/x-ndjson") ==
             "0:applied 1:failed 2:ignored");
  BOOST_TEST(ask(person(a, "A", 4), "Application/X-NDJSON; charset=UTF-8") == "0:applied");
  BOOST_TEST(ask("[]") == "");
  BOOST_TEST(ask("[") == "400 bad_input :malformed");
  BOOST_TEST(ask("nonsense") == "400 bad_input :malformed");
  BOOST_TEST(ask("") == "400 bad_input :malformed");
  BOOST_TEST(ask(person("a b", "A")) == "400 bad_input data.id:malformed");
  BOOST_TEST(ask(person(a, "A"), "text/plain") == "415 unsupported_media_type");
  BOOST_TEST(ask(person(a, "A"), "application/ndjson") == "415 unsupported_media_type");
  BOOST_TEST(ask(std::string(4'194'305, ' ')) == "413 body_too_large");
  std::string many = "[{}";
  for (int i = 0; i < 1000; ++i) many += ",{}";
  BOOST_TEST(ask(many + "]") == "400 bad_input :too_long");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM events WHERE item = 1000") == 0);
}

BOOST_TEST_DECORATOR(*description("contract 3: one bad event never hides the rest"))
BOOST_DATA_TEST_CASE(refusals_of_the_database, protocols, protocol) {
  House house(protocol);
  const auto a = new_name();
  const auto b = new_name();
  const auto c = new_name();
  sql().execute("ALTER TABLE people ADD CONSTRAINT no_" + b + " CHECK (name <> 'Bob')");
  const auto answer = house.ask(
      platform("[" + person(a, "A") + "," + person(b, "Bob") + "," + person(c, "C") + "]"));
  sql().execute("ALTER TABLE people DROP CONSTRAINT no_" + b);
  BOOST_TEST(results(answer) == "0:applied 1:failed 2:applied");
  BOOST_TEST(answer.text("results.1.errors.0.code") == "refused");
  BOOST_TEST(answer.body.find("Bob") == std::string::npos);
  BOOST_TEST(sql().list("SELECT id FROM people WHERE id IN ('" + a + "','" + b + "','" + c +
                        "')") == a + "," + c);
}

BOOST_TEST_DECORATOR(
    *description("contract 3: every event is on record, its text only if it failed"))
BOOST_DATA_TEST_CASE(record, protocols, protocol) {
  House house(protocol);
  const auto id = new_id();
  const auto a = new_name();
  house.ask(
      platform("[" + person(a, "A") + "," + person(a, "A") + R"(,{"type":"x.y"},{"type":7}])", id));
  BOOST_TEST(sql().list("SELECT CONCAT_WS(' ', item, type, outcome, payload) FROM events WHERE"
                        " delivery_id = '" +
                        id + "' ORDER BY item") ==
             "0 person.upserted applied,1 person.upserted ignored,2 x.y recorded,"
             "3  failed {\"type\":7}");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM events WHERE delivery_id = '" + id +
                          "' AND ABS(TIMESTAMPDIFF(SECOND, received_at, UTC_TIMESTAMP())) < 60") ==
             4);
}

BOOST_TEST_DECORATOR(*description("S4-18: an order lifts the cap on the tutor's messages"))
BOOST_DATA_TEST_CASE(lifted_caps, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple("advisor");
  const auto send = [&] {
    return house
        .ask({.method = "POST",
              .target = "/api/send",
              .body = R"({"to":")" + couple.student + R"(","message":"x"})",
              .person = couple.tutor,
              .site = "advisor"})
        .verdict();
  };
  const auto order = [&](const std::string& id, int version, const std::string& state = "paid") {
    auto call = platform(
        event("order.recorded",
              R"("id":")" + id + R"(","tutorId":")" + couple.tutor + R"(","studentId":")" +
                  couple.student + R"(","title":"Essay","amount":1,"currency":"EUR","state":")" +
                  state + R"(","at":"2026-11-01T08:00:00Z","version":)" + std::to_string(version)));
    call.site = "advisor";
    return results(house.ask(call));
  };
  for (int i = 0; i < 5; ++i) BOOST_TEST(send() == "201");
  BOOST_TEST(send() == "422 unanswered_cap_reached");
  // What has come to nothing before it was told of is no order.
  for (const std::string state : {"cancelled", "refunded"}) {
    BOOST_TEST(order(new_name(), 1, state) == "0:applied");
    BOOST_TEST(send() == "422 unanswered_cap_reached");
  }
  BOOST_TEST(order(new_name(), 1, "open") == "0:applied");
  for (int i = 0; i < 5; ++i) BOOST_TEST(send() == "201");
  const auto id = new_name();
  BOOST_TEST(order(id, 1) == "0:applied");
  for (int i = 0; i < 5; ++i) BOOST_TEST(send() == "201");
  BOOST_TEST(send() == "422 unanswered_cap_reached");
  BOOST_TEST(order(id, 2) == "0:applied");
  BOOST_TEST(send() == "422 unanswered_cap_reached");
}

BOOST_TEST_DECORATOR(*description("contract 3: GET /api/webhooks/events?after="))
BOOST_DATA_TEST_CASE(outgoing, protocols, protocol) {
  House house(protocol);
  const auto ask = [&](const std::string& query) {
    return house.ask(signed_call("GET", "/api/webhooks/events" + query, ""));
  };
  sql().execute("DELETE FROM outgoing_events");
  const auto start = sql().number("SELECT IFNULL(MAX(last_seq), 0) FROM outgoing_counter");
  const auto after = [&](long long more) { return "?after=" + std::to_string(start + more); };
  BOOST_TEST(ask("").body == R"({"items":[],"hasMore":false})");
  for (const std::string type : {"a", "b", "c"}) {
    sql().execute("INSERT INTO outgoing_events (type, at, data) VALUES ('" + type +
                  "', '2026-11-21 12:00:00.250', '{\"id\":\"" + type + "\"}')");
  }
  const auto all = ask("");
  BOOST_TEST(all.body == R"({"items":[{"seq":)" + std::to_string(start + 1) +
                             R"(,"type":"a","timestamp":"2026-11-21T12:00:00.250Z",)"
                             R"("data":{"id":"a"}},{"seq":)" +
                             std::to_string(start + 2) +
                             R"(,"type":"b","timestamp":"2026-11-21T12:00:00.250Z",)"
                             R"("data":{"id":"b"}},{"seq":)" +
                             std::to_string(start + 3) +
                             R"(,"type":"c","timestamp":"2026-11-21T12:00:00.250Z",)"
                             R"("data":{"id":"c"}}],"hasMore":false})");
  const auto page = ask(after(1) + "&limit=1");
  BOOST_TEST(page.number("items.0.seq") == start + 2);
  BOOST_TEST(page.at("hasMore").as_bool());
  BOOST_TEST(!ask(after(2) + "&limit=1").at("hasMore").as_bool());
  BOOST_TEST(ask(after(3)).at("items").as_array().empty());
  BOOST_TEST(ask("?after=x&limit=101&more=1").verdict() ==
             "400 bad_input after:wrong_type limit:out_of_range more:unknown_field");
  BOOST_TEST(ask("?after=-1&limit=0").verdict() ==
             "400 bad_input after:out_of_range limit:out_of_range");
  BOOST_TEST(house.ask({.target = "/api/webhooks/events"}).verdict() == "401 signature_missing");
  // Neither a person's token nor a signature over something else opens it.
  BOOST_TEST(house.get(new_person(), "/api/webhooks/events").verdict() == "401 signature_missing");
  auto other = signed_call("GET", "/api/webhooks/events", "{}");
  BOOST_TEST(house.ask(other).verdict() == "401 signature_invalid");
}

BOOST_TEST_DECORATOR(*description("contract 3: no secret and nothing personal in a log"))
BOOST_DATA_TEST_CASE(logs, protocols, protocol) {
  House house(protocol);
  house.take_log();
  const auto name = "chalk-secret-name";
  house.ask(platform(person(new_name(), name)));
  house.ask(platform("{\"" + std::string(name)));
  auto forged = platform(person(new_name(), name));
  forged.parameters["HTTP_WEBHOOK_SIGNATURE"] = "v1,chalk-secret-signature";
  house.ask(forged);
  const auto log = house.take_log();
  BOOST_TEST(log.find("chalk-secret") == std::string::npos);
  BOOST_TEST(log.find("whsec") == std::string::npos);
  BOOST_TEST(log.find("\"code\":\"signature_invalid\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(thirty_days, *description("platform: ids are kept for 30 days")) {
  House house("cgi");
  const auto old = new_id();
  const auto recent = new_id();
  for (const auto& id : {old, recent}) house.ask(platform(person(new_name(), "A"), id));
  for (const std::string table : {"webhook_deliveries", "events"}) {
    const auto key = table == "events" ? "delivery_id" : "id";
    sql().execute("UPDATE " + table +
                  " SET received_at = UTC_TIMESTAMP() - INTERVAL 43201 MINUTE"
                  " WHERE " +
                  key + " = '" + old + "'");
    sql().execute("UPDATE " + table +
                  " SET received_at = UTC_TIMESTAMP() - INTERVAL 43190 MINUTE"
                  " WHERE " +
                  key + " = '" + recent + "'");
  }
  // Of what happened long ago, as a test clock or an event says, the machine's clock alone counts.
  for (const std::string minutes : {"43201", "43190"}) {
    const auto& name = minutes == "43201" ? old : recent;
    const auto told = "'2020-01-01', UTC_TIMESTAMP() - INTERVAL " + minutes + " MINUTE";
    sql().execute("INSERT INTO outgoing_events (type, at, told_at, data) VALUES ('" + name + "', " +
                  told + ", '{}')");
    sql().execute(
        "INSERT INTO live_sessions (id, person_id, state, at, told_at, version) VALUES"
        " ('" +
        name + "', 'a', 'ended', " + told + ", 1)");
  }
  const Scratch nothing;
  Process scheduled({executable("scheduled"), "--once"}, base_environment(), nothing.fd());
  BOOST_TEST(scheduled.wait() == 0);
  const auto left = [&](const std::string& table, const std::string& column) {
    return sql().list("SELECT " + column + " FROM " + table + " WHERE " + column + " IN ('" + old +
                      "','" + recent + "')");
  };
  BOOST_TEST(left("webhook_deliveries", "id") == recent);
  BOOST_TEST(left("events", "delivery_id") == recent);
  BOOST_TEST(left("outgoing_events", "type") == recent);
  BOOST_TEST(left("live_sessions", "id") == recent);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
