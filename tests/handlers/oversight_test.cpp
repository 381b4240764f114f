#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

// A conversation of the advisor site, whose admins may read any, and tell it at once.
struct Case {
  explicit Case(House& asked, const std::string& at = "advisor")
      : house(asked), site(at), couple(new_couple(at)), moderator(new_person("moderator", at)) {
    if (site == "classroom") {
      enrol(couple.tutor, "tutor");
      enrol(couple.student, "student");
    }
    id = ask("POST", "/api/send", 0, couple.tutor,
             R"({"to":")" + couple.student + R"(","message":"Private"})")
             .text("thread.id");
  }
  Answer ask(const std::string& method, const std::string& target, int minute,
             const std::string& person, const std::string& body = {}) {
    const std::string hour = std::to_string(12 + minute / 60);
    const std::string two = (minute % 60 < 10 ? "0" : "") + std::to_string(minute % 60);
    return house.ask(
        {.method = method,
         .target = target,
         .body = body,
         .person = person,
         .site = site,
         .parameters = {{"HTTP_CHALKLINE_NOW", "2026-11-21T" + hour + ":" + two + ":00Z"}}});
  }
  void enrol(const std::string& person, const std::string& role) const {
    sql(site).execute(
        "INSERT INTO enrolments (course_id, batch_id, person_id, role,"
        " institution_id, state, version) VALUES ('c', '" +
        couple.tutor + "', '" + person + "', '" + role + "', 'school', 'active', 1)");
  }
  Answer oversee(const std::string& person, const std::string& more = "") {
    return ask("POST", "/api/reports/oversight", 1, person,
               R"({"threadId":")" + id + R"(","reason":"A parent asked")" + more + "}");
  }
  Answer read(const std::string& person, int minute = 2) {
    return ask("GET", "/api/reports/transcripts/" + id, minute, person);
  }
  std::string audit() const {
    return sql(site).value(
        "SELECT IFNULL(GROUP_CONCAT(action, ':', actor_id, ':', detail ORDER BY id SEPARATOR ' '),"
        " '') FROM audit WHERE thread_id = " +
        id);
  }
  // What the thread says, to the tutor.
  std::string said() {
    std::string line;
    const auto page = ask("GET", "/api/inbox/threads/" + id + "/messages", 90, couple.tutor);
    for (const auto& item : page.at("items").as_array()) {
      line +=
          std::string(item.at("kind").as_string()) + (item.at("senderId").is_null() ? "* " : " ");
    }
    return line;
  }

  House& house;
  std::string site;
  Couple couple;
  std::string moderator;
  std::string id;
};

BOOST_AUTO_TEST_SUITE(oversight)

BOOST_TEST_DECORATOR(*description("S2-07, 6: a reason, a time limit and an audit row"))
BOOST_DATA_TEST_CASE(a_moderator_reads_for_an_hour, protocols, protocol) {
  House house(protocol);
  Case one(house);
  const auto grant = one.oversee(one.moderator);
  BOOST_TEST(grant.verdict() == "201");
  BOOST_TEST(grant.text("threadId") == one.id);
  BOOST_TEST(grant.text("reason") == "A parent asked");
  BOOST_TEST(grant.text("at") == "2026-11-21T12:01:00.000Z");
  BOOST_TEST(grant.text("until") == "2026-11-21T13:01:00.000Z");
  BOOST_TEST(grant.at("endedAt").is_null());
  const auto transcript = one.read(one.moderator);
  BOOST_TEST(transcript.verdict() == "200");
  BOOST_TEST(transcript.text("transcript.lines.0.body") == "Private");
  BOOST_TEST(transcript.text("transcript.oversight.reason") == "A parent asked");
  BOOST_TEST(one.read(one.moderator, 60).verdict() == "200");
  BOOST_TEST(one.read(one.moderator, 61).verdict() == "404 not_found");
  const auto& who = one.moderator;
  BOOST_TEST(one.audit() == "oversight_granted:" + who + ":A parent asked oversight_disclosed:" +
                                who + ": oversight_read:" + who +
                                ":entries 1 to 2 oversight_read:" + who + ":entries 1 to 2");
  // Nothing but the transcript.
  BOOST_TEST(one.ask("GET", "/api/inbox/threads/" + one.id + "/messages", 2, who).verdict() ==
             "404 not_found");
}

BOOST_TEST_DECORATOR(*description("S2-07: disclosed at once"))
BOOST_DATA_TEST_CASE(the_two_are_told, protocols, protocol) {
  House house(protocol);
  Case one(house);
  one.oversee(one.moderator);
  BOOST_TEST(one.said() == "text auto_reply* ");
  const auto inbox = one.ask("GET", "/api/inbox/threads/" + one.id, 3, one.couple.tutor);
  BOOST_TEST(inbox.number("unread") == 1);
  // It neither counts for the cap nor lifts it: one message of five is used.
  BOOST_TEST(inbox.number("can.remaining") == 4);
  const auto id = sql(one.site).value("SELECT MAX(id) FROM oversight_grants");
  one.ask("DELETE", "/api/reports/oversight/" + id, 5, one.moderator);
  BOOST_TEST(one.said() == "text auto_reply* ");
}

