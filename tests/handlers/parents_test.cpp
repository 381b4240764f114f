#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "handlers/house.h"

namespace chalkline::handlers::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;

const auto protocols = boost::unit_test::data::make({"fastcgi"});
const std::string messages = "/api/parent/messages";

void link(const std::string& parent, const std::string& student,
          const std::string& state = "confirmed", const std::string& site = "marketplace") {
  sql(site).execute(
      "REPLACE INTO parent_links (parent_id, student_id, state, changed_at) VALUES ('" + parent +
      "', '" + student + "', '" + state + "', '2026-11-01')");
}

void order(const std::string& tutor, const std::string& student, const std::string& state = "paid",
           const std::string& site = "marketplace") {
  static int orders = 0;
  const auto low = std::min(tutor, student);
  const auto high = std::max(tutor, student);
  sql(site).execute(
      "INSERT INTO orders (id, kind, low_id, high_id, tutor_id, student_id, title, amount, "
      "currency, state, at, version) VALUES ('parents-" +
      std::to_string(++orders) + "', 'order', '" + low + "', '" + high + "', '" + tutor + "', '" +
      student + "', 'Lessons', 1, 'EUR', '" + state + "', '2026-11-01', 1)");
}

void enrol(const std::string& person, const std::string& course, const std::string& role,
           const std::string& site) {
  sql(site).execute(
      "INSERT INTO enrolments (course_id, batch_id, person_id, role, institution_id, state, "
      "version)"
      " VALUES ('" +
      course + "', 'b', '" + person + "', '" + role + "', 'i', 'active', 1)");
}

// A student in an active relationship with a tutor, and a confirmed parent.
struct Family {
  Couple couple = new_couple();
  std::string tutor = couple.tutor;
  std::string student = couple.student;
  std::string parent = new_person("parent");

  Family() { link(parent, student); }
};

std::string body(const std::string& tutor, const std::string& student, const std::string& text,
                 const std::string& more = "") {
  return R"({"tutorId":")" + tutor + R"(","studentId":")" + student + R"(","message":)" +
         quoted(text) + more + "}";
}
std::string to_parent(const std::string& id) { return R"(,"parentId":")" + id + "\""; }
std::string named(const std::string& id) { return R"(,"clientId":")" + id + "\""; }

Answer say(House& house, const std::string& person, const Family& family, const std::string& text,
           const std::string& more = "") {
  return house.post(person, messages, body(family.tutor, family.student, text, more));
}

std::string query(const std::string& tutor, const std::string& student,
                  const std::string& more = "") {
  return messages + "?tutorId=" + tutor + "&studentId=" + student + more;
}

std::set<std::string> ids_in(const json::value& people) {
  std::set<std::string> ids;
  for (const auto& one : people.as_array()) ids.emplace(one.at("id").as_string());
  return ids;
}

std::vector<std::string> texts_of(const Answer& page) {
  std::vector<std::string> texts;
  for (const auto& item : page.at("items").as_array())
    texts.emplace_back(item.at("body").as_string());
  return texts;
}

BOOST_AUTO_TEST_SUITE(parents)

BOOST_TEST_DECORATOR(*description("S2-01, S2-03, S2-15, S2-17 to S2-22: 201, both see it"))
BOOST_DATA_TEST_CASE(a_thread_begins_with_its_first_message, protocols, protocol) {
  House house(protocol);
  const Family family;
  BOOST_TEST(house.get(family.tutor, "/api/parent/threads").at("items").as_array().empty());
  const auto sent = say(house, family.parent, family, "How is she doing?");
  BOOST_TEST(sent.verdict() == "201");
  BOOST_TEST(sent.text("parentId") == family.parent);
  BOOST_TEST(sent.text("tutorId") == family.tutor);
  BOOST_TEST(sent.text("studentId") == family.student);
  BOOST_TEST(sent.text("role") == "PARENT");
  BOOST_TEST(sent.text("senderId") == family.parent);
  BOOST_TEST(sent.number("seq") == 1);
  const auto answer = say(house, family.tutor, family, "Very well");
  BOOST_TEST(answer.text("role") == "TUTOR");
  BOOST_TEST(answer.text("parentId") == family.parent);
  BOOST_TEST(answer.text("threadId") == sent.text("threadId"));
  BOOST_TEST(answer.number("seq") == 2);
  for (const auto& [person, other] :
       {std::pair{family.parent, family.tutor}, std::pair{family.tutor, family.parent}}) {
    const auto list = house.get(person, "/api/parent/threads");
    BOOST_TEST(list.text("items.0.id") == sent.text("threadId"));
    BOOST_TEST(list.text("items.0.kind") == "parent");
    BOOST_TEST(list.text("items.0.with.id") == other);
    BOOST_TEST(list.text("items.0.student.id") == family.student);
    BOOST_TEST(list.text("items.0.parent.id") == family.parent);
    BOOST_TEST(list.text("items.0.tutor.id") == family.tutor);
    BOOST_TEST(list.text("items.0.relationship") == "active");
    BOOST_TEST(list.at("items.0.can.send").as_bool());
    BOOST_TEST(list.at("nextCursor").is_null());
  }
  BOOST_TEST(house.get(family.student, "/api/parent/threads").at("items").as_array().empty());
}

