#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/pick_tutor.h"
#include "storage/database.h"

namespace chalkline::storage {

// A place in a student's Pick Tutor list, which is in the order of these three.
struct TutorPlace {
  rules::OfferReason reason = rules::OfferReason::past;
  std::string name;
  std::string id;
};

// A tutor whom a student has had or was brought by.
struct KnownTutor {
  TutorPlace place;
  bool is_behind = false;  // the place that was asked about
};
// All of a student's past tutors and of those who have brought the student to the site (S3-24), in
// the order of the list, each once and by the first reason that holds. Without a place all are
// behind it.
std::vector<KnownTutor> load_known_tutors(Session& session, const std::string& student,
                                          const std::optional<TutorPlace>& place);

// What a student looks for in a tutor; what is empty does not matter.
struct TutorWish {
  std::string subject;
  std::string age_group;
  std::string gender;
};
// Tutors who are all of it and have hours, in the order of the list from behind `place` on, at most
// `limit`.
std::vector<TutorPlace> load_matching_tutors(Session& session, const TutorWish& wish,
                                             const TutorPlace& place, int limit);

}  // namespace chalkline::storage
