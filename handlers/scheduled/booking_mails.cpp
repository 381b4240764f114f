#include "booking_mails.h"

#include <optional>
#include <utility>

#include "app/bookings.h"
#include "app/series.h"
#include "app/zones.h"
#include "rules/booking_tellings.h"
#include "rules/bookings.h"
#include "rules/settings.h"
#include "storage/bookings.h"
#include "storage/people.h"
#include "storage/series.h"
#include "storage/settings.h"

namespace chalkline {
namespace {

using rules::BookingRecord;
using storage::Session;

// What one of the two is told of, be it one session or the first of many.
struct Told {
  const rules::Person& recipient;
  const rules::Person& other;
  rules::Time starts_at;
  std::chrono::minutes length;
  std::optional<rules::Time> proposed = std::nullopt;  // another time for it
};

// The recipient and the other one.
template <class Record>
Told told_to(const std::string& recipient, const Record& record, rules::Time starts_at,
             std::chrono::minutes length) {
  const bool is_tutor = recipient == record.tutor.id;
  return {is_tutor ? record.tutor : record.student, is_tutor ? record.student : record.tutor,
          starts_at, length};
}

MailDraft draft_of(const app::Context& context, const Told& told, const rules::Settings& settings,
                   std::string address) {
  const auto zone = settings.time_zone.value_or(settings.platform_time_zone);
  const auto start = app::shown_time(told.starts_at, zone);
  MailDraft draft{.address = std::move(address),
                  .name = told.recipient.name,
                  .locale = settings.locale.value_or(settings.platform_locale),
                  .values = {{"other", told.other.name},
                             {"name", told.recipient.name},
                             {"site", context.site.mail.name},
                             {"day", start.day},
                             {"time", start.time},
                             {"zone", start.zone},
                             {"minutes", std::to_string(told.length.count())}}};
  if (told.proposed) {
    const auto proposed = app::shown_time(*told.proposed, zone);
    draft.values.insert({{"proposedDay", proposed.day}, {"proposedTime", proposed.time}});
  }
  return draft;
}

MailPlan plan_for(app::Context& context, const Told& told) {
  return context.database.read([&](Session& session) -> MailPlan {
    const auto settings = storage::load_settings(session, told.recipient.id);
    if (!settings) return Dropped{"nobody"};
    const auto channel = context.policy().notify_booking.email;
    if (!rules::is_on(channel, settings->booking.email)) return Dropped{"not_wanted"};
    auto address = storage::load_addressee(session, told.recipient.id).email;
    if (address.empty()) return Dropped{"nobody"};
    return draft_of(context, told, *settings, std::move(address));
  });
}

}  // namespace

std::optional<BookingRecord> load_told_booking(app::Context& context, const rules::Telling& telling,
                                               rules::Time now) {
  auto record = context.database.read([&](Session& session) {
    return storage::load_booking(session, app::booking_id(telling.about));
  });
  if (!record) return std::nullopt;
  const auto booking = rules::as_of(context.policy().bookings, record->facts, now);
  return rules::still_holds(telling, booking, now) ? std::move(record) : std::nullopt;
}

MailPlan plan_booking(app::Context& context, const storage::TakenTelling& taken, rules::Time now) {
  const auto record = load_told_booking(context, taken.telling, now);
  if (!record) return Dropped{"overtaken"};
  const auto& booking = record->booking();
  auto told = told_to(taken.telling.recipient_id, *record, booking.starts_at, booking.length);
  if (booking.proposal) told.proposed = booking.proposal->starts_at;
  return plan_for(context, told);
}

MailPlan plan_series(app::Context& context, const storage::TakenTelling& taken,
                     rules::Time /*now*/) {
  const auto series = context.database.read([&](Session& session) {
    return storage::load_series(session, app::booking_id(taken.telling.about));
  });
  if (!series || series->state != rules::SeriesState::accepted) return Dropped{"overtaken"};
  const auto& plan = series->plan;
  return plan_for(
      context, told_to(taken.telling.recipient_id, *series, app::first_start(plan), plan.length));
}

}  // namespace chalkline
