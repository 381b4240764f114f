#include <functional>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

#include "client.h"
#include "delivery.h"
#include "people.h"
#include "stack.h"
#include "stream.h"

namespace chalkline::e2e {
namespace {

namespace json = boost::json;

const std::string noon = "2027-03-01T12:00:00Z";

// A couple with a thread in which the student has the last word, and others, each with an open
// stream; the platform tells of the couple.
struct Watched {
  Watched(const std::string& where, Couple couple)
      : site(where),
        people(std::move(couple)),
        others(new_couple(where)),
        tutor(people.tutor),
        student(people.student) {
    tutor.say(people.student, "hello");
    thread = student.say(people.tutor, "hello").text("thread.id");
  }

  explicit Watched(const std::string& where) : Watched(where, new_couple(where)) {}

  void tell(const std::string& type, json::object data) {
    static long long version = 4'000'000'000'000;  // above what the import has told
    data["version"] = ++version;
    const auto told = deliver(site, "platform", type, noon, data);
    BOOST_TEST(told.text("results.0.status") == "applied");
  }
  json::object pair(json::object rest) const {
    rest["tutorId"] = people.tutor.id;
    rest["studentId"] = people.student.id;
    return rest;
  }
  void tell_standing(const std::string& standing) {
    tell("person.upserted", {{"id", people.tutor.id},
                             {"name", "Person tutor"},
                             {"timeZone", "Europe/Dublin"},
                             {"locale", "en-IE"},
                             {"roles", json::array{"tutor"}},
                             {"standing", standing}});
  }

  // Whether the thread has come as one in which `can` is so; "send" where it is possible.
  bool saw(Stream& stream, const std::string& can) const {
    return stream.has("thread", [&](const json::object& seen) {
      if (seen.at("id") != json::string(thread)) return false;
      const auto& now = seen.at("can").as_object();
      if (now.at("send").as_bool()) return can == "send";
      return now.at("refusal").as_object().at("code") == json::string(can);
    });
  }
  // What `act` tells reaches both pages, and nobody else's; each is shown what may be done there.
  void check(const std::function<void()>& act, const std::string& tutor_can,
             const std::string& student_can) {
    Stream at_tutor(people.tutor);
    Stream at_student(people.student);
    Stream at_other(others.student);
    BOOST_TEST(
        brings(act, [&] { return saw(at_tutor, tutor_can) && saw(at_student, student_can); }));
    at_other.catch_up(others.student);
    BOOST_TEST(at_other.events().empty());
  }

  std::string site;
  Couple people;
  Couple others;
  Client tutor;
  Client student;
  std::string thread;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(thread_news)

BOOST_AUTO_TEST_CASE(S4_18_an_order_lifts_the_cap_on_the_open_page) {
  Watched watched("advisor");
  for (int i = 0; i < 5; ++i) watched.tutor.say(watched.people.student, "?");
  const auto capped = watched.tutor.say(watched.people.student, "?");
  BOOST_TEST(capped.verdict() == "422 unanswered_cap_reached");
  watched.check(
      [&] {
        watched.tell("order.recorded", watched.pair({{"id", fresh("order")},
                                                     {"title", "Reading"},
                                                     {"amount", 4950},
                                                     {"currency", "EUR"},
                                                     {"state", "paid"},
                                                     {"at", noon}}));
      },
      "send", "send");
}

BOOST_AUTO_TEST_CASE(S4_19_a_review_is_told_to_the_open_page) {
  Watched watched("advisor");
  const auto review = [&](bool negative) {
    watched.tell("review.recorded", watched.pair({{"rating", 3}, {"negative", negative}}));
  };
  watched.check([&] { review(true), review(false); }, "negative_review", "send");
}

BOOST_AUTO_TEST_CASE(S0_11_a_relationship_that_ends_is_told_to_both) {
  Watched watched("advisor");
  const auto relationship = [&](const std::string& state) {
    watched.tell("relationship.upserted", watched.pair({{"state", state}, {"origin", "profile"}}));
  };
  watched.check([&] { relationship("ended"), relationship("active"); }, "not_allowed_to_message",
                "not_allowed_to_message");
}

BOOST_AUTO_TEST_CASE(S4_17_a_standing_is_told_to_the_open_page) {
  Watched watched("advisor");
  watched.check([&] { watched.tell_standing("suspended"), watched.tell_standing("ok"); },
                "sender_suspended", "send");
}

BOOST_AUTO_TEST_CASE(S1_17_an_enrolment_that_ends_is_told_to_both) {
  Cast cast("classroom");
  const auto batch = fresh("batch");
  cast.person("tutor", "tutor").person("student", "student");
  cast.enrolment("tutor", "tutor", batch).enrolment("student", "student", batch).arrive();
  Watched watched("classroom", {cast["tutor"], cast["student"]});
  const auto enrolment = [&](const std::string& state) {
    watched.tell("enrolment.upserted", {{"courseId", "e2e-course"},
                                        {"batchId", batch},
                                        {"institutionId", "e2e-school"},
                                        {"personId", watched.people.student.id},
                                        {"role", "student"},
                                        {"state", state}});
  };
  watched.check([&] { enrolment("ended"), enrolment("active"); }, "not_allowed_to_message",
                "not_allowed_to_message");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace chalkline::e2e
