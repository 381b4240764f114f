#include "rules/booking_tellings.h"

#include <algorithm>
#include <string>

namespace chalkline::rules {
namespace {

using enum BookingState;
using MaybeBooking = std::optional<Booking>;

bool stands(const Booking& booking) {
  return booking.state == confirmed || booking.state == in_session;
}

bool concerns_tutor(const Booking& booking) {
  return booking.state == requested || stands(booking);
}

// The booking system, and nobody here, has confirmed what was a request: the tutor may never have
// heard of it, as a mail about a request is not sent any more.
bool is_told_to_stand(const Booking& before, const Booking& after) {
  return stands(after) && !stands(before) && after.changes == before.changes;
}

bool is_booked_for_student(const BookingRecord& record) {
  return record.booked_by && *record.booked_by != record.student.id;
}

long long milliseconds_of(Time time) { return time.time_since_epoch().count(); }

// Which of the two.
struct Ears {
  bool tutor = false;
  bool student = false;
};
constexpr Ears both{true, true};
constexpr Ears only_tutor{.tutor = true};
constexpr Ears only_student{.student = true};

Ears ears_of(BookingActor actor) {
  return {actor == BookingActor::tutor, actor == BookingActor::student};
}
// The other one of whoever has acted; both where that was neither.
Ears others_than(BookingActor actor) {
  const auto self = ears_of(actor);
  return {!self.tutor, !self.student};
}

Telling telling(std::string_view event, const BookingRecord& record, const std::string& recipient,
                TellingChannel channel) {
  return {.event = std::string(event),
          .about = std::to_string(record.id),
          .version = record.booking().version(),
          .recipient_id = recipient,
          .channel = channel};
}

// Collects what the two are told of one change of a booking: each of them one thing, the first.
class News {
 public:
  News(const MaybeBooking& before, const BookingRecord& after, Time now)
      : record_(after), now_(now), ears_{!before || concerns_tutor(*before), true} {}

  void tell(std::string_view event, Ears to) { tell(event, to, record_.booking().version()); }
  void tell(std::string_view event, Ears to, long long version) {
    if (to.tutor && ears_.tutor) add(event, record_.tutor.id, version);
    if (to.student && ears_.student) add(event, record_.student.id, version);
    ears_ = {ears_.tutor && !to.tutor, ears_.student && !to.student};
  }
  // To a tutor who may not have been told of the booking before.
  void tell_anew(std::string_view event) {
    ears_.tutor = true;
    tell(event, only_tutor);
  }

  std::vector<Telling> take() { return std::move(tellings_); }

 private:
  void add(std::string_view event, const std::string& recipient, long long version) {
    for (const auto channel : {TellingChannel::email, TellingChannel::sms}) {
      tellings_.push_back(telling(event, record_, recipient, channel));
      tellings_.back().version = version;
      tellings_.back().not_before = now_;
    }
  }

