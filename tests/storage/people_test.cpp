#include "storage/people.h"

#include <algorithm>
#include <string>

#include <boost/test/unit_test.hpp>

#include "storage/enrolments.h"
#include "storage/fixture.h"
#include "storage/health.h"
#include "storage/live.h"
#include "storage/relationships.h"

namespace chalkline::storage::tests {
namespace {

using boost::unit_test::description;
using rules::EnrolmentRole;
using rules::EnrolmentState;
using rules::Relationship;
using rules::Role;

BOOST_FIXTURE_TEST_SUITE(people, Fixture)

BOOST_AUTO_TEST_CASE(persons, *description("contract 5: every field of person.upserted")) {
  rules::PersonRecord record{.id = "p:1",
                             .name = "O'Brien \\ :name 😀",
                             .avatar_url = "https://x/?a=:id&b='",
                             .email = "o'b@example.org",
                             .phone = "+49 30 1",
                             .standing = rules::Standing::needs_improvement,
                             .institution_id = "inst",
                             .time_zone = "Europe/Dublin",
                             .locale = "en-IE",
                             .subjects = std::vector<std::string>{"O'Neil \"\\\" :x", "数学"},
                             .age_groups = std::vector<std::string>{},
                             .gender = "female",
                             .birth_date = "2008-02-29",
                             .version = 9'000'000'000'000'000};
  record.roles.add(Role::tutor);
  record.roles.add(Role::platform_admin);
  const std::string columns =
      "SELECT CONCAT_WS('|', id, name, IFNULL(avatar_url, '-'), IFNULL(email, '-'), IFNULL(phone,"
      " '-'), roles, standing, IFNULL(institution_id, '-'), time_zone, locale,"
      " IFNULL(subjects, '-'), IFNULL(age_groups, '-'), IFNULL(gender, '-'),"
      " IFNULL(birth_date, '-'), version)"
      " FROM people WHERE id = 'p:1'";
  BOOST_TEST(!run(lock_person, record.id));
  run(insert_people, std::vector{record});
  BOOST_TEST(sql.value(columns) ==
             "p:1|O'Brien \\ :name 😀|https://x/?a=:id&b='|o'b@example.org|+49 30 1|65|"
             "needs_improvement|inst|Europe/Dublin|en-IE|[\"O'Neil \\\"\\\\\\\" :x\",\"数学\"]|[]|"
             "female|2008-02-29|9000000000000000");
  BOOST_TEST(sql.value("SELECT JSON_VALUE(subjects, '$[0]') FROM people WHERE id = 'p:1'") ==
             "O'Neil \"\\\" :x");
  BOOST_TEST((run(lock_person, record.id)->version == 9'000'000'000'000'000));
  const auto twice = fault_of([&] { run(insert_people, std::vector{record}); });
  BOOST_TEST((twice.kind == Fault::Kind::conflict));
  rules::PersonRecord plain{.id = "p:1", .name = "Q", .time_zone = "UTC", .locale = "de"};
  plain.version = 3;
  run(update_people, std::vector{plain});
  BOOST_TEST(sql.value(columns) == "p:1|Q|-|-|-|0|ok|-|UTC|de|-|-|-|-|3");
}

BOOST_AUTO_TEST_CASE(many_people, *description("contract 3: a batch, in one statement each")) {
  std::vector<rules::PersonRecord> all;
  for (const std::string id : {"a", "b", "c"}) {
    all.push_back({.id = id, .name = id + "\n\x01", .time_zone = "UTC", .locale = "en"});
  }
  run(insert_people, all);
  for (auto& each : all) each.version = 7;
  all.pop_back();
  run(update_people, all);
  BOOST_TEST(sql.list("SELECT CONCAT(id, version, HEX(name)) FROM people ORDER BY id") ==
             "a7610A01,b7620A01,c0630A01");
  const auto stored = run(lock_people, std::vector<std::string>{"b", "c", "d", "é"});
  BOOST_TEST(stored.size() == 2);
  BOOST_TEST((stored.at("b").version == 7 && stored.at("c").version == 0));
  run(insert_people, std::vector<rules::PersonRecord>{});
  BOOST_TEST(run(lock_people, std::vector<std::string>{}).empty());
}

BOOST_AUTO_TEST_CASE(nothing_is_cut,
                     *description("storage says what does not fit, and keeps it out")) {
  const rules::PersonRecord fits{.id = "a", .name = "x", .time_zone = "UTC", .locale = "en"};
  run(insert_people, std::vector{fits});
  const struct {
    std::string what;
    void (*change)(rules::PersonRecord&);
  } changes[] = {
      {"id", [](auto& p) { p.id = std::string(65, 'a'); }},
      {"name", [](auto& p) { p.name = std::string(201, 'a'); }},
      {"avatar", [](auto& p) { p.avatar_url = std::string(2001, 'a'); }},
      {"email", [](auto& p) { p.email = std::string(321, 'a'); }},
      {"phone", [](auto& p) { p.phone = std::string(33, 'a'); }},
      {"institution", [](auto& p) { p.institution_id = std::string(65, 'a'); }},
      {"institution beyond ASCII", [](auto& p) { p.institution_id = "é"; }},
      {"time zone", [](auto& p) { p.time_zone = std::string(65, 'a'); }},
      {"locale", [](auto& p) { p.locale = std::string(36, 'a'); }},
      {"subjects", [](auto& p) { p.subjects = {std::string(65'536, 'a')}; }},
      {"gender", [](auto& p) { p.gender = std::string(101, 'a'); }},
      {"birth date", [](auto& p) { p.birth_date = "2009-02-30"; }},
  };
  for (const auto& [what, change] : changes) {
    auto record = fits;
    change(record);
    const auto& write = record.id == "a" ? update_people : insert_people;
    BOOST_TEST_CONTEXT(what) {
      BOOST_CHECK_EXCEPTION(run(write, std::vector{record}), Fault,
                            [](const Fault& fault) { return fault.kind == Fault::Kind::other; });
    }
  }
  BOOST_TEST(sql.list("SELECT CONCAT(id, name) FROM people") == "ax");
}

BOOST_AUTO_TEST_CASE(ids_are_bytes, *description("contract 1: ids differ by case")) {
  person("Abc");
  person("abc");
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM people") == 2);
  BOOST_TEST(!run(lock_person, std::string("ABC")));
}

BOOST_AUTO_TEST_CASE(relationships, *description("S0-11: both directions of a pair in one row")) {
  const auto pair = rules::pair_of("b", "a");
  BOOST_TEST(!run(lock_relationship, pair));
  run(insert_relationship, pair, PairState{Relationship::active, Relationship::none, 7, 0});
  const auto twice = fault_of([&] { run(insert_relationship, pair, PairState{}); });
  BOOST_TEST((twice.kind == Fault::Kind::conflict));
  run(update_relationship, pair, PairState{Relationship::ended, Relationship::exploring, 8, 9});
  const auto state = run(lock_relationship, rules::pair_of("a", "b"));
  BOOST_REQUIRE(state);
  BOOST_TEST((state->low_teaches == Relationship::ended && state->low_version == 8));
  BOOST_TEST((state->high_teaches == Relationship::exploring && state->high_version == 9));
}

BOOST_AUTO_TEST_CASE(many_relationships,
                     *description("contract 3: a batch, in one statement each")) {
  const auto ab = rules::pair_of("a", "b");
  const auto ac = rules::pair_of("a", "c");
  using enum Relationship;
  run(insert_relationships,
      std::vector<RelationshipRow>{{ab, {active, none, 7, 0}, true}, {ac, {none, ended, 0, 8}}});
  const auto rows = run(lock_relationships, std::vector{ab, ac, rules::pair_of("a", "d")});
  BOOST_REQUIRE(rows.size() == 2);
  BOOST_TEST((rows[0].pair.high == "b" && rows[0].state.low_teaches == active));
  BOOST_TEST((rows[1].pair.high == "c" && rows[1].state.high_version == 8));
  run(update_relationships,
      std::vector<RelationshipRow>{{ab, {ended, none, 9, 0, true}}, {ac, {}, false, true}});
  BOOST_TEST(sql.list("SELECT CONCAT_WS(' ', high_id, low_teaches, high_teaches, low_version,"
                      " high_version, low_blocks, high_blocks, low_referred, high_referred)"
                      " FROM relationships ORDER BY high_id") ==
             "b ended none 9 0 1 0 1 0,c none none 0 0 0 0 0 1");
  const auto twice = fault_of([&] {
    run(insert_relationships, std::vector<RelationshipRow>{{ab, {}}});
  });
  BOOST_TEST((twice.kind == Fault::Kind::conflict));
}

rules::Enrolment enrolment(const std::string& person, EnrolmentRole role, const std::string& batch,
                           const std::string& institution = "i1") {
  return {.course_id = batch.substr(0, batch.find('/')),
          .batch_id = batch,
          .person_id = person,
          .institution_id = institution,
          .role = role};
}

BOOST_AUTO_TEST_CASE(enrolments, *description("contract 5: enrolment.upserted")) {
  auto one = enrolment("a", EnrolmentRole::student, "c1/b1");
  one.version = 4;
  BOOST_TEST(run(lock_enrolments, std::vector{one}).empty());
  run(insert_enrolments, std::vector{one});
  BOOST_TEST((run(lock_enrolments, std::vector{one}).front().version == 4));
  BOOST_TEST(
      (fault_of([&] { run(insert_enrolments, std::vector{one}); }).kind == Fault::Kind::conflict));
  one.state = EnrolmentState::ended;
  one.institution_id = "i2";
  one.version = 5;
  run(update_enrolments, std::vector{one});
  BOOST_TEST(sql.value("SELECT CONCAT_WS(' ', course_id, batch_id, person_id, role,"
                       " institution_id, state, version) FROM enrolments") ==
             "c1 c1/b1 a student i2 ended 5");
  auto as_tutor = one;
  as_tutor.role = EnrolmentRole::tutor;
  BOOST_TEST(run(lock_enrolments, std::vector{as_tutor}).empty());
}

struct Course : Fixture {
  void enrol(const std::string& person, EnrolmentRole role, const std::string& batch,
             const std::string& institution = "i1") {
    run(insert_enrolments, std::vector{enrolment(person, role, batch, institution)});
  }
};

// "roles institution: tutor c1 c1/b1 i1, …" in their order.
std::string line_of(const rules::Belonging& belonging) {
  std::vector<std::string> enrolments;
  for (const auto& e : belonging.enrolments) {
    enrolments.push_back((e.role == EnrolmentRole::tutor ? " tutor " : " student ") + e.course_id +
                         " " + e.batch_id + " " + e.institution_id);
  }
  std::sort(enrolments.begin(), enrolments.end());
  std::string line = std::to_string(belonging.roles.bits) + " " + belonging.institution_id + ":";
  for (const auto& each : enrolments) line += each;
  return line;
}

BOOST_FIXTURE_TEST_CASE(belongings, Course,
                        *description("S1-12 to S1-17: courses and institutions, as they are now")) {
  using enum EnrolmentRole;
  person("t", {Role::tutor});
  person("admin", {Role::institution_admin, Role::student});
  sql.execute("UPDATE people SET institution_id = 'i1' WHERE id = 'admin'");
  enrol("t", tutor, "c1/b1");
  enrol("t", student, "c2/b1", "i2");
  enrol("t", student, "c3/b1");
  sql.execute("UPDATE enrolments SET state = 'ended' WHERE course_id = 'c3'");
  const struct {
    std::string person;
    std::string expected;
  } rows[] = {
      {"t", "1 : student c2 c2/b1 i2 tutor c1 c1/b1 i1"},
      {"admin", "10 i1:"},
      {"nobody", "0 :"},
  };
  auto found = run(load_belongings, std::vector<std::string>{"t", "admin", "nobody"});
  for (const auto& row : rows) {
    BOOST_TEST(line_of(found[row.person]) == row.expected);
  }
}

BOOST_FIXTURE_TEST_CASE(belongings_of_many, Course,
                        *description("S1-12: one statement for a page")) {
  std::vector<std::string> people;
  for (int i = 0; i < 101; ++i) {
    people.push_back("s.-_:" + std::to_string(i));
    person(people.back(), {Role::student});
    if (i % 2 == 0) enrol(people.back(), EnrolmentRole::student, "c1/b1");
  }
  people.emplace_back("nobody");
  const auto found = run(load_belongings, people);
  for (std::size_t i = 0; i < 101; ++i) {
    BOOST_TEST(found.at(people[i]).enrolments.size() == (i % 2 == 0 ? 1U : 0U), i);
  }
  BOOST_TEST(!found.contains("nobody"));
}

BOOST_AUTO_TEST_CASE(tickets, *description("contract 3: 60 seconds, one connection")) {
  const std::string hash(64, 'a');
  run(insert_live_ticket, hash, std::string("p"), noon(60));
  BOOST_TEST((run(load_live_ticket, hash, noon(59)) == "p"));
  BOOST_TEST(!run(load_live_ticket, hash, noon(60)));
  BOOST_TEST(!run(load_live_ticket, std::string(64, 'b'), noon()));
  BOOST_TEST(run(delete_live_ticket, hash));
  BOOST_TEST(!run(delete_live_ticket, hash));
  BOOST_TEST(!run(load_live_ticket, hash, noon(59)));
  for (int i = 0; i < 3; ++i) {
    run(insert_live_ticket, std::string(64, static_cast<char>('a' + i)), std::string("p"), noon(i));
  }
  BOOST_TEST(run(delete_expired_tickets, noon(1)) == 2);
  BOOST_TEST(sql.list("SELECT LEFT(hash, 1) FROM live_tickets") == "c");
}

BOOST_AUTO_TEST_CASE(listening, *description("S0-09: until when a stream may be open")) {
  person("a");
  person("b");
  const auto id = thread("a", "b");
  const auto heard = [&] {
    const auto row = run(load_thread, std::string("a"), id);
    const auto pair = run(load_pair, std::string("a"), std::string("b"));
    BOOST_TEST((row->i_listen == pair.i_listen && row->other_listens == pair.other_listens));
    return std::string(row->i_listen ? "me " : "") + (row->other_listens ? "other" : "");
  };
  const auto far = noon() + std::chrono::hours(24 * 365 * 100);
  BOOST_TEST(heard().empty());
  run(mark_listening, std::string("b"), far);
  BOOST_TEST(heard() == "other");
  run(mark_listening, std::string("b"), rules::Time(std::chrono::hours(24)));
  BOOST_TEST(heard() == "other");
  run(mark_listening, std::string("a"), rules::Time(std::chrono::hours(24)));
  BOOST_TEST(heard() == "other");
  run(mark_listening, std::string("a"), far);
  BOOST_TEST(heard() == "me other");
  run(mark_listening, std::string("nobody"), far);
  BOOST_TEST(sql.number("SELECT COUNT(*) FROM people") == 2);
  const auto among = [&](const std::vector<std::string>& people) {
    std::string line;
    for (const auto& each : run(load_listening, people)) line += each + " ";
    return line;
  };
  BOOST_TEST(among({"b", "nobody", "a", "b"}) == "a b ");
  sql.execute("UPDATE people SET live_until = '2020-01-01' WHERE id = 'a'");
  BOOST_TEST(among({"b", "nobody", "a"}) == "b ");
  BOOST_TEST(among({"nobody"}).empty());
}

BOOST_AUTO_TEST_CASE(health, *description("contract 3: healthz looks at a table")) {
  BOOST_TEST(run(load_health));
  sql.execute("RENAME TABLE threads TO gone");
  const auto fault = fault_of([&] { run(load_health); });
  sql.execute("RENAME TABLE gone TO threads");
  BOOST_TEST((fault.kind == Fault::Kind::other));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::storage::tests