BOOST_TEST_DECORATOR(*description("S2-07: given up before its time"))
BOOST_DATA_TEST_CASE(a_grant_is_given_up, protocols, protocol) {
  House house(protocol);
  Case one(house);
  const auto id = one.oversee(one.moderator).text("id");
  const auto end = [&](const std::string& which, const std::string& person, int minute) {
    return one.ask("DELETE", "/api/reports/oversight/" + which, minute, person).verdict();
  };
  BOOST_TEST(end(id, new_person("moderator", one.site), 2) == "404 not_found");
  for (const std::string other : {"0", "x", "99999999"})
    BOOST_TEST(end(other, one.moderator, 2) == "404 not_found");
  BOOST_TEST(end(id, one.moderator, 2) == "204");
  BOOST_TEST(one.read(one.moderator, 3).verdict() == "404 not_found");
  BOOST_TEST(end(id, one.moderator, 4) == "204");
  BOOST_TEST(end(id + "?now=1", one.moderator, 4) == "400 bad_input now:unknown_field");
  BOOST_TEST(one.audit().ends_with("oversight_ended:" + one.moderator + ":"));
  const auto list = one.ask("GET", "/api/reports/oversight", 9, one.moderator);
  BOOST_TEST(list.text("items.0.endedAt") == "2026-11-21T12:02:00.000Z");
}

BOOST_TEST_DECORATOR(*description("S2-07: disclosed afterwards"))
BOOST_DATA_TEST_CASE(the_two_are_told_afterwards, protocols, protocol) {
  House house(protocol);
  Case one(house, "classroom");
  const auto id = one.oversee(one.moderator).text("id");
  BOOST_TEST(one.said() == "text ");
  one.ask("DELETE", "/api/reports/oversight/" + id, 5, one.moderator);
  BOOST_TEST(one.said() == "text auto_reply* ");
  BOOST_TEST(one.audit().ends_with("oversight_disclosed:" + one.moderator + ":"));
}

BOOST_AUTO_TEST_CASE(the_clock_tells_what_nobody_gave_up,
                     *description("S2-07: disclosed when the time is over")) {
  House house("fastcgi");
  Case one(house, "classroom");
  one.oversee(one.moderator);
  const auto run = [](const std::string& now) {
    const Scratch nothing("");
    std::vector<std::string> words{executable("scheduled"), "--once"};
    if (!now.empty()) words.insert(words.end(), {"--now", now});
    Process scheduled(words, base_environment(), nothing.fd());
    BOOST_TEST(scheduled.wait() == 0);
  };
  run("");  // by the machine's clock, for which that time is long past
  BOOST_TEST(one.said() == "text ");
  run("2026-11-21T13:00:59Z");
  BOOST_TEST(one.said() == "text ");
  run("2026-11-21T13:01:00Z");
  run("2026-11-21T13:02:00Z");
  BOOST_TEST(one.said() == "text auto_reply* ");
}

BOOST_TEST_DECORATOR(*description("contract 1: writes are safe to repeat"))
BOOST_DATA_TEST_CASE(asking_again_gets_the_same, protocols, protocol) {
  House house(protocol);
  Case one(house);
  const auto first = one.oversee(one.moderator, R"(,"clientId":"a")");
  const auto again = one.oversee(one.moderator, R"(,"clientId":"a")");
  BOOST_TEST(first.verdict() == "201");
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(again.body == first.body);
  BOOST_TEST(one.said() == "text auto_reply* ");
  BOOST_TEST(one.ask("POST", "/api/reports/oversight", 1, one.moderator,
                     R"({"threadId":")" + one.id + R"(","reason":"Other","clientId":"a"})")
                 .verdict() == "422 client_id_reused");
}

BOOST_TEST_DECORATOR(*description("S2-07: own grants, the newest first"))
BOOST_DATA_TEST_CASE(grants_are_listed, protocols, protocol) {
  House house(protocol);
  Case one(house);
  for (int i = 0; i < 3; ++i) one.oversee(one.moderator);
  one.oversee(new_person("platform_admin", one.site));
  const auto list = [&](const std::string& query) {
    return one.ask("GET", "/api/reports/oversight" + query, 2, one.moderator);
  };
  const auto first = list("?limit=2");
  BOOST_TEST(first.at("items").as_array().size() == 2);
  const auto second = list("?limit=2&cursor=" + first.text("nextCursor"));
  BOOST_TEST(second.at("items").as_array().size() == 1);
  BOOST_TEST(second.at("nextCursor").is_null());
  BOOST_TEST(list("?limit=0").verdict() == "400 bad_input limit:out_of_range");
  BOOST_TEST(list("?cursor=!").verdict() == "400 bad_input cursor:malformed");
  BOOST_TEST(one.ask("GET", "/api/reports/oversight", 2, one.couple.tutor).body ==
             R"({"items":[],"nextCursor":null})");
}