BOOST_TEST_DECORATOR(*description("400: all at once; the request cannot say who is who (S2-20)"))
BOOST_DATA_TEST_CASE(bad_input, protocols, protocol) {
  House house(protocol);
  const struct {
    std::string body;
    std::string verdict;
  } rows[] = {
      {"{}", "400 bad_input tutorId:required studentId:required message:required"},
      {R"({"tutorId":"a b","studentId":"","message":"x","parentId":"c d"})",
       "400 bad_input studentId:empty tutorId:malformed parentId:malformed"},
      {R"({"tutorId":"t","studentId":"s","message":"x","role":"TUTOR"})",
       "400 bad_input role:unknown_field"},
      {R"({"tutorId":1,"studentId":"s","message":"x"})", "400 bad_input tutorId:wrong_type"},
      {"[]", "400 bad_input :wrong_type"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(house.post("p", messages, row.body).verdict() == row.verdict, row.body);
  }
  const struct {
    std::string target;
    std::string verdict;
  } queries[] = {
      {messages, "400 bad_input tutorId:required studentId:required"},
      {query("t", "s", "&before=1&after=1"), "400 bad_input after:conflicting"},
      {query("t", "a%20b", "&limit=0"), "400 bad_input limit:out_of_range studentId:malformed"},
      {"/api/parent/threads?limit=101&cursor=x",
       "400 bad_input limit:out_of_range cursor:malformed"},
      {"/api/parent/tutors", "400 bad_input studentId:required"},
      {"/api/parent/tutors?studentId=s&cursor=!", "400 bad_input cursor:malformed"},
  };
  for (const auto& row : queries) {
    BOOST_TEST(house.get("p", row.target).verdict() == row.verdict, row.target);
  }
}

BOOST_TEST_DECORATOR(*description("403, 409, 422: S2-06, S2-08, S2-11, S2-16, S2-20, S2-23"))
BOOST_DATA_TEST_CASE(refusals, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto stranger = new_person("parent");
  const auto pending = new_person("parent");
  const auto ended = new_person("parent");
  link(pending, family.student, "pending");
  link(ended, family.student, "ended");
  const auto other_tutor = new_person("tutor");
  const auto alone = new_couple();
  const auto refunded = new_person("tutor");
  order(refunded, family.student, "refunded");
  const struct {
    std::string name;
    std::string sender;
    std::string body;
    std::string verdict;
  } rows[] = {
      {"no link", stranger, body(family.tutor, family.student, "x"), "403 parent_not_linked"},
      {"pending", pending, body(family.tutor, family.student, "x"), "403 parent_not_linked"},
      {"ended", ended, body(family.tutor, family.student, "x"), "403 parent_not_linked"},
      {"the student", family.student, body(family.tutor, family.student, "x"),
       "403 parent_not_linked"},
      {"no such student", family.parent, body(family.tutor, "nobody-1", "x"),
       "403 parent_not_linked"},
      {"another's name", family.parent,
       body(family.tutor, family.student, "x", to_parent(stranger)), "403 parent_not_linked"},
      {"not the child's tutor", family.parent, body(other_tutor, family.student, "x"),
       "403 tutor_not_eligible"},
      {"refunded", family.parent, body(refunded, family.student, "x"), "403 tutor_not_eligible"},
      {"no such tutor", family.parent, body("nobody-1", family.student, "x"),
       "403 tutor_not_eligible"},
      {"a tutor of others", other_tutor, body(other_tutor, family.student, "x"),
       "403 tutor_not_eligible"},
      {"a tutor of others, all", other_tutor,
       body(other_tutor, family.student, "x", to_parent("all")), "403 tutor_not_eligible"},
      {"about oneself", family.tutor, body(family.tutor, family.tutor, "x"),
       "403 tutor_not_eligible"},
      {"no parent", alone.tutor, body(alone.tutor, alone.student, "x"), "409 no_parent_linked"},
      {"no parent of all", alone.tutor, body(alone.tutor, alone.student, "x", to_parent("all")),
       "409 no_parent_linked"},
      {"another's parent", family.tutor,
       body(family.tutor, family.student, "x", to_parent(stranger)), "409 no_parent_linked"},
      {"a file", family.parent,
       body(family.tutor, family.student, "x", R"(,"attachmentUrl":"/api/attachments/1")"),
       "422 attachment_not_yours"},
      {"nothing", family.parent, body(family.tutor, family.student, " \u200b"),
       "422 message_empty"},
      {"too much", family.parent, body(family.tutor, family.student, std::string(4001, 'x')),
       "422 message_too_long"},
  };
  for (const auto& row : rows) {
    BOOST_TEST(house.post(row.sender, messages, row.body).verdict() == row.verdict, row.name);
  }
  sql().execute("UPDATE people SET standing = 'suspended' WHERE id = '" + family.parent + "'");
  BOOST_TEST(say(house, family.parent, family, "x").verdict() == "403 sender_suspended");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM threads WHERE student_id = '" + family.student +
                          "'") == 0);  // S2-17
}

