#include "app/booking_tellings.h"

#include "rules/booking_tellings.h"
#include "storage/outbox.h"

namespace chalkline::app {

// All reminders of a booking wait under one key, which app::tell would drop one after the other.
void tell_people(storage::Session& session, const rules::Policy& policy,
                 const std::optional<rules::Booking>& before, const rules::BookingRecord& after,
                 rules::Time now) {
  const auto news = rules::tellings_of(policy.bookings, before, after, now);
  if (news.drops_reminders) {
    storage::drop_replaced_tellings(session, rules::reminder_key(after.id), now);
  }
  storage::insert_tellings(session, news.tellings, now);
}

}  // namespace chalkline::app
