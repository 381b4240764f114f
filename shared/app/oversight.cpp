#include "app/oversight.h"

#include <utility>

#include <boost/json.hpp>

#include "app/sending.h"
#include "http/canonical_json.h"
#include "http/times.h"
#include "storage/transcripts.h"

namespace chalkline::app {
namespace {

// Who may be there to be told: of a parent thread the parent may have left.
std::optional<std::pair<std::string, storage::LockedThread>> lock_by_member(
    storage::Session& session, long long thread) {
  const auto found = storage::load_trail_thread(session, thread);
  if (!found) return std::nullopt;
  for (const auto& member : {found->low.id, found->high.id}) {
    if (auto locked = storage::lock_thread(session, member, thread)) {
      return std::pair(member, std::move(*locked));
    }
  }
  return std::nullopt;
}

// S2-07: neither who nor why, which is between the overseer and the record.
rules::Message message_about(const rules::Grant& grant, rules::Time now) {
  const bool over = !grant.stands_at(now);
  const boost::json::object notice{{"code", over ? "overseen" : "oversight"},
                                   {"until", http::time_text(grant.end())}};
  return {.kind = rules::MessageKind::auto_reply,
          .body = over ? "Somebody in charge of this site could read this conversation for a "
                         "limited time. That time is over."
                       : "Somebody in charge of this site may read this conversation for a limited "
                         "time.",
          .at = now,
          .notice = http::canonical_json(notice)};
}

}  // namespace

void record(storage::Session& session, const rules::Grant& grant, storage::AuditAction action,
            rules::Time now, const std::string& detail) {
  storage::insert_audit(session, {.at = now,
                                  .actor_id = grant.holder_id,
                                  .action = action,
                                  .thread_id = grant.thread_id,
                                  .grant_id = grant.id,
                                  .detail = detail});
}

std::optional<Told> disclose(storage::Session& session, const rules::Grant& grant,
                             rules::Time now) {
  auto locked = lock_by_member(session, grant.thread_id);
  if (!storage::mark_disclosed(session, grant.id) || !locked) return std::nullopt;
  auto& [person, thread] = *locked;
  auto message = store_message(session, thread.thread, thread.row, message_about(grant, now));
  record(session, grant, storage::AuditAction::disclosed, now);
  return Told{std::move(person), std::move(thread.row), std::move(message)};
}

}  // namespace chalkline::app