BOOST_TEST_DECORATOR(
    *description("S2-11, S2-16: decided anew at every send; parent_tutors per site"))
BOOST_DATA_TEST_CASE(eligibility, protocols, protocol) {
  House house(protocol);
  const auto write = [&](const std::string& site, const std::string& parent,
                         const std::string& tutor, const std::string& student) {
    return house
        .ask({.method = "POST",
              .target = messages,
              .body = body(tutor, student, "Hello"),
              .person = parent,
              .site = site})
        .verdict();
  };
  for (const std::string site : {"classroom", "advisor"}) {
    const auto couple = new_couple(site);
    const auto parent = new_person("parent", site);
    link(parent, couple.student, "confirmed", site);
    BOOST_TEST(write(site, parent, couple.tutor, couple.student) == "403 tutor_not_eligible");
    if (site == "advisor") order(couple.tutor, couple.student, "paid", site);
    if (site == "classroom") {
      enrol(couple.tutor, "c-" + couple.tutor, "tutor", site);
      enrol(couple.student, "c-" + couple.tutor, "student", site);
    }
    BOOST_TEST(write(site, parent, couple.tutor, couple.student) == "201");
    sql(site).execute("UPDATE orders SET state = 'refunded' WHERE student_id = '" + couple.student +
                      "'");
    sql(site).execute("UPDATE enrolments SET state = 'ended' WHERE person_id = '" + couple.student +
                      "'");
    BOOST_TEST(write(site, parent, couple.tutor, couple.student) == "403 tutor_not_eligible");
    BOOST_TEST(write(site, couple.tutor, couple.tutor, couple.student) == "403 tutor_not_eligible");
  }
}

BOOST_TEST_DECORATOR(
    *description("S2-04, S2-05: two children, two parents, and direct threads apart"))
BOOST_DATA_TEST_CASE(triples, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto sibling = new_person("student");
  order(family.tutor, sibling);
  link(family.parent, sibling);
  const auto father = new_person("parent");
  link(father, family.student);
  sql().execute("UPDATE people SET roles = 6 WHERE id = '" + family.parent + "'");
  std::set<std::string> threads;
  const auto first = say(house, family.parent, family, "one");
  threads.insert(first.text("threadId"));
  threads.insert(
      house.post(family.parent, messages, body(family.tutor, sibling, "two")).text("threadId"));
  const auto fathers = say(house, father, family, "three");
  threads.insert(fathers.text("threadId"));
  threads.insert(house.send(family.parent, family.tutor, "four").text("thread.id"));
  BOOST_TEST(threads.size() == 4U);
  BOOST_TEST(house.get(family.tutor, "/api/inbox?show=parents").at("items").as_array().size() ==
             3U);
  BOOST_TEST(house.get(family.tutor, "/api/inbox").at("items").as_array().size() == 4U);
  BOOST_TEST(house.get(father, "/api/inbox").at("items").as_array().size() == 1U);
  BOOST_TEST(house.get(father, "/api/inbox/threads/" + first.text("threadId")).verdict() ==
             "404 not_found");
  BOOST_TEST(
      house.get(family.parent, "/api/inbox/threads/" + fathers.text("threadId") + "/messages")
          .verdict() == "404 not_found");
}