BOOST_TEST_DECORATOR(*description("S2-07, 6: who may, and by which policy"))
BOOST_DATA_TEST_CASE(refusals, protocols, protocol) {
  House house(protocol);
  Case any(house);
  for (const std::string role : {"student", "tutor", "parent", "nobody", "institution_admin"}) {
    BOOST_TEST(any.oversee(new_person(role, any.site)).verdict() == "404 not_found", role);
  }
  BOOST_TEST(any.oversee("unknown").verdict() == "404 not_found");
  BOOST_TEST(any.oversee(new_person("platform_admin", any.site)).verdict() == "201");
  sql(any.site).execute("UPDATE people SET roles = roles | 32 WHERE id = '" + any.couple.tutor +
                        "'");
  BOOST_TEST(any.oversee(any.couple.tutor).verdict() == "403 oversight_own_thread");
  auto missing = any;
  missing.id = "99999999";
  BOOST_TEST(missing.oversee(any.moderator).verdict() == "404 not_found");
  sql(any.site).execute("UPDATE people SET standing = 'suspended' WHERE id = '" + any.moderator +
                        "'");
  BOOST_TEST(any.oversee(any.moderator).verdict() == "404 not_found");
  Case reported(house, "marketplace");
  const auto refused = reported.oversee(reported.moderator);
  BOOST_TEST(refused.verdict() == "403 oversight_needs_report");
  BOOST_TEST(refused.text("unlockedBy.0") == "report");
  Case none(house, "strict");
  BOOST_TEST(none.oversee(none.moderator).verdict() == "403 oversight_not_allowed");
  BOOST_TEST(none.audit().empty());
  const auto bad = [&](const std::string& body) {
    return any.ask("POST", "/api/reports/oversight", 1, any.moderator, body).verdict();
  };
  BOOST_TEST(bad("{}") == "400 bad_input threadId:required reason:required");
  BOOST_TEST(bad(R"({"threadId":1,"reason":" ","x":1})") ==
             "400 bad_input threadId:wrong_type reason:empty x:unknown_field");
  BOOST_TEST(bad(R"({"threadId":"1","reason":")" + std::string(501, 'x') + R"("})") ==
             "400 bad_input reason:too_long");
}

BOOST_TEST_DECORATOR(*description("S2-07: a role that is lost is a right that is lost"))
BOOST_DATA_TEST_CASE(the_role_is_looked_at_again, protocols, protocol) {
  House house(protocol);
  Case one(house);
  one.oversee(one.moderator);
  sql(one.site).execute("UPDATE people SET roles = 2 WHERE id = '" + one.moderator + "'");
  BOOST_TEST(one.read(one.moderator).verdict() == "404 not_found");
}

BOOST_TEST_DECORATOR(*description("S2-07: an institution's admin, over its own"))
BOOST_DATA_TEST_CASE(an_institutions_admin, protocols, protocol) {
  House house(protocol);
  Case one(house);
  const auto admin = new_person("institution_admin", one.site);
  const auto place = [&](const std::string& person) {
    sql(one.site).execute("UPDATE people SET institution_id = 'school' WHERE id = '" + person +
                          "'");
  };
  place(admin);
  BOOST_TEST(one.oversee(admin).verdict() == "404 not_found");
  place(one.couple.tutor);
  BOOST_TEST(one.oversee(admin).verdict() == "404 not_found");
  sql(one.site).execute(
      "INSERT INTO enrolments (course_id, batch_id, person_id, role,"
      " institution_id, state, version) VALUES ('c', 'b', '" +
      one.couple.student + "', 'student', 'school', 'active', 1)");
  BOOST_TEST(one.oversee(admin).verdict() == "201");
  sql(one.site).execute("UPDATE enrolments SET state = 'ended' WHERE person_id = '" +
                        one.couple.student + "'");
  BOOST_TEST(one.oversee(admin).verdict() == "404 not_found");
}

BOOST_TEST_DECORATOR(
    *description("contract 5: oversight sees receipts and earlier texts as they are"))
BOOST_DATA_TEST_CASE(an_overseer_sees_the_truth, protocols, protocol) {
  House house(protocol);
  Case one(house);
  one.ask("PATCH", "/api/send/" + one.id + "/1", 0, one.couple.tutor, R"({"message":"Milder"})");
  one.ask("POST", "/api/read-receipts", 1, one.couple.student,
          R"({"threadId":")" + one.id + R"(","upTo":1})");
  sql(one.site).execute("UPDATE people SET hides_receipts = 1 WHERE id = '" + one.couple.student +
                        "'");
  one.oversee(one.moderator);
  const auto transcript = one.read(one.moderator);
  BOOST_TEST(transcript.text("transcript.lines.0.body") == "Private");
  BOOST_TEST(transcript.text("transcript.lines.0.readAt") == "2026-11-21T12:01:00.000Z");
  BOOST_TEST(transcript.text("transcript.lines.1.body") == "Milder");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
