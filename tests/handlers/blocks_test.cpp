#include <algorithm>
#include <string>
#include <utility>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});

std::string set_block(House& house, const std::string& method, const std::string& person,
                      const std::string& other, const std::string& site = "marketplace") {
  return house
      .ask({.method = method,
            .target = "/api/inbox/blocks/" + other,
            .person = person,
            .site = site})
      .verdict();
}

BOOST_AUTO_TEST_SUITE(blocks)

BOOST_TEST_DECORATOR(*description("S0-25, S0-26, S0-27, S0-28: both see it, nothing is lost"))
BOOST_DATA_TEST_CASE(a_block_stands_until_it_is_lifted, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple();
  const auto id = house.send(couple.student, couple.tutor, "Hello").text("thread.id");
  const auto seen = [&](const std::string& person) {
    const auto thread = house.get(person, "/api/inbox/threads/" + id);
    return std::string(thread.at("blockedByMe").as_bool() ? "mine " : "") +
           (thread.at("communicationDisabled").as_bool() ? "disabled " : "") +
           (thread.at("can.send").as_bool() ? "send" : thread.text("can.refusal.code"));
  };
  for (int again = 0; again < 2; ++again) {
    BOOST_TEST(set_block(house, "PUT", couple.tutor, couple.student) == "204");
  }
  BOOST_TEST(seen(couple.tutor) == "mine disabled communication_blocked");
  BOOST_TEST(seen(couple.student) == "disabled communication_blocked");
  BOOST_TEST(house.send(couple.student, couple.tutor, "?").verdict() ==
             "403 communication_blocked");
  const auto refused = house.send(couple.tutor, couple.student, "?");
  BOOST_TEST(refused.verdict() == "403 communication_blocked");
  BOOST_TEST(boost::json::serialize(refused.at("unlockedBy")) == R"(["unblock"])");
  BOOST_TEST(
      house.post(couple.student, "/api/send/typing", R"({"threadId":")" + id + "\"}").verdict() ==
      "403 communication_blocked");
  const auto past = house.get(couple.student, "/api/inbox/threads/" + id + "/messages");
  BOOST_TEST(past.at("items").as_array().size() == 1);
  // The other's own block is another one: lifting it does not lift mine.
  BOOST_TEST(set_block(house, "DELETE", couple.student, couple.tutor) == "204");
  BOOST_TEST(seen(couple.student) == "disabled communication_blocked");
  for (int again = 0; again < 2; ++again) {
    BOOST_TEST(set_block(house, "DELETE", couple.tutor, couple.student) == "204");
  }
  BOOST_TEST(seen(couple.tutor) == "send");
  BOOST_TEST(house.send(couple.student, couple.tutor, "Again").verdict() == "201");
}

BOOST_TEST_DECORATOR(*description("S0-25: not there and not yours are one answer"))
BOOST_DATA_TEST_CASE(only_whom_one_could_hear_from, protocols, protocol) {
  House house(protocol);
  const auto one = new_person("student");
  const auto other = new_person("student");
  const auto tutor = new_person("tutor");
  for (const std::string method : {"PUT", "DELETE"}) {
    BOOST_TEST(set_block(house, method, one, other) == "404 not_found");
    BOOST_TEST(set_block(house, method, one, "nobody-at-all") == "404 not_found");
    BOOST_TEST(set_block(house, method, one, one) == "404 not_found");
    BOOST_TEST(set_block(house, method, one, "no%20id") == "404 not_found");
    BOOST_TEST(set_block(house, method, "", other) == "401 token_missing");
    BOOST_TEST(set_block(house, method, tutor, one) == "204");
    BOOST_TEST(set_block(house, method, one, tutor + "?x=1") == "400 bad_input x:unknown_field");
  }
}

BOOST_TEST_DECORATOR(*description("S0-11, S0-25: a block outlives what the platform tells"))
BOOST_DATA_TEST_CASE(a_block_without_a_relationship, protocols, protocol) {
  House house(protocol);
  const auto student = new_person("student");
  const auto tutor = new_person("tutor");
  BOOST_TEST(set_block(house, "PUT", tutor, student) == "204");
  BOOST_TEST(house.send(student, tutor, "?").verdict() == "403 communication_blocked");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM threads WHERE '" + student +
                          "' IN (low_id, high_id)") == 0);
  BOOST_TEST(set_block(house, "DELETE", tutor, student) == "204");
  BOOST_TEST(house.send(student, tutor, "!").text("thread.relationship") == "exploring");
}

BOOST_TEST_DECORATOR(*description("6, block: a site may refuse; what stands can be lifted"))
BOOST_DATA_TEST_CASE(where_nobody_blocks, protocols, protocol) {
  House house(protocol);
  const auto couple = new_couple("strict");
  const auto stranger = new_person("student", "strict");
  BOOST_TEST(set_block(house, "PUT", couple.tutor, couple.student, "strict") ==
             "403 block_not_allowed");
  BOOST_TEST(set_block(house, "PUT", couple.student, couple.tutor, "strict") ==
             "403 block_not_allowed");
  BOOST_TEST(set_block(house, "PUT", couple.student, stranger, "strict") == "404 not_found");
  const std::string pair = " WHERE low_id = '" + couple.student + "'";
  BOOST_TEST(sql("strict").value("SELECT low_blocks + high_blocks FROM relationships" + pair) ==
             "0");
  // Of before the site refused.
  sql("strict").execute("UPDATE relationships SET low_blocks = 1" + pair);
  BOOST_TEST(set_block(house, "DELETE", couple.student, couple.tutor, "strict") == "204");
  BOOST_TEST(sql("strict").value("SELECT low_blocks + high_blocks FROM relationships" + pair) ==
             "0");
}

