#include "guardians.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/outbox.h"
#include "app/parent_links.h"
#include "app/zones.h"
#include "guardian_mails.h"
#include "storage/guardians.h"
#include "storage/parent_links.h"

namespace chalkline {
namespace {

using rules::GuardianMode;
using storage::GuardedLink;
using storage::Session;

constexpr int links_at_once = 500;

enum class Due { nothing, lapse, follow, digest };

std::optional<rules::DigestSpan> digest_of(const GuardedLink& link, rules::Time now) {
  if (link.mode != GuardianMode::parent_digest || !link.since) return std::nullopt;
  const auto& zone = app::zone_or_utc(link.parent_zone);
  return rules::due_digest(zone, *link.since, link.digested_upto, now);
}

Due due_of(const rules::Policy& policy, const GuardedLink& link, rules::Time now) {
  const auto of_age = app::of_age_at(policy, link.birth_date, link.student_zone);
  const auto term = rules::link_term(link.link, of_age, now);
  if (term.lapses_at && *term.lapses_at <= now) return Due::lapse;
  if (rules::mode_of_link(policy, link.stands(), of_age, now) != link.mode) return Due::follow;
  return digest_of(link, now) ? Due::digest : Due::nothing;
}

void lapse(app::Context& context, long long link, rules::Time now) {
  const auto change = context.database.write([&](Session& session) {
    return app::lapse_parent_link(session, context.policy(), link, now);
  });
  if (change) app::announce_access(context, change->access, now);
}

void follow(app::Context& context, long long id, rules::Time now) {
  const auto changes = context.database.write([&](Session& session) {
    const auto link = storage::lock_parent_link(session, id);
    if (!link) return std::vector<app::AccessChange>();
    // Beyond majority parents see nothing of a thread, also where the link stands on.
    return app::follow_parent_link(session, context.policy(), link->parent_id, link->student_id,
                                   now);
  });
  app::announce_access(context, changes, now);
}

// The mail is written down with the span that it is about; whoever sends it looks what was in it.
void tell_digest(app::Context& context, long long id, rules::Time now) {
  context.database.write([&](Session& session) {
    if (!storage::lock_parent_link(session, id)) return false;
    const auto link = storage::load_guarded_link(session, id);
    const auto span = link ? digest_of(*link, now) : std::nullopt;
    if (!span) return false;
    storage::mark_digested(session, id, span->upto);
    if (storage::load_digest(session, link->link.student_id, *span).empty()) return false;
    app::tell(session, digest_telling(link->link, *span), now);
    return true;
  });
}

void act(app::Context& context, Due due, long long link, rules::Time now) {
  switch (due) {
    case Due::nothing:
      return;
    case Due::lapse:
      return lapse(context, link, now);
    case Due::follow:
      return follow(context, link, now);
    case Due::digest:
      return tell_digest(context, link, now);
  }
}

}  // namespace

bool Guardians::run(app::Context& context, rules::Time now) {
  const auto links = context.database.read([&](Session& session) {
    return storage::load_guarded_links(session, above_, links_at_once);
  });
  for (const auto& link : links) {
    act(context, due_of(context.policy(), link, now), link.link.id, now);
    above_ = link.link.id;
  }
  const bool at_end = links.size() < static_cast<std::size_t>(links_at_once);
  if (at_end) above_ = 0;
  return at_end;
}

}  // namespace chalkline
