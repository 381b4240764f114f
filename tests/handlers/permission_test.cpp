#include <functional>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "handlers/house.h"
#include "handlers/signed_call.h"

// What the platform tells decides the next message, from whoever and in whatever thread.

namespace chalkline::handlers::tests {
namespace {

namespace json = boost::json;
using boost::unit_test::description;

// People of one test, whom no other one knows, on one site.
struct Platform {
  explicit Platform(std::string where) : site(std::move(where)) {
    static int tests = 0;
    mark = "perm" + std::to_string(++tests) + "x";
  }

  std::string id(const std::string& name) const { return mark + "-" + name; }

  // Any event of the platform; the newest counts.
  void tell(const std::string& type, json::object data) {
    data["version"] = ++version;
    auto call = signed_call(
        "POST", "/api/webhooks/platform",
        json::serialize(json::object{
            {"type", type}, {"timestamp", "2026-11-01T08:00:00Z"}, {"data", std::move(data)}}));
    call.site = site;
    BOOST_TEST(house.ask(call).text("results.0.status") == "applied");
  }
  void person(const std::string& name, const std::string& role, const std::string& institution = "",
              const std::string& standing = "ok") {
    json::object data{{"id", id(name)}, {"name", mark + " " + name}, {"timeZone", "UTC"},
                      {"locale", "en"}, {"standing", standing},      {"roles", json::array{role}}};
    if (!institution.empty()) data["institutionId"] = id(institution);
    tell("person.upserted", std::move(data));
  }
  void enrolment(const std::string& name, const std::string& role, const std::string& batch,
                 const std::string& institution, const std::string& state = "active") {
    tell("enrolment.upserted", {{"courseId", id("course")},
                                {"batchId", batch},
                                {"institutionId", id(institution)},
                                {"personId", id(name)},
                                {"role", role},
                                {"state", state}});
  }
  void relationship(const std::string& state) {
    tell("relationship.upserted", {{"tutorId", id("tutor")},
                                   {"studentId", id("student")},
                                   {"state", state},
                                   {"origin", "profile"}});
  }
  void review(bool negative) {
    tell("review.recorded", {{"tutorId", id("tutor")},
                             {"studentId", id("student")},
                             {"rating", negative ? 1 : 5},
                             {"negative", negative}});
  }

  Answer send(const std::string& from, const std::string& to, const std::string& text) {
    return house.ask({.method = "POST",
                      .target = "/api/send",
                      .body = R"({"to":")" + id(to) + R"(","message":")" + text + "\"}",
                      .person = id(from),
                      .site = site});
  }
  Answer get(const std::string& name, const std::string& target) {
    return house.ask({.target = target, .person = id(name), .site = site});
  }
  // "may" or the code of the refusal. A blank text is looked at only where the pair is let through.
  std::string may_send(const std::string& from, const std::string& to) {
    const auto answer = send(from, to, " ");
    return answer.verdict() == "422 message_empty" ? "may" : answer.text("code");
  }
  // "send", or the code that the thread tells before anybody types, with what lifts it.
  std::string can(const std::string& name, const std::string& thread) {
    const auto seen = get(name, "/api/inbox/threads/" + thread);
    if (seen.at("can.send").as_bool()) return "send";
    return seen.text("can.refusal.code") + " " + json::serialize(seen.at("can.refusal.unlockedBy"));
  }
  std::size_t count_messages(const std::string& name, const std::string& thread) {
    return get(name, "/api/inbox/threads/" + thread + "/messages").at("items").as_array().size();
  }
  std::set<std::string> found_by(const std::string& name) {
    std::set<std::string> names;
    const auto page = get(name, "/api/inbox/people?limit=100&q=" + mark);
    for (const auto& item : page.at("items").as_array()) {
      names.insert(std::string(item.at("id").as_string()).substr(mark.size() + 1));
    }
    return names;
  }

