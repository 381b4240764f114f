#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "app/context.h"
#include "rules/availability.h"
#include "rules/pick_tutor.h"
#include "storage/availability.h"
#include "storage/threads.h"

namespace chalkline::app {

// A tutor as one student can book them.
struct TutorOffer {
  std::string tutor_id;
  bool is_tutor = false;  // and another person than the student
  std::optional<rules::Availability> availability;
  const rules::Zone* zone = nullptr;         // of the availability; null: it has none
  std::optional<rules::OfferReason> reason;  // why they are in the student's list; none: are not
  std::string student_zone;                  // whose clock the student goes by; empty: not known

  // Whether a lesson may lie there (S3-22).
  bool is_open(rules::Time from, rules::Time until) const;
};

// `subject` is what the lesson is to be about; empty: anything. Whether the student may write to
// the tutor is not looked at: see load_tutor_pair.
TutorOffer load_tutor_offer(const Context& context, storage::Session& session,
                            const std::string& student, const std::string& tutor,
                            const std::string& subject, rules::Time now);

// The tutor as the student sees them in messages, with all that decides whether they may write.
storage::ThreadRow load_tutor_pair(Context& context, storage::Session& session,
                                   const std::string& student, const std::string& tutor);

// The start times that a tutor has open for the student within `query`, whatever the two have
// booked left out.
std::vector<rules::Time> load_open_starts(storage::Session& session, const TutorOffer& offer,
                                          const std::string& student, const rules::SlotQuery& query,
                                          rules::Time now);

}  // namespace chalkline::app
