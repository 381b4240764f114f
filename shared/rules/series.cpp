#include "rules/series.h"

#include <algorithm>
#include <array>

#include "rules/new_bookings.h"

namespace chalkline::rules {
namespace {

constexpr std::array<std::string_view, 3> series_state_names{"proposed", "accepted", "declined"};
constexpr std::array<std::string_view, 5> verdict_names{"free", "taken", "student_busy",
                                                        "outside_availability", "too_soon"};

SeriesVerdict verdict_for(RefusalCode code) {
  switch (code) {
    case RefusalCode::slot_taken:
      return SeriesVerdict::taken;
    case RefusalCode::student_busy:
      return SeriesVerdict::student_busy;
    case RefusalCode::too_soon:
      return SeriesVerdict::too_soon;
    default:
      return SeriesVerdict::outside_availability;
  }
}

bool meets(const Intervals<Time>& busy, Time from, Time until) {
  return std::ranges::any_of(
      busy, [&](const auto& each) { return each.from < until && from < each.until; });
}

SeriesVerdict verdict_of(const Policy::Bookings& policy, const SeriesPlan& plan,
                         const SeriesFacts& facts, Time starts_at, Time now) {
  const Time until = starts_at + plan.length;
  const bool open =
      facts.availability && is_open(facts.availability_zone, *facts.availability, starts_at, until);
  const auto refusal = refuse_time(policy,
                                   {.inside_availability = open,
                                    .tutor_busy = meets(facts.tutor_busy, starts_at, until),
                                    .student_busy = meets(facts.student_busy, starts_at, until)},
                                   {starts_at, plan.length}, now);
  return refusal ? verdict_for(refusal->code) : SeriesVerdict::free;
}

std::optional<Time> nearest_open(const Policy::Bookings& policy, const SeriesPlan& plan,
                                 const SeriesFacts& facts, Time starts_at, Time now) {
  if (!facts.availability) return std::nullopt;
  const auto date = date_in(facts.zone, starts_at);
  auto busy = facts.tutor_busy;
  busy.insert(busy.end(), facts.student_busy.begin(), facts.student_busy.end());
  const SlotQuery query{.from = utc_time(facts.zone, WallTime(date)),
                        .until = utc_time(facts.zone, WallTime(date + std::chrono::days(1))),
                        .length = plan.length,
                        .step = booking_quantum,
                        .lead = policy.lead};
  const auto starts = open_starts(facts.availability_zone, *facts.availability, busy, query, now);
  const auto distance = [&](Time start) {
    return start < starts_at ? starts_at - start : start - starts_at;
  };
  const auto nearest = std::ranges::min_element(starts, {}, distance);
  return nearest == starts.end() ? std::nullopt : std::optional(*nearest);
}

// What a person's clocks show, without the date.
std::chrono::milliseconds clock_at(const Zone& zone, Time time) {
  const auto wall = wall_time(zone, time);
  return wall - WallTime(std::chrono::floor<std::chrono::days>(wall));
}

}  // namespace

std::string_view name_of(SeriesState state) {
  return series_state_names.at(static_cast<std::size_t>(state));
}
std::optional<SeriesState> series_state_from(std::string_view name) {
  const auto* const found = std::find(series_state_names.begin(), series_state_names.end(), name);
  if (found == series_state_names.end()) return std::nullopt;
  return static_cast<SeriesState>(found - series_state_names.begin());
}

std::string_view name_of(SeriesVerdict verdict) {
  return verdict_names.at(static_cast<std::size_t>(verdict));
}

RefusalCode refusal_for(SeriesVerdict verdict) {
  switch (verdict) {
    case SeriesVerdict::taken:
      return RefusalCode::slot_taken;
    case SeriesVerdict::student_busy:
      return RefusalCode::student_busy;
    case SeriesVerdict::too_soon:
      return RefusalCode::too_soon;
    case SeriesVerdict::free:
    case SeriesVerdict::outside_availability:
      break;
  }
  return RefusalCode::outside_availability;
}

std::vector<Time> starts_of(const Zone& zone, const SeriesPlan& plan) {
  constexpr int week = 7;
  const int ahead = (plan.day - weekday_of(plan.from) + week) % week;
  std::vector<Time> starts;
  for (int i = 0; i < plan.count; ++i) {
    const Date date = plan.from + std::chrono::days(ahead + week * i);
    starts.push_back(utc_time(zone, WallTime(date) + plan.at));
  }
  return starts;
}

std::vector<Occurrence> check_series(const Policy::Bookings& policy, const SeriesPlan& plan,
                                     const SeriesFacts& facts, Time now) {
  std::vector<Occurrence> all;
  for (const auto start : starts_of(facts.zone, plan)) {
    Occurrence one{.starts_at = start,
                   .verdict = verdict_of(policy, plan, facts, start, now),
                   .alternative = {}};
    if (one.verdict != SeriesVerdict::free) {
      one.alternative = nearest_open(policy, plan, facts, start, now);
    }
    const Time first = all.empty() ? start : all.front().starts_at;
    const auto moves = [&](const Zone& zone) {
      return clock_at(zone, start) != clock_at(zone, first);
    };
    one.moves_for_tutor = moves(facts.tutor_zone);
    one.moves_for_student = moves(facts.student_zone);
    all.push_back(one);
  }
  return all;
}

Booking book_of_series(const Policy::Bookings& policy, const SeriesPlan& plan, Time starts_at,
                       Time now) {
  const bool prepaid = policy.payment == Policy::Payment::prepaid;
  const auto state = prepaid ? BookingState::awaiting_payment : BookingState::confirmed;
  return {.state = state,
          .decided = state,
          .starts_at = starts_at,
          .length = plan.length,
          .booked_at = now,
          .asked_at = now,
          .changes = 1};
}

std::optional<Refusal> refuse_series_answer(const SeriesRecord& series, BookingActor actor,
                                            SeriesState answer) {
  if (actor == series.proposed_by) return Refusal{RefusalCode::not_your_action};
  if (series.state == SeriesState::proposed || series.state == answer) return std::nullopt;
  return Refusal{.code = RefusalCode::wrong_state, .state = name_of(series.state)};
}

std::optional<SeriesRecord> retell(const SeriesRecord& series, const SeriesReport& report) {
  const bool newer = !series.told_version || report.version > *series.told_version;
  if (!newer || series.state != SeriesState::proposed) return std::nullopt;
  auto told = series;
  told.plan = report.plan;
  told.told_version = report.version;
  return told;
}

std::variant<std::vector<Time>, Refusal> choose_starts(const std::vector<Occurrence>& occurrences,
                                                       const std::vector<Time>& named) {
  std::vector<Time> starts;
  for (const auto& each : occurrences) {
    const auto is_named = [&](Time start) { return std::ranges::count(named, start) > 0; };
    if (named.empty() || is_named(each.starts_at)) {
      if (each.verdict != SeriesVerdict::free) return Refusal{refusal_for(each.verdict)};
      starts.push_back(each.starts_at);
    } else if (each.alternative && is_named(*each.alternative)) {
      starts.push_back(*each.alternative);
    }
  }
  if (!named.empty() && starts.size() != named.size()) return Refusal{RefusalCode::not_found};
  return starts;
}

}  // namespace chalkline::rules
