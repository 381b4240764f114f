#include "zone_check.h"

#include "app/moved_bookings.h"
#include "http/log.h"
#include "rules/nights.h"
#include "storage/nightly_tasks.h"

namespace chalkline {
namespace {

using storage::Session;

bool take(app::Context& context, rules::Date night, rules::Time now) {
  return context.database.read([&](Session& session) {
    const auto known = storage::load_nightly_task(session, app::zone_check);
    if (known && known->night >= night) return false;
    if (!known) storage::put_nightly_task(session, app::zone_check);
    return storage::take_nightly_task(session, app::zone_check, night, now,
                                      now + rules::nightly_lease);
  });
}

}  // namespace

void check_zones(app::Context& context, rules::Time now) {
  const auto night = rules::night_of(now);
  if (!take(context, night, now)) return;
  const auto moved = app::find_moved_bookings(context.database, now);
  http::log_task({context.site.name, app::zone_check, moved.looked_at, moved.ids});
  context.database.read([&](Session& session) {
    return storage::mark_nightly_task_done(session, app::zone_check, night,
                                           static_cast<long long>(moved.ids.size()), now);
  });
}

}  // namespace chalkline
