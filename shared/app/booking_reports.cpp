#include "app/booking_reports.h"

#include <string>
#include <utility>

#include "app/bookings.h"
#include "app/series.h"
#include "app/zones.h"
#include "rules/bookings.h"
#include "storage/availability.h"
#include "storage/series.h"

namespace chalkline::app {
namespace {

using rules::Booking;
using rules::BookingRecord;
using rules::BookingReport;
using rules::EventOutcome;
using storage::Session;

Verdict failed(std::string field, std::string_view code, std::string detail) {
  return {EventOutcome::failed, {{std::move(field), code, std::move(detail)}}};
}

// What the first event of a booking must tell.
std::optional<Verdict> lacks(const BookingReport& report) {
  const auto required = [](const char* field) {
    return failed(field, "required", "Is required with the first event of a booking.");
  };
  if (!report.external_id) return failed("data.bookingId", "refused", "No booking has this id.");
  if (!report.tutor_id) return required("data.tutorId");
  if (!report.student_id) return required("data.studentId");
  if (!report.event.starts_at) return required("data.startsAt");
  if (!report.event.length) return required("data.minutes");
  return std::nullopt;
}

bool is_between(const BookingReport& report, const storage::BookingPair& pair) {
  return report.tutor_id.value_or(pair.tutor_id) == pair.tutor_id &&
         report.student_id.value_or(pair.student_id) == pair.student_id;
}

// Whether one of the two has another booking at the time that this one now holds.
bool is_taken(Session& session, const BookingRecord& record, const Booking& after) {
  if (!rules::holds_time(after.state)) return false;
  const rules::Interval<rules::Time> time{after.starts_at, after.ends_at()};
  return storage::is_either_booked(session, record.tutor.id, record.student.id, record.id, time);
}

void take_guards(Session& session, const rules::Policy& policy, const std::string& tutor,
                 const std::string& student, rules::Time now) {
  storage::lock_booking_guards(session, tutor, student);
  settle_bookings(session, policy, tutor, student, now);
}

Verdict taken() {
  return failed("data.startsAt", "conflicting", "Tutor or student have another booking then.");
}

Verdict written(const BookingRecord& record) {
  Verdict verdict;
  verdict.booking = {record.id, record.tutor.id, record.student.id, record.booked_by.value_or("")};
  return verdict;
}

// The booking that a report is about; none: it is not known.
std::optional<storage::BookingPair> find_reported(Session& session, const BookingReport& report) {
  if (report.booking_id) return storage::load_booking_pair(session, *report.booking_id);
  return storage::load_external_booking_pair(session, *report.external_id);
}

// In the tutor's zone, which is not known of somebody the directory has not told of yet.
Verdict begin(Session& session, const rules::Policy& policy, const BookingReport& report,
              rules::Time now) {
  BookingRecord record{.external_id = report.external_id,
                       .tutor = {.id = *report.tutor_id},
                       .student = {.id = *report.student_id},
                       .subject = report.subject,
                       .price = report.price};
  record.facts.booking = rules::begin_told(policy.bookings, report.event, now);
  record.booking() = rules::as_of(policy.bookings, record.facts, now);
  if (is_taken(session, record, record.booking())) return taken();
  const auto availability = storage::load_availability(session, record.tutor.id);
  record.time_zone =
      availability ? availability->time_zone : storage::load_time_zone(session, record.tutor.id);
  if (record.time_zone.empty()) record.time_zone = "UTC";
  const auto stored = store_new_booking(session, policy, std::move(record), {}, now);
  return written(stored);
}

Verdict go_on(Session& session, const rules::Policy& policy, const BookingReport& report,
              BookingRecord record, rules::Time now) {
  auto facts = record.facts;
  facts.booking = rules::as_of(policy.bookings, facts, now);
  facts.booking = rules::tell(policy.bookings, std::move(facts.booking), report.event, now);
  const auto after = rules::as_of(policy.bookings, facts, now);
  if (is_taken(session, record, after)) return taken();
  if (!record.external_id) record.external_id = report.external_id;
  const bool newest = report.event.version >= record.booking().told.newest.value_or(-1);
  if (report.price && newest) record.price = report.price;
  if (!store_booking(session, policy, record, after, now)) return {EventOutcome::ignored};
  return written(record);
}

// Both people's open pages are told what its card shows by now.
Verdict shown(const rules::SeriesRecord& series) {
  Verdict verdict;
  if (series.card) verdict.card = NewCard{series.tutor.id, *series.card};
  return verdict;
}

Verdict go_on(Session& session, const rules::SeriesRecord& known,
              const rules::SeriesReport& report) {
  if (known.tutor.id != report.tutor_id || known.student.id != report.student_id) {
    return failed("data.tutorId", "conflicting", "The series is known with other people.");
  }
  const auto told = rules::retell(known, report);
  if (!told) return {EventOutcome::ignored};
  storage::update_told_series(session, *told);
  return shown(*told);
}

}  // namespace

Verdict apply_booking_report(Session& session, const rules::Policy& policy,
                             const BookingReport& report, rules::Time now) {
  auto pair = find_reported(session, report);
  if (!pair) {
    if (auto verdict = lacks(report)) return std::move(*verdict);
    take_guards(session, policy, *report.tutor_id, *report.student_id, now);
    // Another process may have been told of it meanwhile.
    pair = find_reported(session, report);
    if (!pair) return begin(session, policy, report, now);
  } else {
    take_guards(session, policy, pair->tutor_id, pair->student_id, now);
  }
  if (!is_between(report, *pair)) {
    return failed("data.tutorId", "conflicting", "The booking is known with other people.");
  }
  return go_on(session, policy, report, *storage::load_booking(session, pair->id), now);
}

Verdict apply_series_report(Session& session, const rules::Policy& policy,
                            const rules::SeriesReport& report, rules::Time now) {
  if (find_zone(report.plan.time_zone) == nullptr) {
    return failed("data.timeZone", "malformed", "Must be a time zone such as Europe/Berlin.");
  }
  take_guards(session, policy, report.tutor_id, report.student_id, now);
  const auto known = storage::load_external_series(session, report.external_id);
  if (known) return go_on(session, *known, report);
  return shown(store_series(session, policy,
                            {.external_id = report.external_id,
                             .tutor = {.id = report.tutor_id},
                             .student = {.id = report.student_id},
                             .plan = report.plan,
                             .told_version = report.version},
                            "", now));
}

}  // namespace chalkline::app
