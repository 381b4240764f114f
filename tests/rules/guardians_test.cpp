#include "rules/guardians.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck.h>
#include <rapidcheck/boost_test.h>

namespace chalkline::rules::tests {
namespace {

namespace gen = rc::gen;
using boost::unit_test::description;
using std::chrono::milliseconds;

Time at(const std::string& date) { return std::chrono::sys_days(*birth_date_from(date)); }

Policy with(GuardianMode mode, int age = 18) {
  Policy policy;
  policy.guardian = {.age = age, .mode = mode};
  return policy;
}

std::string listed(const std::vector<std::string>& people) {
  std::string text;
  for (const auto& person : people) text += (text.empty() ? "" : " ") + person;
  return text;
}

std::string line_of(const GuardianState& state) {
  const auto readers = listed(state.readers);
  return std::string(name_of(state.mode)) + (readers.empty() ? "" : ": " + readers);
}

std::string line_of(const std::optional<GuardianChange>& change) {
  if (!change) return "nothing";
  return std::string(name_of(change->mode)) + " +" + listed(change->joining) + " -" +
         listed(change->leaving);
}

BOOST_AUTO_TEST_SUITE(guardians)

BOOST_AUTO_TEST_CASE(birth_dates, *description("guardian.age: dates as person.upserted has them")) {
  for (const auto* const good : {"2009-04-17", "2008-02-29", "1899-12-31", "2026-11-29"}) {
    BOOST_TEST_CONTEXT(good) { BOOST_TEST(birth_date_from(good).has_value()); }
  }
  for (const auto* const bad :
       {"", "2009", "2009-4-17", "2009-04-31", "2009-02-29", "2009-13-01", "2009-00-10", "09-04-17",
        "2009/04/17", "2009-04-17T", "abcd-ef-gh", "-009-04-17", "2009-04--7", "+009-04-17"}) {
    BOOST_TEST_CONTEXT(bad) { BOOST_TEST(!birth_date_from(bad).has_value()); }
  }
}

BOOST_AUTO_TEST_CASE(majority, *description("guardian.age: the day itself, 1 March for 29 February")) {
  const struct {
    std::string born;
    int age;
    std::string day;
  } rows[] = {{"2008-11-29", 18, "2026-11-29"}, {"2008-02-29", 18, "2026-03-01"},
              {"2008-02-29", 20, "2028-02-29"}, {"2010-01-01", 16, "2026-01-01"},
              {"2008-12-31", 1, "2009-12-31"}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.born << " " << row.age) {
      const auto policy = with(GuardianMode::parent_copied, row.age);
      BOOST_TEST((comes_of_age(*birth_date_from(row.born), row.age) == at(row.day)));
      BOOST_TEST(is_minor(policy, row.born, at(row.day) - milliseconds(1)));
      BOOST_TEST(!is_minor(policy, row.born, at(row.day)));
    }
  }
  BOOST_TEST(!is_minor(with(GuardianMode::parent_copied), std::nullopt, at("2026-11-29")));
  BOOST_TEST(!is_minor(with(GuardianMode::parent_copied), "unknown", at("2026-11-29")));
}

BOOST_AUTO_TEST_CASE(lapse, *description("S2-06: a link made before majority ends with it, unless "
                                         "the student has renewed it since")) {
  const auto policy = with(GuardianMode::kept_private);
  const std::string born = "2008-11-29";
  const auto of_age = at("2026-11-29");
  BOOST_TEST((link_lapses_at(policy, born, at("2025-01-01")) == of_age));
  BOOST_TEST((link_lapses_at(policy, born, of_age - milliseconds(1)) == of_age));
  BOOST_TEST(!link_lapses_at(policy, born, of_age).has_value());
  BOOST_TEST(!link_lapses_at(policy, born, at("2027-01-01")).has_value());
  BOOST_TEST(!link_lapses_at(policy, std::nullopt, at("2025-01-01")).has_value());
}

BOOST_AUTO_TEST_CASE(states, *description("S2-06: who reads along in a direct thread")) {
  const auto now = at("2026-11-29");
  const std::string young = "2012-05-05";
  const std::string grown = "2000-05-05";
  const ThreadParty tutor{.id = "tutor", .teaches = true};
  const ThreadParty mia{.id = "mia", .birth_date = young, .parents = {"mum", "dad"}};
  const struct {
    std::string what;
    ThreadParty one;
    ThreadParty other;
    std::string copied;
    std::string digest;
  } rows[] = {
      {"a minor and a tutor", mia, tutor, "parent_copied: dad mum", "parent_digest"},
      {"nobody is linked", {.id = "mia", .birth_date = young}, tutor, "private", "private"},
      {"of age", {.id = "mia", .birth_date = grown, .parents = {"mum"}}, tutor, "private",
       "private"},
      {"no birth date", {.id = "mia", .parents = {"mum"}}, tutor, "private", "private"},
      {"classmates", mia, {.id = "leo", .birth_date = young, .parents = {"pa"}}, "private",
       "private"},
      {"the tutor is a parent", mia, {.id = "mum", .teaches = true}, "parent_copied: dad",
       "parent_digest"},
      {"the tutor is the only parent",
       {.id = "mia", .birth_date = young, .parents = {"mum"}},
       {.id = "mum", .teaches = true},
       "private",
       "private"},
      {"two minors who teach each other",
       {.id = "mia", .teaches = true, .birth_date = young, .parents = {"mum"}},
       {.id = "leo", .teaches = true, .birth_date = young, .parents = {"mum", "pa"}},
       "parent_copied: mum pa",
       "parent_digest"},
  };
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.what) {
      const auto line = [&](GuardianMode mode, const ThreadParty& a, const ThreadParty& b) {
        return line_of(guardian_state(with(mode), a, b, now));
      };
      BOOST_TEST(line(GuardianMode::parent_copied, row.one, row.other) == row.copied);
      BOOST_TEST(line(GuardianMode::parent_copied, row.other, row.one) == row.copied);
      BOOST_TEST(line(GuardianMode::parent_digest, row.one, row.other) == row.digest);
      BOOST_TEST(line(GuardianMode::kept_private, row.one, row.other) == "private");
    }
  }
}

