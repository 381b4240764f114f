#include "app/tutor_offers.h"

#include <algorithm>
#include <utility>

#include "app/threads.h"
#include "app/zones.h"
#include "rules/messages.h"
#include "rules/new_bookings.h"
#include "storage/availability.h"
#include "storage/bookings.h"

namespace chalkline::app {
namespace {

using rules::Time;
using storage::Session;

// How far ahead a past tutor must have an open time to count as available (S3-25).
constexpr std::chrono::days available_within{14};
// Of a student's past tutors so many are looked at.
constexpr int most_past_tutors = 50;
// So many who match are looked at.
constexpr int most_matching_tutors = 50;

// The first start open within two weeks.
std::optional<Time> next_start(const rules::Policy::Bookings& policy, Session& session,
                               const std::string& student, const std::string& tutor,
                               std::chrono::minutes length, Time now) {
  TutorOffer offer{.tutor_id = tutor, .availability = storage::load_availability(session, tutor)};
  if (offer.availability) offer.zone = find_zone(offer.availability->time_zone);
  const rules::SlotQuery query{.from = now,
                               .until = now + available_within,
                               .length = length,
                               .step = rules::booking_quantum,
                               .lead = policy.lead};
  const auto starts = load_open_starts(session, offer, student, query, now);
  return starts.empty() ? std::nullopt : std::optional(starts.front());
}

// Counts no further than it matters.
int count_available(const rules::Policy::Bookings& policy, Session& session,
                    const std::string& student, Time now) {
  int count = 0;
  for (const auto& tutor : storage::load_past_tutors(session, student, most_past_tutors)) {
    if (count >= policy.past_tutors) break;
    if (next_start(policy, session, student, tutor, policy.shortest, now)) ++count;
  }
  return count;
}

// Puts a student's list together, kind by kind; nobody is on it twice.
class TutorList {
 public:
  TutorList(Context& context, Session& session, const std::string& student, const TutorQuery& query,
            Time now)
      : context_(context), session_(session), student_(student), query_(query), now_(now) {}

  void add(const std::vector<std::string>& tutors, rules::OfferReason reason) {
    auto rows = storage::load_pairs(session_, student_, tutors);
    add_ties(context_, session_, student_, rows);
    std::ranges::sort(rows, {}, [](const auto& row) { return row.other.name; });
    for (auto& row : rows) add(row, reason);
  }
  int available() const {
    return static_cast<int>(std::ranges::count_if(
        list_, [](const ListedTutor& each) { return each.next_start.has_value(); }));
  }
  std::vector<ListedTutor> take() { return std::move(list_); }

 private:
  void add(storage::ThreadRow& row, rules::OfferReason reason) {
    const auto& tutor = row.facts.recipient;
    const bool is_tutor = tutor.known && tutor.roles.has(rules::Role::tutor);
    if (!is_tutor || row.facts.same_person || is_listed(row.other.id)) return;
    const bool matching = reason == rules::OfferReason::matching;
    if (matching && rules::decide_can(context_.policy(), row.facts, now_).refusal) return;
    const auto next = next_start(context_.policy().bookings, session_, student_, row.other.id,
                                 query_.length, now_);
    if (matching && !next) return;
    list_.push_back({std::move(row.other), reason, next});
  }
  bool is_listed(const std::string& tutor) const {
    return std::ranges::any_of(list_, [&](const auto& each) { return each.tutor.id == tutor; });
  }

  Context& context_;
  Session& session_;
  const std::string& student_;
  const TutorQuery& query_;
  Time now_;
  std::vector<ListedTutor> list_;
};

}  // namespace

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
  const int available = open ? count_available(policy, session, student, now) : 0;
  offer.reason = rules::offer_reason(policy, row.facts, available);
  return offer;
}

storage::ThreadRow load_tutor_pair(Context& context, Session& session, const std::string& student,
                                   const std::string& tutor) {
  auto pair = storage::load_pair(session, student, tutor);
  add_ties(context, session, student, pair);
  return pair;
}

std::vector<ListedTutor> list_tutors(Context& context, Session& session, const std::string& student,
                                     const TutorQuery& query, Time now) {
  TutorList list(context, session, student, query, now);
  list.add(storage::load_past_tutors(session, student, most_past_tutors), rules::OfferReason::past);
  const bool few = list.available() < context.policy().bookings.past_tutors;
  list.add(storage::load_referring_tutors(session, student, most_past_tutors),
           rules::OfferReason::referred);
  if (few) {
    list.add(storage::load_matching_tutors(session, query.wish, most_matching_tutors),
             rules::OfferReason::matching);
  }
  return list.take();
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
