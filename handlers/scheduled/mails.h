#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "app/context.h"
#include "outbound/mail/texts.h"
#include "storage/outbox.h"

namespace chalkline {

// What a mail will say, and to whom.
struct MailDraft {
  std::string address;
  std::string name = {};  // of the recipient, where it is known
  std::string locale;
  outbound::MailValues values;
};
// Or why there is none: a code.
struct Dropped {
  std::string_view reason;
};
using MailPlan = std::variant<MailDraft, Dropped>;

// The address of one of the site's pages, with `value` in the place of `mark`, which it holds once.
std::string page_with(std::string page, std::string_view mark, std::string_view value);

// Sends the mails of the outbox that are due at `now`, a bounded piece at each run; whether that
// was all. Each is taken by a lease and a COMMIT before anything is done, so that any number of
// workers may run; of a worker that dies the next one takes over when the lease is over. So a mail
// goes out at least once, and twice where a worker dies between sending and noting it. What fails
// is tried again after pauses that grow, and given up in the end.
bool send_mails(app::Context& context, const outbound::MailTexts& texts, rules::Time now);

}  // namespace chalkline
