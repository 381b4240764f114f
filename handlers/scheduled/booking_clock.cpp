#include "booking_clock.h"

#include <optional>
#include <utility>
#include <vector>

#include "app/bookings.h"
#include "rules/bookings.h"
#include "storage/bookings.h"

namespace chalkline {
namespace {

using rules::BookingRecord;
using storage::Session;

constexpr int batch = 200;
constexpr int most_batches = 50;  // in one run: the rest is due a second later as well

// What the clock has made of a booking; none where nothing has changed.
std::optional<BookingRecord> advance(app::Context& context, Session& session,
                                     const storage::BookingPair& pair, rules::Time now) {
  storage::lock_booking_guards(session, pair.tutor_id, pair.student_id);
  auto record = storage::load_booking(session, pair.id);
  if (!record || !record->due_at || *record->due_at > now) return std::nullopt;
  const auto& policy = context.policy();
  auto after = rules::advance(policy.bookings, record->facts, now);
  if (app::store_booking(session, policy, *record, std::move(after), now)) return record;
  storage::mark_booking_due(session, pair.id, rules::due_at(policy.bookings, record->facts, now));
  return std::nullopt;
}

}  // namespace

void advance_bookings(app::Context& context, rules::Time now) {
  for (int i = 0; i < most_batches; ++i) {
    const auto due = context.database.read(
        [&](Session& session) { return storage::load_due_bookings(session, now, batch); });
    for (const auto& pair : due) {
      const auto record = context.database.write(
          [&](Session& session) { return advance(context, session, pair, now); });
      if (record) app::announce_booking(context, *record, now);
    }
    if (due.size() < static_cast<std::size_t>(batch)) return;
  }
}

}  // namespace chalkline
