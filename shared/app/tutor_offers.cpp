#include "app/tutor_offers.h"

#include <utility>

#include "app/threads.h"
#include "app/tutor_times.h"
#include "app/zones.h"
#include "storage/availability.h"
#include "storage/bookings.h"

namespace chalkline::app {

using rules::Time;
using storage::Session;

bool TutorOffer::is_open(Time from, Time until) const {
  return zone != nullptr && rules::is_open(*zone, *availability, from, until);
}

TutorOffer load_tutor_offer(const Context& context, Session& session, const std::string& student,
                            const std::string& tutor, const std::string& subject, Time now) {
  auto row = storage::load_offer(session, student, tutor, subject);
  TutorOffer offer{.tutor_id = tutor,
                   .is_tutor = row.is_tutor && student != tutor,
                   .availability = std::move(row.availability),
                   .student_zone = std::move(row.student_zone)};
  if (offer.availability) offer.zone = find_zone(offer.availability->time_zone);
  if (!offer.is_tutor) return offer;
  const auto& policy = context.policy().bookings;
  const bool open = row.facts.matches && !row.facts.taught && !row.facts.referred;
  const auto past = open ? storage::load_past_tutors(session, student) : std::vector<std::string>();
  const int available = count_available(policy, session, student, past, now);
  offer.reason = rules::offer_reason(policy, row.facts, available);
  return offer;
}

storage::ThreadRow load_tutor_pair(Context& context, Session& session, const std::string& student,
                                   const std::string& tutor) {
  auto pair = storage::load_pair(session, student, tutor);
  add_ties(context, session, student, pair);
  return pair;
}

std::vector<Time> load_open_starts(Session& session, const TutorOffer& offer,
                                   const std::string& student, const rules::SlotQuery& query,
                                   Time now) {
  if (offer.zone == nullptr) return {};
  const rules::Interval<Time> time{query.from, query.until + query.length};
  const auto busy = storage::load_booked_of_two(session, offer.tutor_id, student, time, now);
  return rules::open_starts(*offer.zone, *offer.availability, busy, query, now);
}

}  // namespace chalkline::app
