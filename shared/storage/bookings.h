#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "rules/booking_record.h"
#include "rules/intervals.h"
#include "storage/database.h"

namespace chalkline::storage {

// Takes the two people's guard rows until the end of the transaction: the lock of all that is
// booked of either. It must be the first statement of its transaction: what is read before it may
// be stale behind it.
void lock_booking_guards(Session& session, const std::string& one, const std::string& other);

// Whose a booking is, for taking their guards before looking at it: that never changes.
struct BookingPair {
  long long id = 0;
  std::string tutor_id;
  std::string student_id;
  std::string booked_by;  // empty: the booking system
};
std::optional<BookingPair> load_booking_pair(Session& session, long long booking);
std::optional<BookingPair> load_external_booking_pair(Session& session,
                                                      const std::string& external);

// A booking with all of it; none where there is none.
std::optional<rules::BookingRecord> load_booking(Session& session, long long booking);
// Those of these ids that are there, in no order.
std::vector<rules::BookingRecord> load_bookings(Session& session,
                                                const std::vector<std::string>& ids);
// The one that `booker` has booked with this clientId.
std::optional<rules::BookingRecord> load_booking_by_client_id(Session& session,
                                                              const std::string& booker,
                                                              const std::string& client_id);

// Where a page of a person's bookings begins: behind this one.
struct BookingPlace {
  rules::Time starts_at{};
  long long id = 0;
};
// Of a person, as tutor or as student: what holds its time, the next first; all the rest, the last
// first, and with it what the clock has to look at again. At most `limit` rows.
std::vector<rules::BookingRecord> load_held_bookings(Session& session, const std::string& person,
                                                     const std::optional<BookingPlace>& after,
                                                     int limit, rules::Time now);
std::vector<rules::BookingRecord> load_ended_bookings(Session& session, const std::string& person,
                                                      const std::optional<BookingPlace>& after,
                                                      int limit, rules::Time now);

// Those that begin at `since` or later, whatever their state, the first ones first, at most
// `limit`.
std::vector<rules::BookingRecord> load_bookings_since(Session& session, const std::string& person,
                                                      rules::Time since, int limit);

// Who booked what, by which name of the caller's.
struct Booker {
  std::string person;     // empty: the booking system
  std::string client_id;  // empty: none
};
// Writes a new booking; its id. A key that somebody else has taken is a duplicate: `booker_client`,
// `external`.
long long insert_booking(Session& session, const rules::BookingRecord& record,
                         const Booker& booker);
// Writes all that can change of a booking, except its proposals and the time that it holds.
void update_booking(Session& session, const rules::BookingRecord& record);
// Where its card stands.
void mark_booking_card(Session& session, long long booking, const rules::CardPlace& place);
// A new proposal, or what became of one.
void put_booking_proposal(Session& session, long long booking, const rules::Proposal& proposal);

// What a person calls a proposal for a booking: names it for repeats.
struct ProposalClient {
  const std::string& proposer;
  const std::string& client_id;
};
// A name is given once; a second time is a duplicate.
void insert_proposal_client(Session& session, long long booking, const ProposalClient& client,
                            int number);
// The proposal that has this name, as it is now.
std::optional<rules::Proposal> load_proposal_by_client_id(Session& session, long long booking,
                                                          const ProposalClient& client);

// The time that a booking holds for each of these people. Where another booking has some of it
// that is a conflict: the transaction runs again and finds it taken.
void insert_booked_time(Session& session, const std::vector<std::string>& people, long long booking,
                        const rules::Interval<rules::Time>& time);
// It holds no time any more, for nobody.
void delete_booked_time(Session& session, long long booking);

// Whether a person has another booking than `booking` (0: any) that holds some of the time. Locks
// what it finds.
bool is_booked(Session& session, const std::string& person, long long booking,
               const rules::Interval<rules::Time>& time);
// Likewise one of two people at least.
bool is_either_booked(Session& session, const std::string& one, const std::string& other,
                      long long booking, const rules::Interval<rules::Time>& time);
// What is booked of a person within `time`, one interval of whole quanta a booking, in no order;
// without those whose hold, request or wait for the two is over at `now`, although no worker has
// been there.
rules::Intervals<rules::Time> load_booked(Session& session, const std::string& person,
                                          const rules::Interval<rules::Time>& time,
                                          rules::Time now);
// Likewise of either of two.
rules::Intervals<rules::Time> load_booked_of_two(Session& session, const std::string& one,
                                                 const std::string& other,
                                                 const rules::Interval<rules::Time>& time,
                                                 rules::Time now);
// Likewise of many, each person's by themselves; whoever has nothing booked is not in it.
std::map<std::string, rules::Intervals<rules::Time>> load_booked_of_many(
    Session& session, const std::vector<std::string>& people,
    const rules::Interval<rules::Time>& time, rules::Time now);
// Bookings of either person that the clock should have looked at before `now`, at most 100.
std::vector<long long> load_overdue_bookings(Session& session, const std::string& one,
                                             const std::string& other, rules::Time now);

// A booking that is to come, by UTC and by what clocks in its zone were to show then.
struct BookedWall {
  long long id = 0;
  std::string time_zone;
  rules::WallTime wall_start{};
  rules::Time starts_at{};
  rules::Time due_at{};
};
// Where a page of them begins: behind this one.
struct DuePlace {
  rules::Time due_at{};
  long long id = 0;
};
// Those that begin at `since` or later, in the order in which the clock looks at them, behind
// `after`, at most `limit`. One whose turn comes later meanwhile may be on two pages.
std::vector<BookedWall> load_booked_walls(Session& session, rules::Time since,
                                          const DuePlace& after, int limit);

// Bookings that the clock has to look at: at most `limit`, the longest due first.
std::vector<BookingPair> load_due_bookings(Session& session, rules::Time now, int limit);
void mark_booking_due(Session& session, long long booking,
                      const std::optional<rules::Time>& due_at);

}  // namespace chalkline::storage
