#pragma once

#include <optional>
#include <vector>

#include "rules/booking_record.h"
#include "storage/sql.h"

namespace chalkline::storage {

// The first quantum behind a booking.
#define CHALKLINE_END_QUANTUM \
  " (TIMESTAMPDIFF(SECOND, '1970-01-01', b.starts_at) + b.minutes * 60 + 299) DIV 300"

// The columns of a booking as all its queries read them. When the next booking begins of either of
// the two is the first quantum behind this one.
#define CHALKLINE_BOOKING_COLUMNS                                                                 \
  " b.id, b.external_id, b.booked_by, b.tutor_id, b.student_id, t.name, t.avatar_url, "           \
  "IFNULL(t.roles, 0),"                                                                           \
  " s.name, s.avatar_url, IFNULL(s.roles, 0), b.state, b.decided, b.closed_here, b.starts_at,"    \
  " b.minutes, b.wall_start, b.time_zone, b.booked_at, b.asked_at, b.paid, b.student_entered_at," \
  " b.student_in, b.tutor_entered_at, b.tutor_in, b.started_at, b.cancelled_by, b.cancelled_at,"  \
  " b.cancelled_late, b.cancel_reason, b.proposals, p.proposed_by, p.starts_at, p.reason, "       \
  "p.state,"                                                                                      \
  " IFNULL(b.told_version, -1), IFNULL(b.told_state_version, -1),"                                \
  " IFNULL(b.told_time_version, -1), b.changes, b.subject, IFNULL(b.price, -1), b.currency,"      \
  " b.series_id, b.due_at, IFNULL(b.card_thread_id, 0), IFNULL(b.card_seq, 0), b.sequence,"       \
  " (SELECT q.quantum FROM booking_quanta q WHERE q.person_id = b.tutor_id AND q.quantum "        \
  ">=" CHALKLINE_END_QUANTUM                                                                      \
  " ORDER BY q.quantum LIMIT 1),"                                                                 \
  " (SELECT q.quantum FROM booking_quanta q WHERE q.person_id = b.student_id AND q.quantum "      \
  ">=" CHALKLINE_END_QUANTUM " ORDER BY q.quantum LIMIT 1)"

#define CHALKLINE_BOOKING_JOINS                \
  " LEFT JOIN people t ON t.id = b.tutor_id"   \
  " LEFT JOIN people s ON s.id = b.student_id" \
  " LEFT JOIN booking_proposals p ON p.booking_id = b.id AND p.number = b.proposals"

// Run a query of these columns: its first row, or all of them.
std::optional<rules::BookingRecord> fetch_booking(Statement& statement);
std::vector<rules::BookingRecord> fetch_bookings(Statement& statement);
// Runs a query of a proposal's number, proposed_by, starts_at, reason and state: its first row.
std::optional<rules::Proposal> fetch_proposal(Statement& statement);

}  // namespace chalkline::storage
