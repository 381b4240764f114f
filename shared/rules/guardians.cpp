#include "rules/guardians.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

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
std::vector<ThreadReader> readers_of(const ThreadParty& student, const ThreadParty& tutor,
                                     Time now) {
  std::vector<ThreadReader> readers;
  if (!is_guarded(student, tutor, now)) return readers;
  for (const auto& parent : student.parents) {
    if (parent != tutor.id) readers.push_back({parent, student.id});
  }
  return readers;
}

std::vector<ThreadReader> missing_in(const std::vector<ThreadReader>& people,
                                     const std::vector<ThreadReader>& others) {
  std::vector<ThreadReader> rest;
  std::set_difference(people.begin(), people.end(), others.begin(), others.end(),
                      std::back_inserter(rest));
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

Time comes_of_age(std::chrono::year_month_day born, int age, const Zone& zone) {
  const auto date = born + std::chrono::years(age);
  // local_days takes a day that the month does not have for the one behind its end.
  return utc_time(zone, Date(date));
}

std::optional<Time> of_age_at(const Policy& policy, const std::optional<std::string>& birth_date,
                              const Zone& zone) {
  const auto born = birth_date ? birth_date_from(*birth_date) : std::nullopt;
  if (!born) return std::nullopt;
  return comes_of_age(*born, policy.guardian.age, zone);
}

LinkTerm link_term(const StoredLink& link, const std::optional<Time>& of_age_at, Time now) {
  if (!link.stands()) return {.renewable = link.lapsed_at.has_value()};
  const bool ends = is_minor(of_age_at, link.changed_at);
  if (!ends) return {.renewed = link.renewed_at.has_value()};
  const auto opens = *of_age_at - renewal_window;
  if (link.renewed_at && *link.renewed_at >= opens) return {.renewed = true};
  return {.lapses_at = of_age_at, .renewable = now >= opens};
}

GuardianMode mode_of_link(const Policy& policy, bool stands, const std::optional<Time>& of_age_at,
                          Time now) {
  const bool guarded = stands && is_minor(of_age_at, now);
  return guarded ? policy.guardian.mode : GuardianMode::kept_private;
}

bool is_guarded(const ThreadParty& party, const ThreadParty& other, Time now) {
  return other.teaches && is_minor(party.of_age_at, now);
}

GuardianState guardian_state(const Policy& policy, const ThreadParty& one, const ThreadParty& other,
                             Time now) {
  auto readers = readers_of(one, other, now);
  const auto more = readers_of(other, one, now);
  readers.insert(readers.end(), more.begin(), more.end());
  if (readers.empty()) return {};
  GuardianState state{.mode = policy.guardian.mode};
  if (state.mode != GuardianMode::parent_copied) return state;
  std::sort(readers.begin(), readers.end());
  const auto is_same = [](const auto& a, const auto& b) { return a.parent == b.parent; };
  readers.erase(std::unique(readers.begin(), readers.end(), is_same), readers.end());
  state.readers = std::move(readers);
  return state;
}

std::optional<GuardianChange> guardian_change(const GuardianState& is,
                                              const GuardianState& should) {
  GuardianChange change{.mode = should.mode,
                        .joining = missing_in(should.readers, is.readers),
                        .leaving = missing_in(is.readers, should.readers)};
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

Time digest_time(const Zone& zone, Time now) {
  constexpr std::chrono::hours evening{18};
  const auto today = date_in(zone, now);
  const auto at = utc_time(zone, today + evening);
  return at <= now ? at : utc_time(zone, today - std::chrono::days(1) + evening);
}

std::optional<DigestSpan> due_digest(const Zone& zone, Time since, const std::optional<Time>& upto,
                                     Time now) {
  const DigestSpan span{.from = std::max(since, upto.value_or(since)),
                        .upto = digest_time(zone, now)};
  return span.from < span.upto ? std::optional(span) : std::nullopt;
}

}  // namespace chalkline::rules