BOOST_TEST_DECORATOR(*description("S2-22: several parents; contract 5: 409 lists them"))
BOOST_DATA_TEST_CASE(several_parents, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto father = new_person("parent");
  link(father, family.student);
  const auto ambiguous = say(house, family.tutor, family, "To whom?");
  BOOST_TEST(ambiguous.verdict() == "409 ambiguous_parent");
  BOOST_TEST(ids_in(ambiguous.at("parents")) == (std::set{family.parent, father}));
  BOOST_TEST(!ambiguous.text("parents.0.name").empty());
  const auto one = say(house, family.tutor, family, "To him", to_parent(father));
  BOOST_TEST(one.text("parentId") == father);
  BOOST_TEST(house.get(family.parent, "/api/parent/threads").at("items").as_array().empty());
  // The one thread there is opens without a name; two do not.
  BOOST_TEST(house.get(family.tutor, query(family.tutor, family.student)).verdict() == "200");
  say(house, family.tutor, family, "To her", to_parent(family.parent));
  const auto page = house.get(family.tutor, query(family.tutor, family.student));
  BOOST_TEST(page.verdict() == "409 ambiguous_parent");
  BOOST_TEST(ids_in(page.at("parents")) == (std::set{family.parent, father}));
  BOOST_TEST(texts_of(house.get(family.tutor,
                                query(family.tutor, family.student, "&parentId=" + father))) ==
                 std::vector<std::string>{"To him"},
             boost::test_tools::per_element());
}

BOOST_TEST_DECORATOR(*description("two households: one message, two threads, atomically"))
BOOST_DATA_TEST_CASE(all_parents, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto father = new_person("parent");
  link(father, family.student);
  const auto sent =
      say(house, family.tutor, family, "Both of you", to_parent("all") + named("all-1"));
  BOOST_TEST(sent.verdict() == "201");
  BOOST_REQUIRE(sent.at("items").as_array().size() == 2U);
  std::set<std::string> parents;
  for (const auto& item : sent.at("items").as_array()) {
    parents.emplace(item.at("parentId").as_string());
    BOOST_TEST(item.at("clientId") == "all-1");
    BOOST_TEST(item.at("role") == "TUTOR");
  }
  BOOST_TEST(parents == (std::set{family.parent, father}));
  const auto again =
      say(house, family.tutor, family, "Both of you", to_parent("all") + named("all-1"));
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(again.at("items") == sent.at("items"));
  const struct {
    std::string name;
    std::string text;
    std::string more;
  } others[] = {{"another text", "Both of us", to_parent("all")},
                {"one of them", "Both of you", to_parent(father)},
                {"the other one", "Both of you", to_parent(family.parent)}};
  for (const auto& row : others) {
    BOOST_TEST(say(house, family.tutor, family, row.text, row.more + named("all-1")).verdict() ==
                   "422 client_id_reused",
               row.name);
  }
  const auto single = say(house, family.tutor, family, "x", to_parent(father) + named("one-1"));
  BOOST_TEST(single.verdict() == "201");
  BOOST_TEST(say(house, family.tutor, family, "x", to_parent("all") + named("one-1")).verdict() ==
             "422 client_id_reused");
  // A reply goes to the tutor alone, and who has read is told per parent.
  say(house, father, family, "Only between us");
  BOOST_TEST(
      house.get(family.parent, query(family.tutor, family.student)).at("items").as_array().size() ==
      1U);
  const auto to_her =
      house.get(family.tutor, query(family.tutor, family.student, "&parentId=" + family.parent));
  const auto to_him =
      house.get(family.tutor, query(family.tutor, family.student, "&parentId=" + father));
  BOOST_TEST(!to_her.at("items.0.readAt").is_null());
  BOOST_TEST(to_him.at("items.0.readAt").is_null());
  BOOST_TEST(texts_of(to_her) == std::vector<std::string>{"Both of you"},
             boost::test_tools::per_element());
}

BOOST_TEST_DECORATOR(*description("all or none: what stands against one parent stops it"))
BOOST_DATA_TEST_CASE(all_or_none, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto father = new_person("parent");
  link(father, family.student);
  say(house, family.tutor, family, "taken", to_parent(father) + named("copy"));
  // The second copy would have this name; no client can give it, so it is written by hand.
  const auto second = std::max(family.parent, father);
  sql().execute(
      "REPLACE INTO messages (thread_id, seq, sender_id, client_id, at, body) VALUES"
      " (0, 1, '" +
      family.tutor + "', CONCAT('half', CHAR(0), '" + second + "'), '2026-11-21', 'x')");
  BOOST_TEST(say(house, family.tutor, family, "half", to_parent("all") + named("half")).verdict() ==
             "422 client_id_reused");
  BOOST_TEST(sql().number("SELECT COUNT(*) FROM messages WHERE body = 'half'") == 0);
}

