#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rules/availability.h"
#include "rules/bookings.h"
#include "rules/cards.h"
#include "rules/people.h"
#include "rules/policy.h"
#include "rules/refusals.h"

namespace chalkline::rules {

// Lessons every week at one time on the wall clocks of one zone (S0-20): what clocks do there, the
// lessons follow.
struct SeriesPlan {
  std::string time_zone;  // IANA name
  int day = 1;            // ISO 8601
  Clock at{0};
  std::chrono::minutes length{};
  int count = 0;
  Date from;  // the first lesson is on it or after it

  friend bool operator==(const SeriesPlan&, const SeriesPlan&) = default;
};

enum class SeriesState : std::uint8_t { proposed, accepted, declined };
std::string_view name_of(SeriesState state);
std::optional<SeriesState> series_state_from(std::string_view name);

// A series as it is kept, with its two people as others see them.
struct SeriesRecord {
  long long id = 0;
  std::optional<std::string> external_id = {};  // the booking system's name for it
  Person tutor = {};
  Person student = {};
  BookingActor proposed_by = BookingActor::tutor;  // one of the two; the other answers
  SeriesPlan plan = {};
  SeriesState state = SeriesState::proposed;
  Time made_at{};
  std::optional<CardPlace> card = {};
  std::optional<long long> told_version = {};  // of the newest event of the booking system
};

// A series as the booking system tells of it: the tutor's proposal to the student.
struct SeriesReport {
  std::string external_id;
  std::string tutor_id;
  std::string student_id;
  SeriesPlan plan;
  long long version = 0;  // rises with every event about one series
};

// How many lessons a series may have.
inline constexpr int most_lessons = 52;

// The starts of all its lessons. `zone` is that of the plan.
std::vector<Time> starts_of(const Zone& zone, const SeriesPlan& plan);

enum class SeriesVerdict : std::uint8_t {
  free,
  taken,
  student_busy,
  outside_availability,
  too_soon
};
std::string_view name_of(SeriesVerdict verdict);
// What a booking at that time would be refused for.
RefusalCode refusal_for(SeriesVerdict verdict);

// What check_series looks at. The zones are those of the plan, the availability and the two people.
struct SeriesFacts {
  Zone zone;
  Zone availability_zone;
  std::optional<Availability> availability;  // the tutor's; none: is never there
  Zone tutor_zone;
  Zone student_zone;
  Intervals<Time> tutor_busy;  // bookings and holds, in any order
  Intervals<Time> student_busy;
};

// One lesson of a series that is not booked yet.
struct Occurrence {
  Time starts_at{};
  SeriesVerdict verdict = SeriesVerdict::free;
  std::optional<Time> alternative;  // the nearest open start of the same day; none where it is free
  // Whose clocks show another time than at the first lesson, as they are set anew on other days.
  bool moves_for_tutor = false;
  bool moves_for_student = false;
};
// Every lesson by itself, in their order.
std::vector<Occurrence> check_series(const Policy::Bookings& policy, const SeriesPlan& plan,
                                     const SeriesFacts& facts, Time now);

// A lesson of a series as it is booked: both have agreed, so only a payment can be left.
Booking book_of_series(const Policy::Bookings& policy, const SeriesPlan& plan, Time starts_at,
                       Time now);

// Whether `actor` may accept or decline, and if not, why: not_your_action (who has proposed it),
// wrong_state (answered otherwise). The same answer again is none.
std::optional<Refusal> refuse_series_answer(const SeriesRecord& series, BookingActor actor,
                                            SeriesState answer);

// What a known series becomes by a report of it. None, no news: what is known is as new, or newer,
// or one of the two has answered.
std::optional<SeriesRecord> retell(const SeriesRecord& series, const SeriesReport& report);

// The starts that are booked, by which the series is accepted: all, or those that are named, which
// are lessons or their alternatives. None or the first of them that cannot be had: refused as a
// booking would be. not_found: a start that is neither.
std::variant<std::vector<Time>, Refusal> choose_starts(const std::vector<Occurrence>& occurrences,
                                                       const std::vector<Time>& named);

}  // namespace chalkline::rules
