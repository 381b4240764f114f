#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "rules/people.h"
#include "rules/pick_tutor.h"
#include "storage/tutor_lists.h"

namespace chalkline::app {

// What a student looks for, and which page of the list.
struct TutorQuery {
  storage::TutorWish wish;
  std::chrono::minutes length{};  // of the lesson
  int limit = 20;
  std::optional<storage::TutorPlace> after = {};  // the page begins behind it; none: the first one
};

// One tutor of a student's Pick Tutor list.
struct ListedTutor {
  rules::Person tutor;
  rules::OfferReason reason = rules::OfferReason::past;
  std::optional<rules::Time> next_start;  // the first one open within two weeks; none: none is
};

// `next` is the place behind which the list goes on; none: it has ended. A page with a next one may
// be short, even empty, where many matching tutors had to be looked at.
struct TutorPage {
  std::vector<ListedTutor> tutors;
  std::optional<storage::TutorPlace> next;
};

// A page of the student's Pick Tutor list (S3-23 to S3-25): past tutors and those who have brought
// the student always; with fewer than the policy's number of past tutors who have a time open, also
// those who match the wish, have one and may be booked. By reason, name and id; nobody twice.
TutorPage list_tutors(Context& context, storage::Session& session, const std::string& student,
                      const TutorQuery& query, rules::Time now);

}  // namespace chalkline::app