BOOST_TEST_DECORATOR(*description("contract 1: repeating is safe"))
BOOST_DATA_TEST_CASE(repeats, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto first = say(house, family.parent, family, "Once", named("p-1"));
  const auto again = say(house, family.parent, family, "Once", named("p-1"));
  BOOST_TEST(again.verdict() == "200");
  BOOST_TEST(again.header("Idempotent-Replay") == "true");
  BOOST_TEST(again.json == first.json);
  BOOST_TEST(say(house, family.parent, family, "Twice", named("p-1")).verdict() ==
             "422 client_id_reused");
  const auto thread = first.text("threadId");
  BOOST_TEST(house
                 .post(family.parent, "/api/send",
                       R"({"to":")" + family.tutor + R"(","message":"Once","clientId":"p-1"})")
                 .verdict() == "422 client_id_reused");
  BOOST_TEST(house
                 .post(family.parent, "/api/send",
                       R"({"threadId":")" + thread + R"(","message":"Once","clientId":"p-1"})")
                 .verdict() == "200");
}

BOOST_TEST_DECORATOR(*description("S2-24, S2-25, S2-26: opening stamps, listing does not"))
BOOST_DATA_TEST_CASE(reading, protocols, protocol) {
  House house(protocol);
  const Family family;
  for (const auto* const text : {"one", "two", "three"}) say(house, family.parent, family, text);
  const auto unread = [&](const std::string& person) {
    return house.get(person, "/api/parent/threads").number("items.0.unread");
  };
  BOOST_TEST(unread(family.tutor) == 3);
  BOOST_TEST(unread(family.tutor) == 3);
  BOOST_TEST(house.get(family.tutor, "/api/inbox/unread").body == R"({"threads":1,"messages":3})");
  BOOST_TEST(
      house.get(family.parent, query(family.tutor, family.student)).at("items.0.readAt").is_null());
  const auto page = house.ask({.target = query(family.tutor, family.student, "&limit=1"),
                               .person = family.tutor,
                               .parameters = {{"HTTP_CHALKLINE_NOW", "2026-11-21T12:00:00Z"}}});
  BOOST_TEST(texts_of(page) == std::vector<std::string>{"three"}, boost::test_tools::per_element());
  BOOST_TEST(page.at("hasMore").as_bool());
  BOOST_TEST(page.text("items.0.readAt") == "2026-11-21T12:00:00.000Z");
  BOOST_TEST(unread(family.tutor) == 0);
  BOOST_TEST(house.get(family.tutor, "/api/inbox/unread").body == R"({"threads":0,"messages":0})");
  const auto mine = house.get(family.parent, query(family.tutor, family.student));
  for (const auto& item : mine.at("items").as_array()) {
    BOOST_TEST(item.at("readAt") == "2026-11-21T12:00:00.000Z");
  }
  BOOST_TEST(texts_of(house.get(family.tutor, query(family.tutor, family.student, "&before=3"))) ==
                 (std::vector<std::string>{"one", "two"}),
             boost::test_tools::per_element());
  BOOST_TEST(texts_of(house.get(family.tutor, query(family.tutor, family.student, "&after=2"))) ==
                 std::vector<std::string>{"three"},
             boost::test_tools::per_element());
}

BOOST_TEST_DECORATOR(*description("contract 5: read_receipts.parent is forced"))
BOOST_DATA_TEST_CASE(receipts_are_shown, protocols, protocol) {
  House house(protocol);
  const Family family;
  house.patch(family.tutor, "/api/inbox/settings", R"({"readReceipts":false})");
  const auto thread = say(house, family.parent, family, "Seen?").text("threadId");
  house.post(family.tutor, "/api/read-receipts", R"({"threadId":")" + thread + R"(","upTo":1})");
  BOOST_TEST(
      !house.get(family.parent, "/api/read-receipts?threadId=" + thread).at("0.readAt").is_null());
  const auto in_inbox = house.get(family.parent, "/api/inbox/threads/" + thread + "/messages");
  BOOST_TEST(!in_inbox.at("items.0.readAt").is_null());
}

