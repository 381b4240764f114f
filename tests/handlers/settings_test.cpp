#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});
const std::string target = "/api/inbox/settings";

// A request at this hour of 21 November 2026.
Answer at(House& house, int hour, const std::string& method, const std::string& where,
          const std::string& person, const std::string& body = {}) {
  return house.ask({.method = method,
                    .target = where,
                    .body = body,
                    .person = person,
                    .parameters = {{"HTTP_CHALKLINE_NOW",
                                    "2026-11-21T" + std::to_string(10 + hour) + ":00:00Z"}}});
}

std::string send_body(const std::string& to, const std::string& text) {
  return R"({"to":")" + to + R"(","message":)" + quoted(text) + "}";
}

BOOST_AUTO_TEST_SUITE(settings)

BOOST_TEST_DECORATOR(*description("S0-32, S0-33: the site's defaults until one chooses"))
BOOST_DATA_TEST_CASE(what_is_absent_stays, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("tutor");
  const auto before = house.get(person, target);
  BOOST_TEST(before.verdict() == "200");
  BOOST_TEST(before.body == R"({"notifications":{"message":{"email":"on","sms":"off","push":"on"},)"
                            R"("booking":{"email":"forced","sms":"forced","push":"on"}},)"
                            R"("vacation":{"on":false,"message":"","until":null},)"
                            R"("timeZone":")" +
                                before.text("timeZone") + R"(","locale":")" +
                                before.text("locale") +
                                R"(","readReceipts":true,"workingHours":null})");
  const auto after = house.patch(
      person, target,
      R"({"notifications":{"message":{"email":"off","sms":"on"}},"timeZone":"Asia/Kolkata"})");
  BOOST_TEST(after.verdict() == "200");
  BOOST_TEST(after.text("notifications.message.email") == "off");
  BOOST_TEST(after.text("notifications.message.sms") == "on");
  BOOST_TEST(after.text("notifications.message.push") == "on");
  BOOST_TEST(after.text("timeZone") == "Asia/Kolkata");
  BOOST_TEST(after.text("locale") == before.text("locale"));
  BOOST_TEST(house.patch(person, target, "{}").body == after.body);
  BOOST_TEST(house.get(person, target).body == after.body);
}

