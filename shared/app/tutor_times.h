#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/availability.h"
#include "rules/policy.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::app {

// What tells when some tutors have time for one student within the next two weeks, which is as far
// ahead as the list of tutors looks (S3-25).
struct TutorTimes {
  std::string student;
  rules::Time now;
  std::map<std::string, rules::Availability> hours;             // of tutors who have set some
  std::map<std::string, rules::Intervals<rules::Time>> booked;  // of the tutors and the student
};

// Two statements, however many the tutors are.
TutorTimes load_tutor_times(storage::Session& session, const std::string& student,
                            const std::vector<std::string>& tutors, rules::Time now);

// The first start that a tutor has open for the student; none within the two weeks: none.
std::optional<rules::Time> first_start(const rules::Policy::Bookings& policy,
                                       const TutorTimes& times, const std::string& tutor,
                                       std::chrono::minutes length);

// How many of a student's past tutors are available: have time for a lesson of some length (S3-25).
// Counts no further than it matters, to the policy's number.
int count_available(const rules::Policy::Bookings& policy, storage::Session& session,
                    const std::string& student, const std::vector<std::string>& past_tutors,
                    rules::Time now);

}  // namespace chalkline::app