BOOST_TEST_DECORATOR(*description("403, 404: a thread opens only for its two"))
BOOST_DATA_TEST_CASE(who_may_open, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto stranger = new_person("parent");
  BOOST_TEST(house.get(family.parent, query(family.tutor, family.student)).verdict() ==
             "404 not_found");
  BOOST_TEST(house.get(family.tutor, query(family.tutor, family.student)).verdict() ==
             "404 not_found");
  say(house, family.parent, family, "Hello");
  BOOST_TEST(house.get(family.parent, query(family.tutor, family.student)).verdict() == "200");
  for (const auto& person : {stranger, family.student}) {
    BOOST_TEST(house.get(person, query(family.tutor, family.student)).verdict() ==
               "403 parent_not_linked");
  }
  BOOST_TEST(house.get(stranger, query(family.tutor, "nobody-1")).verdict() ==
             "403 parent_not_linked");
  BOOST_TEST(house.get(stranger, query(family.tutor, family.student, "&parentId=" + family.parent))
                 .verdict() == "403 parent_not_linked");
  const auto other = new_person("tutor");
  BOOST_TEST(house.get(other, query(other, family.student)).verdict() == "404 not_found");
}

BOOST_TEST_DECORATOR(*description("S2-11, S2-16: the picker; 403 for who is no parent"))
BOOST_DATA_TEST_CASE(tutors, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto bought = new_person("tutor");
  const auto open = new_person("tutor");
  const auto exploring = new_person("tutor");
  order(bought, family.student);
  order(open, family.student, "open");
  sql().execute("INSERT INTO relationships (low_id, high_id, high_teaches) VALUES ('" +
                family.student + "', '" + exploring + "', 'exploring')");
  const std::string target = "/api/parent/tutors?studentId=" + family.student;
  const auto all = house.get(family.parent, target);
  BOOST_TEST(ids_in(all.at("items")) == (std::set{family.tutor, bought}));
  BOOST_TEST(all.at("nextCursor").is_null());
  std::set<std::string> paged;
  std::string cursor;
  for (int page = 0; page < 2; ++page) {
    const auto answer = house.get(family.parent, target + "&limit=1" + cursor);
    paged.merge(ids_in(answer.at("items")));
    if (page == 0) cursor = "&cursor=" + answer.text("nextCursor");
    if (page == 1) BOOST_TEST(answer.at("nextCursor").is_null());
  }
  BOOST_TEST(paged == (std::set{family.tutor, bought}));
  BOOST_TEST(house.get(family.tutor, target).verdict() == "403 parent_not_linked");
  BOOST_TEST(house.get(family.parent, "/api/parent/tutors?studentId=nobody-1").verdict() ==
             "403 parent_not_linked");
}

BOOST_TEST_DECORATOR(*description("S2-30 to S2-33: the tutor's view, kept as every thread"))
BOOST_DATA_TEST_CASE(in_the_inbox, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto id = say(house, family.parent, family, "Fractions are hard").text("threadId");
  house.send(family.student, family.tutor, "Fractions are fun");
  const auto parents = house.get(family.tutor, "/api/inbox?show=parents");
  BOOST_REQUIRE(parents.at("items").as_array().size() == 1U);
  BOOST_TEST(parents.text("items.0.with.name") == "Person " + family.parent);
  BOOST_TEST(parents.text("items.0.student.name") == "Person " + family.student);
  BOOST_TEST(house.get(family.tutor, "/api/inbox").at("items").as_array().size() == 2U);
  const auto thread = house.get(family.tutor, "/api/inbox/threads/" + id);
  BOOST_TEST(thread.text("student.id") == family.student);
  BOOST_TEST(thread.at("can.send").as_bool());
  BOOST_TEST(thread.at("can.remaining").is_null());
  order(family.tutor, family.parent);  // of the parent's own, which is not about the child
  const auto feed = house.get(family.parent, "/api/inbox/threads/" + id + "/feed");
  BOOST_TEST(feed.at("items").as_array().size() == 1U);
  BOOST_TEST(feed.text("items.0.message.role") == "PARENT");
  const auto found = house.get(family.parent, "/api/inbox/search?q=fractions");
  BOOST_REQUIRE(found.at("items").as_array().size() == 1U);
  BOOST_TEST(found.text("items.0.thread.kind") == "parent");
  BOOST_TEST(found.text("items.0.thread.student.id") == family.student);
  BOOST_TEST(found.text("items.0.message.studentId") == family.student);
  const std::string target = "/api/inbox/threads/" + id;
  BOOST_TEST(house.patch(family.tutor, target, R"({"pinned":true})").at("pinned").as_bool());
  BOOST_TEST(house.get(family.tutor, "/api/inbox").text("items.0.id") == id);
  house.patch(family.tutor, target, R"({"snoozedUntil":"2099-01-01T00:00:00Z"})");
  BOOST_TEST(house.get(family.tutor, "/api/inbox?show=parents").at("items").as_array().empty());
  say(house, family.parent, family, "Urgent");
  BOOST_TEST(house.get(family.tutor, "/api/inbox?show=parents").at("items").as_array().size() ==
             1U);
}