BOOST_TEST_DECORATOR(*description("S0-33: refusals, all field errors at once"))
BOOST_DATA_TEST_CASE(refusals, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("tutor");
  const std::string rows[][2] = {
      {R"({"vacation":{"on":true}})", "422 vacation_needs_message"},
      {R"({"vacation":{"on":true,"message":" "}})", "422 vacation_needs_message"},
      {R"({"vacation":{"on":true,"message":"x","until":"2001-01-01T00:00:00Z"}})",
       "422 vacation_over"},
      {R"({"notifications":{"booking":{"sms":"off"}}})", "422 notification_forced"},
      {R"({"vacation":{"on":"yes"}})", "400 bad_input vacation.on:wrong_type"},
      {R"({"vacation":true})", "400 bad_input vacation:wrong_type"},
      {R"({"vacation":{"until":"2099-01-01T00:00:00Z"}})",
       "400 bad_input vacation.until:conflicting"},
      {R"({"vacation":{"on":false,"until":"2099-01-01T00:00:00Z"}})",
       "400 bad_input vacation.until:conflicting"},
      {R"({"vacation":{"until":"tomorrow","why":1}})",
       "400 bad_input vacation.until:malformed vacation.why:unknown_field"},
      {R"({"notifications":{"message":{"fax":"on"}}})",
       "400 bad_input notifications.message.fax:unknown_field"},
      {R"({"notifications":{"order":{}}})", "400 bad_input notifications.order:unknown_field"},
      {R"({"notifications":{"message":{"push":"maybe"}}})",
       "400 bad_input notifications.message.push:out_of_range"},
      {R"({"timeZone":"Not a zone"})", "400 bad_input timeZone:malformed"},
      {R"({"timeZone":"Europe/Bonn"})", "400 bad_input timeZone:unknown_zone"},
      {R"({"timeZone":"localtime"})", "400 bad_input timeZone:unknown_zone"},
      {R"({"workingHours":true})", "400 bad_input workingHours:wrong_type"},
      {R"({"workingHours":{}})",
       "400 bad_input workingHours.timeZone:required workingHours.weekly:required"},
      {R"({"workingHours":{"timeZone":"Mars/Olympus","weekly":[{"day":1,"from":"9","to":"10:00"}],)"
       R"("exceptions":[]},"locale":"x"})",
       "400 bad_input locale:malformed workingHours.weekly[0].from:malformed "
       "workingHours.timeZone:unknown_zone workingHours.exceptions:unknown_field"},
      {R"({"workingHours":{"timeZone":"UTC","weekly":[{"day":1,"from":"09:00","to":"12:00"},)"
       R"({"day":1,"from":"10:00","to":"11:00"}]}})",
       "400 bad_input workingHours.weekly[1].from:conflicting"},
      {R"({"locale":"x"})", "400 bad_input locale:malformed"},
      {R"({"readReceipts":0})", "400 bad_input readReceipts:wrong_type"},
      {R"({"colour":"red"})", "400 bad_input colour:unknown_field"},
      {"[]", "400 bad_input :wrong_type"},
  };
  for (const auto& [body, verdict] : rows) {
    BOOST_TEST_CONTEXT(body) { BOOST_TEST(house.patch(person, target, body).verdict() == verdict); }
  }
  const std::string long_text(1001, 'x');
  BOOST_TEST(
      house.patch(person, target, R"({"vacation":{"message":")" + long_text + "\"}}").verdict() ==
      "400 bad_input vacation.message:too_long");
  BOOST_TEST(house.get("nobody-at-all", target).verdict() == "404 not_found");
  BOOST_TEST(house.get("", target).verdict() == "401 token_missing");
  BOOST_TEST(house.get(person, target + "?x=1").verdict() == "400 bad_input x:unknown_field");
  BOOST_TEST(house.get(person, target).at("vacation.on").as_bool() == false);
  BOOST_TEST(house.get(person, target).at("workingHours").is_null());
  // Nothing personal is written where it has been erased.
  sql().execute("UPDATE people SET erased_at = '2026-11-21' WHERE id = '" + person + "'");
  BOOST_TEST(house.get(person, target).verdict() == "404 not_found");
  BOOST_TEST(house.patch(person, target, R"({"vacation":{"on":true,"message":"x"}})").verdict() ==
             "404 not_found");
}

// 21 November 2026 is a Saturday; eleven o'clock of requests is twelve o'clock in Berlin.
const std::string saturday =
    R"({"timeZone":"Europe/Berlin","weekly":[{"day":6,"from":"13:00","to":"15:30"}]})";

std::string change_hours(const std::string& hours) { return R"({"workingHours":)" + hours + "}"; }

BOOST_TEST_DECORATOR(*description("S1-22, contract 5: set, kept, replaced, taken away"))
BOOST_DATA_TEST_CASE(working_hours, protocols, protocol) {
  House house(protocol);
  const auto person = new_person("tutor");
  const auto shown = [](const Answer& answer) {
    return boost::json::serialize(answer.at("workingHours"));
  };
  BOOST_TEST(shown(house.patch(person, target, change_hours(saturday))) == saturday);
  BOOST_TEST(shown(house.patch(person, target, R"({"timeZone":"Asia/Kolkata"})")) == saturday);
  BOOST_TEST(shown(house.get(person, target)) == saturday);
  const std::string never = R"({"timeZone":"UTC","weekly":[]})";
  BOOST_TEST(shown(house.patch(person, target, change_hours(never))) == never);
  BOOST_TEST(shown(house.patch(person, target, change_hours("null"))) == "null");
  BOOST_TEST(shown(house.get(person, target)) == "null");
}

