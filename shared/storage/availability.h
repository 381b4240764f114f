#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/availability.h"
#include "rules/pick_tutor.h"
#include "rules/time.h"
#include "storage/database.h"

namespace chalkline::storage {

// When a tutor can be booked (S3-22): the working hours and the exceptions to them; none where no
// hours are set.
std::optional<rules::Availability> load_availability(Session& session, const std::string& tutor);

// When these tutors can be booked in a time (S3-22), by their ids; of exceptions, those on its days
// alone. Who has set no hours or is no tutor is not in it.
std::map<std::string, rules::Availability> load_availabilities(
    Session& session, const std::vector<std::string>& tutors,
    const rules::Interval<rules::Time>& time);

// Takes the person's row; false: there is no such person.
bool mark_working_hours(Session& session, const std::string& person,
                        const rules::WorkingHours& hours);
void delete_availability_exceptions(Session& session, const std::string& person);
void insert_availability_exceptions(Session& session, const std::string& person,
                                    const std::vector<rules::ExceptionalHours>& exceptions);

// Which clock a person goes by: their own choice, or else what the platform says.
std::string load_time_zone(Session& session, const std::string& person);

// A tutor as one student may book them, and the clock that the student goes by; of somebody who is
// not known, as of no tutor.
struct OfferRow {
  bool is_tutor = false;
  rules::OfferFacts facts;
  std::optional<rules::Availability> availability;
  std::string student_zone;  // empty: the student is not known
};
// `subject` is what the lesson is to be about; empty: anything.
OfferRow load_offer(Session& session, const std::string& student, const std::string& tutor,
                    const std::string& subject);
// All tutors who have taught a student or do.
std::vector<std::string> load_past_tutors(Session& session, const std::string& student);

}  // namespace chalkline::storage
