#include "storage/booking_columns.h"

#include <algorithm>
#include <utility>

#include "rules/new_bookings.h"

namespace chalkline::storage {
namespace {

std::optional<long long> told_version(long long stored) {
  return stored < 0 ? std::nullopt : std::optional(stored);
}

// A person of a booking, as the directory has them; without a name where it does not.
struct PartyColumns {
  std::string id, name, avatar_url;
  int roles = 0;

  rules::Person person() const {
    return {id, name, optional_text(avatar_url), {static_cast<std::uint32_t>(roles)}};
  }
};

struct ProposalColumns {
  int number = 0;
  std::string proposed_by, starts_at, reason, state;

  void bind(Statement& statement) { statement.into(number, proposed_by, starts_at, reason, state); }
  std::optional<rules::Proposal> proposal() const {
    if (number == 0) return std::nullopt;
    return rules::Proposal{
        .number = number,
        .by = rules::booking_actor_from(proposed_by).value_or(rules::BookingActor::tutor),
        .starts_at = time_from_sql(starts_at),
        .reason = reason,
        .state = rules::proposal_state_from(state).value_or(rules::ProposalState::declined)};
  }
};

struct CancellationColumns {
  std::string cancelled_by, cancelled_at, reason;
  int late = 0;

  std::optional<rules::Cancellation> cancellation() const {
    const auto by = rules::booking_actor_from(cancelled_by);
    if (!by) return std::nullopt;
    return rules::Cancellation{
        .by = *by, .at = time_from_sql(cancelled_at), .late = late != 0, .reason = reason};
  }
};

struct AttendanceColumns {
  std::string entered_at;
  int in = 0;

  rules::Attendance attendance() const { return {optional_time_from_sql(entered_at), in != 0}; }
};

// Places for one row, and what it says.
class BookingColumns {
 public:
  explicit BookingColumns(Statement& statement) {
    statement.into(record_.id, external_, booked_by_, tutor_.id, student_.id, tutor_.name,
                   tutor_.avatar_url, tutor_.roles, student_.name, student_.avatar_url,
                   student_.roles);
    statement.into(state_, decided_, closed_here_, starts_at_, minutes_, wall_start_,
                   record_.time_zone, booked_at_, asked_at_, paid_);
    statement.into(student_there_.entered_at, student_there_.in, tutor_there_.entered_at,
                   tutor_there_.in, started_at_);
    statement.into(cancellation_.cancelled_by, cancellation_.cancelled_at, cancellation_.late,
                   cancellation_.reason);
    proposal_.bind(statement);
    statement.into(told_, told_state_, told_time_, changes_, subject_, price_, currency_, series_,
                   due_at_, card_.thread_id, card_.seq, record_.sequence, tutor_next_,
                   student_next_);
  }

  rules::BookingRecord record() const {
    auto record = record_;
    record.external_id = optional_text(external_);
    record.booked_by = optional_text(booked_by_);
    record.tutor = tutor_.person();
    record.student = student_.person();
    record.facts = {.booking = booking(), .next_starts_at = next_starts_at()};
    record.wall_start = rules::WallTime(time_from_sql(wall_start_).time_since_epoch());
    record.subject = optional_text(subject_);
    if (price_ >= 0) record.price = rules::Price{price_, currency_};
    if (series_ > 0) record.series_id = series_;
    record.due_at = optional_time_from_sql(due_at_);
    if (card_.seq > 0) record.card = card_;
    return record;
  }

 private:
  static rules::BookingState state_from(const std::string& name) {
    return rules::booking_state_from(name).value_or(rules::BookingState::cancelled);
  }

  rules::Booking booking() const {
    return {.state = state_from(state_),
            .decided = state_from(decided_),
            .closed_here = closed_here_ != 0,
            .starts_at = time_from_sql(starts_at_),
            .length = std::chrono::minutes(minutes_),
            .booked_at = time_from_sql(booked_at_),
            .asked_at = time_from_sql(asked_at_),
            .paid = paid_ != 0,
            .student = student_there_.attendance(),
            .tutor = tutor_there_.attendance(),
            .started_at = optional_time_from_sql(started_at_),
            .proposal = proposal_.proposal(),
            .cancellation = cancellation_.cancellation(),
            .told = {told_version(told_), told_version(told_state_), told_version(told_time_)},
            .changes = changes_};
  }

  std::optional<rules::Time> next_starts_at() const {
    if (tutor_next_ == 0 && student_next_ == 0) return std::nullopt;
    const bool both = tutor_next_ > 0 && student_next_ > 0;
    const auto next = both ? std::min(tutor_next_, student_next_) : tutor_next_ + student_next_;
    return rules::Time(rules::booking_quantum * next);
  }

  rules::BookingRecord record_;
  std::string external_;
  std::string booked_by_;
  PartyColumns tutor_, student_;
  std::string state_, decided_;
  int closed_here_ = 0;
  std::string starts_at_;
  int minutes_ = 0;
  std::string wall_start_, booked_at_, asked_at_;
  int paid_ = 0;
  AttendanceColumns student_there_, tutor_there_;
  std::string started_at_;
  CancellationColumns cancellation_;
  ProposalColumns proposal_;
  long long told_ = 0, told_state_ = 0, told_time_ = 0;
  int changes_ = 0;
  std::string subject_;
  long long price_ = 0;
  std::string currency_;
  long long series_ = 0;
  std::string due_at_;
  rules::CardPlace card_;
  long long tutor_next_ = 0, student_next_ = 0;
};

}  // namespace

std::optional<rules::BookingRecord> fetch_booking(Statement& statement) {
  const BookingColumns columns(statement);
  return statement.fetch_one() ? std::optional(columns.record()) : std::nullopt;
}

std::vector<rules::BookingRecord> fetch_bookings(Statement& statement) {
  std::vector<rules::BookingRecord> records;
  const BookingColumns columns(statement);
  statement.fetch_all([&] { records.push_back(columns.record()); });
  return records;
}

std::optional<rules::Proposal> fetch_proposal(Statement& statement) {
  ProposalColumns columns;
  columns.bind(statement);
  return statement.fetch_one() ? columns.proposal() : std::nullopt;
}

}  // namespace chalkline::storage