BOOST_TEST_DECORATOR(*description("S1-22, contract 5: with.hours informs and never refuses"))
BOOST_DATA_TEST_CASE(hours_are_told, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto hours = [](const Answer& answer, const std::string& path) {
    return boost::json::serialize(answer.at(path));
  };
  BOOST_TEST(house.patch(couple.tutor, target, change_hours(saturday)).verdict() == "200");
  const auto sent =
      at(house, 1, "POST", "/api/send", couple.student, send_body(couple.tutor, "Hello"));
  const std::string opens = R"({"openNow":false,"opensAt":"2026-11-21T12:00:00.000Z"})";
  const std::string open = R"({"openNow":true,"opensAt":null})";
  const std::string next_week = R"({"openNow":false,"opensAt":"2026-11-28T12:00:00.000Z"})";
  BOOST_TEST(sent.verdict() == "201");
  BOOST_TEST(hours(sent, "thread.with.hours") == opens);
  const auto thread = "/api/inbox/threads/" + sent.text("thread.id");
  const std::pair<int, std::string> rows[] = {{1, opens}, {2, open}, {4, open}, {5, next_week}};
  for (const auto& [hour, verdict] : rows) {
    BOOST_TEST(hours(at(house, hour, "GET", thread, couple.student), "with.hours") == verdict);
    BOOST_TEST(hours(at(house, hour, "GET", "/api/inbox", couple.student), "items.0.with.hours") ==
               verdict);
  }
  BOOST_TEST(
      hours(at(house, 5, "POST", "/api/send", couple.student, send_body(couple.tutor, "Again")),
            "thread.with.hours") == next_week);
  // The student has set none; nor has the tutor any more.
  BOOST_TEST(hours(at(house, 2, "GET", thread, couple.tutor), "with.hours") == "null");
  house.patch(couple.tutor, target, change_hours("null"));
  BOOST_TEST(hours(at(house, 2, "GET", thread, couple.student), "with.hours") == "null");
}

BOOST_TEST_DECORATOR(*description("S0-29: a new student waits and is told until when"))
BOOST_DATA_TEST_CASE(new_students_wait, protocols, protocol) {
  House house(protocol);
  const auto tutor = new_person("tutor");
  const auto student = new_person("student");
  const auto set =
      at(house, 0, "PATCH", target, tutor,
         R"({"vacation":{"on":true,"message":"Back soon","until":"2026-11-21T15:00:00Z"}})");
  BOOST_TEST(set.text("vacation.until") == "2026-11-21T15:00:00.000Z");
  const auto refused = at(house, 1, "POST", "/api/send", student, send_body(tutor, "Hello"));
  BOOST_TEST(refused.verdict() == "403 tutor_on_vacation");
  BOOST_TEST(refused.text("until") == "2026-11-21T15:00:00.000Z");
  BOOST_TEST(at(house, 5, "POST", "/api/send", student, send_body(tutor, "Hello")).verdict() ==
             "201");
  BOOST_TEST(at(house, 5, "GET", target, tutor).at("vacation.on").as_bool() == false);
  // Who extends too late is told so; a new one has to be switched on.
  const std::string until = R"("until":"2026-11-23T15:00:00Z"}})";
  const auto longer = [&](int hour, const std::string& more) {
    return at(house, hour, "PATCH", target, tutor, R"({"vacation":{)" + more + until);
  };
  BOOST_TEST(longer(5, "").verdict() == "400 bad_input vacation.until:conflicting");
  BOOST_TEST(longer(5, R"("on":true,)").verdict() == "200");
  BOOST_TEST(longer(6, "").text("vacation.until") == "2026-11-23T15:00:00.000Z");
}

