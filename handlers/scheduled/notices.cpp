#include "notices.h"

#include <string_view>

#include <boost/json.hpp>

#include "app/bookings.h"
#include "app/live.h"
#include "booking_mails.h"
#include "rules/outbox.h"
#include "storage/live.h"
#include "storage/outbox.h"

namespace chalkline {
namespace {

namespace json = boost::json;
using rules::TellingDecision;
using storage::Session;
using storage::TakenTelling;

constexpr int batch = 200;

// What became of it: a code; empty: it was shown.
std::string_view show(app::Context& context, const rules::Telling& telling, rules::Time now) {
  const auto record = load_told_booking(context, telling, now);
  const auto actor = record ? app::booking_actor(*record, telling.recipient_id) : std::nullopt;
  if (!actor) return "overtaken";
  const bool listens = context.database.read(
      [&](Session& session) { return storage::is_listening(session, telling.recipient_id); });
  if (!listens) return "away";
  const json::object notice{{"code", telling.event},
                            {"booking", app::booking_json(context, *record, *actor, now)}};
  context.publisher.publish(app::live_channel(context, telling.recipient_id), "notice",
                            json::serialize(notice));
  return {};
}

void take(app::Context& context, TakenTelling& taken, rules::Time now) {
  const auto until = now + rules::telling_lease;
  const bool mine = context.database.read(
      [&](Session& session) { return storage::take_telling(session, taken, now, until); });
  if (!mine) return;
  const auto reason = show(context, taken.telling, now);
  const auto decision = reason.empty() ? TellingDecision::sent : TellingDecision::dropped;
  context.database.read([&](Session& session) {
    storage::decide_telling(session, taken, decision, reason, now);
    return true;
  });
}

}  // namespace

void show_notices(app::Context& context, rules::Time now) {
  auto due = context.database.read([&](Session& session) {
    return storage::load_due_tellings(session, rules::TellingChannel::app, now, batch);
  });
  for (auto& taken : due) take(context, taken, now);
}

}  // namespace chalkline