  House house{"fastcgi"};
  std::string site;
  std::string mark;
  long long version = 0;
};

const std::string stranger = "not_allowed_to_message";

BOOST_AUTO_TEST_SUITE(permission)

// Of a school with two batches of a course, and another school.
struct School : Platform {
  School() : Platform("classroom") {
    person("dean", "institution_admin", "north");
    person("registrar", "institution_admin", "south");
    person("tina", "tutor");
    enrolment("tina", "tutor", "b1", "north");
    person("theo", "tutor");
    enrolment("theo", "tutor", "b9", "north");
    person("tomas", "tutor");
    enrolment("tomas", "tutor", "b9", "south");
    person("newton", "tutor", "north");  // without a batch yet
    person("nora", "tutor", "north");
    person("sven", "tutor", "south");
    for (const std::string name : {"ann", "bob"}) {
      person(name, "student");
      enrolment(name, "student", "b1", "north");
    }
    person("cleo", "student");
    enrolment("cleo", "student", "b2", "north");
    person("dora", "student");
    enrolment("dora", "student", "b1", "north", "ended");
    person("emil", "student", "north");
    person("paula", "parent", "north");
  }
};

BOOST_FIXTURE_TEST_CASE(of_a_school, School,
                        *description("S1-12 to S1-17: who may begin, and who may not")) {
  const struct {
    std::string requirement;
    std::string from;
    std::string to;
    std::string verdict;
  } rows[] = {
      {"S1-13", "ann", "bob", "may"},
      {"S1-13", "bob", "ann", "may"},
      {"S1-13 of another batch", "ann", "cleo", stranger},
      {"S1-13 of another batch", "cleo", "ann", stranger},
      {"S1-13 who has left it", "ann", "dora", stranger},
      {"S1-13 who has left it", "dora", "ann", stranger},
      {"S1-12", "ann", "tina", "may"},
      {"S1-12 of whatever batch", "cleo", "tina", "may"},
      {"S1-12 who has left it", "dora", "tina", stranger},
      {"S1-14", "tina", "ann", "may"},
      {"S1-14 of another batch", "tina", "cleo", stranger},
      {"S1-15 both teach there", "tina", "theo", "may"},
      {"S1-15 both teach there", "theo", "tina", "may"},
      {"S1-15 said to belong there", "newton", "nora", "may"},
      {"S1-15 said to belong there", "newton", "tina", "may"},
      {"S1-15 said to belong there", "tina", "newton", "may"},
      {"S1-15 of another institution", "theo", "tomas", stranger},
      {"S1-15 of another institution", "newton", "sven", stranger},
      {"S1-15 of another institution", "newton", "tomas", stranger},
      {"S1-15 the institution's students", "newton", "ann", stranger},
      {"S1-15 the institution's students", "newton", "emil", stranger},
      {"S1-16 tutors", "dean", "tina", "may"},
      {"S1-16 tutors", "dean", "newton", "may"},
      {"S1-16 students", "dean", "ann", "may"},
      {"S1-16 students", "dean", "emil", "may"},
      {"S1-16 who has left", "dean", "dora", stranger},
      {"S1-16 of another institution", "dean", "tomas", stranger},
      {"S1-16 of another institution", "dean", "sven", stranger},
      {"S1-16 of another institution", "registrar", "ann", stranger},
      {"S1-16 neither tutor nor student", "dean", "paula", stranger},
      {"S1-16 another admin", "dean", "registrar", stranger},
      {"S1-16 does not begin", "ann", "dean", stranger},
      {"S1-16 does not begin", "tina", "dean", stranger},
  };
  for (const auto& row : rows) {
    BOOST_TEST(may_send(row.from, row.to) == row.verdict,
               row.requirement << ": " << row.from << " to " << row.to);
  }
  BOOST_TEST(found_by("newton") == (std::set<std::string>{"nora", "theo", "tina"}),
             boost::test_tools::per_element());
  BOOST_TEST(found_by("tina") == (std::set<std::string>{"ann", "bob", "newton", "nora", "theo"}),
             boost::test_tools::per_element());
  // Contract 5: whoever is written to may answer.
  BOOST_TEST(send("dean", "ann", "Welcome").verdict() == "201");
  BOOST_TEST(send("ann", "dean", "Thank you").verdict() == "201");
  BOOST_TEST(may_send("bob", "dean") == stranger);
}

BOOST_AUTO_TEST_CASE(reviewed, *description("S4-19, S4-20: until there is a better review")) {
  Platform advisor("advisor");
  advisor.person("tutor", "tutor");
  advisor.person("student", "student");
  advisor.relationship("active");
  const auto thread = advisor.send("tutor", "student", "Hello").text("thread.id");
  advisor.review(true);
  const auto refused = advisor.send("tutor", "student", "?");
  BOOST_TEST(refused.verdict() == "403 negative_review");
  BOOST_TEST(json::serialize(refused.at("unlockedBy")) == R"(["review"])");
  BOOST_TEST(advisor.can("tutor", thread) == R"(negative_review ["review"])");
  BOOST_TEST(advisor.count_messages("tutor", thread) == 1);
  BOOST_TEST(advisor.can("student", thread) == "send");
  BOOST_TEST(advisor.send("student", "tutor", "It was too fast").verdict() == "201");
  BOOST_TEST(advisor.may_send("tutor", "student") == "negative_review");
  advisor.review(false);
  BOOST_TEST(advisor.can("tutor", thread) == "send");
  BOOST_TEST(advisor.send("tutor", "student", "Thank you").verdict() == "201");
}

BOOST_AUTO_TEST_CASE(reviewed_elsewhere, *description("S4-19: where the policy does not mind")) {
  Platform marketplace("marketplace");
  marketplace.person("tutor", "tutor");
  marketplace.person("student", "student");
  marketplace.relationship("active");
  marketplace.review(true);
  BOOST_TEST(marketplace.send("tutor", "student", "Hello").verdict() == "201");
}

// A thread that has begun, while what it stands on ends and comes back.
void check_open_thread(Platform& platform, const std::function<void(bool)>& set,
                       const std::string& refused) {
  set(true);
  const auto thread = platform.send("tutor", "student", "One").text("thread.id");
  platform.send("student", "tutor", "Two");
  set(false);
  BOOST_TEST(platform.can("tutor", thread) == refused);
  BOOST_TEST(platform.may_send("tutor", "student") == refused.substr(0, refused.find(' ')));
  for (const std::string name : {"tutor", "student"}) {
    BOOST_TEST(platform.count_messages(name, thread) == 2U);
  }
  set(true);
  BOOST_TEST(platform.can("tutor", thread) == "send");
  BOOST_TEST(platform.send("tutor", "student", "Three").verdict() == "201");
}

BOOST_AUTO_TEST_CASE(ended_relationship,
                     *description("S0-11, S0-27: decided anew by every message; the past stays")) {
  Platform advisor("advisor");
  advisor.person("tutor", "tutor");
  advisor.person("student", "student");
  check_open_thread(
      advisor, [&](bool stands) { advisor.relationship(stands ? "active" : "ended"); },
      stranger + R"( ["relationship"])");
}

BOOST_AUTO_TEST_CASE(ended_enrolment,
                     *description("S1-12, S1-14, S1-17: decided anew by every message")) {
  Platform classroom("classroom");
  classroom.person("tutor", "tutor");
  classroom.person("student", "student");
  classroom.enrolment("tutor", "tutor", "b1", "north");
  check_open_thread(
      classroom,
      [&](bool stands) {
        classroom.enrolment("student", "student", "b1", "north", stands ? "active" : "ended");
      },
      stranger + R"( ["course"])");
}

BOOST_AUTO_TEST_CASE(another_institution, *description("S1-15: decided anew by every message")) {
  Platform classroom("classroom");
  classroom.person("student", "tutor", "north");
  check_open_thread(
      classroom,
      [&](bool stands) { classroom.person("tutor", "tutor", stands ? "north" : "south"); },
      stranger + R"( ["course"])");
}

BOOST_AUTO_TEST_CASE(changed_standing, *description("S4-17: decided anew by every message")) {
  for (const std::string standing : {"suspended", "rejected", "needs_improvement"}) {
    Platform advisor("advisor");
    advisor.person("tutor", "tutor");
    advisor.person("student", "student");
    advisor.relationship("active");
    check_open_thread(
        advisor,
        [&](bool stands) { advisor.person("tutor", "tutor", "", stands ? "ok" : standing); },
        "sender_" + standing + R"( ["standing"])");
    BOOST_TEST(advisor.send("student", "tutor", "Are you there?").verdict() == "201");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::handlers::tests
