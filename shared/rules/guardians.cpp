#include "rules/guardians.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>

namespace chalkline::rules {
namespace {

constexpr std::array<std::string_view, 3> mode_names{"private", "parent_digest", "parent_copied"};

std::optional<unsigned> digits(std::string_view text) {
  unsigned number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool all = fault == std::errc() && end == text.data() + text.size();
  return all ? std::optional(number) : std::nullopt;
}

// Of one side: the parents who may look, where the other side is the tutor.
std::vector<std::string> guardians_of(const Policy& policy, const ThreadParty& student,
                                      const ThreadParty& tutor, Time now) {
  if (!tutor.teaches || !is_minor(policy, student.birth_date, now)) return {};
  auto parents = student.parents;
  std::erase(parents, tutor.id);
  return parents;
}

std::vector<std::string> without(const std::vector<std::string>& people,
                                 const std::vector<std::string>& others) {
  std::vector<std::string> rest;
  std::ranges::set_difference(people, others, std::back_inserter(rest));
  return rest;
}

}  // namespace

std::optional<std::chrono::year_month_day> birth_date_from(const std::string& text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const std::string_view view = text;
  const auto year = digits(view.substr(0, 4));
  const auto month = digits(view.substr(5, 2));
  const auto day = digits(view.substr(8, 2));
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(*year)),
                                         std::chrono::month(*month), std::chrono::day(*day)};
  return date.ok() ? std::optional(date) : std::nullopt;
}

Time comes_of_age(std::chrono::year_month_day born, int age) {
  const auto date = born + std::chrono::years(age);
  // sys_days takes a day that the month does not have for the one behind its end.
  return std::chrono::sys_days(date);
}

bool is_minor(const Policy& policy, const std::optional<std::string>& birth_date, Time now) {
  const auto born = birth_date ? birth_date_from(*birth_date) : std::nullopt;
  return born && now < comes_of_age(*born, policy.guardian.age);
}

std::optional<Time> link_lapses_at(const Policy& policy,
                                   const std::optional<std::string>& birth_date,
                                   Time confirmed_at) {
  if (!is_minor(policy, birth_date, confirmed_at)) return std::nullopt;
  return comes_of_age(*birth_date_from(*birth_date), policy.guardian.age);
}

GuardianState guardian_state(const Policy& policy, const ThreadParty& one,
                             const ThreadParty& other, Time now) {
  auto parents = guardians_of(policy, one, other, now);
  const auto more = guardians_of(policy, other, one, now);
  parents.insert(parents.end(), more.begin(), more.end());
  if (parents.empty()) return {};
  GuardianState state{.mode = policy.guardian.mode};
  if (state.mode != GuardianMode::parent_copied) return state;
  std::ranges::sort(parents);
  const auto repeated = std::ranges::unique(parents);
  parents.erase(repeated.begin(), repeated.end());
  state.readers = std::move(parents);
  return state;
}

std::optional<GuardianChange> guardian_change(const GuardianState& is,
                                              const GuardianState& should) {
  GuardianChange change{.mode = should.mode,
                        .joining = without(should.readers, is.readers),
                        .leaving = without(is.readers, should.readers)};
  const bool same = is.mode == should.mode && change.joining.empty() && change.leaving.empty();
  return same ? std::nullopt : std::optional(std::move(change));
}

std::string_view name_of(GuardianMode mode) {
  return mode_names.at(static_cast<std::size_t>(mode));
}

std::optional<GuardianMode> guardian_mode_from(std::string_view name) {
  const auto* const found = std::ranges::find(mode_names, name);
  if (found == mode_names.end()) return std::nullopt;
  return static_cast<GuardianMode>(found - mode_names.begin());
}

}  // namespace chalkline::rules