BOOST_TEST_DECORATOR(*description("POST /api/send into a parent thread: the same decision"))
BOOST_DATA_TEST_CASE(by_the_send_route, protocols, protocol) {
  House house(protocol);
  const Family family;
  const auto id = say(house, family.parent, family, "Hello").text("threadId");
  const auto by_thread = R"({"threadId":")" + id + R"(","message":"Hello too"})";
  const auto sent = house.post(family.tutor, "/api/send", by_thread);
  BOOST_TEST(sent.verdict() == "201");
  BOOST_TEST(sent.text("message.role") == "TUTOR");
  BOOST_TEST(sent.text("thread.student.id") == family.student);
  BOOST_TEST(
      house.post(family.parent, "/api/send/typing", R"({"threadId":")" + id + "\"}").verdict() ==
      "204");
  const auto target = "/api/send/" + id + "/2";
  const auto changed = house.patch(family.tutor, target, R"({"message":"Hello three"})");
  BOOST_TEST(changed.verdict() == "200");
  BOOST_TEST(changed.text("role") == "TUTOR");
  BOOST_TEST(house.get(family.parent, "/api/inbox/threads/" + id).text("lastMessage.preview") ==
             "Hello three");
  BOOST_TEST(
      house.ask({.method = "DELETE", .target = target, .person = family.tutor}).text("kind") ==
      "removed");
  sql().execute("UPDATE relationships SET high_teaches = 'ended' WHERE low_id = '" +
                family.student + "'");
  for (const auto& person : {family.parent, family.tutor}) {
    BOOST_TEST(house.post(person, "/api/send", by_thread).verdict() == "403 tutor_not_eligible");
    BOOST_TEST(house.post(person, "/api/send/typing", R"({"threadId":")" + id + "\"}").verdict() ==
               "403 tutor_not_eligible");
    const auto thread = house.get(person, "/api/inbox/threads/" + id);
    BOOST_TEST(thread.text("can.refusal.code") == "tutor_not_eligible");
    BOOST_TEST(thread.text("relationship") == "ended");
  }
}

BOOST_AUTO_TEST_CASE(repeats_under_another_policy,
                     *description("S1-19, contract 1: the first result, whatever has changed")) {
  House house("fastcgi");
  const Family family;
  const auto again = [&](const std::string& text) {
    return say(house, family.parent, family, text, named("one"));
  };
  const auto id = again("Call 07700 900123").text("threadId");
  sql().execute("UPDATE messages SET body = 'Call •••' WHERE thread_id = " + id);
  const auto repeat = again("Call 07700 900123");
  BOOST_TEST(repeat.verdict() == "200");
  BOOST_TEST(repeat.text("body") == "Call •••");
  BOOST_TEST(repeat.text("warnings.0.code") == "contact_details_masked");
  BOOST_TEST(again("Mail 07700 900123").verdict() == "422 client_id_reused");
}

BOOST_AUTO_TEST_CASE(the_erased_write_nothing,
                     *description("contract 3: who is erased changes nothing; the past stays")) {
  House house("fastcgi");
  for (const std::string side : {"parent", "tutor"}) {
    const Family family;
    const bool by_parent = side == "parent";
    const auto& erased = by_parent ? family.parent : family.tutor;
    const std::string code = by_parent ? "parent_not_linked" : "tutor_not_eligible";
    const auto id = say(house, erased, family, "Hello").text("threadId");
    sql().execute("UPDATE people SET erased_at = '2026-11-21', name = '' WHERE id = '" + erased +
                  "'");
    const std::string into = R"({"threadId":")" + id + "\"";
    BOOST_TEST(say(house, erased, family, "?").verdict() == "403 " + code);
    BOOST_TEST(house.post(erased, "/api/send", into + R"(,"message":"?"})").verdict() ==
               "403 " + code);
    BOOST_TEST(house.post(erased, "/api/send/typing", into + "}").verdict() == "403 " + code);
    BOOST_TEST(house.patch(erased, "/api/send/" + id + "/1", R"({"message":"?"})").verdict() ==
               "403 " + code);
    BOOST_TEST(house.ask({.method = "DELETE", .target = "/api/send/" + id + "/1", .person = erased})
                   .verdict() == "403 not_allowed_to_message");
    const auto thread = house.get(erased, "/api/inbox/threads/" + id);
    BOOST_TEST(thread.text("can.refusal.code") == code);
  }
}

