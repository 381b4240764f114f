#include "rules/booking_tellings.h"

#include <algorithm>
#include <string>

namespace chalkline::rules {
namespace {

bool stands(const Booking& booking) {
  return booking.state == BookingState::confirmed || booking.state == BookingState::in_session;
}

bool concerns_tutor(const Booking& booking) {
  return booking.state == BookingState::requested || stands(booking);
}

// The booking system, and nobody here, has confirmed what was a request: the tutor may never have
// heard of it, as a mail about a request is not sent any more.
bool is_told_to_stand(const Booking& before, const Booking& after) {
  return stands(after) && !stands(before) && after.changes == before.changes;
}

// The start that people are reminded of.
std::optional<Time> reminded_start(const Booking& booking) {
  return stands(booking) ? std::optional(booking.starts_at) : std::nullopt;
}

Telling telling(std::string_view event, const BookingRecord& record, const std::string& recipient,
                TellingChannel channel) {
  return {.event = std::string(event),
          .about = std::to_string(record.id),
          .version = record.booking().version(),
          .recipient_id = recipient,
          .channel = channel};
}

void tell_tutor(BookingTellings& all, const BookingRecord& record, Time now) {
  const auto event =
      record.booking().state == BookingState::requested ? booking_requested : booking_made;
  for (const auto channel : {TellingChannel::email, TellingChannel::sms}) {
    all.tellings.push_back(telling(event, record, record.tutor.id, channel));
    all.tellings.back().not_before = now;
  }
}

void remind_both(BookingTellings& all, const Policy::Bookings& policy, const BookingRecord& record,
                 Time now) {
  const Time starts_at = record.booking().starts_at;
  for (const auto& person : {record.tutor.id, record.student.id}) {
    for (const auto channel : {TellingChannel::app, TellingChannel::sms}) {
      auto reminder = telling(booking_reminder, record, person, channel);
      reminder.version = starts_at.time_since_epoch().count();
      reminder.not_before = std::max<Time>(now, starts_at - policy.reminder);
      reminder.collapse_key = reminder_key(record.id);
      all.tellings.push_back(std::move(reminder));
    }
  }
}

}  // namespace

BookingTellings tellings_of(const Policy::Bookings& policy, const std::optional<Booking>& before,
                            const BookingRecord& after, Time now) {
  BookingTellings all;
  const auto& booking = after.booking();
  const bool known = before && concerns_tutor(*before) && !is_told_to_stand(*before, booking);
  const bool news = concerns_tutor(booking) && !known && !after.series_id;
  if (news && now < booking.starts_at) tell_tutor(all, after, now);
  const auto was = before ? reminded_start(*before) : std::nullopt;
  const auto is = reminded_start(booking);
  if (was == is) return all;
  all.drops_reminders = was.has_value();
  if (is && now < *is) remind_both(all, policy, after, now);
  return all;
}

std::vector<Telling> tellings_of(const SeriesRecord& accepted, Time now) {
  std::vector<Telling> tellings;
  for (const auto channel : {TellingChannel::email, TellingChannel::sms}) {
    tellings.push_back({.event = std::string(series_made),
                        .about = std::to_string(accepted.id),
                        .recipient_id = accepted.tutor.id,
                        .channel = channel,
                        .not_before = now});
  }
  return tellings;
}

bool still_holds(const Telling& telling, const Booking& booking, Time now) {
  if (telling.event == booking_requested) return booking.state == BookingState::requested;
  if (telling.event == booking_made) return stands(booking);
  return telling.event == booking_reminder && booking.state == BookingState::confirmed &&
         booking.starts_at.time_since_epoch().count() == telling.version &&
         now <= booking.starts_at;
}

std::string reminder_key(long long booking) {
  std::string key(booking_reminder);
  key += '.';
  key += std::to_string(booking);
  return key;
}

}  // namespace chalkline::rules
