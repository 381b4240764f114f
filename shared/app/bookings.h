#pragma once

#include <optional>
#include <string>
#include <variant>

#include <boost/json.hpp>

#include "app/context.h"
#include "rules/booking_record.h"
#include "storage/bookings.h"

namespace chalkline::app {

// What a booking has come to: as it is now, or why not.
using BookingOutcome = std::variant<rules::BookingRecord, rules::Refusal>;

// What `person` is in a booking: one of its two, or who has booked it for the student (S3-26);
// none: it is not theirs.
std::optional<rules::BookingActor> booking_actor(const storage::BookingPair& pair,
                                                 const std::string& person);
std::optional<rules::BookingActor> booking_actor(const rules::BookingRecord& record,
                                                 const std::string& person);

// Writes a new booking, which has its people, facts, subject and price, in the session's open
// transaction: the time it holds, when it is due, its card, what the two and other servers are
// told. The guards have been taken.
rules::BookingRecord store_new_booking(storage::Session& session, const rules::Policy& policy,
                                       rules::BookingRecord record, const storage::Booker& booker,
                                       rules::Time now);

// Likewise what has become of `record`; false, and nothing is written, where that is the same. A
// time that somebody else holds by now is a conflict (storage::insert_booked_time).
bool store_booking(storage::Session& session, const rules::Policy& policy,
                   rules::BookingRecord& record, rules::Booking after, rules::Time now);

// Does what the clock should have done by `now` to all bookings of two people, whose guards have
// been taken: the time of what has expired is free, whether or not a worker has been there.
void settle_bookings(storage::Session& session, const rules::Policy& policy, const std::string& one,
                     const std::string& other, rules::Time now);

// The contract's Booking as `actor` sees it at `now`.
boost::json::object booking_json(const Context& context, const rules::BookingRecord& record,
                                 rules::BookingActor actor, rules::Time now);

// Live events `booking`, and `message` of its card, to the two, after COMMIT and best effort.
void announce_booking(Context& context, const rules::BookingRecord& record, rules::Time now);

// The id of a booking, or the number of a proposal, as clients write it; 0 for anything else.
long long booking_id(std::string_view text);

}  // namespace chalkline::app