// A parent of a tutor's student, who shares a parent thread with the tutor and nothing else.
struct Kin {
  std::string site;
  Couple couple = new_couple(site);
  std::string tutor = couple.tutor;
  std::string parent = new_person("parent", site);

  explicit Kin(std::string of) : site(std::move(of)) {
    sql(site).execute(
        "INSERT INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" + parent +
        "', '" + couple.student + "', 'confirmed', '2026-11-01')");
  }
  Answer say(House& house, const std::string& person) const {
    return house.ask({.method = "POST",
                      .target = "/api/parent/messages",
                      .body = R"({"tutorId":")" + tutor + R"(","studentId":")" + couple.student +
                              R"(","message":"Hello"})",
                      .person = person,
                      .site = site});
  }
  std::string seen(House& house, const std::string& person, const std::string& thread) const {
    const auto page =
        house.ask({.target = "/api/inbox/threads/" + thread, .person = person, .site = site});
    if (page.status != 200) return page.verdict();
    return std::string(page.at("blockedByMe").as_bool() ? "mine " : "") +
           (page.at("communicationDisabled").as_bool() ? "disabled " : "") +
           (page.at("can.send").as_bool() ? "send" : page.text("can.refusal.code"));
  }
};

BOOST_TEST_DECORATOR(*description("6, block.parent: allow, where direct threads know no blocks"))
BOOST_DATA_TEST_CASE(in_parent_threads, protocols, protocol) {
  House house(protocol);
  const Kin kin("strict");
  const auto set = [&](const std::string& method, const std::string& one,
                       const std::string& other) {
    return set_block(house, method, one, other, "strict");
  };
  BOOST_TEST(set("PUT", kin.tutor, kin.parent) == "404 not_found");  // nothing written as yet
  const auto id = kin.say(house, kin.parent).text("threadId");
  for (const auto& [blocker, blocked] :
       {std::pair{kin.tutor, kin.parent}, std::pair{kin.parent, kin.tutor}}) {
    for (int again = 0; again < 2; ++again) BOOST_TEST(set("PUT", blocker, blocked) == "204");
    BOOST_TEST(kin.seen(house, blocker, id) == "mine disabled communication_blocked");
    BOOST_TEST(kin.seen(house, blocked, id) == "disabled communication_blocked");
    const auto refused = kin.say(house, blocker);
    BOOST_TEST(refused.verdict() == "403 communication_blocked");
    BOOST_TEST(boost::json::serialize(refused.at("unlockedBy")) == R"(["unblock"])");
    const auto stopped = kin.say(house, blocked);
    BOOST_TEST(stopped.verdict() == "403 communication_blocked");
    BOOST_TEST(!stopped.json.as_object().contains("unlockedBy"));
    for (int again = 0; again < 2; ++again) BOOST_TEST(set("DELETE", blocker, blocked) == "204");
    BOOST_TEST(kin.seen(house, blocked, id) == "send");
    BOOST_TEST(kin.say(house, blocked).verdict() == "201");
  }
  // Another parent thread ties nobody else, and a parent whose link has ended not any more.
  const Kin others("strict");
  others.say(house, others.parent);
  BOOST_TEST(set("PUT", kin.tutor, others.parent) == "404 not_found");
  BOOST_TEST(set("PUT", kin.parent, others.tutor) == "404 not_found");
  sql("strict").execute("DELETE FROM thread_members WHERE person_id = '" + kin.parent + "'");
  BOOST_TEST(set("PUT", kin.parent, kin.tutor) == "404 not_found");
  BOOST_TEST(set("PUT", kin.tutor, kin.parent) == "204");
}

BOOST_TEST_DECORATOR(*description("6, block.parent: refuse; what stands can be lifted"))
BOOST_DATA_TEST_CASE(refused_in_parent_threads, protocols, protocol) {
  House house(protocol);
  const Kin kin("marketplace");
  const auto id = kin.say(house, kin.tutor).text("threadId");
  BOOST_TEST(set_block(house, "PUT", kin.tutor, kin.parent) == "403 block_not_allowed");
  BOOST_TEST(set_block(house, "PUT", kin.parent, kin.tutor) == "403 block_not_allowed");
  BOOST_TEST(kin.seen(house, kin.parent, id) == "send");
  BOOST_TEST(set_block(house, "DELETE", kin.parent, kin.tutor) == "204");
  // Of the time when they wrote directly, too.
  const auto pair = std::minmax(kin.parent, kin.tutor);
  sql().execute("INSERT INTO relationships (low_id, high_id, low_blocks, high_blocks) VALUES ('" +
                pair.first + "', '" + pair.second + "', 1, 1)");
  BOOST_TEST(kin.seen(house, kin.parent, id) == "send");
  BOOST_TEST(set_block(house, "DELETE", kin.parent, kin.tutor) == "204");
  BOOST_TEST(sql().number("SELECT low_blocks + high_blocks FROM relationships WHERE low_id = '" +
                          pair.first + "' AND high_id = '" + pair.second + "'") == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
