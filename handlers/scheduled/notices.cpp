#include "notices.h"

#include <chrono>
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
// Until somebody who has just closed the page is looked for again.
constexpr std::chrono::seconds pause{10};
constexpr std::string_view away = "away";

// What became of it: a code; empty: it was shown.
std::string_view show(app::Context& context, const rules::Telling& telling, rules::Time now) {
  if (telling.not_after && *telling.not_after < now) return away;
  const auto record = load_told_booking(context, telling, now);
  const auto actor = record ? app::booking_actor(*record, telling.recipient_id) : std::nullopt;
  if (!actor) return "overtaken";
  const bool listens = context.database.read(
      [&](Session& session) { return storage::is_listening(session, telling.recipient_id); });
  if (!listens) return away;
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
  context.database.read([&](Session& session) {
    if (reason == away && rules::waits_at(taken.telling, now)) {
      storage::put_back_telling(session, taken, reason, now + pause);
      return true;
    }
    const auto decision = reason.empty() ? TellingDecision::sent : TellingDecision::dropped;
    storage::decide_telling(session, taken, decision, reason, now);
    return true;
  });
}

}  // namespace

void show_notices(app::Context& context, rules::Time now) {
  auto due = context.database.read(
      [&](Session& session) { return storage::load_due_notices(session, now, batch); });
  for (auto& taken : due) take(context, taken, now);
}

}  // namespace chalkline