BOOST_TEST_DECORATOR(*description("S0-23, S0-30, S0-31: answered once, which is no reply"))
BOOST_DATA_TEST_CASE(the_vacation_answers_once, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  at(house, 0, "PATCH", target, couple.tutor,
     R"({"vacation":{"on":true,"message":"Back on Monday"}})");
  const auto first =
      at(house, 1, "POST", "/api/send", couple.student, send_body(couple.tutor, "One"));
  BOOST_TEST(first.verdict() == "201");
  BOOST_TEST(first.number("message.seq") == 1);
  BOOST_TEST(first.text("thread.lastMessage.kind") == "auto_reply");
  BOOST_TEST(first.number("thread.unread") == 1);
  BOOST_TEST(first.number("thread.can.remaining") == 9);
  const auto second =
      at(house, 2, "POST", "/api/send", couple.student, send_body(couple.tutor, "Two"));
  BOOST_TEST(second.number("message.seq") == 3);
  BOOST_TEST(second.number("thread.can.remaining") == 8);
  const auto id = first.text("thread.id");
  const auto page = house.get(couple.student, "/api/inbox/threads/" + id + "/messages");
  BOOST_TEST(page.at("items").as_array().size() == 3);
  BOOST_TEST(page.text("items.1.body") == "Back on Monday");
  BOOST_TEST(page.text("items.1.senderId") == couple.tutor);
  BOOST_TEST(house.get(couple.student, "/api/inbox/threads/" + id).number("can.remaining") == 8);
  BOOST_TEST(house.get(couple.tutor, "/api/inbox/threads/" + id).number("unread") == 2);
  // Another vacation answers once more; the tutor's own students are not answered by theirs.
  at(house, 3, "PATCH", target, couple.tutor, R"({"vacation":{"on":false}})");
  at(house, 4, "PATCH", target, couple.tutor, R"({"vacation":{"on":true}})");
  BOOST_TEST(at(house, 5, "POST", "/api/send", couple.student, send_body(couple.tutor, "Three"))
                 .text("thread.lastMessage.kind") == "auto_reply");
  BOOST_TEST(at(house, 6, "POST", "/api/send", couple.tutor, send_body(couple.student, "Four"))
                 .text("thread.lastMessage.kind") == "text");
}

BOOST_TEST_DECORATOR(*description("contract 5: who hides receipts sees none; unread stays"))
BOOST_DATA_TEST_CASE(hidden_receipts, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto sent = house.send(couple.student, couple.tutor, "One");
  const auto id = sent.text("thread.id");
  house.send(couple.tutor, couple.student, "Two");
  const std::string read = R"({"threadId":")" + id + R"(","upTo":2})";
  for (const auto& person : {couple.tutor, couple.student}) {
    house.post(person, "/api/read-receipts", read);
  }
  const auto seen = [&](const std::string& person) {
    const auto newest = house.get(person, "/api/inbox/threads/" + id + "/messages");
    const auto older = house.get(person, "/api/inbox/threads/" + id + "/messages?before=9");
    const auto receipts = house.get(person, "/api/read-receipts?threadId=" + id);
    BOOST_TEST(newest.body == older.body);
    const int mine = person == couple.student ? 0 : 1;
    const auto& items = newest.at("items").as_array();
    return std::string(items[mine].at("readAt").is_null() ? "" : "mine ") +
           (items[1 - mine].at("readAt").is_null() ? "" : "theirs ") +
           (receipts.at("0.readAt").is_null() ? "" : "listed");
  };
  BOOST_TEST(seen(couple.student) == "mine theirs listed");
  BOOST_TEST(house.patch(couple.tutor, target, R"({"readReceipts":false})").verdict() == "200");
  BOOST_TEST(seen(couple.student) == "theirs ");
  BOOST_TEST(seen(couple.tutor) == "theirs ");
  house.send(couple.student, couple.tutor, "Three");
  BOOST_TEST(house.get(couple.tutor, "/api/inbox/threads/" + id).number("unread") == 1);
  BOOST_TEST(
      house.post(couple.tutor, "/api/read-receipts", R"({"threadId":")" + id + R"(","upTo":3})")
          .number("unread") == 0);
  BOOST_TEST(house.patch(couple.tutor, target, R"({"readReceipts":true})").verdict() == "200");
  BOOST_TEST(seen(couple.student) == "mine theirs listed");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
