#include "rules/courses.h"

#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace chalkline::rules::tests {
namespace {

using boost::unit_test::description;

constexpr auto student = EnrolmentRole::student;
constexpr auto tutor = EnrolmentRole::tutor;

Enrolment in(EnrolmentRole role, const std::string& course, const std::string& batch,
             const std::string& institution = "i1") {
  return {.course_id = course, .batch_id = batch, .institution_id = institution, .role = role};
}

Belonging with(std::vector<Enrolment> enrolments) { return {.enrolments = std::move(enrolments)}; }

Belonging as(Role role, const std::string& institution, std::vector<Enrolment> enrolments = {}) {
  Belonging belonging{.institution_id = institution, .enrolments = std::move(enrolments)};
  belonging.roles.add(role);
  return belonging;
}

// "studies teaches administers | the same of the other | batch colleagues", those that hold.
std::string line_of(const CourseTies& ties) {
  const auto side = [](const CourseTies::Side& s) {
    return std::string(s.studies_course ? "studies " : "") + (s.teaches_batch ? "teaches " : "") +
           (s.administers ? "administers " : "");
  };
  return side(ties.mine) + "| " + side(ties.theirs) + "| " + (ties.same_batch ? "batch " : "") +
         (ties.colleagues ? "colleagues" : "");
}

BOOST_AUTO_TEST_SUITE(courses)

BOOST_AUTO_TEST_CASE(
    ties_of_two,
    *description("S1-12, S1-13, S1-14, S1-15, S1-16: what courses make of two people")) {
  const auto admin = as(Role::institution_admin, "i1");
  const struct {
    std::string what;
    Belonging mine;
    Belonging theirs;
    std::string expected;
  } rows[] = {
      {"nothing", {}, {}, "| | "},
      {"a student and the tutor of the batch", with({in(student, "c1", "b1")}),
       with({in(tutor, "c1", "b1")}), "studies | teaches | "},
      {"a student and the tutor of another batch", with({in(student, "c1", "b1")}),
       with({in(tutor, "c1", "b2")}), "studies | | "},
      {"a student and a tutor of another course", with({in(student, "c1", "b1")}),
       with({in(tutor, "c2", "b1")}), "| | "},
      {"students of one batch", with({in(student, "c1", "b1")}), with({in(student, "c1", "b1")}),
       "| | batch "},
      {"students of two batches", with({in(student, "c1", "b1")}), with({in(student, "c1", "b2")}),
       "| | "},
      {"batches of the same name in two courses", with({in(student, "c1", "b1")}),
       with({in(student, "c2", "b1")}), "| | "},
      {"tutors of one institution", with({in(tutor, "c1", "b1")}), with({in(tutor, "c2", "b9")}),
       "| | colleagues"},
      {"tutors of two institutions", with({in(tutor, "c1", "b1")}),
       with({in(tutor, "c1", "b1", "i2")}), "| | "},
      {"tutors said to belong to one institution", as(Role::tutor, "i1"), as(Role::tutor, "i1"),
       "| | colleagues"},
      {"a tutor said to belong there and who teaches there", as(Role::tutor, "i1"),
       with({in(tutor, "c1", "b1")}), "| | colleagues"},
      {"a tutor said to belong there and who studies there", as(Role::tutor, "i1"),
       with({in(student, "c1", "b1")}), "| | "},
      {"a tutor and a student said to belong there", as(Role::tutor, "i1"), as(Role::student, "i1"),
       "| | "},
      {"tutors said to belong to two institutions", as(Role::tutor, "i1"), as(Role::tutor, "i2"),
       "| | "},
      {"a tutor of one institution who teaches at the other's",
       as(Role::tutor, "i1", {in(tutor, "c1", "b1", "i2")}), as(Role::tutor, "i2"),
       "| | colleagues"},
      {"tutors of no institution", as(Role::tutor, ""), as(Role::tutor, ""), "| | "},
      {"students of one institution are no colleagues", with({in(student, "c1", "b1")}),
       with({in(student, "c2", "b1")}), "| | "},
      {"one of several courses", with({in(student, "c0", "b1"), in(student, "c1", "b1")}),
       with({in(tutor, "c9", "b1"), in(tutor, "c1", "b1")}), "studies | teaches | "},
      {"each teaches the other", with({in(student, "c1", "b1"), in(tutor, "c2", "b1")}),
       with({in(tutor, "c1", "b1"), in(student, "c2", "b1")}),
       "studies teaches | studies teaches | colleagues"},
      {"an admin and who studies there", admin, with({in(student, "c1", "b1")}),
       "administers | | "},
      {"an admin and who teaches there", admin, with({in(tutor, "c1", "b1")}), "administers | | "},
      {"an admin and who studies elsewhere", admin, with({in(student, "c1", "b1", "i2")}), "| | "},
      {"an admin and a student said to belong there", admin, as(Role::student, "i1"),
       "administers | | "},
      {"an admin and a tutor said to belong there", admin, as(Role::tutor, "i1"),
       "administers | | "},
      {"an admin and a parent said to belong there", admin, as(Role::parent, "i1"), "| | "},
      {"an admin and a student of another institution", admin, as(Role::student, "i2"), "| | "},
      {"two admins of one institution", admin, admin, "| | "},
      {"an admin of no institution", as(Role::institution_admin, ""), as(Role::student, ""),
       "| | "},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      const auto ties = ties_between(row.mine, row.theirs);
      BOOST_TEST(line_of(ties) == row.expected);
      BOOST_TEST((ties_between(row.theirs, row.mine) == ties.reversed()));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
