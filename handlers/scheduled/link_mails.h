#pragma once

#include "app/context.h"
#include "mails.h"

namespace chalkline {

// The mails about links between parents and students. Dropped as `overtaken` when the request does
// not wait any more or a newer mail about it is due, and as `nobody` when no student owns the
// address.

// S2-13: to the address that a student names as a parent's, with a token that is made here. Its
// hash is stored before the mail is sent; a mail that goes out twice has two tokens, of which the
// newer one is good.
MailPlan plan_link_invited(app::Context& context, const storage::TakenTelling& taken,
                           rules::Time now);

// S2-10: to the student whose address a parent names.
MailPlan plan_link_asked(app::Context& context, const storage::TakenTelling& taken,
                         rules::Time now);

}  // namespace chalkline
