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

// Clocks two hours ahead of UTC, and five behind.
const Zone utc;
const Zone east{.offset = std::chrono::hours(2), .changes = {}};
const Zone west{.offset = std::chrono::hours(-5), .changes = {}};

Policy with(GuardianMode mode, int age = 18) {
  Policy policy;
  policy.guardian = {.age = age, .mode = mode};
  return policy;
}

// "mum" alone where it is clear whose parent she is.
std::string listed(const std::vector<ThreadReader>& readers) {
  std::string text;
  for (const auto& [parent, student] : readers) {
    text += (text.empty() ? "" : " ") + parent + (student == "mia" ? "" : "/" + student);
  }
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

BOOST_AUTO_TEST_CASE(majority,
                     *description("guardian.age: the day itself, 1 March for 29 February")) {
  const struct {
    std::string born;
    int age;
    std::string day;
  } rows[] = {{"2008-11-29", 18, "2026-11-29"},
              {"2008-02-29", 18, "2026-03-01"},
              {"2008-02-29", 20, "2028-02-29"},
              {"2010-01-01", 16, "2026-01-01"},
              {"2008-12-31", 1, "2009-12-31"}};
  for (const auto& row : rows) {
    BOOST_TEST_CONTEXT(row.born << " " << row.age) {
      const auto policy = with(GuardianMode::parent_copied, row.age);
      const auto then = of_age_at(policy, row.born, utc);
      BOOST_TEST((then == at(row.day)));
      BOOST_TEST(is_minor(then, at(row.day) - milliseconds(1)));
      BOOST_TEST(!is_minor(then, at(row.day)));
      BOOST_TEST((of_age_at(policy, row.born, east) == at(row.day) - std::chrono::hours(2)));
      BOOST_TEST((of_age_at(policy, row.born, west) == at(row.day) + std::chrono::hours(5)));
    }
  }
  const auto policy = with(GuardianMode::parent_copied);
  BOOST_TEST(!of_age_at(policy, std::nullopt, utc).has_value());
  BOOST_TEST(!of_age_at(policy, "unknown", utc).has_value());
  BOOST_TEST(!is_minor(std::nullopt, at("2026-11-29")));
}

// What a link made then, in this state, is at that moment: "lapses", "renewable", "renewed".
std::string term(const StoredLink& link, Time now) {
  const auto found = link_term(link, at("2026-11-29"), now);
  return std::string(found.lapses_at ? "lapses " : "") + (found.renewable ? "renewable " : "") +
         (found.renewed ? "renewed" : "");
}

BOOST_AUTO_TEST_CASE(terms, *description("S2-06: a link made before majority ends with it, unless "
                                         "the student has renewed it, and not as a child")) {
  const auto day = at("2026-11-29");
  const auto window = day - std::chrono::days(30);
  const StoredLink link{.state = LinkState::confirmed, .changed_at = at("2025-01-01")};
  BOOST_TEST(term(link, at("2025-06-01")) == "lapses ");
  BOOST_TEST(term(link, window - milliseconds(1)) == "lapses ");
  BOOST_TEST(term(link, window) == "lapses renewable ");
  BOOST_TEST(term(link, day) == "lapses renewable ");
  BOOST_TEST((link_term(link, day, window).lapses_at == day));
  auto renewed = link;
  renewed.renewed_at = window;
  BOOST_TEST(term(renewed, window) == "renewed");
  renewed.renewed_at = window - milliseconds(1);
  BOOST_TEST(term(renewed, window) == "lapses renewable ");
  auto late = link;
  late.changed_at = day;
  BOOST_TEST(term(late, day).empty());
  late.changed_at = day - milliseconds(1);
  BOOST_TEST(term(late, day) == "lapses renewable ");
  auto ended = link;
  ended.state = LinkState::ended;
  BOOST_TEST(term(ended, day).empty());
  ended.lapsed_at = day;
  BOOST_TEST(term(ended, day) == "renewable ");
  auto again = late;
  again.changed_at = again.renewed_at.emplace(day + milliseconds(5));
  BOOST_TEST(term(again, day + milliseconds(5)) == "renewed");
  BOOST_TEST(!link_term(link, std::nullopt, day).lapses_at.has_value());
}

BOOST_AUTO_TEST_CASE(modes_of_links,
                     *description("S2-06: what a link gives while both are there")) {
  using enum GuardianMode;
  const auto day = at("2026-11-29");
  for (const auto mode : {kept_private, parent_digest, parent_copied}) {
    BOOST_TEST((mode_of_link(with(mode), true, day, day - milliseconds(1)) == mode));
    BOOST_TEST((mode_of_link(with(mode), true, day, day) == kept_private));
    BOOST_TEST((mode_of_link(with(mode), false, day, day - milliseconds(1)) == kept_private));
    BOOST_TEST((mode_of_link(with(mode), true, std::nullopt, day) == kept_private));
  }
}

BOOST_AUTO_TEST_CASE(digests,
                     *description("S2-06: one a day, in the evening where the parent is")) {
  const auto six = at("2026-11-29") + std::chrono::hours(18);
  const auto day = std::chrono::days(1);
  BOOST_TEST((digest_time(utc, six) == six));
  BOOST_TEST((digest_time(utc, six - milliseconds(1)) == six - day));
  BOOST_TEST((digest_time(east, six) == six - std::chrono::hours(2)));
  BOOST_TEST((digest_time(west, six) == six - day + std::chrono::hours(5)));
  const auto since = six - std::chrono::hours(3);
  BOOST_TEST(!due_digest(utc, since, std::nullopt, six - milliseconds(1)).has_value());
  BOOST_TEST(!due_digest(utc, six, std::nullopt, six).has_value());
  const auto first = due_digest(utc, since, std::nullopt, six).value();
  BOOST_TEST((first.from == since && first.upto == six));
  BOOST_TEST(!due_digest(utc, since, six, six + day - milliseconds(1)).has_value());
  const auto next = due_digest(utc, since, six, six + day).value();
  BOOST_TEST((next.from == six && next.upto == six + day));
  const auto after_pause = due_digest(utc, six + day, six, six + 2 * day).value();
  BOOST_TEST((after_pause.from == six + day));
}

BOOST_AUTO_TEST_CASE(states, *description("S2-06: who reads along in a direct thread")) {
  const auto now = at("2026-11-29");
  const auto young = at("2030-05-05");
  const auto grown = now;
  const ThreadParty tutor{.id = "tutor", .teaches = true};
  const ThreadParty mia{.id = "mia", .of_age_at = young, .parents = {"mum", "dad"}};
  const struct {
    std::string what;
    ThreadParty one;
    ThreadParty other;
    std::string copied;
    std::string digest;
  } rows[] = {
      {"a minor and a tutor", mia, tutor, "parent_copied: dad mum", "parent_digest"},
      {"nobody is linked", {.id = "mia", .of_age_at = young}, tutor, "private", "private"},
      {"of age",
       {.id = "mia", .of_age_at = grown, .parents = {"mum"}},
       tutor,
       "private",
       "private"},
      {"no birth date", {.id = "mia", .parents = {"mum"}}, tutor, "private", "private"},
      {"classmates",
       mia,
       {.id = "leo", .of_age_at = young, .parents = {"pa"}},
       "private",
       "private"},
      {"the tutor is a parent",
       mia,
       {.id = "mum", .teaches = true},
       "parent_copied: dad",
       "parent_digest"},
      {"the tutor is the only parent",
       {.id = "mia", .of_age_at = young, .parents = {"mum"}},
       {.id = "mum", .teaches = true},
       "private",
       "private"},
      {"two minors who teach each other",
       {.id = "mia", .teaches = true, .of_age_at = young, .parents = {"mum"}},
       {.id = "leo", .teaches = true, .of_age_at = young, .parents = {"mum", "pa"}},
       "parent_copied: mum/leo pa/leo",
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
  const GuardianState mum{.mode = parent_copied, .readers = {{"mum", "mia"}}};
  const GuardianState both{.mode = parent_copied, .readers = {{"dad", "mia"}, {"mum", "mia"}}};
  BOOST_TEST(line_of(guardian_change(alone, alone)) == "nothing");
  BOOST_TEST(line_of(guardian_change(both, both)) == "nothing");
  BOOST_TEST(line_of(guardian_change(alone, both)) == "parent_copied +dad mum -");
  BOOST_TEST(line_of(guardian_change(mum, both)) == "parent_copied +dad -");
  BOOST_TEST(line_of(guardian_change(both, mum)) == "parent_copied + -dad");
  BOOST_TEST(line_of(guardian_change(both, digest)) == "parent_digest + -dad mum");
  BOOST_TEST(line_of(guardian_change(digest, alone)) == "private + -");
}

// Some of five people, in rising order.
std::vector<ThreadReader> some_people() {
  std::vector<ThreadReader> some;
  for (const auto* const person : {"ann", "bob", "cyd", "dan", "eve"}) {
    if (*gen::arbitrary<bool>()) some.push_back({person, "mia"});
  }
  return some;
}

RC_BOOST_PROP(a_change_leads_there, ()) {
  const auto from = some_people();
  const auto to = some_people();
  const auto change =
      guardian_change({GuardianMode::parent_copied, from}, {GuardianMode::parent_copied, to});
  auto after = from;
  if (change) {
    for (const auto& person : change->leaving) std::erase(after, person);
    after.insert(after.end(), change->joining.begin(), change->joining.end());
  }
  std::sort(after.begin(), after.end());
  RC_ASSERT(after == to);
  RC_ASSERT(change.has_value() == (from != to));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace chalkline::rules::tests
