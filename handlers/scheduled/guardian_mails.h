#pragma once

#include "app/context.h"
#include "mails.h"
#include "rules/guardians.h"

namespace chalkline {

// The daily digest for a parent: with whom the child has written, and how many messages, without a
// text of any.

// What the outbox keeps of one: the link and the span.
rules::Telling digest_telling(const rules::StoredLink& link, const rules::DigestSpan& span);

// Dropped as `overtaken` when the link does not stand any more or the parent does not get digests,
// as `nothing` when nobody has written, and as `nobody` when no address is known.
MailPlan plan_guardian_digest(app::Context& context, const storage::TakenTelling& taken,
                              rules::Time now);

}  // namespace chalkline