BOOST_AUTO_TEST_CASE(changes, *description("every change is told, and only changes are")) {
  using enum GuardianMode;
  const GuardianState alone{};
  const GuardianState digest{.mode = parent_digest};
  const GuardianState mum{.mode = parent_copied, .readers = {"mum"}};
  const GuardianState both{.mode = parent_copied, .readers = {"dad", "mum"}};
  BOOST_TEST(line_of(guardian_change(alone, alone)) == "nothing");
  BOOST_TEST(line_of(guardian_change(both, both)) == "nothing");
  BOOST_TEST(line_of(guardian_change(alone, both)) == "parent_copied +dad mum -");
  BOOST_TEST(line_of(guardian_change(mum, both)) == "parent_copied +dad -");
  BOOST_TEST(line_of(guardian_change(both, mum)) == "parent_copied + -dad");
  BOOST_TEST(line_of(guardian_change(both, digest)) == "parent_digest + -dad mum");
  BOOST_TEST(line_of(guardian_change(digest, alone)) == "private + -");
}

// Some of five people, in rising order.
std::vector<std::string> some_people() {
  std::vector<std::string> some;
  for (const auto* const person : {"ann", "bob", "cyd", "dan", "eve"}) {
    if (*gen::arbitrary<bool>()) some.emplace_back(person);
  }
  return some;
}

RC_BOOST_PROP(a_change_leads_there, ()) {
  const auto from = some_people();
  const auto to = some_people();
  const auto change = guardian_change({GuardianMode::parent_copied, from},
                                      {GuardianMode::parent_copied, to});
  auto after = from;
  if (change) {
    for (const auto& person : change->leaving) std::erase(after, person);
    after.insert(after.end(), change->joining.begin(), change->joining.end());
  }
  std::ranges::sort(after);
  RC_ASSERT(after == to);
  RC_ASSERT(change.has_value() == (from != to));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