  const BookingRecord& record_;
  Time now_;
  Ears ears_;
  std::vector<Telling> tellings_;
};

// That there is a booking to answer, or one that holds.
void tell_beginning(News& news, const MaybeBooking& before, const BookingRecord& after, Time now) {
  const auto& booking = after.booking();
  if (after.series_id || now >= booking.starts_at) return;
  const bool known = before && concerns_tutor(*before) && !is_told_to_stand(*before, booking);
  if (concerns_tutor(booking) && !known) {
    news.tell_anew(booking.state == requested ? booking_requested : booking_made);
  }
  if (stands(booking) && !(before && stands(*before))) news.tell(booking_confirmed, only_student);
  if (!before && is_booked_for_student(after)) news.tell(booking_placed, only_student);
}

// What was to come is off. A person here who declines is the tutor.
void tell_end(News& news, const Booking& before, const BookingRecord& after, Time now) {
  const auto& booking = after.booking();
  if (booking.state == expired) {
    const bool asked = before.state == requested || is_booked_for_student(after);
    return news.tell(booking_expired, {.tutor = true, .student = asked});
  }
  if (now >= booking.ends_at()) return;
  if (booking.state == declined) {
    news.tell(booking_declined, booking.closed_here ? only_student : both);
  } else if (booking.state == cancelled) {
    const auto& by = booking.cancellation;
    news.tell(booking_cancelled, by ? others_than(by->by) : both);
  }
}

// Another time, that both have agreed on, that the booking system tells, or that is proposed.
void tell_time(News& news, const Booking& before, const Booking& after, Time now) {
  const bool moved = before.starts_at != after.starts_at || before.length != after.length;
  if (moved && now < after.starts_at) {
    news.tell(booking_moved, both, milliseconds_of(after.starts_at));
  }
  const auto& proposal = after.proposal;
  if (!proposal || proposal == before.proposal || now >= proposal->starts_at) return;
  if (proposal->state == ProposalState::open) {
    news.tell(booking_proposed, others_than(proposal->by), proposal->number);
  } else if (proposal->state == ProposalState::declined) {
    news.tell(booking_proposal_declined, ears_of(proposal->by), proposal->number);
  }
}

// Who has just accepted another time, the other one's proposal.
bool is_accepted(const Booking& before, const Booking& after) {
  return after.proposal && after.proposal->state == ProposalState::accepted &&
         after.proposal != before.proposal;
}

std::vector<Telling> news_of(const MaybeBooking& before, const BookingRecord& after, Time now) {
  News news(before, after, now);
  const auto& booking = after.booking();
  if (before && is_accepted(*before, booking)) {
    news.tell(booking_moved, ears_of(booking.proposal->by), milliseconds_of(booking.starts_at));
    return news.take();
  }
  tell_beginning(news, before, after, now);
  if (!before || !holds_time(before->state)) return news.take();
  if (holds_time(booking.state)) {
    tell_time(news, *before, booking, now);
  } else {
    tell_end(news, *before, after, now);
  }
  return news.take();
}

// The start that people are reminded of.
std::optional<Time> reminded_start(const Booking& booking) {
  return stands(booking) ? std::optional(booking.starts_at) : std::nullopt;
}

void remind_both(BookingTellings& all, const Policy::Bookings& policy, const BookingRecord& record,
                 Time now) {
  const Time starts_at = record.booking().starts_at;
  for (const auto& person : {record.tutor.id, record.student.id}) {
    for (const auto channel : {TellingChannel::app, TellingChannel::sms}) {
      auto reminder = telling(booking_reminder, record, person, channel);
      reminder.version = milliseconds_of(starts_at);
      reminder.not_before = std::max<Time>(now, starts_at - policy.reminder);
      reminder.not_after = starts_at;
      reminder.collapse_key = reminder_key(record.id);
      all.tellings.push_back(std::move(reminder));
    }
  }
}

// Whether a proposal is the newest one, with this answer, of a booking that could still move.
bool is_proposed(const Telling& telling, const Booking& booking, ProposalState state) {
  const auto& proposal = booking.proposal;
  const bool is_this = proposal && proposal->number == telling.version && proposal->state == state;
  return is_this && (booking.state == requested || booking.state == confirmed);
}

}  // namespace

BookingTellings tellings_of(const Policy::Bookings& policy, const MaybeBooking& before,
                            const BookingRecord& after, Time now) {
  BookingTellings all{.tellings = news_of(before, after, now)};
  const auto was = before ? reminded_start(*before) : std::nullopt;
  const auto is = reminded_start(after.booking());
  if (was == is) return all;
  all.drops_reminders = was.has_value();
  if (is && now < *is) remind_both(all, policy, after, now);
  return all;
}

std::vector<Telling> tellings_of(const SeriesRecord& accepted, Time now) {
  std::vector<Telling> tellings;
  for (const auto& person : {accepted.tutor.id, accepted.student.id}) {
    for (const auto channel : {TellingChannel::email, TellingChannel::sms}) {
      tellings.push_back({.event = std::string(series_made),
                          .about = std::to_string(accepted.id),
                          .recipient_id = person,
                          .channel = channel,
                          .not_before = now});
    }
  }
  return tellings;
}

bool still_holds(const Telling& telling, const Booking& booking, Time now) {
  const auto& event = telling.event;
  const auto state = booking.state;
  if (event == booking_requested) return state == requested;
  if (event == booking_made || event == booking_confirmed) return stands(booking);
  if (event == booking_placed) return state == awaiting_payment || state == requested;
  if (event == booking_declined) return state == declined;
  if (event == booking_cancelled) return state == cancelled;
  if (event == booking_expired) return state == expired;
  if (event == booking_proposed) return is_proposed(telling, booking, ProposalState::open);
  if (event == booking_proposal_declined) {
    return is_proposed(telling, booking, ProposalState::declined);
  }
  const bool same_start = milliseconds_of(booking.starts_at) == telling.version;
  if (event == booking_moved) return holds_time(state) && same_start;
  return event == booking_reminder && state == confirmed && same_start && now <= booking.starts_at;
}

std::string reminder_key(long long booking) {
  std::string key(booking_reminder);
  key += '.';
  key += std::to_string(booking);
  return key;
}

}  // namespace chalkline::rules