BOOST_TEST_DECORATOR(*description("a person may be parent, tutor and student at once"))
BOOST_DATA_TEST_CASE(several_at_once, protocols, protocol) {
  House house(protocol);
  const Family family;
  const Family other;
  // The tutor of one child is a parent of the other, and of the first as well.
  link(family.tutor, other.student);
  link(family.tutor, family.student);
  const auto as_parent =
      house.post(family.tutor, messages, body(other.tutor, other.student, "As a parent"));
  BOOST_TEST(as_parent.text("role") == "PARENT");
  const auto as_tutor = say(house, family.tutor, family, "As a tutor");
  BOOST_TEST(as_tutor.text("role") == "TUTOR");
  BOOST_TEST(as_tutor.text("parentId") == family.parent);
  BOOST_TEST(say(house, family.tutor, family, "To myself", to_parent(family.tutor)).verdict() ==
             "409 no_parent_linked");
  const auto all = say(house, family.tutor, family, "All", to_parent("all"));
  BOOST_TEST(all.at("items").as_array().size() == 1U);
  const auto list = house.get(family.tutor, "/api/parent/threads");
  BOOST_TEST(list.at("items").as_array().size() == 2U);
}

// Ties between one student and some tutors, drawn at random.
void tie_at_random(std::mt19937& random, const std::string& student, const std::string& tutor,
                   const std::string& site) {
  const auto one_of = [&](const std::vector<std::string>& words) {
    return words.at(random() % words.size());
  };
  if (const auto state = one_of({"", "paid", "paid", "open", "refunded"}); !state.empty()) {
    order(tutor, student, state, site);
  }
  if (const auto state = one_of({"", "active", "exploring", "ended"}); !state.empty()) {
    sql(site).execute("INSERT INTO relationships (low_id, high_id, high_teaches) VALUES ('" +
                      student + "', '" + tutor + "', '" + state + "')");
  }
  if (random() % 3 == 0) enrol(student, "course-" + tutor, "student", site);
  if (random() % 6 == 0) {
    sql(site).execute("UPDATE people SET erased_at = '2026-11-01', name = '' WHERE id = '" + tutor +
                      "'");
  }
}

// The tutors of the list, and those to whom a message is accepted.
void compare_picker(House& house, const std::string& parent, const std::string& student,
                    const std::vector<std::string>& tutors, const std::string& site) {
  const auto list = house.ask({.target = "/api/parent/tutors?limit=100&studentId=" + student,
                               .person = parent,
                               .site = site});
  const auto offered = list.status == 200 ? ids_in(list.at("items")) : std::set<std::string>();
  std::set<std::string> open;
  for (const auto& tutor : tutors) {
    const auto sent = house.ask({.method = "POST",
                                 .target = messages,
                                 .body = body(tutor, student, "Hello"),
                                 .person = parent,
                                 .site = site});
    if (sent.status == 201) open.insert(tutor);
    BOOST_TEST((sent.status == 201 || sent.status == 403 || tutor == parent), sent.body);
  }
  BOOST_TEST(offered == open);
}

BOOST_AUTO_TEST_CASE(picker_and_decision_agree,
                     *description("S2-11, S2-16: whom the list offers is whom a send accepts")) {
  House house("fastcgi");
  std::mt19937 random(20261123);
  for (const std::string site : {"marketplace", "classroom", "advisor"}) {
    for (int round = 0; round < 6; ++round) {
      const auto parent = new_person("parent", site);
      const auto student = new_person("student", site);
      link(parent, student, random() % 5 == 0 ? "pending" : "confirmed", site);
      if (random() % 6 == 0) {
        sql(site).execute("UPDATE people SET standing = 'rejected' WHERE id = '" + parent + "'");
      }
      std::vector<std::string> tutors = {student, parent};
      if (round == 0) order(parent, student, "paid", site);  // who teaches their own child
      for (int i = 0; i < 5; ++i) {
        tutors.push_back(new_person("tutor", site));
        enrol(tutors.back(), "course-" + tutors.back(), "tutor", site);
        tie_at_random(random, student, tutors.back(), site);
      }
      compare_picker(house, parent, student, tutors, site);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
