#include "app/tutor_times.h"

#include <algorithm>
#include <utility>

#include "app/zones.h"
#include "rules/new_bookings.h"
#include "storage/availability.h"
#include "storage/bookings.h"
#include "storage/tutor_lists.h"

namespace chalkline::app {
namespace {

using rules::Time;
using storage::Session;

constexpr std::chrono::days looks_ahead{14};

void add_busy(rules::Intervals<Time>& busy, const TutorTimes& times, const std::string& person) {
  const auto found = times.booked.find(person);
  if (found == times.booked.end()) return;
  busy.insert(busy.end(), found->second.begin(), found->second.end());
}

}  // namespace

TutorTimes load_tutor_times(Session& session, const std::string& student,
                            const std::vector<std::string>& tutors, Time now) {
  const rules::Interval<Time> time{now, now + looks_ahead + std::chrono::days(1)};
  auto people = tutors;
  people.push_back(student);
  return {.student = student,
          .now = now,
          .hours = storage::load_availabilities(session, tutors, time),
          .booked = storage::load_booked_of_many(session, people, time, now)};
}

// Day by day: most have time on one of the first.
std::optional<Time> first_start(const rules::Policy::Bookings& policy, const TutorTimes& times,
                                const std::string& tutor, std::chrono::minutes length) {
  const auto hours = times.hours.find(tutor);
  const auto* const zone =
      hours == times.hours.end() ? nullptr : find_zone(hours->second.time_zone);
  if (zone == nullptr) return std::nullopt;
  rules::Intervals<Time> busy;
  add_busy(busy, times, tutor);
  add_busy(busy, times, times.student);
  constexpr std::chrono::days day{1};
  for (auto from = times.now; from < times.now + looks_ahead; from += day) {
    const rules::SlotQuery query{.from = from,
                                 .until = from + day,
                                 .length = length,
                                 .step = rules::booking_quantum,
                                 .lead = policy.lead};
    const auto starts = rules::open_starts(*zone, hours->second, busy, query, times.now);
    if (!starts.empty()) return starts.front();
  }
  return std::nullopt;
}

int count_available(const rules::Policy::Bookings& policy, Session& session,
                    const std::string& student, const std::vector<std::string>& past_tutors,
                    Time now) {
  constexpr std::ptrdiff_t together = 50;
  int count = 0;
  for (auto at = past_tutors.begin(); at != past_tutors.end() && count < policy.past_tutors;) {
    const auto end = at + std::min(together, past_tutors.end() - at);
    const auto times = load_tutor_times(session, student, {at, end}, now);
    for (; at != end && count < policy.past_tutors; ++at) {
      if (first_start(policy, times, *at, policy.shortest)) ++count;
    }
  }
  return count;
}

}  // namespace chalkline::app
