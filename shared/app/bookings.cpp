#include "app/bookings.h"

#include <algorithm>
#include <utility>

#include "app/booking_tellings.h"
#include "app/cards.h"
#include "app/live.h"
#include "app/threads.h"
#include "app/zones.h"
#include "http/bookings.h"
#include "http/log.h"
#include "storage/live.h"
#include "storage/orders.h"
#include "storage/outgoing.h"

namespace chalkline::app {
namespace {

namespace json = boost::json;
using rules::Booking;
using rules::BookingActor;
using rules::BookingRecord;
using storage::Session;

using Held = std::optional<rules::Interval<rules::Time>>;
Held held_by(const Booking& booking) {
  if (!rules::holds_time(booking.state)) return std::nullopt;
  return rules::Interval<rules::Time>{booking.starts_at, booking.ends_at()};
}

void hold(Session& session, const BookingRecord& record) {
  const auto held = held_by(record.booking());
  if (!held) return;
  storage::insert_booked_time(session, {record.tutor.id, record.student.id}, record.id, *held);
}

// What clocks were to show is kept for as long as the booking begins when it did: who compares it
// with what they will show finds out that zones have changed.
void date(const rules::Policy& policy, BookingRecord& record,
          const std::optional<rules::Time>& was_to_start, rules::Time now) {
  const auto starts_at = record.booking().starts_at;
  if (was_to_start != starts_at) {
    record.wall_start = rules::wall_time(zone_or_utc(record.time_zone), starts_at);
  }
  record.due_at = rules::due_at(policy.bookings, record.facts, now);
}

void tell_servers(Session& session, const BookingRecord& record, rules::Time now) {
  storage::insert_outgoing_event(session, "booking.updated",
                                 json::serialize(http::outgoing_json(record)), now);
}

// A booking stands in the conversation of its two, which it may begin (S0-04), and is of the
// other's what may lift a cap on unanswered messages (S0-23). Those of a series stand there as the
// series.
void show_card(Session& session, const rules::Policy& policy, BookingRecord& record,
               rules::Time now) {
  if (!rules::holds_time(record.booking().state)) return;
  if (!record.series_id) record.card = store_card(session, policy, record, now);
  if (record.card) storage::mark_booking_card(session, record.id, *record.card);
  if (!policy.cap_resets_on.booking) return;
  storage::mark_cap_lifted(session, rules::pair_of(record.tutor.id, record.student.id));
}

// Each of these is a change of its own, also where they are stored together: a calendar that was
// read in between has seen the first.
void count_changes(BookingRecord& record, const Booking& before) {
  record.sequence += std::max(1, record.booking().changes - before.changes);
}

void publish_to(Context& context, const BookingRecord& record, BookingActor actor,
                rules::Time now) {
  const auto& person = actor == BookingActor::tutor ? record.tutor.id : record.student.id;
  const bool listens = context.database.read(
      [&](Session& session) { return storage::is_listening(session, person); });
  if (!listens) return;
  context.publisher.publish(live_channel(context, person), "booking",
                            json::serialize(booking_json(context, record, actor, now)));
}

}  // namespace

std::optional<BookingActor> booking_actor(const storage::BookingPair& pair,
                                          const std::string& person) {
  if (person == pair.tutor_id) return BookingActor::tutor;
  if (person == pair.student_id) return BookingActor::student;
  if (person == pair.booked_by) return BookingActor::support;
  return std::nullopt;
}

std::optional<BookingActor> booking_actor(const BookingRecord& record, const std::string& person) {
  return booking_actor(storage::BookingPair{record.id, record.tutor.id, record.student.id,
                                            record.booked_by.value_or("")},
                       person);
}

BookingRecord store_new_booking(Session& session, const rules::Policy& policy, BookingRecord record,
                                const storage::Booker& booker, rules::Time now) {
  date(policy, record, std::nullopt, now);
  if (!booker.person.empty()) record.booked_by = booker.person;
  record.id = storage::insert_booking(session, record, booker);
  hold(session, record);
  show_card(session, policy, record, now);
  tell_people(session, policy, std::nullopt, record, now);
  tell_servers(session, record, now);
  return record;
}

bool store_booking(Session& session, const rules::Policy& policy, BookingRecord& record,
                   Booking after, rules::Time now) {
  if (after == record.booking()) return false;
  const auto before = std::exchange(record.booking(), std::move(after));
  const auto& booking = record.booking();
  date(policy, record, before.starts_at, now);
  count_changes(record, before);
  storage::update_booking(session, record);
  if (booking.proposal && booking.proposal != before.proposal) {
    storage::put_booking_proposal(session, record.id, *booking.proposal);
  }
  if (held_by(before) != held_by(booking)) {
    storage::delete_booked_time(session, record.id);
    hold(session, record);
  }
  tell_people(session, policy, before, record, now);
  tell_servers(session, record, now);
  return true;
}

// Whoever else writes a booking of one of the two waits for that one's guard.
void settle_bookings(Session& session, const rules::Policy& policy, const std::string& one,
                     const std::string& other, rules::Time now) {
  for (const auto id : storage::load_overdue_bookings(session, one, other, now)) {
    auto record = storage::load_booking(session, id);
    if (!record) continue;
    store_booking(session, policy, *record, rules::as_of(policy.bookings, record->facts, now), now);
  }
}

json::object booking_json(const Context& context, const BookingRecord& record, BookingActor actor,
                          rules::Time now) {
  const auto& policy = context.policy().bookings;
  auto shown = record;
  shown.booking() = rules::as_of(policy, record.facts, now);
  const auto actions = rules::actions_of(policy, record.facts, actor, now);
  const rules::BookingAct entering{.trigger = rules::BookingTrigger::enter, .actor = actor};
  const auto entered = rules::decide_booking(policy, record.facts, entering, now);
  return http::to_json(
      http::BookingShape{shown, policy, actions, std::holds_alternative<Booking>(entered)});
}

void announce_booking(Context& context, const BookingRecord& record, rules::Time now) {
  if (record.card) announce_card(context, record.tutor.id, *record.card, now);
  try {
    publish_to(context, record, BookingActor::tutor, now);
    publish_to(context, record, BookingActor::student, now);
  } catch (const storage::Fault& fault) {
    http::log_fault("", fault.what());
  }
}

long long booking_id(std::string_view text) { return thread_id(text); }

}  // namespace chalkline::app
